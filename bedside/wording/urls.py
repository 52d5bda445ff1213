from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "wording"

urlpatterns = [
    path("desk/wording/", staff_views.texts, name="texts"),
    path("desk/wording/<slug:name>/<str:language>/", staff_views.words, name="words"),
    path("desk/wording/<slug:name>/<str:language>/house/", staff_views.house, name="house"),
    path("desk/wordings/<uuid:pk>/<int:version>/approval/", staff_views.approval, name="approval"),
    path("desk/wordings/<uuid:pk>/<int:version>/sending-back/", staff_views.sending_back, name="sending-back"),
    path("desk/wordings/<uuid:pk>/dropping/", staff_views.dropping, name="dropping"),
]
