from __future__ import annotations

from django.urls import path

from . import patient_views

app_name = "booking"

urlpatterns = [
    path("appointments/", patient_views.appointments, name="appointments"),
    path("appointments/<uuid:pk>/", patient_views.appointment, name="appointment"),
    path("appointments/<uuid:pk>/cancellation/", patient_views.cancellation, name="cancellation"),
    path("offers/<uuid:pk>/", patient_views.offer, name="offer"),
]
