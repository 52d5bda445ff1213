"""Somebody who waits feels worse. Staff are told at once, and her words may only raise how urgent she is."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Entry
from bedside.triage import actions as triage
from bedside.triage.models import AWAY, WAITING
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
    rings = visit.worse_at is None or now() - visit.worse_at >= RINGS_AGAIN or height(visit.level) > height(told)
    visit.worse_at = now() if rings else visit.worse_at
    verb, read = "visit.feels_worse" if rings else "visit.said_more", str(screening.pk) if screening else ""
    record(verb, visit, by=by, screening=read, level=level, message=message)
    return visit


def has_heard(visit: Visit, message: str) -> bool:
    """Whether staff were told already what this message says."""
    told = Entry.objects.filter(subject_id=visit.pk, verb__in=["visit.feels_worse", "visit.said_more"])
    return any(entry.facts.get("message") == message for entry in told)
