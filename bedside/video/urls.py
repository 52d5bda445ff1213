from __future__ import annotations

from django.urls import path

from . import clinician_views, link_views, patient_views, seat_views

app_name = "video"

urlpatterns = [
    path("appointments/<uuid:pk>/video/", patient_views.visit, name="visit"),
    path("appointments/<uuid:pk>/video/phone/", patient_views.phone, name="phone"),
    path("v/<str:key>/video/", link_views.by_link, name="by-link"),
    path("v/<str:key>/video/phone/", link_views.by_link_phone, name="by-link-phone"),
    path("video/with/<str:key>/", link_views.third, name="third"),
    path("video/seat/news/", seat_views.news, name="news"),
    path("video/seat/signals/", seat_views.signals, name="signals"),
    path("video/seat/live/", seat_views.live_ticket, name="live-ticket"),
    path("video/seat/presence/", seat_views.presence, name="presence"),
    path("video/seat/leaving/", seat_views.leaving, name="leaving"),
    path("desk/video/", clinician_views.desk, name="desk"),
    path("desk/video/part/", clinician_views.desk, name="desk-part"),
    path("desk/video/<uuid:pk>/", clinician_views.room, name="room"),
    path("desk/video/<uuid:pk>/part/", clinician_views.room, name="room-part"),
    path("desk/video/<uuid:pk>/links/", clinician_views.invitation, name="invitation"),
    path("desk/video/<uuid:pk>/ringing/", clinician_views.ringing, name="ringing"),
    path("desk/video/<uuid:pk>/again/", clinician_views.again, name="again"),
    path("desk/video/<uuid:pk>/ending/", clinician_views.ending, name="ending"),
    path("desk/video/seats/<uuid:pk>/admission/", clinician_views.admission, name="admission"),
    path("desk/video/seats/<uuid:pk>/lobby/", clinician_views.lobby, name="lobby"),
    path("desk/video/seats/<uuid:pk>/taking-back/", clinician_views.taking_back, name="taking-back"),
]
