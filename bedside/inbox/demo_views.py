"""Only in the demo: the phone and the mailbox of each person of the town. They lie outside the house, open to all."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bedside.access.models import User
from bedside.journal.actions import saw
from bedside.journal.hands import Outside
from bedside.people.models import Patient, PatientQuerySet
from bedside.ui.pages import page

from .models import Channel, Delivered

VISITOR = Outside("demo", "visitor")
SHOWN = 60


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Whose phone and mailbox do you want to see?"""
    return page(request, "inbox/outboxes.html", people=list(_townspeople()))


@require_safe
def outbox(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What one person received, as on her phone and in her mailbox."""
    patient = get_object_or_404(_townspeople(), pk=pk)
    received = Delivered.objects.filter(message__patient=patient).select_related("message").order_by("-at", "-id")
    texts = list(received.filter(channel__in=[Channel.SMS, Channel.VOICE])[:SHOWN])[::-1]
    letters = list(received.filter(channel=Channel.EMAIL)[:SHOWN])
    return page(request, "inbox/outbox.html", about=patient, patient=patient, texts=texts, letters=letters)


@require_safe
def strangers(request: HttpRequest) -> HttpResponse:
    """What went to addresses of nobody's here: the codes of guests who book without an account."""
    sent = Delivered.objects.filter(message=None).order_by("-at", "-id")[:SHOWN]
    return page(request, "inbox/outbox_strangers.html", sent=sent)


@require_safe
def attachment(request: HttpRequest, pk: uuid.UUID, message: uuid.UUID) -> HttpResponse:
    """The calendar file of one e-mail."""
    found = get_object_or_404(Delivered, message=message, message__patient=pk)
    if not found.attachment:
        raise Http404
    saw(request.user if isinstance(request.user, User) else VISITOR, [pk], what="inbox/attachment")
    headers = {"Content-Disposition": 'attachment; filename="visit.ics"'}
    return HttpResponse(found.attachment, content_type="text/calendar; charset=utf-8", headers=headers)


def _townspeople() -> PatientQuerySet:
    return Patient.objects.living().exclude(login=None).order_by("given_name")
