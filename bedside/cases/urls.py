from __future__ import annotations

from django.urls import path

from . import alarm_views, joining_views, routing_views, staff_views, talk_views, whose_views

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
    path("desk/inbox/<uuid:pk>/joins/", joining_views.joins, name="joins"),
    path("desk/inbox/<uuid:pk>/joins/<uuid:joined>/end/", joining_views.taking_apart, name="taking-apart"),
    path("desk/inbox/<uuid:pk>/splits/", joining_views.splits, name="splits"),
    path("desk/inbox/<uuid:pk>/messages/<uuid:message>/whose/", whose_views.whose, name="whose"),
    path("desk/inbox/<uuid:pk>/moves/<uuid:moved>/end/", whose_views.whose_back, name="whose-back"),
    path("desk/inbox/<uuid:pk>/todos/", joining_views.todos, name="todos"),
    path("desk/inbox/<uuid:pk>/todos/<uuid:todo>/done/", joining_views.ticking, name="ticking"),
    path("desk/checklists/", joining_views.checklists, name="checklists"),
    path("desk/checklists/new/", joining_views.checklist, name="new-checklist"),
    path("desk/checklists/<uuid:pk>/", joining_views.checklist, name="checklist"),
    path("desk/inbox/unopened/", alarm_views.unopened, name="unopened"),
    path("desk/inbox/unopened/part/", alarm_views.unopened, name="unopened-part"),
    path("desk/routing/", routing_views.routing, name="routing"),
    path("desk/routing/trying/", routing_views.trying, name="trying"),
    path("desk/routing/rest/", routing_views.rest, name="rest"),
    path("desk/routing/rules/", routing_views.rule, name="new-rule"),
    path("desk/routing/rules/<str:rule>/", routing_views.rule, name="rule"),
    path("desk/routing/rules/<str:rule>/order/", routing_views.order, name="order"),
    path("desk/routing/editions/<int:edition>/", routing_views.bringing_back, name="bringing-back"),
    path("desk/inbox/repeats/", talk_views.came_back, name="came-back"),
    path("desk/inbox/<uuid:pk>/cause/", talk_views.cause, name="cause"),
    path("desk/inbox/<uuid:pk>/notes/", talk_views.notes, name="notes"),
    path("desk/inbox/<uuid:pk>/there/", talk_views.there, name="there"),
    path("desk/inbox/<uuid:pk>/handoffs/", talk_views.handoffs, name="handoffs"),
    path("desk/inbox/<uuid:pk>/handoffs/<uuid:handoff>/acceptance/", talk_views.acceptance, name="acceptance"),
    path("desk/inbox/<uuid:pk>/handoffs/<uuid:handoff>/refusal/", talk_views.refusal, name="refusal"),
    path("desk/inbox/<uuid:pk>/later/<uuid:lateranswer>/", talk_views.later_answer, name="later-answer"),
    path("desk/inbox/<uuid:pk>/later/<uuid:lateranswer>/end/", talk_views.later_end, name="later-end"),
    path("desk/inbox/<uuid:pk>/promises/", talk_views.promises, name="promises"),
    path("desk/inbox/<uuid:pk>/promises/<uuid:vow>/keeping/", talk_views.keeping, name="keeping"),
    path("desk/inbox/<uuid:pk>/promises/<uuid:vow>/taking-back/", talk_views.taking_back, name="taking-back"),
]
