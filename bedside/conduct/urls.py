from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "conduct"

urlpatterns = [
    path("me/notes/", staff_views.mine, name="mine"),
    path("desk/cases/<uuid:pk>/conduct/", staff_views.in_case, name="in-case"),
    path("desk/patients/<uuid:pk>/conduct/", staff_views.at_the_desk, name="at-the-desk"),
    path("desk/incidents/", staff_views.incidents, name="incidents"),
    path("desk/incidents/<uuid:pk>/", staff_views.incident, name="incident"),
    path("desk/incidents/<uuid:pk>/warning/", staff_views.warning, name="warning"),
    path("desk/incidents/<uuid:pk>/second/", staff_views.second, name="second"),
    path("desk/incidents/<uuid:pk>/end/", staff_views.ending, name="ending"),
    path("desk/incidents/<uuid:pk>/report/", staff_views.report, name="report"),
    path("desk/incidents/<uuid:pk>/debrief/", staff_views.debrief, name="debrief"),
    path("desk/incidents/<uuid:pk>/break/", staff_views.taking_a_break, name="break"),
    path("desk/break/end/", staff_views.coming_back, name="back"),
    path("desk/incidents/<uuid:pk>/note/", staff_views.marking, name="marking"),
    path("desk/notes/<uuid:pk>/end/", staff_views.unmarking, name="unmarking"),
]
