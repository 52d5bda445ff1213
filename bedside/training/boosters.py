"""When a scenario should be played again: 4, 12 and 26 weeks after the first time, then every half year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

GAPS = tuple(timedelta(weeks=weeks) for weeks in (4, 8, 14, 26))  # 4, then up to 12, then up to 26; the last repeats
NEAR = timedelta(weeks=1)  # so much before its time still counts


def due(played: Sequence[datetime]) -> datetime | None:
    """When the next one is due. What was played between two boosters is practice, and moves nothing."""
    step, when = 0, None
    for moment in sorted(played):
        if when is None:
            when = moment + GAPS[0]
        elif moment >= when - NEAR:
            step = min(step + 1, len(GAPS) - 1)
            when = moment + GAPS[step]
    return when
