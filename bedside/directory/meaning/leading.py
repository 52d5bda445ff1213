"""What leads to what: pink eye is about eyes, and where there is no eye clinic a GP helps."""

from __future__ import annotations

import tomllib
from functools import cache
from types import MappingProxyType

from .lexicons import DATA


@cache
def _read() -> dict[str, dict[str, dict[str, float]]]:
    return tomllib.loads((DATA / "concepts.toml").read_text(encoding="utf-8"))


@cache
def kind(name: str) -> frozenset[str]:
    """The concepts of one kind: general, desk, shy, elsewhere, hub."""
    return frozenset(_read()["kinds"][name])


@cache
def reached_from(concept: str) -> MappingProxyType[str, float]:
    """Every concept that helps with this one, itself first, each with the strength of the best way there."""
    leads = _read()["leads"]
    found, waiting = {concept: 1.0}, [concept]
    while waiting:
        here = waiting.pop(0)
        for there, strength in leads.get(here, {}).items():
            if (way := found[here] * strength) > found.get(there, 0.0):
                found[there] = way
                waiting.append(there)
    return MappingProxyType(found)


def concepts() -> list[str]:
    return list(_read()["leads"])
