"""The rules as they stand in this house, as they once stood, and as they would stand with a change."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import lru_cache

from bedside.hours.clock import now
from bedside.people.models import staff_name
from bedside.urgency.amendments import Amendment, amended
from bedside.urgency.catalog import Catalog, catalog

from .models import RuleChange


def standing() -> Catalog:
    """The rules by which is decided now: as they come, with every change that two clinicians have made."""
    return _put_together(tuple(RuleChange.objects.in_force().values_list("pk", flat=True)))


def edition(name: str) -> Catalog | None:
    """The rules of an edition that once stood ("2026.11-2+3"), or None if other software made it."""
    base, _, changes = name.partition("+")
    if base != catalog().edition:
        return None
    until = int(changes or 0)
    found = tuple(RuleChange.objects.in_force().filter(number__lte=until).values_list("pk", flat=True))
    return _put_together(found) if len(found) == until else None


def with_change(change: RuleChange) -> Catalog:
    """The rules as they would stand if this change came into force."""
    return amended(catalog(), [*(amendment(one) for one in _in_force()), amendment(change)])


def before(change: RuleChange) -> Catalog:
    """The rules as they stood when this change came into force, or as they stand now."""
    earlier = [one for one in _in_force() if change.number is None or (one.number or 0) < change.number]
    return amended(catalog(), [amendment(one) for one in earlier])


@lru_cache(maxsize=16)
def _put_together(changes: tuple[uuid.UUID, ...]) -> Catalog:
    """What came into force is never changed again, so that its ids say what the rules are."""
    return amended(catalog(), [amendment(one) for one in _in_force() if one.pk in changes]) if changes else catalog()


def _in_force() -> Sequence[RuleChange]:
    return list(RuleChange.objects.in_force().select_related("decided_by"))


def amendment(change: RuleChange) -> Amendment:
    """A change as the engine reads it."""
    return Amendment(
        rule=change.rule,
        level=change.level,
        questions=tuple(sorted(change.questions.items())),
        words=_pairs(change.words),
        words_out=_pairs(change.words_out),
        reviewer=staff_name(change.decided_by) if change.decided_by else "",
        on=(change.decided_at or now()).date(),
    )


def _pairs(words: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((language, said) for language, those in sorted(words.items()) for said in those)
