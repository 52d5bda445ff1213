"""Cases, what is said about them among ourselves, and the words by which they are found."""

from bedside.teams.models import Team

from .cases import CALL, REOPENS_WITHIN, UNCLEAR, WAITS_AT_MOST, Case, CaseQuerySet, overdue
from .causes import REPEATED, Cause
from .handing import Handed, Handoff, HandoffQuerySet
from .kinds import OF_THE_MANAGERS, Kind
from .later import Held, LaterAnswer, LaterAnswerQuerySet, Leaves
from .lists import Checklist, ToDo, ToDoQuerySet
from .resting import Rest, RestKind, RestQuerySet
from .routing import BY_RULES, HereBy, Routing, the_routing
from .states import MAY_BECOME, NO_LONGER, NOT_CLOSED, Priority, State, priority_of
from .talk import Does, Note, Nudge, NudgeQuerySet, There, ThereQuerySet, Vow, VowQuerySet, Why
from .words import Words, WordsQuerySet, plain

__all__ = [
    "BY_RULES",
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
    "Checklist",
    "Does",
    "Handed",
    "Handoff",
    "HandoffQuerySet",
    "Held",
    "HereBy",
    "Kind",
    "LaterAnswer",
    "LaterAnswerQuerySet",
    "Leaves",
    "Note",
    "Nudge",
    "NudgeQuerySet",
    "Priority",
    "Rest",
    "RestKind",
    "RestQuerySet",
    "Routing",
    "State",
    "Team",
    "There",
    "ThereQuerySet",
    "ToDo",
    "ToDoQuerySet",
    "Vow",
    "VowQuerySet",
    "Why",
    "Words",
    "WordsQuerySet",
    "overdue",
    "plain",
    "priority_of",
    "the_routing",
]
