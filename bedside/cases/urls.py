from __future__ import annotations

from django.urls import path

from . import staff_views, talk_views

app_name = "cases"

urlpatterns = [
    path("desk/inbox/", staff_views.inbox, name="inbox"),
    path("desk/inbox/part/", staff_views.inbox, name="inbox-part"),
    path("desk/inbox/<uuid:pk>/", staff_views.case, name="case"),
    path("desk/inbox/<uuid:pk>/part/", staff_views.case, name="case-part"),
    path("desk/inbox/<uuid:pk>/looking/", staff_views.looking, name="looking"),
    path("desk/inbox/<uuid:pk>/answers/", staff_views.answers, name="answers"),
    path("desk/inbox/<uuid:pk>/taking/", staff_views.taking, name="taking"),
    path("desk/inbox/<uuid:pk>/giving/", staff_views.giving, name="giving"),
    path("desk/inbox/<uuid:pk>/waiting/", staff_views.waiting, name="waiting"),
    path("desk/inbox/<uuid:pk>/resumption/", staff_views.resumption, name="resumption"),
    path("desk/inbox/<uuid:pk>/closure/", staff_views.closure, name="closure"),
    path("desk/inbox/<uuid:pk>/reopening/", staff_views.reopening, name="reopening"),
    path("desk/inbox/<uuid:pk>/sending/", staff_views.sending, name="sending"),
    path("desk/inbox/repeats/", talk_views.came_back, name="came-back"),
    path("desk/inbox/<uuid:pk>/cause/", talk_views.cause, name="cause"),
    path("desk/inbox/<uuid:pk>/notes/", talk_views.notes, name="notes"),
    path("desk/inbox/<uuid:pk>/there/", talk_views.there, name="there"),
    path("desk/inbox/<uuid:pk>/handoffs/", talk_views.handoffs, name="handoffs"),
    path("desk/inbox/<uuid:pk>/handoffs/<uuid:handoff>/acceptance/", talk_views.acceptance, name="acceptance"),
    path("desk/inbox/<uuid:pk>/handoffs/<uuid:handoff>/refusal/", talk_views.refusal, name="refusal"),
    path("desk/inbox/<uuid:pk>/promises/", talk_views.promises, name="promises"),
    path("desk/inbox/<uuid:pk>/promises/<uuid:vow>/keeping/", talk_views.keeping, name="keeping"),
    path("desk/inbox/<uuid:pk>/promises/<uuid:vow>/taking-back/", talk_views.taking_back, name="taking-back"),
]
