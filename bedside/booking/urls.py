from __future__ import annotations

from django.urls import path

from . import (
    feed_views,
    find_views,
    guest_views,
    link_views,
    manager_views,
    offer_views,
    patient_views,
    planning_views,
    visit_link_views,
)

app_name = "booking"

urlpatterns = [
    path("find/", find_views.finds, name="find"),
    path("find/<uuid:pk>/", find_views.found, name="found"),
    path("find/<uuid:pk>/wishes/", find_views.wishes, name="wishes"),
    path("times/<uuid:pk>/linked/", link_views.linked, name="linked"),
    path("appointments/", patient_views.appointments, name="appointments"),
    path("appointments/booked/", patient_views.in_confidence, name="booked"),
    path("appointments/<uuid:pk>/", patient_views.appointment, name="appointment"),
    path("appointments/<uuid:pk>/calendar/", patient_views.calendar_file, name="calendar"),
    path("appointments/<uuid:pk>/cancellation/", patient_views.cancellation, name="cancellation"),
    path("appointments/<uuid:pk>/move/", patient_views.move, name="move"),
    path("appointments/<uuid:pk>/earlier/", patient_views.earlier, name="earlier"),
    path("planning/templates/", planning_views.templates, name="templates"),
    path("planning/templates/new/", planning_views.new_template, name="new-template"),
    path("planning/templates/<uuid:pk>/", planning_views.template, name="template"),
    path("planning/templates/<uuid:pk>/days/", planning_views.days, name="template-days"),
    path("planning/templates/<uuid:pk>/end/", planning_views.end_template, name="template-end"),
    path("planning/leave/", planning_views.leave, name="leave"),
    path("planning/leave/<uuid:pk>/end/", planning_views.end_leave, name="leave-end"),
    path("my-calendar/", feed_views.mine, name="my-calendar"),
    path("my-calendar/end/", feed_views.end, name="my-calendar-end"),
    path("calendars/<str:key>.ics", feed_views.feed, name="feed"),
    path("planning/new-times/", planning_views.new_times, name="new-times"),
    path("offers/<uuid:pk>/", offer_views.offer, name="offer"),
    path("v/<str:key>/", visit_link_views.visit, name="by-link"),
    path("v/<str:key>/answer/", visit_link_views.answer, name="by-link-answer"),
    path("v/<str:key>/times/", visit_link_views.other_times, name="by-link-times"),
    path("times/<uuid:pk>/", patient_views.choose, name="choose"),
    path("times/<uuid:pk>/guest/", guest_views.details, name="guest"),
    path("times/<uuid:pk>/guest/code/", guest_views.code, name="guest-code"),
    path("times/<uuid:pk>/guest/code/another/", guest_views.another_code, name="guest-another-code"),
    path("times/<uuid:pk>/guest/sign-in/", guest_views.sign_in_instead, name="guest-sign-in"),
    path("times/<uuid:pk>/guest/booked/", guest_views.booked, name="guest-booked"),
    path("book/<slug:slug>/", link_views.by_service, name="by-service"),
    path("times/<uuid:pk>/waiting/", patient_views.waits, name="waits"),
    path("house/waiting-list/", manager_views.reached, name="reached"),
    path("waiting/<uuid:pk>/suiting/", offer_views.suiting, name="suiting"),
    path("waiting/<uuid:pk>/end/", patient_views.stop_waiting, name="stop-waiting"),
]
