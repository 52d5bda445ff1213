from __future__ import annotations

from django.urls import path

from . import publish_views

app_name = "exchange"

urlpatterns = [
    path("fhir/$bulk-publish", publish_views.bulk_publish, name="bulk-publish"),
    path("fhir/published/<str:name>", publish_views.published, name="published"),
]
