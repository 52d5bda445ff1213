"""What is written about a visit: read, asked about, and the clinician's own phrases."""

from __future__ import annotations

from django.urls import path

from . import dictation_views, phrase_views, told_views

urlpatterns = [
    path("desk/mine/<uuid:pk>/dictation/", dictation_views.dictation, name="dictation"),
    path("visits/<uuid:pk>/summary/", told_views.told, name="told"),
    path("visits/<uuid:pk>/summary/understood/", told_views.understood, name="understood"),
    path("desk/phrases/", phrase_views.list_of, name="phrases"),
    path("desk/phrases/new/", phrase_views.new, name="new-phrase"),
    path("desk/phrases/<uuid:pk>/", phrase_views.one, name="phrase"),
    path("desk/phrases/<uuid:pk>/ending/", phrase_views.giving_up, name="phrase-ending"),
]
