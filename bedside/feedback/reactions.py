"""What feedback does when something happened below. Each may be told the same thing twice and does it once."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.visits.models import Visit

from . import actions
from .models import Answer

WENT_BADLY = gettext_noop("A visit that went badly")
NEEDS_A_PERSON = gettext_noop("Words in an answer that a nurse must read")


def invite(entry: Entry) -> None:
    """Somebody has been seen: ask her how it was."""
    actions.invite(Visit.objects.select_related("place").get(pk=entry.subject_id), by=HOUSE)


def look_into_it(entry: Entry) -> None:
    """A visit went badly, or what she wrote must be read by a nurse: somebody's work, by name."""
    answer = Answer.objects.select_related("patient", "screening").get(pk=entry.subject_id)
    if Case.objects.filter(key=case_key(answer)).exists():
        return
    screening = answer.screening if answer.needs_a_person else None
    cases.open_case(
        Kind.FEEDBACK,
        WENT_BADLY if answer.went_badly else NEEDS_A_PERSON,
        by=HOUSE,
        level=screening.standing_level if screening else "",
        since=answer.at,
        key=case_key(answer),
        patient=answer.patient,
        label=answer.label,
        screening=screening,
    )


def case_key(answer: Answer) -> str:
    return f"answer:{answer.pk}"
