"""What the house itself noted: the visit step by step, and when she wrote to us and was answered, without a word of it.

Facts in the place of memory make an answer quicker and fairer. Managers do not read her messages: here are times only.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from bedside.feedback.timeline import Step, timeline
from bedside.inbox.models import Message, Way
from bedside.people.models import Label

from .models import Complaint

AROUND = timedelta(days=30)  # before the visit: what led to it
SHOWN = 40


def steps_of(complaint: Complaint) -> list[Step]:
    """The timeline of the visit it is about. A confidential visit stays between her and those who treat her."""
    visit = complaint.visit
    return timeline(visit) if visit is not None and not visit.label else []


def letters_between(complaint: Complaint) -> list[Step]:
    """When she wrote to us and when a person answered, from a month before the visit until she complained."""
    if complaint.patient is None:
        return []
    since = (complaint.visit.arrived_at if complaint.visit else complaint.received_at) or complaint.received_at
    between = Message.objects.filter(
        patient=complaint.patient,
        label=Label.NONE,
        conversation__label=Label.NONE,
        due_at__gte=since - AROUND,
        due_at__lte=complaint.received_at,
    ).exclude(conversation=None)
    said = {Way.IN: _("Wrote to us"), Way.OUT: _("We answered")}
    shown = between.filter(template="").order_by("due_at", "id")[:SHOWN]
    return [Step(said[Way(one.way)], one.due_at, one.author if one.way == Way.OUT else "") for one in shown]


def waited(complaint: Complaint) -> int | None:
    """The minutes she waited, as measured; None where nobody noted it, or nobody may know."""
    visit = complaint.visit
    if visit is None or visit.label:
        return None
    minutes = visit.phase_minutes()["wait"]
    return None if minutes is None else round(minutes)
