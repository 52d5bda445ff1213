"""Asking how a visit was, and hearing the answer. Nothing else writes to these tables."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bedside.access.models import PATIENT_SIDE, User
from bedside.hours.calendar import out_of_quiet
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.actions import record
from bedside.journal.digests import keyed
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.visits.models import Visit

from .models import ASKED_AFTER, ASKED_WITHIN, NOT_AGAIN_FOR, STANDS_FOR, Answer, Channel, Invitation, Wish

ANSWERED = _("You have answered already. Thank you. Each visit is asked about once.")
OVER = _("This link has run out. You can still write to us or call us.")


@transaction.atomic
def invite(visit: Visit, *, by: Hand) -> Invitation | None:
    """Ask a patient how her visit was, some hours after it. Whoever may not be asked now is not."""
    patient = Patient.objects.select_for_update().get(pk=visit.patient_id)
    ended = visit.ended_at
    if ended is None or why_not(visit, patient):
        return None
    key, due = new_key(), patient.awake(ended + ASKED_AFTER, visit.zone)
    invitation = Invitation(
        patient=patient,
        label=visit.label,
        visit=visit,
        digest=digest_of(key),
        language=patient.language,
        channels=" ".join(channel for channel, _to in inbox.addresses(patient)),
        due_at=due,
        expires_at=due + STANDS_FOR,
    )
    record("survey.asked", invitation, by=by)
    link = reverse("feedback:survey", args=[key])
    inbox.send(
        patient,
        "survey",
        by=by,
        key=f"{visit.pk}:survey",
        about=invitation,
        label=visit.label,
        due=due,
        not_after=ended + ASKED_WITHIN,
        link=link,
        sms_link=link,
    )
    return invitation


def why_not(visit: Visit, patient: Patient) -> str:
    """Why this visit is not asked about; empty where it is. How it went is never a reason: everybody is asked alike."""
    hers = Patient.objects.filter(pk=patient.pk).with_other_names()
    asked = Invitation.objects.filter(patient__in=hers)
    if visit.label:
        return "confidential"  # the question alone would tell that there was a visit
    if not patient.may_be_written_to:
        return "closed"
    if visit.ended_at is None or visit.ended_at + ASKED_WITHIN < now():
        return "too late"
    if Wish.objects.against().filter(patient__in=hers).exists():
        return "no more"
    if Invitation.objects.filter(visit=visit).exists() or asked.filter(asked_at__gt=now() - NOT_AGAIN_FOR).exists():
        return "asked lately"
    return "emergency" if Screening.objects.emergency_of(patient) else ""


@transaction.atomic
def note_opened(invitation: Invitation, *, by: Hand) -> None:
    """Somebody is looking at the question. A program that only fetches links does not say so."""
    _as_it_stands(invitation)
    if invitation.opened_at is None and invitation.is_open:
        invitation.opened_at = now()
        record("survey.opened", invitation, by=by)


@transaction.atomic
def answer(invitation: Invitation, *, overall: str, channel: Channel, by: Hand, **said: Any) -> Answer:
    """A patient says how her visit was. What she writes is read for red flags at once."""
    _as_it_stands(invitation)
    if not invitation.is_open:
        raise Refusal(ANSWERED if invitation.given else OVER, rule="survey_over")
    patient, words = invitation.patient, str(said.get("comment", "")).strip()
    carer = isinstance(by, User) and by.acting_as in PATIENT_SIDE and patient.login_id != by.pk
    heard = Answer(
        patient=patient,
        label=invitation.label,
        invitation=invitation,
        overall=overall,
        channel=channel,
        by_carer=carer,
        screening=triage.screen(words, patient, by=by, channel="survey", label=invitation.label) if words else None,
        **said,
    )
    badly = heard.went_badly or heard.needs_a_person
    record("survey.answered_badly" if badly else "survey.answered", heard, by=by, on_behalf_of=_whom(patient, carer))
    if invitation.opened_at is None:
        invitation.opened_at = heard.at
        record("survey.opened", invitation, by=by)
    inbox.withdraw(invitation, by=by, because="answered")
    return heard


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Hand, because: str) -> None:
    """We no longer ask about this visit."""
    _as_it_stands(invitation)
    if invitation.given or invitation.withdrawn_at:
        return
    invitation.withdrawn_at = now()
    record("survey.withdrawn", invitation, by=by, because=because)
    inbox.withdraw(invitation, by=by, because=because)


@transaction.atomic
def opt_out(patient: Patient, *, by: Hand) -> None:
    """She wishes not to be asked any more: from now on, and for what waits to be sent."""
    wish = _wish_of(patient)
    if wish.no_more_since is None:
        wish.no_more_since = now()
        record("survey.no_more", wish, by=by)
    for invitation in Invitation.objects.filter(patient=patient, answer=None, withdrawn_at=None):
        withdraw(invitation, by=by, because="wishes not to be asked")


@transaction.atomic
def ask_again(patient: Patient, *, by: Hand) -> None:
    """She may be asked again after her next visit."""
    wish = _wish_of(patient)
    if wish.no_more_since is not None:
        wish.no_more_since = None
        record("survey.welcome_again", wish, by=by)


def new_key() -> str:
    """The key of a link: 128 bits that nobody can guess."""
    return secrets.token_urlsafe(16)


def digest_of(key: str) -> str:
    return keyed("survey", key)


def past(visit: Visit, *, asked_at: datetime, channels: str = "email") -> Invitation:
    """An invitation as it was sent then, for record_many: its link leads nowhere, for nobody holds the key."""
    due = out_of_quiet(asked_at + ASKED_AFTER, visit.zone)
    return Invitation(
        patient_id=visit.patient_id,
        visit=visit,
        digest=digest_of(new_key()),
        channels=channels,
        asked_at=asked_at,
        due_at=due,
        expires_at=due + STANDS_FOR,
    )


def _wish_of(patient: Patient) -> Wish:
    found = Wish.objects.select_for_update().filter(patient=patient).first()
    return found or Wish(patient=patient)


def _whom(patient: Patient, carer: bool) -> uuid.UUID | None:
    return patient.pk if carer else None


def _as_it_stands(invitation: Invitation) -> None:
    """Read it again and keep it for this transaction: of two answers at the same moment the second is told so."""
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update())
