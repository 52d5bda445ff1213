from __future__ import annotations

from django.urls import path

from . import patient_views

app_name = "stays"

urlpatterns = [
    path("stays/<uuid:pk>/", patient_views.mine, name="mine"),
    path("stays/<uuid:pk>/part/", patient_views.mine, name="mine-part"),
    path("stays/<uuid:pk>/asking/", patient_views.asking, name="asking"),
    path("stays/<uuid:pk>/visitors/", patient_views.visitors, name="visitors"),
]
