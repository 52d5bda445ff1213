from __future__ import annotations

from django.conf import settings
from django.urls import path

from . import call_views, chat_views, demo_views, incoming_views, link_views, patient_views, receipt_views, staff_views

app_name = "inbox"

urlpatterns = [
    path("incoming/letters/", incoming_views.letter, name="letter"),
    path("incoming/<str:channel>/", incoming_views.message, name="incoming"),
    path("receipts/", receipt_views.told, name="receipts"),
    path("receipts/<uuid:pk>/<int:tries>/", receipt_views.receipt, name="receipt"),
    path("calls/<uuid:pk>/<int:tries>/", call_views.call, name="call"),
    path("calls/<uuid:pk>/<int:tries>/key/", call_views.key, name="key"),
    path("messages/", patient_views.conversations, name="conversations"),
    path("messages/new/", patient_views.new, name="new"),
    path("messages/<uuid:pk>/", patient_views.conversation, name="conversation"),
    path("messages/<uuid:pk>/part/", patient_views.conversation, name="conversation-part"),
    path("messages/<uuid:pk>/replies/", patient_views.replies, name="replies"),
    path("messages/<uuid:pk>/reading/", patient_views.reading, name="reading"),
    path("messages/files/<uuid:pk>/", patient_views.file, name="file"),
    path("desk/enclosures/<uuid:pk>/", staff_views.enclosure, name="enclosure"),
    path("me/reached/", patient_views.carer_ways, name="carer-ways"),
    path("me/<uuid:pk>/reached/", patient_views.ways, name="ways"),
    path("r/<str:key>/", link_views.answer, name="answer"),
    path("r/<str:key>/replies/", link_views.replies, name="answer-replies"),
    path("r/<str:key>/files/<uuid:pk>/", link_views.file, name="answer-file"),
    path("desk/patients/<uuid:pk>/writing/", staff_views.writing, name="writing"),
    path("desk/patients/<uuid:pk>/sent/", staff_views.sent, name="sent"),
    path("desk/carers/<uuid:pk>/reached/", staff_views.carer_ways, name="carer-reached"),
    path("chat.js", chat_views.widget, name="chat-widget"),
    path("chat/", chat_views.start, name="chat-start"),
    path("c/<str:key>/", chat_views.chat, name="chat"),
    path("c/<str:key>/news/", chat_views.news, name="chat-news"),
    path("c/<str:key>/who/", chat_views.who, name="chat-who"),
    path("c/<str:key>/end/", chat_views.end, name="chat-end"),
    path("c/<str:key>/called/", chat_views.called, name="chat-called"),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/outbox/", demo_views.people, name="outboxes"),
        path("demo/outbox/guests/", demo_views.strangers, name="outbox-guests"),
        path("demo/outbox/<uuid:pk>/", demo_views.outbox, name="outbox"),
        path("demo/outbox/<uuid:pk>/part/", demo_views.outbox, name="outbox-part"),
        path("demo/outbox/<uuid:pk>/<uuid:message>/visit.ics", demo_views.attachment, name="attachment"),
    ]
