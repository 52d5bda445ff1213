from __future__ import annotations

from django.conf import settings
from django.urls import path

from . import demo_views, incoming_views, patient_views

app_name = "inbox"

urlpatterns = [
    path("incoming/<str:channel>/", incoming_views.message, name="incoming"),
    path("messages/", patient_views.conversations, name="conversations"),
    path("messages/new/", patient_views.new, name="new"),
    path("messages/<uuid:pk>/", patient_views.conversation, name="conversation"),
    path("messages/<uuid:pk>/part/", patient_views.conversation, name="conversation-part"),
    path("messages/<uuid:pk>/replies/", patient_views.replies, name="replies"),
    path("messages/<uuid:pk>/reading/", patient_views.reading, name="reading"),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/outbox/", demo_views.people, name="outboxes"),
        path("demo/outbox/guests/", demo_views.strangers, name="outbox-guests"),
        path("demo/outbox/<uuid:pk>/", demo_views.outbox, name="outbox"),
        path("demo/outbox/<uuid:pk>/part/", demo_views.outbox, name="outbox-part"),
        path("demo/outbox/<uuid:pk>/<uuid:message>/visit.ics", demo_views.attachment, name="attachment"),
    ]
