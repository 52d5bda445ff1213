from __future__ import annotations

from django.urls import path

from . import author_views, patient_views, staff_views

app_name = "deciding"

urlpatterns = [
    path("choices/<uuid:pk>/", patient_views.choice, name="choice"),
    path("choices/<uuid:pk>/again/", patient_views.again, name="again"),
    path("desk/visits/<uuid:pk>/choices/", staff_views.opening, name="opening"),
    path("desk/choices/<uuid:pk>/", staff_views.together, name="together"),
    path("desk/choices/<uuid:pk>/withdrawal/", staff_views.withdrawal, name="withdrawal"),
    path("desk/aids/", staff_views.every_aid, name="aids"),
    path("desk/aids/new/", author_views.beginning, name="aid-beginning"),
    path("desk/aids/<slug:slug>/writing/", author_views.written, name="aid-writing"),
    path("desk/aids/<slug:slug>/preview/", author_views.preview, name="aid-preview"),
    path("desk/aids/<slug:slug>/edition/", author_views.edition, name="aid-edition"),
    path("desk/aids/<slug:slug>/return/", author_views.taking_back, name="aid-return"),
    path("desk/aids/<slug:slug>/", staff_views.aid, name="aid"),
]
