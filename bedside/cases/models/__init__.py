"""Cases, what is said about them among ourselves, and the words by which they are found."""

from bedside.teams.models import Team

from .cases import (
    CALL,
    MAY_BECOME,
    NO_LONGER,
    NOT_CLOSED,
    OF_THE_MANAGERS,
    REOPENS_WITHIN,
    UNCLEAR,
    WAITS_AT_MOST,
    Case,
    CaseQuerySet,
    Kind,
    Priority,
    State,
    priority_of,
)
from .handing import Handed, Handoff, HandoffQuerySet
from .talk import Does, Note, Nudge, NudgeQuerySet, There, ThereQuerySet, Vow, VowQuerySet, Why
from .words import Words, WordsQuerySet, plain

__all__ = [
    "CALL",
    "MAY_BECOME",
    "NOT_CLOSED",
    "NO_LONGER",
    "OF_THE_MANAGERS",
    "REOPENS_WITHIN",
    "UNCLEAR",
    "WAITS_AT_MOST",
    "Case",
    "CaseQuerySet",
    "Does",
    "Handed",
    "Handoff",
    "HandoffQuerySet",
    "Kind",
    "Note",
    "Nudge",
    "NudgeQuerySet",
    "Priority",
    "State",
    "Team",
    "There",
    "ThereQuerySet",
    "Vow",
    "VowQuerySet",
    "Why",
    "Words",
    "WordsQuerySet",
    "plain",
    "priority_of",
]
