from __future__ import annotations

from django.urls import path

from . import patient_views, staff_views

app_name = "deciding"

urlpatterns = [
    path("choices/<uuid:pk>/", patient_views.choice, name="choice"),
    path("choices/<uuid:pk>/again/", patient_views.again, name="again"),
    path("desk/visits/<uuid:pk>/choices/", staff_views.opening, name="opening"),
    path("desk/choices/<uuid:pk>/", staff_views.together, name="together"),
    path("desk/choices/<uuid:pk>/withdrawal/", staff_views.withdrawal, name="withdrawal"),
    path("desk/aids/", staff_views.every_aid, name="aids"),
    path("desk/aids/<slug:slug>/", staff_views.aid, name="aid"),
]
