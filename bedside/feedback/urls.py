from __future__ import annotations

from django.urls import path

from . import patient_views, staff_views

app_name = "feedback"

urlpatterns = [
    path("s/<str:key>/", patient_views.survey, name="survey"),
    path("s/<str:key>/opening/", patient_views.opening, name="opening"),
    path("s/<str:key>/no-more/", patient_views.no_more, name="no-more"),
    path("visits/asked/<uuid:pk>/", patient_views.mine, name="mine"),
    path("visits/asked/<uuid:pk>/no-more/", patient_views.mine_no_more, name="mine-no-more"),
    path("desk/said/", staff_views.said, name="said"),
]
