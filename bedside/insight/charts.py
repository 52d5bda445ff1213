"""From counted weeks to charts: what each week says, against the limits of its time."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from bedside.directory.models import Place
from bedside.measures.registry import MEASURES, Measure
from bedside.measures.stretches import Limits, Placed, Run, Series, run_of, series
from bedside.measures.weekly import WEEK
from bedside.measures.xmr import ENOUGH, Assurance, Variation

from .counting import this_week
from .models import Changed, Figure, NewLimits

A_YEAR = 52  # weeks that a chart looks back on; its limits come from these
NOTHING = Placed("none", "common", None)

Where = tuple[str, uuid.UUID | None]  # a measure, at a place or at all of them


@dataclass(frozen=True)
class Mark:
    """One week on a chart. It has a point where enough were counted; the running week has one without a meaning."""

    week: date
    value: float | None
    n: int
    waiting: int
    unknown: int
    placed: Placed
    is_over: bool
    is_point: bool

    @property
    def limits(self) -> Limits | None:
        return self.placed.limits


@dataclass(frozen=True)
class Chart:
    """A measure at a place, or at all together, over a year."""

    measure: Measure
    place: Place | None
    this_week: date  # the one that runs
    marks: tuple[Mark, ...]  # a week each, the oldest first; weeks in which nothing happened are left out
    found: Series
    new_limits: tuple[NewLimits, ...]

    @property
    def where(self) -> Where:
        return self.measure.name, self.place.pk if self.place else None

    @cached_property
    def points(self) -> list[Mark]:
        """The weeks that are over and of which enough were counted: what the rules look at."""
        return [mark for mark in self.marks if mark.is_over and mark.is_point]

    @property
    def last(self) -> Mark | None:
        return self.points[-1] if self.points else None

    @property
    def running(self) -> Mark | None:
        """The week that is not over yet, where something was counted in it."""
        return self.marks[-1] if self.marks and not self.marks[-1].is_over else None

    @cached_property
    def run(self) -> Run | None:
        return run_of([_value(mark) for mark in self.points], self.found)

    @property
    def run_began(self) -> date | None:
        return self.points[self.run.start].week if self.run else None

    @property
    def variation(self) -> Variation:
        return self.last.placed.variation if self.last else "common"

    @property
    def assurance(self) -> Assurance | None:
        return self.found.assurance

    @property
    def is_trial(self) -> bool:
        """Limits from fewer than 12 weeks still move: nothing is said of them, and no task is opened."""
        return len(self.points) - self.found.starts[-1] < ENOUGH

    @property
    def is_fresh(self) -> bool:
        """Whether its last point is of the last week that is over; an older one is no news."""
        return self.last is not None and self.last.week == self.this_week - WEEK

    @property
    def has_changed(self) -> bool:
        return self.run is not None and not self.is_trial and self.is_fresh

    @property
    def signal_began(self) -> date | None:
        """The first week of those, without a break, that all say what the last one says."""
        return self.points[self.found.unbroken(self.variation)].week if self.has_changed else None


def _value(mark: Mark) -> float:
    assert mark.value is not None
    return mark.value


@dataclass(frozen=True, slots=True)
class Week:
    """What a figure says, read without the weight of a row."""

    week: date
    value: float | None
    n: int
    waiting: int
    unknown: int


def charts(measures: Iterable[Measure] | None = None, *, places: Sequence[Place | None] = (None,)) -> list[Chart]:
    """The charts of these measures, or of all, at these places; one is there even where nothing was counted yet."""
    wanted = list(MEASURES if measures is None else measures)
    running = this_week()
    here = Q(place__in=[place for place in places if place])
    counted = Figure.objects.filter(
        here | Q(place=None) if None in places else here,
        measure__in=[one.name for one in wanted],
        week__gt=running - (A_YEAR + 1) * WEEK,
        week__lte=running,
    ).order_by("week")
    version = {one.name: one.version for one in wanted}
    weeks: dict[Where, list[Week]] = defaultdict(list)
    fields = ("measure", "measure_version", "place_id", "week", "value", "n", "waiting", "unknown")
    for name, counted_as, place, *told in counted.values_list(*fields):
        if counted_as == version[name]:
            weeks[name, place].append(Week(*told))
    drawn: dict[Where, list[NewLimits]] = defaultdict(list)
    for one in NewLimits.objects.filter(measure__in=version).select_related("owner").order_by("week"):
        drawn[one.measure, one.place_id].append(one)
    return [
        chart(measure, place, weeks[measure.name, key], drawn[measure.name, key], running)
        for place in places
        for key in [place.pk if place else None]
        for measure in wanted
    ]


def chart(
    measure: Measure, place: Place | None, weeks: Sequence[Week], drawn: Sequence[NewLimits], running: date
) -> Chart:
    """One chart from the weeks of one measure at one place."""
    solid = [one for one in weeks if one.week < running and one.value is not None and one.n >= measure.least]
    days = [one.week for one in solid]
    begins = {next((at for at, week in enumerate(days) if week >= one.week), 0) for one in drawn}
    values = [one.value for one in solid if one.value is not None]
    found = series(values, begins, better=measure.better, target=measure.target)
    placed = dict(zip(days, found.points, strict=True))
    marks = tuple(
        Mark(
            week=one.week,
            value=one.value,
            n=one.n,
            waiting=one.waiting,
            unknown=one.unknown,
            placed=placed.get(one.week, NOTHING),
            is_over=one.week < running,
            is_point=one.value is not None and one.n >= measure.least,
        )
        for one in weeks
    )
    return Chart(measure, place, running, marks, found, tuple(drawn))


def changed() -> list[Chart]:
    """The charts that were found to say something when they were counted last, wherever they are."""
    noted = {(one.measure, one.place_id): one.place for one in Changed.objects.select_related("place")}
    names, places = {name for name, _place in noted}, dict.fromkeys(noted.values())
    drawn = charts([one for one in MEASURES if one.name in names], places=list(places))
    return [one for one in drawn if one.where in noted and one.has_changed]


def places_counted() -> list[Place]:
    """Places at which something is counted, by name."""
    lately = Figure.objects.filter(week__gt=this_week() - A_YEAR * WEEK).exclude(place=None)
    return list(Place.objects.filter(pk__in=lately.values("place").distinct()).order_by("name", "pk"))
