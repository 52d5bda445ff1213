"""Finding an answer that is kept ready, and filling it in for a patient. What is not known stays a field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.booking.models import Appointment
from bedside.cases.models import Case
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.language.dates import day_and_time
from bedside.people.models import Label
from bedside.wording.fields import FIELD

from .models import ReadyAnswer

FIELDS = {
    "name": _("how the patient likes to be called"),
    "visit": _("day and time of the next visit"),
    "clinician": _("with whom the next visit is"),
    "clinic": _("the name of the clinic"),
    "phone": _("the phone number of the clinic"),
}
SLASH = re.compile(r"(?:^|(?<=\s))/([a-z0-9-]{0,30})\Z")
MOST = 8


@dataclass(frozen=True)
class Found:
    """One that fits, filled in; without words where nobody has written it in her language."""

    answer: ReadyAnswer
    words: str
    open_fields: list[str]


def language_of(case: Case) -> str:
    """In which language she reads us."""
    spoken = case.patient.language if case.patient else case.chat.language if case.chat else "en"
    return spoken.split("-")[0]


def facts_of(case: Case, user: User) -> dict[str, str]:
    """What is known about the patient of this case, and about us. A confidential visit is not spoken of."""
    clinic, language = the_clinic(), language_of(case)
    known: dict[str, Any] = {"clinic": clinic.name, "phone": clinic.phone}
    known["name"] = case.patient.called if case.patient else case.chat.said_name if case.chat else ""
    if case.patient:
        coming = Appointment.objects.visible_to(user).filter(patient=case.patient, label=Label.NONE)
        coming = coming.filter(starts_at__gt=now(), status="booked").select_related("staff_member", "place")
        if visit := coming.order_by("starts_at").first():
            known["visit"] = day_and_time(visit.starts_at, language, visit.place.zone)
            known["clinician"] = str(visit.staff_member)
    return {name: value for name, value in known.items() if value}


def filled(words: str, facts: dict[str, str]) -> str:
    """With what is known; a field that nobody can fill stays where it is, and keeps the answer from being sent."""
    return FIELD.sub(lambda found: facts.get(found[1], found.group()), words)


def typed_short(draft: str) -> str | None:
    """The /short at the end of a draft, without its stroke."""
    found = SLASH.search(draft)
    return found[1] if found else None


def taken(draft: str, words: str) -> str:
    """The draft with the answer: in the place of its /short, or below what was written."""
    if SLASH.search(draft):
        return SLASH.sub(lambda _found: words, draft)
    return f"{draft.rstrip()}\n\n{words}".strip()


def fitting(case: Case, user: User, *, letters: str, draft: str = "") -> list[Found]:
    """Those whose short name, title or words fit a few letters, or whose short name begins as a /short in the draft."""
    short = typed_short(draft)
    letters = letters.strip().casefold()
    if letters.startswith("/"):
        short, letters = letters[1:], ""
    if short is None and not letters:
        return []
    language, facts, found = language_of(case), facts_of(case, user), []
    for one in ReadyAnswer.objects.visible_to(user).order_by("short", "pk"):
        said = f"{one.title} {one.short} {one.words.get(language, '')}".casefold()
        if one.short.startswith(short) if not letters and short is not None else letters in said:
            words = filled(one.words.get(language, ""), facts)
            found.append(Found(one, words, [field[0] for field in FIELD.finditer(words)]))
    return found[:MOST]
