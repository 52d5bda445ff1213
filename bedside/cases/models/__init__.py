"""Cases, what is said about them among ourselves, and the words by which they are found."""

from bedside.teams.models import Team

from .cases import (
    CALL,
    MAY_BECOME,
    NO_LONGER,
    NOT_CLOSED,
    REOPENS_WITHIN,
    UNCLEAR,
    WAITS_AT_MOST,
    Case,
    CaseQuerySet,
    Priority,
    State,
    priority_of,
)
from .causes import REPEATED, Cause
from .handing import Handed, Handoff, HandoffQuerySet
from .kinds import OF_THE_MANAGERS, Kind
from .talk import Does, Note, Nudge, NudgeQuerySet, There, ThereQuerySet, Vow, VowQuerySet, Why
from .words import Words, WordsQuerySet, plain

__all__ = [
    "CALL",
    "MAY_BECOME",
    "NOT_CLOSED",
    "NO_LONGER",
    "OF_THE_MANAGERS",
    "REOPENS_WITHIN",
    "REPEATED",
    "UNCLEAR",
    "WAITS_AT_MOST",
    "Case",
    "CaseQuerySet",
    "Cause",
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
