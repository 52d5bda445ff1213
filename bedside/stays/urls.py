from __future__ import annotations

from django.urls import path

from . import patient_views, staff_views
from .changes import CHANGES

app_name = "stays"

urlpatterns = [
    path("stays/<uuid:pk>/", patient_views.mine, name="mine"),
    path("stays/<uuid:pk>/part/", patient_views.mine, name="mine-part"),
    path("stays/<uuid:pk>/asking/", patient_views.asking, name="asking"),
    path("stays/<uuid:pk>/visitors/", patient_views.visitors, name="visitors"),
    path("desk/ward/", staff_views.board, name="board"),
    path("desk/ward/part/", staff_views.board, name="board-part"),
    path("desk/ward/kitchen/", staff_views.kitchen, name="kitchen"),
    path("desk/ward/admissions/<uuid:pk>/", staff_views.admission, name="admission"),
    path("desk/stays/<uuid:pk>/", staff_views.stay, name="stay"),
    *[
        path(f"desk/stays/<uuid:pk>/{what}/", staff_views.change, {"what": what}, name=f"change-{what}")
        for what in CHANGES
    ],
    path("desk/stays/fasts/<uuid:pk>/ending/", staff_views.fast_ending, name="fast-ending"),
    path("desk/stays/fasts/<uuid:pk>/prolonging/", staff_views.fast_prolonging, name="fast-prolonging"),
    path("desk/stays/tests/<uuid:pk>/course/", staff_views.course, name="course"),
    path("desk/stays/<uuid:pk>/going-home/", staff_views.going_home, name="going-home"),
    path("desk/stays/<uuid:pk>/going-home/paper/", staff_views.home_paper, name="home-paper"),
    path("desk/stays/<uuid:pk>/ending/", staff_views.ending, name="ending"),
    path("desk/stays/lines/<uuid:pk>/", staff_views.line, name="line"),
    path("wards/", staff_views.wards, name="wards"),
    path("wards/beds/<uuid:pk>/use/", staff_views.bed_use, name="bed-use"),
]
