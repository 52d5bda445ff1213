"""What can be done about calls and talks at the desk. Nothing else writes to their table."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import TREATING, User
from bedside.cases import actions as cases
from bedside.cases.models import Kind
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.inbox.numbers import whole
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.identity import AT_LEAST, Identifier
from bedside.people.models import Label, Patient

from . import missed
from .models import PROMISED, Contact, Way

TOO_OLD = timedelta(days=1)  # what a telephone system tells later than this was told before
SAME_CALL = timedelta(minutes=15)
ONCE = "one_contact_per_call"


def ring(key: str, number: str, *, by: Hand, **times: datetime | None) -> Contact | None:
    """Our telephone system tells of a call: it rings, was answered, is over. In any order, and as often as it likes."""
    try:
        return _ring(key, number, times, by)
    except Refusal as refusal:  # the same call was told twice at once: the other one has written it down
        if refusal.rule != ONCE:
            raise
        return _ring(key, number, times, by)


@transaction.atomic
def _ring(key: str, number: str, times: dict[str, datetime | None], by: Hand) -> Contact | None:
    told = {name: min(moment, now()) for name, moment in times.items() if moment}  # their clock may be ahead of ours
    first = min(told.values(), default=now())
    contact = Contact.objects.select_for_update(of=("self",)).filter(key=key).first()
    if contact is None:
        if first < now() - TOO_OLD:
            return None
        contact = Contact(way=Way.PHONE, key=key, number=whole(number), rang_at=first)
    stood = (contact.rang_at, contact.answered_at, contact.ended_at)
    contact.rang_at = min(contact.rang_at, first)
    contact.answered_at = told.get("answered_at") or contact.answered_at
    contact.ended_at = contact.ended_at or told.get("ended_at")
    if contact.version == 0 or stood != (contact.rang_at, contact.answered_at, contact.ended_at):
        record("contact.ended" if contact.ended_at else "contact.rang", contact, by=by)
        missed.look_at(contact)
    return contact


@transaction.atomic
def hang_up(key: str, *, by: Hand, talked: timedelta | None = None) -> Contact | None:
    """The line says that a call is over as of now, and perhaps how long somebody talked. Only the first counts."""
    contact = Contact.objects.select_for_update(of=("self",)).filter(key=key).first()
    if contact is None or contact.ended_at:
        return contact
    contact.ended_at = now()
    if talked is not None and contact.answered_at is None:
        contact.answered_at = max(contact.rang_at, contact.ended_at - talked)
    record("contact.ended", contact, by=by)
    missed.look_at(contact)
    return contact


@transaction.atomic
def begin(way: str, number: str, *, by: User) -> Contact:
    """Somebody calls, or stands at the desk. A call that rings already under this number is that one."""
    full = whole(number)
    if number.strip() and not full:
        raise Refusal(_("This is no phone number. Leave it empty if you see no number."), rule="number")
    if full:
        rings = Contact.objects.ringing().filter(number=full, rang_at__gte=now() - SAME_CALL)
        known = rings.select_for_update(of=("self",)).order_by("-rang_at").first()
        if known:
            return _take(known, by=by)
    contact = Contact(way=way, number=full if way == Way.PHONE else "", rang_at=now(), answered_at=now(), taken_by=by)
    record("contact.taken", contact, by=by)
    return contact


@transaction.atomic
def take(contact: Contact, *, by: User) -> Contact:
    """I have this call."""
    return _take(Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk), by=by)


def _take(contact: Contact, *, by: User) -> Contact:
    if contact.taken_by_id == by.pk:
        return contact
    if contact.taken_by_id:
        raise Refusal(_("Somebody else has this call."), rule="taken")
    contact.taken_by = by
    if contact.ended_at is None:  # whoever gave up was not answered, though we call her back
        contact.answered_at = contact.answered_at or now()
    record("contact.taken", contact, by=by)
    return contact


@transaction.atomic
def identify(contact: Contact, patient: Patient, *, by: User, fits: list[str]) -> None:
    """Two things were asked and did fit: now we know who it is about."""
    _mine(contact, by)
    asked = sorted({one for one in fits if one in Identifier.values})
    if len(asked) < AT_LEAST:
        raise Refusal(_("Ask for two things that fit before you go on."), rule="identifiers")
    contact.patient, contact.identified_by = patient.merged_into or patient, asked
    record("contact.identified", contact, by=by)


@transaction.atomic
def not_this_one(contact: Contact, *, by: User) -> None:
    """It was somebody else: nothing of this talk stands with her."""
    _mine(contact, by)
    contact.patient, contact.identified_by = None, []
    record("contact.not_identified", contact, by=by)


@transaction.atomic
def note(
    contact: Contact,
    *,
    by: User,
    reason: str,
    said: str,
    promised: str = "",
    due_on: date | None = None,
    settled: bool = False,
    confidential: bool = False,
    caller: str = "",
) -> None:
    """What was said, and what we promised: that is somebody's work from now on, with a clock."""
    _mine(contact, by)
    if confidential and by.hand_kind not in TREATING:
        raise Refusal(_("Only a clinician or a nurse can do this."), rule="role")
    if due_on and due_on < day_of(now(), the_clinic().zone):
        raise Refusal(_("Choose a day from today on."), rule="due")
    contact.reason, contact.said, contact.promised, contact.caller = reason, said.strip(), promised.strip(), caller
    contact.settled = settled and not contact.promised
    contact.label = Label.CONFIDENTIAL if confidential else Label.NONE
    contact.noted_at = now()
    contact.ended_at = contact.ended_at or now()
    record("contact.noted", contact, by=by)
    missed.end(contact, gettext_noop("We called back."), by=by)
    if contact.promised:
        _promise(contact, due_on, by=by)


def _promise(contact: Contact, due_on: date | None, *, by: User) -> None:
    about: dict[str, Any] = {"patient": contact.patient, "label": contact.label, "key": f"{PROMISED}{contact.pk}"}
    if due_on:
        about["by_when"] = _end_of(due_on)
    cases.open_case(Kind.PROMISED, contact.promised, by=by, **about)


def _end_of(day: date) -> datetime:
    return day_bounds(day, the_clinic().zone)[1]


def _mine(contact: Contact, by: User) -> None:
    if contact.taken_by_id != by.pk:
        raise Refusal(_("Somebody else has this call."), rule="taken")
    if contact.is_written_down:
        raise Refusal(_("This is written down already."), rule="state")
