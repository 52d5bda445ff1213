"""How soon one can be seen, and how many a clinic can look after: pure sums over days and times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean, median

THIRD = 3
LONG_LEAVE = timedelta(days=3)  # away for longer, a clinician is left out of the week's figure
LOW_VOLUME = 10  # times a week; below it one week says little, and four are taken together
BUSY = 0.95  # of capacity


@dataclass(frozen=True)
class Time:
    """One time of a clinician's calendar, as it stood when it was looked at."""

    starts_at: datetime  # on the clinic's wall
    is_open: bool  # nobody has it, it is not closed, and nothing keeps it for urgent or same-day use


def third_next(times: Iterable[Time], moment: datetime) -> int | None:
    """Calendar days to the third open time: today is 0, tomorrow 1, and weekends and holidays count.

    The first two are often chance: somebody has just called off. None where fewer than three are open at all.
    """
    still_open = sorted(one.starts_at for one in times if one.is_open and one.starts_at > moment)
    return (still_open[THIRD - 1].date() - moment.date()).days if len(still_open) >= THIRD else None


def is_away(away: Iterable[tuple[date, date]], today: date) -> bool:
    """Whether somebody is on leave or ill today, for more than three days in a row; both ends are days away."""
    days = {start + timedelta(days=at) for start, end in away for at in range((end - start).days + 1)}
    if today not in days:
        return False
    first = last = today
    while first - timedelta(days=1) in days:
        first -= timedelta(days=1)
    while last + timedelta(days=1) in days:
        last += timedelta(days=1)
    return last - first + timedelta(days=1) > LONG_LEAVE


def practice_mean(each: Iterable[float | None]) -> float | None:
    """The mean over clinicians of whom there is a figure."""
    known = [one for one in each if one is not None]
    return fmean(known) if known else None


def steadied(weeks: Sequence[int | None], times_a_week: float) -> float | None:
    """The last week's figure; of a kind of visit with few times, the middle of the last four."""
    known = [one for one in (weeks[-4:] if times_a_week < LOW_VOLUME else weeks[-1:]) if one is not None]
    return float(median(known)) if known else None


def panel(visits_a_day: float, days_a_year: float, visits_per_patient: float) -> float:
    """How many patients can be looked after: as many as their visits in a year fill the days there are."""
    if visits_per_patient <= 0 or min(visits_a_day, days_a_year) < 0:
        raise ValueError("A panel needs visits in a year, and days to hold them.")
    return visits_a_day * days_a_year / visits_per_patient


@dataclass(frozen=True)
class Overflow:
    days: int
    share: float  # of days on which more was asked for than there were times
    use: float  # what was asked for, of all there was

    @property
    def is_tight(self) -> bool:
        return self.use > BUSY


def overflow(days: Sequence[tuple[int, int]]) -> Overflow | None:
    """From what was asked for and what there was on each day; None without a day on which there was anything."""
    capacity = sum(there for _asked, there in days)
    if not capacity:
        return None
    return Overflow(
        len(days),
        sum(asked > there for asked, there in days) / len(days),
        sum(asked for asked, _there in days) / capacity,
    )
