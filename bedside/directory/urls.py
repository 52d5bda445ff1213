from __future__ import annotations

from django.urls import path

from . import patient_views, post_views, staff_views

app_name = "directory"

urlpatterns = [
    path("services/", patient_views.offered, name="offered"),
    path("services/<slug:slug>/", patient_views.service, name="public-service"),
    path("people/<uuid:pk>/", patient_views.person, name="public-person"),
    path("places/<uuid:pk>/", patient_views.place, name="public-place"),
    path("sitemap.xml", patient_views.sitemap, name="sitemap"),
    path("robots.txt", patient_views.robots, name="robots"),
    path("house/offer/", staff_views.offer, name="offer"),
    path("house/offer/services/new/", staff_views.new_service, name="new-service"),
    path("house/offer/services/<uuid:pk>/visits/", staff_views.new_visit, name="new-visit"),
    path("house/offer/places/new/", staff_views.new_place, name="new-place"),
    path("house/offer/places/<uuid:pk>/hours/", staff_views.hours, name="hours"),
    path("house/offer/people/new/", staff_views.new_person, name="new-person"),
    path("house/offer/people/<uuid:pk>/posts/", post_views.new_post, name="new-post"),
    path("house/offer/posts/<uuid:pk>/", post_views.post, name="post-stop"),
    path("house/offer/posts/<uuid:pk>/changes/", post_views.post_history, name="post-changes"),
    path("house/offer/closures/new/", staff_views.new_closure, name="new-closure"),
    path("house/offer/closures/<uuid:pk>/", staff_views.closure, name="closure"),
    path("house/offer/closures/<uuid:pk>/lifting/", staff_views.lifting, name="lifting"),
]
for kind, where in (("service", "services"), ("visit", "visits"), ("person", "people"), ("place", "places")):
    urlpatterns += [path(f"house/offer/{where}/<uuid:pk>/", staff_views.editing, {"kind": kind}, name=kind)]
for kind, where in (
    *(("service", "services"), ("visit", "visits"), ("person", "people"), ("place", "places")),
    ("closure", "closures"),
):
    urlpatterns += [
        path(f"house/offer/{where}/<uuid:pk>/words/", staff_views.words, {"kind": kind}, name=f"{kind}-words"),
        path(f"house/offer/{where}/<uuid:pk>/changes/", staff_views.history, {"kind": kind}, name=f"{kind}-changes"),
    ]
for kind, where in (("service", "services"), ("visit", "visits"), ("place", "places")):
    urlpatterns += [
        path(f"house/offer/{where}/<uuid:pk>/stop/", staff_views.stopping, {"kind": kind}, name=f"{kind}-stop")
    ]
