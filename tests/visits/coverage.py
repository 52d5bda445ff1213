"""How often a told wait holds, on days that never were: `python -m tests.visits.coverage` prints the figures.

Each clinic of the list has its own pace, load, lateness and no-shows. No number of the
estimator was fitted to them. A clinic runs sixty days; the range is told to everybody who comes on the later thirty,
once from the theory of queues, and once from the clinic's own last visits of the days before.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bedside.measures.queues import pinball
from bedside.visits.order import Waiter, order
from bedside.visits.simulator import Coming, lognormal, moment, run
from bedside.visits.waits import (
    LAST,
    Basis,
    Outlook,
    Past,
    expected,
    not_before,
    still_to_come,
)

DAYS, LEARN = 60, 30


@dataclass(frozen=True)
class Clinic:
    name: str
    clinicians: int
    mean: float
    cv: float
    load: float  # what comes, of what can be seen
    booked: float  # share with a time
    no_show: float = 0.1
    spread: float = 8.0  # minutes around five minutes before their time
    slowing: float = 0.0  # how much slower the afternoon is
    hours: float = 4.0


CLINICS = [
    Clinic("one clinician, mostly booked", 1, 13, 0.5, 0.95, 0.8),
    Clinic("two clinicians, half booked", 2, 11, 0.6, 0.95, 0.5),
    Clinic("three clinicians, walk-in", 3, 9, 0.8, 1.0, 0.1),
    Clinic("two clinicians, long and varied visits", 2, 22, 1.0, 0.9, 0.6),
    Clinic("one clinician, overbooked", 1, 10, 0.5, 1.15, 0.9),
    Clinic("three clinicians, slow afternoon", 3, 12, 0.6, 0.9, 0.5, slowing=0.5),
]


@dataclass(frozen=True)
class Told:
    outlook: Outlook
    past: Past
    last: float | None  # LES when she came


def some_day(clinic: Clinic, chance: random.Random) -> tuple[list[Coming], list[float]]:
    """Who comes, and all the times that were given, whether kept or not."""
    end = clinic.hours * 60
    crowd, times = list[Coming](), list[float]()
    count = clinic.clinicians * end / clinic.mean * clinic.load
    given = round(count * clinic.booked)
    for number in range(given):
        at = 5.0 * round(number * end / given / 5)
        times.append(at)
        if chance.random() >= clinic.no_show:
            arrives = max(0.0, at - 5 + chance.gauss(0, clinic.spread))
            crowd.append(_one(clinic, chance, len(crowd), arrives, at))
    at = 0.0
    while count > given and (at := at + chance.expovariate((count - given) / end)) < end:
        crowd.append(_one(clinic, chance, len(crowd), at, None))
    return crowd, times


def _one(clinic: Clinic, chance: random.Random, number: int, arrives: float, at: float | None) -> Coming:
    level = chance.choices(("U2", "U4", "S24", "R72", "R14"), (1, 4, 15, 15, 65))[0]
    mean = clinic.mean * (1 + clinic.slowing * (arrives > clinic.hours * 30))
    return Coming(number, level, arrives, lognormal(chance, mean, clinic.cv), at)


def a_day(clinic: Clinic, chance: random.Random) -> list[Told]:
    """What was known when each of them came, and how long she then waited."""
    crowd, times = some_day(clinic, chance)
    here: dict[int, Outlook] = {}
    came: set[float] = set()
    entered: list[tuple[float, float]] = []

    def look(at: float, waiting: list[Waiter], busy: list[float]) -> None:
        now = moment(at)
        inside = at - statistics.fmean(busy) if busy else None
        for one in waiting:
            if one.id in here:
                continue
            if one.scheduled_at is not None:
                came.add((one.scheduled_at - moment(0)).total_seconds() / 60)
            line = order(waiting, now)
            ahead = next(placed.place for placed in line if placed.waiter.id == one.id)
            missing = [moment(time) for time in times if time not in came]
            more = still_to_come(one, missing, now, clinicians=clinic.clinicians, ahead=ahead, mean=clinic.mean)
            here[one.id] = Outlook(  # type: ignore[index]
                one.level,
                ahead + more,
                clinic.clinicians,
                clinic.mean,
                clinic.clinicians - len(busy),
                not_before(one, now),
                inside,
            )

    day = run(crowd, clinicians=[None] * clinic.clinicians, look=look)
    called = day.called_at()
    entered = [(call.at, call.at - call.coming.arrives) for call in day.calls]
    told = []
    for one in sorted(crowd, key=lambda each: each.arrives):
        before = [wait for at, wait in entered if at <= one.arrives]
        wait = called[one.id] - one.arrives
        told.append(Told(here[one.id], Past(here[one.id], wait), before[-1] if before else None))
    return told


@dataclass
class Score:
    """How the told ranges did."""

    n: int
    over: int  # waited longer than the upper end
    width: float
    mae: float
    mae_last: float
    mae_mean: float
    loss: float
    from_history: int

    @property
    def share(self) -> float:
        return self.over / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """95 % by Wilson."""
        z, p, n = 1.96, self.share, self.n
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def measure(clinic: Clinic, seed: int, *, own_past: bool, days: int = DAYS, learn: int = LEARN) -> Score:
    chance = random.Random(seed)
    past: list[Past] = []
    rows: list[tuple[float, float, float, float, float, float, bool]] = []
    for number in range(days):
        told = a_day(clinic, chance)
        if number >= learn:
            mean = statistics.fmean(one.waited for one in past[-LAST:])
            for one in told:
                range_ = expected(one.outlook, past[-LAST:] if own_past else ())
                if range_.low is None or range_.high is None or one.outlook.at_once:
                    continue
                waited, last = one.past.waited, mean if one.last is None else one.last
                rows.append(
                    (waited, range_.middle or 0, range_.high, range_.low, last, mean, range_.basis is Basis.HISTORY)
                )
        past += [one.past for one in told]
    return Score(
        len(rows),
        sum(row[0] > row[2] for row in rows),
        statistics.fmean(row[2] - row[3] for row in rows),
        statistics.fmean(abs(row[0] - row[1]) for row in rows),
        statistics.fmean(abs(row[0] - row[4]) for row in rows),
        statistics.fmean(abs(row[0] - row[5]) for row in rows),
        statistics.fmean(pinball(row[0], row[2], 0.8) for row in rows),
        sum(row[6] for row in rows),
    )


def main(say: Callable[[str], None] = print) -> None:
    for own_past in (False, True):
        say("From its own last visits" if own_past else "From the queue")
        for number, clinic in enumerate(CLINICS):
            score = measure(clinic, 900 + number, own_past=own_past)
            low, high = score.interval
            say(
                f"{clinic.name:42} n {score.n:5} over {score.share:6.1%} ({low:.1%} to {high:.1%})"
                f" width {score.width:5.1f} MAE {score.mae:5.1f} LES {score.mae_last:5.1f} mean {score.mae_mean:5.1f}"
                f" loss {score.loss:4.1f} from visits {score.from_history / score.n:.0%}"
            )


if __name__ == "__main__":
    main()
