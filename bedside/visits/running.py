"""How far behind a clinician is: pure arithmetic over who is with her, who waits for her and who is still to come."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

NOT_BEGUN = timedelta(minutes=10)  # after she could have called somebody, a clinician who has called nobody is late
EARLY = timedelta(minutes=30)  # before a session, a call is one of this session already
BEHIND, IN_TIME = 15.0, 5.0  # minutes from which she runs late, and at which she does so no more


@dataclass(frozen=True)
class Due:
    """Somebody whose time is hers, and who has not been called yet."""

    id: Hashable
    at: datetime
    minutes: float  # which it is meant to take
    came_at: datetime | None = None  # None: she is not here yet
    group: Hashable | None = None  # whoever meets with others is seen together with them

    @property
    def ready(self) -> datetime:
        return max(self.at, self.came_at) if self.came_at else self.at


@dataclass(frozen=True)
class Hers:
    """One clinician's day so far."""

    began: datetime  # when it should have begun
    called: Sequence[datetime] = ()
    inside: float = 0.0  # minutes until whoever is with her has probably gone
    could_be_called: Sequence[datetime] = ()  # without a time: since when each could have been
    due: Sequence[Due] = field(default_factory=tuple)


@dataclass(frozen=True)
class Behind:
    """She is late by so many minutes; and whether it is because nobody has been called at all."""

    minutes: float
    not_begun: bool


def not_begun(
    began: datetime, called: Iterable[datetime], could_be_called: Iterable[datetime], moment: datetime
) -> float | None:
    """For how many minutes she could have called somebody since she should have begun, and has called nobody."""
    if any(at >= began - EARLY for at in called):
        return None
    since = min((max(at, began) for at in could_be_called), default=None)
    return None if since is None or since + NOT_BEGUN > moment else _minutes(since, moment)


def delays(hers: Hers, moment: datetime) -> dict[Hashable, float]:
    """How many minutes after her time each will probably be called, in the order of their times.

    Whoever is not here when her time has come is late herself: nobody is behind because of her.
    """
    found: dict[Hashable, float] = {}
    free = moment + timedelta(minutes=hers.inside)
    met: dict[Hashable, float] = {}
    for one in sorted(hers.due, key=lambda due: (due.at, str(due.id))):
        if one.came_at is None and one.at < moment:
            continue
        if one.group is not None and one.group in met:
            found[one.id] = met[one.group]
            continue
        starts = max(free, one.ready)
        found[one.id] = _minutes(one.ready, starts)
        free = starts + timedelta(minutes=one.minutes)
        if one.group is not None:
            met[one.group] = found[one.id]
    return found


def behind(hers: Hers, moment: datetime, *, was: bool = False) -> Behind | None:
    """Whether she is late now; who was late is so until she has caught up."""
    here = [one.ready for one in hers.due if one.came_at is not None]
    idle = not_begun(hers.began, hers.called, [*here, *hers.could_be_called], moment)
    if idle is not None and hers.inside == 0:
        return Behind(idle, not_begun=True)
    first = next(iter(delays(hers, moment).values()), 0.0)
    return Behind(first, not_begun=False) if first >= (IN_TIME if was else BEHIND) else None


def told_as(minutes: float) -> int:
    """As we say it: in steps of five, rounded up."""
    return ceil((minutes - 0.5) / 5) * 5


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60
