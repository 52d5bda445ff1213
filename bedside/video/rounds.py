"""What the clock does about video visits, each minute."""

from __future__ import annotations

import logging

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from .actions import end
from .models import KEPT, Meeting, Open, Signal

log = logging.getLogger(__name__)


def tidy() -> int:
    """Forget what browsers told each other, and end what was left open when its day was over. Run by the clock."""
    gone = Signal.objects.filter(at__lt=now() - KEPT).delete()[0]
    left_open = Meeting.objects.exclude(state=Open.ENDED).filter(appointment__ends_at__lt=now())
    for meeting in left_open.select_related("place", "appointment"):
        if day_of(meeting.appointment.ends_at, meeting.place.zone) < day_of(now(), meeting.place.zone):
            try:
                end(meeting, by=HOUSE)
            except Refusal as refusal:  # somebody was there at this very moment; the others are not kept waiting
                log.warning("A video visit was not ended: %s", refusal.rule)
    return gone
