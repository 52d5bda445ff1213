from __future__ import annotations

from django.urls import path

from . import patient_views

app_name = "portal"

urlpatterns = [
    path("home/", patient_views.home, name="home"),
    path("newcomer/", patient_views.newcomer, name="newcomer"),
    path("me/", patient_views.me, name="me"),
    path("me/<uuid:pk>/details/", patient_views.details, name="details"),
    path("me/<uuid:pk>/sights/", patient_views.sights, name="sights"),
]
