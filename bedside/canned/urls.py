from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "canned"

urlpatterns = [
    path("desk/cases/<uuid:pk>/ready/", staff_views.finding, name="finding"),
    path("desk/ready/", staff_views.answers, name="answers"),
    path("desk/ready/new/", staff_views.new, name="new"),
    path("desk/ready/<uuid:pk>/", staff_views.answer, name="answer"),
    path("desk/ready/<uuid:pk>/dropping/", staff_views.dropping, name="dropping"),
]
