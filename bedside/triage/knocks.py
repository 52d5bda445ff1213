"""Whose screening is this? A patient's, through people's rule; a guest's, by the token of her visit to the site."""

from __future__ import annotations

import secrets
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from bedside.access.models import User
from bedside.journal.hands import Hand, Outside
from bedside.people.models import Patient

from . import actions
from .models import Screening

AT_ONCE = 5_000  # characters that are read for red flags in one go


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


def stands_before(screening: Screening | None) -> HttpResponse | None:
    """The page that comes before everything else for what she has just told us: the number to call in an emergency;
    our own, where a person must look, or where the engine could not read it. None where nothing stands before."""
    if screening is None:
        return None
    if screening.is_emergency:
        return redirect("triage:emergency", screening.pk)
    return redirect("triage:talk", screening.pk) if screening.needs_a_person else None


def heard_at_once(
    words: str, patient: Patient | None, *, by: Hand, channel: str, label: str = "", guest: str = ""
) -> HttpResponse | None:
    """Every word she says somewhere is read for red flags, before anything of it can be refused: the page that comes
    before everything else, if one does."""
    if not words.strip():
        return None
    parts = (words[at : at + AT_ONCE] for at in range(0, len(words), AT_ONCE))
    told = (actions.told(part, patient, by=by, channel=channel, label=label, guest=guest) for part in parts)
    said = sorted(filter(None, told), key=lambda one: not one.is_emergency)
    return stands_before(said[0] if said else None)


def not_read_or_emergency(screening: Screening) -> HttpResponse | None:
    """As above, for whoever asks for something and comes to the safety questions next: these decide about the rest."""
    return stands_before(screening) if screening.is_emergency or screening.was_not_read else None
