from __future__ import annotations

from django.urls import path

from . import calendar_views, calling_views, joining_views, key_views, manager_views, phone_views, staff_views

app_name = "desk"

urlpatterns = [
    path("desk/", staff_views.today, name="today"),
    path("desk/part/", staff_views.today, name="today-part"),
    path("desk/search/", staff_views.search, name="search"),
    path("desk/patients/new/", staff_views.registration, name="registration"),
    path("desk/patients/<uuid:pk>/", staff_views.patient, name="patient"),
    path("desk/patients/<uuid:pk>/checked/", staff_views.checked, name="checked"),
    path("desk/patients/<uuid:pk>/code/", staff_views.code, name="code"),
    path("desk/patients/<uuid:pk>/joining/", joining_views.joining, name="joining"),
    path("desk/patients/<uuid:pk>/apart/", joining_views.apart, name="apart"),
    path("desk/phone/", phone_views.who, name="phone"),
    path("desk/phone/<uuid:pk>/", phone_views.asking, name="phone-asking"),
    path("desk/phone/times/<uuid:pk>/", phone_views.times, name="phone-times"),
    path("desk/phone/booked/<uuid:pk>/", phone_views.booked, name="phone-booked"),
    path("desk/keys/", key_views.keys, name="keys"),
    path("desk/calendar/", calendar_views.day, name="calendar"),
    path("desk/calendar/part/", calendar_views.day, name="calendar-part"),
    path("desk/calendar/week/", calendar_views.week, name="week"),
    path("desk/calendar/week/part/", calendar_views.week, name="week-part"),
    path("desk/moves/<uuid:pk>/", calendar_views.move, name="move"),
    path("desk/day-list/", staff_views.day_list, name="day-list"),
    path("desk/calls/", calling_views.calls, name="calls"),
    path("desk/emergencies/<uuid:pk>/end/", staff_views.standing_down, name="standing-down"),
    path("house/", manager_views.house, name="house"),
    path("house/part/", manager_views.house, name="house-part"),
    path("house/work/<int:pk>/second-try/", manager_views.second_try, name="second-try"),
    path("house/work/<int:pk>/put-aside/", manager_views.put_aside, name="put-aside"),
]
