from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "teams"

urlpatterns = [
    path("desk/teams/", staff_views.teams, name="teams"),
    path("desk/teams/<str:code>/", staff_views.team, name="team"),
    path("desk/teams/<str:code>/hours/", staff_views.hours, name="hours"),
]
