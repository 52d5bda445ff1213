from __future__ import annotations

from django.urls import path

from . import patient_views

app_name = "triage"

urlpatterns = [
    path("screenings/<uuid:pk>/", patient_views.questions, name="questions"),
    path("screenings/<uuid:pk>/person/", patient_views.person, name="person"),
    path("screenings/<uuid:pk>/details/", patient_views.details, name="details"),
    path("screenings/<uuid:pk>/talk/", patient_views.talk, name="talk"),
    path("emergency/<uuid:pk>/", patient_views.emergency, name="emergency"),
    path("emergency/<uuid:pk>/call/", patient_views.call, name="call"),
    path("emergency/<uuid:pk>/contact/", patient_views.contact, name="contact"),
]
