from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "insight"

urlpatterns = [
    path("insight/", staff_views.overview, name="overview"),
    path("insight/counting/", staff_views.counting_now, name="counting"),
    path("insight/improvements/", staff_views.improvements, name="improvements"),
    path("insight/improvements/<uuid:pk>/", staff_views.improvement, name="improvement"),
    path("insight/improvements/<uuid:pk>/giving/", staff_views.giving, name="giving"),
    path("insight/improvements/<uuid:pk>/trying/", staff_views.trying, name="trying"),
    path("insight/improvements/<uuid:pk>/closure/", staff_views.closure, name="closure"),
    path("insight/improvements/<uuid:pk>/dropping/", staff_views.dropping, name="dropping"),
    path("insight/measures/<str:name>/", staff_views.measure, name="measure"),
    path("insight/measures/<str:name>/limits/", staff_views.limits, name="limits"),
]
