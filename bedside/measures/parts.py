"""One measure, split by channel, team or language. Of few nothing is said, nor of what would give those few away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .weekly import COUNTS, Counted, Statistic, quantile, summed_up

WAYS = ("channel", "team", "language")


@dataclass(frozen=True)
class Part:
    """What one part of it comes to, or all of it where no way is named. Without a value it is withheld."""

    way: str
    name: str  # empty: not known
    n: int | None
    value: float | None
    p90: float | None  # of what is measured, not of what is counted


def parts(counted: Iterable[Counted], *, statistic: Statistic, least: int) -> list[Part]:
    """All of it first, then each way in which it can be split: the largest part first, what is withheld last."""
    told = [one for one in counted if one.value is not None]
    if not told:
        return []
    found = [_part("", "", told, statistic, hidden=len(told) < least)]
    if len(told) < least:
        return found
    for way in WAYS:
        groups: dict[str, list[Counted]] = defaultdict(list)
        for one in told:
            groups[getattr(one, way)].append(one)
        if set(groups) == {""}:
            continue  # of none of them it is known
        hidden = withheld({name: len(those) for name, those in groups.items()}, least)
        order = sorted(groups, key=lambda name: (name in hidden, -len(groups[name]), name))
        found += [_part(way, name, groups[name], statistic, hidden=name in hidden) for name in order]
    return found


def withheld(sizes: dict[str, int], least: int) -> set[str]:
    """The parts that are too small; and, where the others would give them away by what is missing from the whole, the
    next larger ones, until what is withheld comes to at least as many as may be shown, of two parts or more."""
    hidden = {name for name, n in sizes.items() if n < least}
    rest = sorted((n, name) for name, n in sizes.items() if name not in hidden)
    while hidden and rest and (len(hidden) < 2 or sum(sizes[name] for name in hidden) < least):
        hidden.add(rest.pop(0)[1])
    return hidden


def _part(way: str, name: str, those: Sequence[Counted], statistic: Statistic, *, hidden: bool) -> Part:
    if hidden:
        return Part(way, name, None, None, None)
    values = [one.value for one in those if one.value is not None]
    p90 = None if statistic in (*COUNTS, "gini") else quantile(values, 0.9)
    return Part(way, name, len(values), summed_up(values, statistic), p90)
