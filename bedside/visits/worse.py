"""Somebody who waits feels worse. Staff are told at once, and her words may only raise how urgent she is."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import Role
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.hands import Hand
from bedside.journal.models import Entry, Refusal
from bedside.triage import actions as triage
from bedside.triage.models import AWAY, WAITING, Screening
from bedside.urgency.levels import height, highest

from .models import Visit

RINGS_AGAIN = timedelta(minutes=1)  # a second press within this adds to the first
A_PERSON_LOOKS = "H"  # whoever says nothing more is taken at her word until somebody has looked


@transaction.atomic
def feel_worse(visit: Visit, *, words: str = "", by: Hand, message: str = "") -> Visit:
    """She feels worse: ring for staff, read what she says for red flags, and let her need go before the line.

    Nothing is refused. Whoever presses again within a minute rings no second time, unless it has become more urgent.
    """
    held = Visit.objects.select_for_update(of=("self",), no_key=True)
    visit = held.select_related("patient", "place", "visit_type").get(pk=visit.pk)
    told, words = visit.level, words.strip()
    channel = AWAY if visit.is_elsewhere else WAITING
    screening = triage.screen(words, visit.patient, by=by, channel=channel, label=visit.label) if words else None
    level = highest([A_PERSON_LOOKS, *([screening.level] if screening else [])])
    visit.level, visit.held_until = highest([visit.level, level]), None
    visit.another_day_at = None  # she needs somebody now, whatever she has booked since
    rings = visit.worse_at is None or now() - visit.worse_at >= RINGS_AGAIN or height(visit.level) > height(told)
    visit.worse_at = now() if rings else visit.worse_at
    verb, read = "visit.feels_worse" if rings else "visit.said_more", str(screening.pk) if screening else ""
    record(verb, visit, by=by, screening=read, level=level, message=message)
    return visit


@transaction.atomic
def lower(visit: Visit, *, to: str, by: Hand, because: str, seen: int | None = None) -> Visit:
    """A clinician, by name and with a reason, finds her less urgent than she was taken for. Nobody else may.

    `seen` is the version that was looked at: what she said after that is not wiped out.
    """
    if by.hand_kind != Role.CLINICIAN:
        raise Refusal(_("Only a clinician can do this."), rule="role")
    if not because.strip():
        raise Refusal(_("Lowering urgency needs a reason."), rule="because")
    held = Visit.objects.select_for_update(of=("self",), no_key=True)
    visit = held.select_related("patient", "place", "visit_type").get(pk=visit.pk)
    if seen is not None and visit.version != seen:
        raise Refusal(SOMEBODY_ELSE, rule="version")
    if not visit.is_open or height(to) >= height(visit.level):
        raise Refusal(_("It is not more urgent than that. Please look again."), rule="level")
    if Screening.objects.emergency_of(visit.patient):
        raise Refusal(_("An emergency stands. Please stand it down first."), rule="emergency")
    was, visit.level, visit.worse_at = visit.level, to, None
    record("visit.lowered", visit, by=by, because=because.strip(), was=was)
    return visit


def has_heard(visit: Visit, message: str) -> bool:
    """Whether staff were told already what this message says."""
    told = Entry.objects.filter(subject_id=visit.pk, verb__in=["visit.feels_worse", "visit.said_more"])
    return any(entry.facts.get("message") == message for entry in told)
