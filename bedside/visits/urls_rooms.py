"""Where rooms, what is needed of them, what is suggested and how long it all takes are found."""

from __future__ import annotations

from django.urls import path

from . import phase_views, room_views

urlpatterns = [
    path("desk/rooms/", room_views.rooms, name="rooms"),
    path("desk/rooms/<uuid:pk>/", room_views.room, name="room"),
    path("desk/rooms/<uuid:pk>/out/", room_views.room_out, name="room-out"),
    path("desk/rooms/<uuid:pk>/back/", room_views.room_back, name="room-back"),
    path("desk/visits/<uuid:pk>/needs/", room_views.asked, name="asked"),
    path("desk/visits/<uuid:pk>/suggestion/", room_views.suggestion, name="suggestion"),
    path("insight/phases/", phase_views.phases_page, name="phases"),
]
