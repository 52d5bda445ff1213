from __future__ import annotations

from django.urls import path

from . import patient_views, staff_views

app_name = "triage"

urlpatterns = [
    path("screenings/<uuid:pk>/", patient_views.questions, name="questions"),
    path("screenings/<uuid:pk>/person/", patient_views.person, name="person"),
    path("screenings/<uuid:pk>/details/", patient_views.details, name="details"),
    path("screenings/<uuid:pk>/talk/", patient_views.talk, name="talk"),
    path("emergency/<uuid:pk>/", patient_views.emergency, name="emergency"),
    path("emergency/<uuid:pk>/call/", patient_views.call, name="call"),
    path("emergency/<uuid:pk>/contact/", patient_views.contact, name="contact"),
    path("desk/rules/", staff_views.rules, name="rules"),
    path("desk/rules/replay/", staff_views.replay, name="replay"),
    path("desk/rules/changes/<uuid:pk>/", staff_views.change, name="rule-change"),
    path("desk/rules/changes/<uuid:pk>/approval/", staff_views.approval, name="rule-approval"),
    path("desk/rules/changes/<uuid:pk>/refusal/", staff_views.refusal, name="rule-refusal"),
    path("desk/rules/changes/<uuid:pk>/withdrawal/", staff_views.withdrawal, name="rule-withdrawal"),
    path("desk/rules/<str:rule>/", staff_views.rule, name="rule"),
]
