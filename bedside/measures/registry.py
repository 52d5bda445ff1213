"""What the house counts: each measure says what is divided by what, before anybody draws it.

Rooms describe their measures in their own `measures.py`, each with the function that tells what falls under it; config
registers them when the house starts, in the order in which they are read. A chart is made from a registered measure
only, so that no figure is ever shown without saying what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from .weekly import Source, Statistic
from .xmr import Xmr, xmr

Better = Literal["up", "down", "neither"]
Chart = Literal["xmr", "p", "u", "run", "funnel"]
Unit = Literal["percent", "per_thousand", "seconds", "minutes", "hours", "days", "index"]

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class Measure:
    """One thing we count. Change what it means, and it is a new version.

    The words are English, marked for translation where they are written (`gettext_noop`).
    """

    name: str  # room.what, as in "booking.no_show_rate"
    title: str  # as people say it
    numerator: str
    denominator: str
    exclusions: str  # "none" is an answer, nothing is not
    source_events: tuple[str, ...]  # the journal's entries from which it can be counted anew
    better: Better
    chart: Chart
    version: int = 1
    statistic: Statistic = "share"  # what a week's single values come to
    unit: Unit = "percent"
    target: float | None = None
    least: int = 5  # of fewer in a week no point is drawn: one more or less would move it, and somebody could be known
    higher: str = ""  # what has happened when it goes up, as a headline says it: "More missed visits"
    lower: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"A measure is named room.what, as in booking.no_show_rate, not {self.name[:60]!r}.")
        for part in ("title", "numerator", "denominator", "exclusions"):
            if not getattr(self, part).strip():
                raise ValueError(f"{self.name} does not say its {part}.")
        if not self.source_events or not all(event.strip() for event in self.source_events):
            raise ValueError(f"{self.name} does not say from which events it is counted.")
        if self.better not in get_args(Better):
            raise ValueError(f"{self.name}: better must be up, down or neither, not {self.better!r}.")
        if self.chart not in get_args(Chart):
            raise ValueError(f"{self.name}: we have no {self.chart!r} chart.")
        if self.statistic not in get_args(Statistic) or self.unit not in get_args(Unit):
            raise ValueError(f"{self.name}: we cannot sum up {self.statistic!r} in {self.unit!r}.")
        if (self.statistic == "share") != (self.unit == "percent"):
            raise ValueError(f"{self.name}: a share is in per cent, and nothing else is.")
        if (self.statistic == "per_thousand") != (self.unit == "per_thousand"):
            raise ValueError(f"{self.name}: what is counted of a thousand is said of a thousand.")
        if (self.statistic == "gini") != (self.unit == "index"):
            raise ValueError(f"{self.name}: how even things are is a number without a unit.")
        if self.version < 1 or self.least < 1:
            raise ValueError(f"{self.name}: versions and people count from 1.")


class Registry:
    """The measures of a house, by name, each in its latest version."""

    def __init__(self) -> None:
        self._measures: dict[str, Measure] = {}
        self._sources: dict[str, Source] = {}

    def register(self, measure: Measure, counted: Source | None = None) -> Measure:
        """Add a measure and what is counted; the same one again changes nothing, another meaning needs a higher
        version."""
        there = self._measures.get(measure.name)
        if there and there != measure and measure.version <= there.version:
            raise ValueError(
                f"{measure.name} is already counted another way. Give the new way version {there.version + 1}."
            )
        self._measures[measure.name] = measure
        if counted is not None:
            self._sources[measure.name] = counted
        return measure

    def get(self, name: str) -> Measure:
        try:
            return self._measures[name]
        except KeyError:
            raise ValueError(f"{name[:60]!r} is not a registered measure, so there is no chart of it.") from None

    def source(self, name: str) -> Source:
        """The function that tells what falls under a measure."""
        try:
            return self._sources[name]
        except KeyError:
            raise ValueError(f"Nobody has said how {name[:60]!r} is counted.") from None

    def chart(
        self,
        name: str,
        values: Sequence[float],
        *,
        target: float | None = None,
        screening: bool = True,
        fix_after: int | None = None,
    ) -> Xmr:
        """The control chart of a registered measure; refused for anything else."""
        measure = self.get(name)
        if measure.chart != "xmr":
            raise ValueError(f"{measure.name} is drawn as a {measure.chart} chart, which we cannot draw yet.")
        return xmr(values, better=measure.better, target=target, screening=screening, fix_after=fix_after)

    def __iter__(self) -> Iterator[Measure]:
        return iter(self._measures.values())

    def __len__(self) -> int:
        return len(self._measures)

    def __contains__(self, name: str) -> bool:
        return name in self._measures


MEASURES = Registry()
register = MEASURES.register
