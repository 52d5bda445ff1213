"""What can be done about the words of our texts. Nothing else writes to their tables."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.models import Refusal
from bedside.people.models import staff_name

from .checking import is_clinical, wrong_with
from .models import APPROVES, WRITES, Stage, UsedWording, Wording
from .texts import of_the_house


@transaction.atomic
def draft(name: str, language: str, parts: dict[str, str], *, by: User, seen: int = 0) -> Wording:
    """Keep words that are not in use yet. What a clinician was asked to read is a draft again once it is changed."""
    _may_write(by)
    theirs = {part: parts.get(part, "").strip() for part in of_the_house(name, language).parts}
    found = Wording.objects.of(name, language).begun().first()
    if (found.version if found else 0) != seen:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
    if found is None:
        last = Wording.objects.of(name, language).aggregate(last=Max("number"))["last"] or 0
        found = Wording(name=name, language=language, number=last + 1)
    if found.stage == Stage.ASKED:
        found.become(Stage.DRAFT)
    found.parts, found.is_clinical = theirs, is_clinical(name, theirs, language)
    found.written_by, found.written_by_name, found.written_at = by, staff_name(by), now()
    record("wording.drafted", found, by=by)
    return found


@transaction.atomic
def use(name: str, language: str, parts: dict[str, str], *, by: User, seen: int = 0) -> Wording:
    """Write words, and have them used as soon as they may be."""
    found = draft(name, language, parts, by=by, seen=seen)
    make_ready(found, by=by)
    return found


@transaction.atomic
def make_ready(found: Wording, *, by: User) -> None:
    """From now on the clinic says it so; where it is clinical, a clinician is asked to read it first."""
    _may_write(by)
    _is_right(found)
    if found.is_clinical:
        found.become(Stage.ASKED)
        found.because = ""
        record("wording.asked", found, by=by)
    else:
        _stand(found, by=by)


@transaction.atomic
def approve(found: Wording, *, by: User) -> None:
    """A clinician who did not write it has read it, and it is in use from now on."""
    _may_decide(found, by)
    _is_right(found)
    found.decided_by, found.decided_by_name, found.decided_at = by, staff_name(by), now()
    _stand(found, by=by)


@transaction.atomic
def send_back(found: Wording, *, because: str, by: User) -> None:
    """A clinician says what has to be changed first."""
    _may_decide(found, by)
    if not because.strip():
        raise Refusal(_("Say why."), rule="because")
    found.become(Stage.DRAFT)
    found.because = because.strip()[:200]
    record("wording.sent_back", found, by=by, because=found.because)


@transaction.atomic
def drop(found: Wording, *, by: User) -> None:
    """What was begun is not wanted any more."""
    _may_write(by)
    if found.stage == Stage.STANDING:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
    found.become(Stage.RETIRED)
    record("wording.dropped", found, by=by)


@transaction.atomic
def back_to_the_house(name: str, language: str, *, by: User) -> None:
    """The house's own words are in use again."""
    _may_write(by)
    for standing in Wording.objects.of(name, language).standing():
        standing.become(Stage.RETIRED)
        record("wording.retired", standing, by=by)


def note_used(made: Iterable[tuple[uuid.UUID, uuid.UUID | None]]) -> None:
    """Which messages were made with which wording; the house's own needs no note."""
    UsedWording.objects.bulk_create(UsedWording(message=pk, wording_id=wording) for pk, wording in made if wording)


def _stand(found: Wording, *, by: User) -> None:
    for before in Wording.objects.of(found.name, found.language).standing():
        before.become(Stage.RETIRED)
        record("wording.retired", before, by=by)
    found.become(Stage.STANDING)
    record("wording.stands", found, by=by)


def _is_right(found: Wording) -> None:
    """The last word before it may be used; the page says each thing beside its part."""
    if wrong := wrong_with(found.name, found.language, found.parts):
        raise Refusal(wrong[0].say, rule="wording")


def _may_write(by: User) -> None:
    if by.acting_as not in WRITES:
        raise Refusal(_("Only a manager may change these words."), rule="role")


def _may_decide(found: Wording, by: User) -> None:
    if by.acting_as not in APPROVES:
        raise Refusal(_("A clinician has to read this first."), rule="role")
    if found.written_by_id == by.pk:
        raise Refusal(_("Somebody else has to read what you wrote."), rule="second_person")
    if found.stage != Stage.ASKED:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
