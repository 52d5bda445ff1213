"""How concepts make a rule: logic.toml, where "a & b|c & !d" means a, with b or c, without d."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from .catalog import catalog
from .lexicons import DATA


class BadLogic(ValueError):
    """The combinations of concepts name something that does not exist."""


@dataclass(frozen=True)
class Way:
    """One way to reach a rule: every factor must hold; a factor holds if one of its names does."""

    factors: tuple[tuple[str, ...], ...]
    without: frozenset[str]

    def holds(self, true: Collection[str]) -> bool:
        return self.without.isdisjoint(true) and all(any(name in true for name in factor) for factor in self.factors)

    def witnesses(self, true: Collection[str]) -> list[str]:
        """The name of each factor that made it hold."""
        return [next(name for name in factor if name in true) for factor in self.factors]


@dataclass(frozen=True)
class Logic:
    """All ways to all rules, and the concepts that are made of others."""

    derived: tuple[tuple[str, tuple[Way, ...]], ...]
    rules: tuple[tuple[str, tuple[Way, ...]], ...]
    context: frozenset[str]
    common: frozenset[str]
    acute: frozenset[str]
    steady: frozenset[str]
    lasting: frozenset[str]
    severe: tuple[Way, ...]

    def complete(self, true: set[str]) -> dict[str, list[str]]:
        """Add what follows from what is true; say from which names it followed."""
        came: dict[str, list[str]] = {}
        for name, ways in self.derived:
            if name not in true and (way := _first(ways, true)):
                true.add(name)
                came[name] = way.witnesses(true)
        return came

    def fired(self, true: Collection[str]) -> dict[str, list[str]]:
        """The rules reached, each with the names that reached it."""
        return {rule: way.witnesses(true) for rule, ways in self.rules if (way := _first(ways, true))}

    def near(self, true: Collection[str]) -> list[str]:
        """Rules of which something particular was said, but not enough."""
        telling = set(true) - self.common
        return [
            rule for rule, ways in self.rules
            if not _first(ways, true) and any(telling.intersection(factor) for way in ways for factor in way.factors)
        ]  # fmt: skip


def _first(ways: tuple[Way, ...], true: Collection[str]) -> Way | None:
    return next((way for way in ways if way.holds(true)), None)


def way(written: str) -> Way:
    """Read one combination."""
    pieces = [piece.strip() for piece in written.split("&")]
    return Way(
        tuple(tuple(name.strip() for name in piece.split("|")) for piece in pieces if not piece.startswith("!")),
        frozenset(piece.removeprefix("!").strip() for piece in pieces if piece.startswith("!")),
    )


@cache
def logic() -> Logic:
    """The combinations that stand; a rule that does not exist is refused."""
    data = tomllib.loads((DATA / "logic.toml").read_text("utf-8"))
    for rule in data["rules"]:
        if rule not in catalog().by_id:
            raise BadLogic(f"{rule} is not a rule.")

    def ways(section: str) -> tuple[tuple[str, tuple[Way, ...]], ...]:
        return tuple((name, tuple(way(each) for each in written)) for name, written in data[section].items())

    marks = data["marks"]
    facts = frozenset(marks["facts"].split())
    return Logic(
        derived=ways("derived"),
        rules=ways("rules"),
        context=frozenset(marks["context"].split()),
        common=frozenset(marks["common"].split()) | facts,
        acute=frozenset(marks["acute"].split()),
        steady=frozenset(marks["steady"].split()),
        lasting=frozenset(marks["lasting"].split()),
        severe=tuple(way(each) for each in marks["severe"]),
    )


def names_used(data: Logic) -> Mapping[str, str]:
    """Every name a combination asks for, with who asks: for the test that each can become true."""
    asked = [*data.derived, *data.rules, ("severe", data.severe)]
    return {
        name: who for who, ways in asked for each in ways for factor in (*each.factors, each.without) for name in factor
    }
