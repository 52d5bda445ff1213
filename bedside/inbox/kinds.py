"""Of which kind each of our texts is, and what a carer must be allowed for being told of it."""

from __future__ import annotations

from bedside.people.models import Scope
from bedside.people.wishes import Kind

KINDS: dict[Kind, tuple[str, ...]] = {
    Kind.VISITS: (
        *("booked", "booked_several", "moved", "cancelled", "cancelled_several", "confirmed", "other_time"),
        *("reminder", "reminder_costs", "offer", "check_in"),
    ),
    Kind.WAIT: ("waiting", "wait_changed", "come_now", "come_back", "another_day", "running_late"),
    Kind.ANSWERS: (
        *("answered", "answered_call", "answered_in_full", "answered_link", "received", "too_large"),
        *("chat_received", "chat_soon"),
    ),
    Kind.LETTERS: ("summary", "choice"),
    Kind.HOW: ("survey",),
    Kind.NEWS: ("mailing",),  # about visits, it says so itself
    Kind.ALWAYS: ("call_now", "emergency", "soon", "not_read", "worse_heard", "contact_changed", "code"),
}
OF = {text: kind for kind, texts in KINDS.items() for text in texts}
CARERS_NEED = {
    Kind.VISITS: Scope.APPOINTMENTS,
    Kind.WAIT: Scope.APPOINTMENTS,
    Kind.ANSWERS: Scope.MESSAGES,
    Kind.LETTERS: Scope.RESULTS,
    Kind.HOW: Scope.APPOINTMENTS,
    Kind.ALWAYS: Scope.MESSAGES,
}
NOT_AT_NIGHT = frozenset({"reminder", "reminder_costs", "offer", "survey", "mailing"})  # nobody is woken by these


def kind_of(template: str) -> Kind:
    """The kind of one of our texts; one that nobody has placed is told as news."""
    return OF.get(template, Kind.NEWS)
