"""What is written about a visit: read, asked about, and the clinician's own phrases."""

from __future__ import annotations

from django.urls import path

from . import told_views

urlpatterns = [
    path("visits/<uuid:pk>/summary/", told_views.told, name="told"),
    path("visits/<uuid:pk>/summary/understood/", told_views.understood, name="understood"),
]
