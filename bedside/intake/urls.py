from __future__ import annotations

from django.urls import path

from . import patient_views, staff_views

app_name = "intake"

urlpatterns = [
    path("i/<str:key>/", patient_views.link, name="link"),
    path("check-in/<uuid:pk>/", patient_views.check_in, name="check-in"),
    path("check-in/<uuid:pk>/details/", patient_views.details, name="details"),
    path("check-in/<uuid:pk>/needs/", patient_views.needs, name="needs"),
    path("check-in/<uuid:pk>/form/", patient_views.sheet, name="sheet"),
    path("check-in/<uuid:pk>/form/page/", patient_views.form_page, name="page"),
    path("desk/check-ins/<uuid:pk>/", staff_views.answers, name="answers"),
    path("desk/check-ins/<uuid:pk>/sending/", staff_views.sending, name="sending"),
]
