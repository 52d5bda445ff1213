"""What a person does about a message to many: write it, have it read, confirm it, stop it. Nothing leaves from here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.journal.actions import record, record_each
from bedside.journal.models import Refusal
from bedside.people.models import staff_name

from .models import APPROVES, WRITES, Addressee, Mailing, Step, Turn
from .preview import look
from .saying import amiss, is_clinical
from .saying import languages as languages

WIDEST: dict[str, Any] = {  # nothing narrows whom it is for
    **dict.fromkeys(("first_day", "last_day", "months", "place", "service", "visit_type", "staff_member")),
    **{"without_visit": False, "age_from": None, "age_to": None, "language": ""},
}


@transaction.atomic
def write(
    found: Mailing | None,
    *,
    name: str,
    why: str,
    whom: str,
    words: dict[str, str],
    last_send_day: date,
    by: User,
    seen: int = 0,
    **narrowed: Any,
) -> Mailing:
    """Write a message to many, or write it anew. What a clinician has read is a draft again once it is changed.

    `narrowed` says among whom: the days of the visits, their place, an age … (`WIDEST`).
    """
    _may_write(by)
    mailing = found or Mailing()
    if mailing.version != seen:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
    mailing.become(Step.DRAFT)
    mailing.name, mailing.why, mailing.whom, mailing.last_send_day = name, why, whom, last_send_day
    for each, widest in WIDEST.items():
        setattr(mailing, each, narrowed.get(each, widest))
    mailing.words = {language: said.strip() for language, said in words.items() if said.strip()}
    mailing.is_clinical = is_clinical(mailing.words)
    mailing.approved_by, mailing.approved_by_name = None, ""
    mailing.written_by, mailing.written_by_name, mailing.written_at = by, staff_name(by), now()
    record("mailing.written", mailing, by=by)
    return mailing


@transaction.atomic
def ask(mailing: Mailing, *, by: User) -> None:
    """Ask a clinician to read it first."""
    _may_write(by)
    _is_right(mailing)
    mailing.become(Step.ASKED)
    mailing.because = ""
    record("mailing.asked", mailing, by=by)


@transaction.atomic
def approve(mailing: Mailing, *, by: User) -> None:
    """A clinician who did not write it has read it: it may be confirmed."""
    _may_decide(mailing, by)
    mailing.become(Step.APPROVED)
    mailing.approved_by, mailing.approved_by_name = by, staff_name(by)
    record("mailing.approved", mailing, by=by)


@transaction.atomic
def send_back(mailing: Mailing, *, because: str, by: User) -> None:
    """A clinician says what has to be changed first."""
    _may_decide(mailing, by)
    if not because.strip():
        raise Refusal(_("Say why."), rule="because")
    mailing.become(Step.DRAFT)
    mailing.because = because.strip()[:200]
    record("mailing.sent_back", mailing, by=by, because=mailing.because)


@transaction.atomic
def drop(mailing: Mailing, *, by: User) -> None:
    """It is not wanted any more, and nobody has been told."""
    _may_write(by)
    mailing.become(Step.DROPPED)
    record("mailing.dropped", mailing, by=by)


@transaction.atomic
def confirm(mailing: Mailing, *, number: int, mark: str, by: User, seen: int) -> None:
    """Send it to so many people and to no other: those whom the person who confirms was shown.

    `number` is what she typed, `mark` says which people were shown. If they are others now, she has to look again.
    """
    _may_write(by)
    if mailing.version != seen:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
    _is_right(mailing)
    if mailing.is_clinical and mailing.step != Step.APPROVED:
        raise Refusal(_("A clinician has to read this first."), rule="role")
    found = look(mailing)
    if found.mark != mark:
        raise Refusal(_("Who would be told has changed since you looked. Look at the numbers again."), rule="changed")
    if found.number == 0:
        raise Refusal(_("Nobody would be told. Look at who is left out, and why."), rule="nobody")
    if found.number != number:
        raise Refusal(_("Type the number of people that stands above."), rule="number")
    mailing.become(Step.SENDING)
    mailing.confirmed_by, mailing.confirmed_by_name = by, staff_name(by)
    mailing.confirmed_at, mailing.confirmed_number = now(), number
    record("mailing.confirmed", mailing, by=by, because=mailing.why, people=number)
    record_each("addressee.confirmed", [Addressee(mailing=mailing, patient=one) for one in found.patients], by=by)


@transaction.atomic
def stop(mailing: Mailing, *, by: User) -> None:
    """Nobody else is told, and what has not left the house yet is taken back."""
    _may_write(by)
    mailing.refresh_from_db(from_queryset=Mailing.objects.select_for_update())
    mailing.become(Step.STOPPED)
    mailing.stopped_by_name, mailing.over_at = staff_name(by), now()
    record("mailing.stopped", mailing, by=by)
    waiting = list(mailing.addressees.waiting())
    for one in waiting:
        one.turn = Turn.STOPPED
    record_each("addressee.stopped", waiting, by=by)
    inbox.take_back(Message.objects.about(mailing), by=by, because="the mailing was stopped")


def _is_right(mailing: Mailing) -> None:
    """The last word before anybody reads it; the page says each thing beside its language."""
    if wrong := amiss(mailing.words):
        raise Refusal(wrong[0].say, rule="wording")
    if now() > mailing.not_after:
        raise Refusal(_("Its last day is over. Choose a later one."), rule="too_late")


def _may_write(by: User) -> None:
    if by.acting_as not in WRITES:
        raise Refusal(_("Only a manager can do this."), rule="role")


def _may_decide(mailing: Mailing, by: User) -> None:
    if by.acting_as not in APPROVES:
        raise Refusal(_("A clinician has to read this first."), rule="role")
    if mailing.written_by_id == by.pk:
        raise Refusal(_("Somebody else has to read what you wrote."), rule="second_person")
    if mailing.step != Step.ASKED:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
