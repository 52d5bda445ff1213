"""Groups that meet: how many may come to one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal

from ..models import HOLDS_ITS_TIME, Appointment, Slot
from ..reserving import exchange
from ..taking import free_seat, lock_group, seat_of

FEWEST, MOST = 2, 100  # one alone is no group


@transaction.atomic
def change_seats(slot: Slot, seats: int, *, by: Hand, seen: int | None = None) -> None:
    """So many may come to this meeting of a group: more, or fewer, but nobody who has joined is sent away.

    `seen` is the version of the session somebody had before them: if it has moved on since, they are refused.
    """
    lock_group(slot)
    if slot.seats < FEWEST or slot.is_closed or slot.starts_at <= now():
        raise Refusal(_("This group can no longer be changed."), rule="closed")
    if not FEWEST <= seats <= MOST:
        raise Refusal(_("A group has between 2 and 100 seats."), rule="seats")
    joined = list(Appointment.objects.filter(slot=slot, status__in=HOLDS_ITS_TIME).select_related("patient"))
    if seats < len(joined):
        sentence = _("%(number)d have joined already. Nobody is sent away.") % {"number": len(joined)}
        raise Refusal(sentence, rule="joined")
    session = slot.session
    if seen is not None:
        session.version = seen
    record("session.seats_changed", session, by=by, slot=str(slot.pk), before=slot.seats, after=seats)
    slot.seats = seats
    for one in joined:
        if one.seat >= seats:  # seats are counted from the first, so that the database can say that all are taken
            other = free_seat(slot)
            exchange(one, seat_of(slot, one.seat), seat_of(slot, other))
            one.seat = other
            record("appointment.reseated", one, by=by)
    slot.save(update_fields=["seats"])
