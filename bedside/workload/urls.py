from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "workload"

urlpatterns = [
    path("desk/load/", staff_views.mine, name="mine"),
    path("desk/load/seen/", staff_views.seen, name="seen"),
    path("desk/load/teams/", staff_views.shared, name="shared"),
]
