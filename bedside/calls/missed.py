"""A call that nobody answered is somebody's work: whoever called is called back."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from bedside.cases import actions as cases
from bedside.cases.models import NOT_CLOSED, Case, Kind
from bedside.journal.hands import HOUSE, Hand

from .models import MISSED, SHORT, Contact

NOBODY = gettext_noop("Nobody answered. Call back.")


def look_at(contact: Contact) -> None:
    """The line told something of a call: if nobody answered it, it needs somebody; if somebody had, it needs nobody."""
    if _needs_somebody(contact):
        key = f"{MISSED}{contact.pk}"
        if not (_waits_already(contact) or Case.objects.filter(key=key).exists()):
            cases.open_case(Kind.MISSED, f"{contact.number}: {NOBODY}", by=HOUSE, since=contact.ended_at, key=key)
    elif contact.answered_at:
        end(contact, gettext_noop("Somebody had answered."), by=HOUSE)


def end(contact: Contact, because: str, *, by: Hand) -> None:
    """Nobody has to call back any more."""
    for case in Case.objects.unfinished().filter(key=f"{MISSED}{contact.pk}"):
        cases.as_it_stands(case)
        if not case.is_closed:
            cases.close(case, because=because, by=by)


def waits(contact: Contact | None) -> bool:
    """Whether somebody of ours will call this number back."""
    return contact is not None and bool(contact.number) and _waits_already(contact)


def _needs_somebody(contact: Contact) -> bool:
    """Whoever hangs up at once has not waited for us, and without a number nobody can be called back."""
    waited = contact.waited or 0
    return contact.was_abandoned and contact.taken_by_id is None and bool(contact.number) and waited > SHORT


def _waits_already(contact: Contact) -> bool:
    """She calls again and again: it is one thing to do."""
    same = Contact.objects.filter(number=contact.number, answered_at=None).exclude(ended_at=None)
    keys = [f"{MISSED}{pk}" for pk in same.order_by("-rang_at").values_list("pk", flat=True)[:50]]
    return Case.objects.filter(key__in=keys, state__in=NOT_CLOSED).exists()
