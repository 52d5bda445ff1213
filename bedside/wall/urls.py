from __future__ import annotations

from django.urls import path

from . import answering_views, door_views, kiosk_views, screen_views, staff_views

app_name = "wall"

urlpatterns = [
    path("screen/", screen_views.screen, name="screen"),
    path("wall/", screen_views.display, name="display"),
    path("wall/part/", screen_views.display, name="display-part"),
    path("wall/live-ticket/", screen_views.live_ticket, name="display-ticket"),
    path("kiosk/", kiosk_views.start, name="kiosk"),
    path("kiosk/choice/", kiosk_views.choice, name="kiosk-choice"),
    path("kiosk/no-visit/", kiosk_views.no_visit, name="kiosk-no-visit"),
    path("kiosk/who/", kiosk_views.who, name="kiosk-who"),
    path("kiosk/visits/", kiosk_views.visits, name="kiosk-visits"),
    path("kiosk/ticket/", kiosk_views.ticket, name="kiosk-ticket"),
    path("kiosk/answering/", answering_views.answering, name="kiosk-answering"),
    path("kiosk/turns/<uuid:pk>/", answering_views.check_in, name="kiosk-check-in"),
    path("kiosk/turns/<uuid:pk>/details/", answering_views.details, name="kiosk-details"),
    path("kiosk/turns/<uuid:pk>/needs/", answering_views.needed, name="kiosk-needs"),
    path("kiosk/turns/<uuid:pk>/form/", answering_views.sheet, name="kiosk-sheet"),
    path("kiosk/turns/<uuid:pk>/form/page/", answering_views.form_page, name="kiosk-page"),
    path("kiosk/turns/<uuid:pk>/phone/", answering_views.sending, name="kiosk-sending"),
    path("kiosk/desk/", kiosk_views.desk, name="kiosk-desk"),
    path("kiosk/help/", kiosk_views.help_wanted, name="kiosk-help"),
    path("kiosk/time/", kiosk_views.time, name="kiosk-time"),
    path("kiosk/end/", kiosk_views.end, name="kiosk-end"),
    path("here/<uuid:pk>/", door_views.here, name="here"),
    path("here/<uuid:pk>/visits/", door_views.here_visits, name="here-visits"),
    path("door/", door_views.poster, name="poster"),
    path("screens/", staff_views.screens, name="screens"),
    path("screens/<uuid:pk>/code/", staff_views.code, name="screens-code"),
    path("screens/<uuid:pk>/end/", staff_views.end, name="screens-end"),
]
