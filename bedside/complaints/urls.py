from __future__ import annotations

from django.urls import path

from . import manager_views, patient_views, staff_views

app_name = "complaints"

urlpatterns = [
    path("how-to-complain/", patient_views.how, name="how"),
    path("told-us/", patient_views.mine, name="mine"),
    path("told-us/new/", patient_views.new, name="new"),
    path("told-us/<uuid:pk>/", patient_views.mine_one, name="mine-one"),
    path("told-us/<uuid:pk>/words/", patient_views.saying, name="saying"),
    path("told-us/<uuid:pk>/end/", patient_views.taking_back, name="taking-back"),
    path("told-us/<uuid:pk>/agreement/", patient_views.agreeing, name="agreeing"),
    path("desk/patients/<uuid:pk>/complaint/", staff_views.taking, name="taking"),
    path("desk/cases/<uuid:pk>/complaint/", staff_views.from_case, name="from-case"),
    path("desk/complaints/new/", staff_views.taking_unknown, name="taking-unknown"),
    path("desk/complaints/<uuid:pk>/taken/", staff_views.taken, name="taken"),
    path("desk/complaints/", manager_views.complaints, name="complaints"),
    path("desk/complaints/rule/", manager_views.rule, name="rule"),
    path("desk/complaints/<uuid:pk>/", manager_views.complaint, name="complaint"),
    path("desk/complaints/<uuid:pk>/acknowledgement/", manager_views.hearing, name="hearing"),
    path("desk/complaints/<uuid:pk>/delay/", manager_views.delaying, name="delaying"),
    path("desk/complaints/<uuid:pk>/answer/", manager_views.answering, name="answering"),
    path("desk/complaints/<uuid:pk>/notes/", manager_views.noting, name="noting"),
    path("desk/complaints/<uuid:pk>/candour/", manager_views.stepping, name="stepping"),
    path("desk/complaints/<uuid:pk>/changes/", manager_views.changing, name="changing"),
    path("desk/complaints/<uuid:pk>/agreement/", manager_views.agreed, name="agreed"),
    path("desk/complaints/<uuid:pk>/end/", manager_views.closing, name="closing"),
    path("desk/changes/<uuid:pk>/done/", manager_views.changed, name="changed"),
    path("desk/recoveries/<uuid:pk>/answer/", manager_views.granting, name="granting"),
]
