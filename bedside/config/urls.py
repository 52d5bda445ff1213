"""Somebody knocks: which room answers."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from bedside.ui import look

from . import front, health, live_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("too-large/", front.too_large, name="too_large"),
    path("health/", health.health, name="health"),
    path("live/ticket/", live_views.ticket, name="live_ticket"),
    path("language/", set_language, name="language"),
    path("", include("bedside.access.urls")),
    path("", include("bedside.triage.urls")),
    path("", include("bedside.teams.urls")),
    path("", include("bedside.wording.urls")),
    path("", include("bedside.inbox.urls")),
    path("", include("bedside.directory.urls")),
    path("", include("bedside.booking.urls")),
    path("", include("bedside.mailings.urls")),
    path("", include("bedside.visits.urls")),
    path("", include("bedside.stays.urls")),
    path("", include("bedside.video.urls")),
    path("", include("bedside.cases.urls")),
    path("", include("bedside.intake.urls")),
    path("", include("bedside.answering.urls")),
    path("", include("bedside.canned.urls")),
    path("", include("bedside.deciding.urls")),
    path("", include("bedside.orders.urls")),
    path("", include("bedside.feedback.urls")),
    path("", include("bedside.attendance.urls")),
    path("", include("bedside.insight.urls")),
    path("", include("bedside.complaints.urls")),
    path("", include("bedside.calls.urls")),
    path("", include("bedside.conduct.urls")),
    path("", include("bedside.workload.urls")),
    path("", include("bedside.training.urls")),
    path("", include("bedside.portal.urls")),
    path("", include("bedside.desk.urls")),
    path("", include("bedside.wall.urls")),
    path("", include("bedside.exchange.urls")),
]
if settings.DEMO:
    urlpatterns += [
        path("", include("bedside.town.urls")),
        path("look/", look.look, name="look"),
        path("look/<str:audience>/", look.look, name="look-as"),
    ]

handler400 = "bedside.ui.errors.bad_request"
handler403 = "bedside.ui.errors.not_allowed"
handler404 = "bedside.ui.errors.not_found"
handler429 = "bedside.ui.errors.too_many"  # the sign-in library asks for this one
handler500 = "bedside.ui.errors.broken"
