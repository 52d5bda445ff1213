from __future__ import annotations

from django.urls import path

from . import clinician_views, key_views, on_behalf_views, patient_views, staff_views, urls_paper, urls_rooms

app_name = "visits"

urlpatterns = [
    *urls_rooms.urlpatterns,
    *urls_paper.urlpatterns,
    path("appointments/<uuid:pk>/check-in/", patient_views.checking_in, name="checking-in"),
    path("visits/<uuid:pk>/", patient_views.wait, name="wait"),
    path("visits/<uuid:pk>/part/", patient_views.wait, name="wait-part"),
    path("visits/<uuid:pk>/going/", patient_views.going, name="going"),
    path("visits/<uuid:pk>/worse/", patient_views.feeling_worse, name="worse"),
    path("visits/<uuid:pk>/away/", patient_views.away, name="away"),
    path("visits/<uuid:pk>/choice/", patient_views.choice, name="choice"),
    path("w/<str:key>/", key_views.wait, name="by-key"),
    path("w/<str:key>/part/", key_views.wait, name="by-key-part"),
    path("w/<str:key>/going/", key_views.going, name="by-key-going"),
    path("w/<str:key>/away/", key_views.away, name="by-key-away"),
    path("w/<str:key>/worse/", key_views.feeling_worse, name="by-key-worse"),
    path("w/<str:key>/choice/", key_views.choice, name="by-key-choice"),
    path("desk/queue/", staff_views.queue_page, name="queue"),
    path("desk/queue/part/", staff_views.queue_page, name="queue-part"),
    path("desk/queue/calls/", staff_views.calls, name="calls"),
    path("desk/arrivals/<uuid:pk>/", staff_views.arrival, name="arrival"),
    path("desk/arrivals/<uuid:pk>/no-show/", staff_views.no_show, name="no-show"),
    path("desk/arrivals/private/<uuid:pk>/", staff_views.private_arrival, name="private-arrival"),
    path("desk/visits/<uuid:pk>/call/", staff_views.call, name="call"),
    path("desk/visits/<uuid:pk>/putting-back/", staff_views.putting_back, name="putting-back"),
    path("desk/visits/<uuid:pk>/beginning/", staff_views.beginning, name="beginning"),
    path("desk/visits/<uuid:pk>/finishing/", staff_views.finishing, name="finishing"),
    path("desk/visits/<uuid:pk>/leaving/", staff_views.leaving, name="leaving"),
    path("desk/visits/<uuid:pk>/ticket/", staff_views.ticket, name="ticket"),
    path("desk/visits/<uuid:pk>/level/", on_behalf_views.lowering, name="lowering"),
    path("desk/visits/<uuid:pk>/out/", on_behalf_views.sending_out, name="sending-out"),
    path("desk/visits/<uuid:pk>/link/", on_behalf_views.link_again, name="link-again"),
    path("desk/patients/<uuid:pk>/walk-in/", staff_views.walk_in, name="walk-in"),
    path("desk/walk-ins/<uuid:pk>/", staff_views.ticketing, name="ticketing"),
    path("desk/mine/", clinician_views.my_day, name="mine"),
    path("desk/mine/part/", clinician_views.my_day, name="mine-part"),
    path("desk/mine/calls/", clinician_views.my_call, name="my-call"),
    path("desk/mine/<uuid:pk>/brief/", clinician_views.brief_page, name="brief"),
    path("desk/mine/<uuid:pk>/seeing/", clinician_views.seeing, name="seeing"),
    path("desk/mine/<uuid:pk>/seen/", clinician_views.seen, name="seen"),
    path("desk/mine/<uuid:pk>/summary/", clinician_views.summary, name="writing"),
    path("desk/mine/<uuid:pk>/summary/paper/", clinician_views.paper, name="paper"),
]
