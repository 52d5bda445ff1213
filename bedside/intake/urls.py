from __future__ import annotations

from django.urls import path

from . import manager_views, patient_views, preview_views, staff_views

app_name = "intake"

urlpatterns = [
    path("i/<str:key>/", patient_views.link, name="link"),
    path("w/<str:key>/check-in/", patient_views.here, name="here"),
    path("check-in/<uuid:pk>/", patient_views.check_in, name="check-in"),
    path("check-in/<uuid:pk>/details/", patient_views.details, name="details"),
    path("check-in/<uuid:pk>/needs/", patient_views.needs, name="needs"),
    path("check-in/<uuid:pk>/form/", patient_views.sheet, name="sheet"),
    path("check-in/<uuid:pk>/form/page/", patient_views.form_page, name="page"),
    path("desk/check-ins/<uuid:pk>/", staff_views.answers, name="answers"),
    path("desk/check-ins/<uuid:pk>/sending/", staff_views.sending, name="sending"),
    path("desk/check-ins/<uuid:pk>/form/", staff_views.sheet, name="desk-sheet"),
    path("desk/check-ins/<uuid:pk>/form/page/", staff_views.form_page, name="desk-page"),
    path("desk/check-ins/papers/<uuid:pk>/", staff_views.enclosed, name="enclosed"),
    path("house/forms/", manager_views.forms, name="forms"),
    path("house/forms/file/", manager_views.bringing, name="bringing"),
    path("house/forms/<uuid:pk>/", manager_views.form, name="form"),
    path("house/forms/<uuid:pk>/question/", manager_views.question, name="question"),
    path("house/forms/<uuid:pk>/condition/", manager_views.condition, name="condition"),
    path("house/forms/<uuid:pk>/words/", manager_views.words, name="words"),
    path("house/forms/<uuid:pk>/visits/", manager_views.aim, name="aim"),
    path("house/forms/<uuid:pk>/asking/", manager_views.asking, name="asking"),
    path("house/forms/<uuid:pk>/edition/", manager_views.edition, name="edition"),
    path("house/forms/<uuid:pk>/end/", manager_views.end, name="end"),
    path("house/forms/<uuid:pk>/preview/", preview_views.preview, name="preview"),
    path("house/forms/<uuid:pk>/file/", preview_views.file, name="file"),
]
