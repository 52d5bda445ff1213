"""Keeping phrases, and putting one into a summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import TREATING, User
from bedside.directory.clinic import the_clinic
from bedside.journal.actions import record
from bedside.journal.models import Refusal
from bedside.language import dates

from .phrase import BLANK, PARTS, WRITERS, Phrase, blanks
from .summary import Summary

LONGEST = 4_000  # letters of one part of a summary


@transaction.atomic
def keep(phrase: Phrase, *, by: User) -> Phrase:
    """Keep a phrase, new or changed, for oneself or for everybody here."""
    _may_write(phrase, by)
    if not any(text.strip() for text in phrase.words.values()):
        raise Refusal(_("Write what the phrase says."), rule="empty")
    record("phrase.changed" if phrase.version else "phrase.kept", phrase, by=by)
    return phrase


@transaction.atomic
def give_up(phrase: Phrase, *, by: User) -> None:
    """It is no longer offered. What was written with it stays."""
    _may_write(phrase, by)
    phrase.is_open = False
    record("phrase.given_up", phrase, by=by)


def _may_write(phrase: Phrase, by: User) -> None:
    own = phrase.owner_id == by.pk and by.acting_as in TREATING
    if not own and not (phrase.owner_id is None and by.acting_as in WRITERS):
        raise Refusal(_("This phrase is somebody else's."), rule="not_yours")


def offered(summary: Summary, user: User) -> list[Phrase]:
    """Those in the language of the summary, one's own first; for the notes alone, those in theirs."""
    spoken = {False: summary.language, True: summary.notes_language}
    found = [one for one in Phrase.objects.visible_to(user).in_use() if one.language == spoken[one.is_for_notes]]
    return sorted(found, key=lambda one: one.owner_id is None)


def put_in(summary: Summary, phrase: Phrase) -> dict[str, str]:
    """The parts with the phrase at their end; the blanks we know are filled, the others stand open."""
    known = _known(summary)
    words = {}
    for part in PARTS:
        if said := phrase.words.get(part, "").strip():
            filled = BLANK.sub(lambda blank: known.get(blank[1].strip().lower()) or blank[0], said)
            words[part] = "\n".join(filter(None, [getattr(summary, part).rstrip(), filled]))
            if len(words[part]) > LONGEST:
                raise Refusal(_("There is no room left in this part. Please shorten it first."), rule="too_long")
    return words


def _known(summary: Summary) -> dict[str, str]:
    visit = summary.visit
    return {
        "name": summary.patient.called,
        "clinician": str(visit.staff_member or ""),
        "day": dates.day(visit.day, summary.language),
        "phone": the_clinic().phone,
    }


def open_blanks(summary: Summary) -> dict[str, list[str]]:
    """Which blanks of which part are still open."""
    found = {part: blanks(getattr(summary, part)) for part in PARTS}
    return {part: those for part, those in found.items() if those}


def filled(words: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """What was handed in, with those blanks filled for which something was given: `fill:part:blank`."""

    def said(part: str, blank: str) -> str:
        return given.get(f"fill:{part}:{blank}", "").replace("\x00", "").strip()[:200]

    def fill(part: str, text: str) -> str:
        return BLANK.sub(lambda blank: said(part, blank[1]) or blank[0], text)

    return {name: fill(name, value) if name in PARTS else value for name, value in words.items()}
