"""Within her hours: on which weekdays and from when until when somebody can come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from bedside.hours.zones import local

from .models import Slot

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Hours:
    """When she can come, by the wall clock of the place: weekdays (0 is Monday), no earlier and no later than that."""

    weekdays: Collection[int] = EVERY_DAY
    begins: time = time(0)
    ends: time = time(23, 59)

    def hold(self, slot: Slot) -> bool:
        """Whether this time begins and ends within them."""
        starts, ends = local(slot.starts_at, slot.place.zone), local(slot.ends_at, slot.place.zone)
        same_day = starts.date() == ends.date()
        return (
            starts.weekday() in self.weekdays and self.begins <= starts.time() and ends.time() <= self.ends and same_day
        )
