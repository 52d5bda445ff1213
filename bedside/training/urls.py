from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "training"

urlpatterns = [
    path("practice/", staff_views.home, name="home"),
    path("practice/lessons/<slug:pk>/", staff_views.lesson, name="lesson"),
    path("practice/lessons/<slug:pk>/checks/", staff_views.checks, name="checks"),
    path("practice/taken/<uuid:pk>/", staff_views.taken, name="taken"),
    path("practice/scenarios/<slug:pk>/", staff_views.scenario, name="scenario"),
    path("practice/plays/<uuid:pk>/", staff_views.play, name="play"),
    path("practice/plays/<uuid:pk>/choices/", staff_views.choices, name="choices"),
    path("practice/plays/<uuid:pk>/sharing/", staff_views.sharing, name="sharing"),
    path("practice/plays/<uuid:pk>/keeping/", staff_views.keeping, name="keeping"),
    path("practice/team/", staff_views.everybody, name="team"),
]
