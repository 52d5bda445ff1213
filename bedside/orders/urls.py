from __future__ import annotations

from django.urls import path

from . import staff_views

app_name = "orders"

urlpatterns = [
    path("desk/visits/<uuid:pk>/orders/", staff_views.asking, name="asking"),
    path("desk/orders/<uuid:pk>/", staff_views.order, name="order"),
]
