from __future__ import annotations

from django.urls import path

from . import visitor_views

app_name = "town"

urlpatterns = [
    path("welcome/", visitor_views.welcome, name="welcome"),
    path("welcome/screen/", visitor_views.screen, name="screen"),
]
