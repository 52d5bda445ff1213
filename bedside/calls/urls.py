from __future__ import annotations

from django.urls import path

from . import line_views, manager_views, staff_views, telephone_views

app_name = "calls"

urlpatterns = [
    path("calls/", telephone_views.told, name="told"),
    path("calls/line/", line_views.incoming, name="line"),
    path("calls/line/news/", line_views.news, name="line-news"),
    path("calls/line/after/", line_views.after, name="line-after"),
    path("desk/phones/", manager_views.phones, name="phones"),
    path("desk/telephone/", staff_views.calls, name="calls"),
    path("desk/telephone/ringing/", staff_views.ringing, name="ringing"),
    path("desk/telephone/card/", staff_views.card, name="card"),
    path("desk/telephone/<uuid:pk>/", staff_views.call, name="call"),
    path("desk/telephone/<uuid:pk>/taking/", staff_views.taking, name="taking"),
    path("desk/telephone/<uuid:pk>/person/", staff_views.person, name="person"),
    path("desk/telephone/<uuid:pk>/notes/", staff_views.noting, name="noting"),
]
