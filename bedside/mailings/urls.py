from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "mailings"

urlpatterns = [
    path("desk/mailings/", staff_views.mailings, name="mailings"),
    path("desk/mailings/new/", staff_views.new, name="new"),
    path("desk/mailings/<uuid:pk>/", staff_views.mailing, name="mailing"),
    path("desk/mailings/<uuid:pk>/part/", staff_views.part, name="part"),
    path("desk/mailings/<uuid:pk>/writing/", staff_views.writing, name="writing"),
    path("desk/mailings/<uuid:pk>/confirmation/", staff_views.confirmation, name="confirmation"),
    path("desk/mailings/<uuid:pk>/asking/", staff_views.asking, name="asking"),
    path("desk/mailings/<uuid:pk>/<int:version>/approval/", staff_views.approval, name="approval"),
    path("desk/mailings/<uuid:pk>/<int:version>/sending-back/", staff_views.sending_back, name="sending-back"),
    path("desk/mailings/<uuid:pk>/stopping/", staff_views.stopping, name="stopping"),
    path("desk/mailings/<uuid:pk>/dropping/", staff_views.dropping, name="dropping"),
]
