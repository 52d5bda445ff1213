"""What a person may follow live. Unknown means no."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from bedside.access.matrix.door import READS_WORDS, RUNS_THE_HOUSE, WITH_CASES
from bedside.access.models import PATIENT_SIDE, TREATING, Role, User
from bedside.cases.models import Case
from bedside.people.models import ANYBODY_THERE, Patient

CONFIDENTIAL = ":confidential"


def allowed(user: User, wanted: Iterable[str]) -> list[str]:
    """Those of the wanted topics that this person may follow in the role they act in."""
    return [topic for topic in dict.fromkeys(wanted) if _may_follow(user, topic)]


def _may_follow(user: User, topic: str) -> bool:
    kind, _, name = topic.partition(":")
    role = user.acting_as
    match kind:
        case "patient" if name.endswith(CONFIDENTIAL):
            hers = role is Role.PATIENT or role in TREATING
            return hers and _sees(user, name.removesuffix(CONFIDENTIAL))
        case "patient":
            return role in PATIENT_SIDE | ANYBODY_THERE and _sees(user, name)
        case "inbox" if name == "confidential":
            return role in TREATING
        case "inbox":
            return role in WITH_CASES and not name
        case "case":
            return role in WITH_CASES and _has_case(user, name)
        case "desk" | "emergency" | "calls":
            return role in ANYBODY_THERE and not name
        case "place":
            return role in ANYBODY_THERE and bool(name)
        case "wall":  # that somebody came or was called, never who: the screens on the wall, and those who wait
            return role in PATIENT_SIDE | ANYBODY_THERE | {Role.DEVICE} and bool(name)
        case "video":  # who treats; the others have tickets of their own seat
            return role in TREATING and bool(name)
        case "dead-letters":
            return role in RUNS_THE_HOUSE and not name
        case "mailings":
            return role in READS_WORDS and not name
    return False


def _has_case(user: User, name: str) -> bool:
    try:
        return Case.objects.visible_to(user).filter(pk=uuid.UUID(name)).exists()
    except ValueError:
        return False


def _sees(user: User, name: str) -> bool:
    try:
        return Patient.objects.visible_to(user).filter(pk=uuid.UUID(name)).exists()
    except ValueError:
        return False
