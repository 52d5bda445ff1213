"""Who stands before a check-in: she or her carer, signed in; or whoever holds the link and has said whose it is."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation

from bedside.access.models import PATIENT_SIDE, User
from bedside.booking.models import Appointment
from bedside.booking.visit_links import hand_of_link
from bedside.hours.clock import now
from bedside.journal.hands import Hand
from bedside.people.models import Label, Patient, Scope

from .actions import may_change
from .models import whose

KNOWN = "checking_in"  # in the session: for which visits she has said who she is, and until when
LASTS = 45 * 60  # seconds


@dataclass(frozen=True)
class Guest:
    """The visit, by whose hand it is changed, whether that hand has signed in, and what it may do.

    Where she is written to is changed by whoever may read what she is written; a carer who may not sees no answers
    of hers either.
    """

    visit: Appointment
    by: Hand
    signed_in: bool
    changes_contact: bool = False
    sees_answers: bool = True


def let_in(request: HttpRequest, visit: Appointment) -> None:
    """She has said whose this link is."""
    request.session[KNOWN] = {str(visit.pk): now().timestamp() + LASTS}


def guest_of(request: HttpRequest, pk: uuid.UUID) -> Guest:
    """Whose check-in this is, if it is hers; 404 otherwise."""
    if isinstance(request.user, User):
        if request.user.acting_as not in PATIENT_SIDE:
            raise Http404
        mine = Appointment.objects.visible_to(request.user).in_order().filter(pk=pk).first()
        if mine is not None:
            reads = Patient.objects.for_scope(request.user, Scope.MESSAGES).filter(pk=whose(mine).pk).exists()
            return Guest(mine, request.user, True, changes_contact=reads, sees_answers=reads)
    until = request.session.get(KNOWN, {}).get(str(pk), 0)
    found = (
        Appointment.objects.filter(pk=pk, label=Label.NONE).in_order().first() if until > now().timestamp() else None
    )
    if found is None or whose(found).deceased_on:
        raise Http404
    may_change(found)
    return Guest(found, hand_of_link(found), False)


@contextmanager
def in_her_language(request: HttpRequest, guest: Guest) -> Iterator[None]:
    """By the link a page speaks as the message did, unless another was chosen in this browser."""
    spoken = guest.visit.patient.language
    if guest.signed_in or settings.LANGUAGE_COOKIE_NAME in request.COOKIES or spoken not in dict(settings.LANGUAGES):
        yield
        return
    with translation.override(spoken):
        yield


def ending(text: str) -> str:
    """So much of a phone or an e-mail as lets her know it again, and nobody else."""
    return f"… {text.strip()[-3:]}" if len(text.strip()) > 3 else ""
