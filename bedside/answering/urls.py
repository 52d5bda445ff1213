from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "answering"

urlpatterns = [
    path("desk/cases/<uuid:pk>/help/", staff_views.helped, name="help"),
    path("desk/cases/<uuid:pk>/rewriting/", staff_views.rewriting, name="rewriting"),
]
