from __future__ import annotations

from django.urls import path

from . import find_views

app_name = "portal"

urlpatterns = [
    path("find/", find_views.finds, name="find"),
    path("find/<uuid:pk>/", find_views.found, name="found"),
]
