from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "attendance"

urlpatterns = [
    path("desk/help/", staff_views.help, name="help"),
    path("desk/help/<uuid:pk>/", staff_views.giving, name="giving"),
    path("insight/attendance/", staff_views.learned, name="learned"),
    path("insight/groups/", staff_views.groups, name="groups"),
    path("insight/attendance/learning/", staff_views.learning, name="learning"),
]
