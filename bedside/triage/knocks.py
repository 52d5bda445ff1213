"""Whose screening is this? A patient's, through people's rule; a guest's, by the token of her visit to the site."""

from __future__ import annotations

import secrets
import uuid

from django.http import Http404, HttpRequest

from bedside.access.models import User
from bedside.journal.hands import Hand, Outside
from bedside.people.models import Patient

from .models import Screening


def guest_token(request: HttpRequest) -> str:
    """The token of this visit to the site, made now if there is none."""
    token: str = request.session.setdefault("guest", secrets.token_urlsafe(24))
    return token


def screening_for(request: HttpRequest, pk: uuid.UUID) -> Screening:
    """The screening with this id, if it is hers; 404 otherwise."""
    if isinstance(request.user, User):
        found = Screening.objects.visible_to(request.user).select_related("patient").filter(pk=pk).first()
        if found is not None:
            return found
    token = request.session.get("guest")
    found = Screening.objects.filter(pk=pk, patient=None, guest=token).first() if token else None
    if found is None:
        raise Http404
    return found


def emergency_before(screening: Screening) -> Screening | None:
    """The emergency that stands before everything else for whom this screening is about: this one, or an earlier."""
    return screening if screening.is_emergency else emergency_of(screening.patient)


def emergency_of(patient: Patient | None) -> Screening | None:
    """The emergency that stands for this patient. The house asks, so that everybody is turned the same way."""
    return Screening.objects.emergency_of(patient)


def hand_of(request: HttpRequest) -> Hand:
    """Whoever has signed in, else the guest by the token of her visit."""
    return request.user if isinstance(request.user, User) else Outside("guest", guest_token(request)[:12])
