"""What the house counts: each measure says what is divided by what, before anybody draws it.

Rooms describe their measures in their own `measures.py` and register them when the house starts. A chart is made from a
registered measure only, so that no figure is ever shown without saying what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from .xmr import Xmr, xmr

Better = Literal["up", "down", "neither"]
Chart = Literal["xmr", "p", "u", "run", "funnel"]

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class Measure:
    """One thing we count. Change what it means, and it is a new version."""

    name: str  # room.what, as in "booking.no_show_rate"
    title: str  # as people say it
    numerator: str
    denominator: str
    exclusions: str  # "none" is an answer, nothing is not
    source_events: tuple[str, ...]  # the journal's entries from which it can be counted anew
    better: Better
    chart: Chart
    version: int = 1

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
        if self.version < 1:
            raise ValueError(f"{self.name}: versions count from 1.")


class Registry:
    """The measures of a house, by name, each in its latest version."""

    def __init__(self) -> None:
        self._measures: dict[str, Measure] = {}

    def register(self, measure: Measure) -> Measure:
        """Add a measure; the same one again changes nothing, another meaning needs a higher version."""
        there = self._measures.get(measure.name)
        if there and there != measure and measure.version <= there.version:
            raise ValueError(
                f"{measure.name} is already counted another way. Give the new way version {there.version + 1}."
            )
        self._measures[measure.name] = measure
        return measure

    def get(self, name: str) -> Measure:
        try:
            return self._measures[name]
        except KeyError:
            raise ValueError(f"{name[:60]!r} is not a registered measure, so there is no chart of it.") from None

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
        return iter(sorted(self._measures.values(), key=lambda measure: measure.name))

    def __len__(self) -> int:
        return len(self._measures)

    def __contains__(self, name: str) -> bool:
        return name in self._measures


MEASURES = Registry()
register = MEASURES.register
