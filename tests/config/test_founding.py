"""A new house is laid at once; it stands as one that has gone every step of the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.races.installation import Installation, empty, remove

# Django's own: a table we never write to, whose steps do not know how wide its numbers are.
NUMBERED_OTHERWISE = ["auth_group_permissions", "id"]


@contextmanager
def nothing_yet(folder: Path) -> Iterator[Installation]:
    ours = empty(folder)
    yield ours
    remove(ours)


def filled(ours: Installation, how: str) -> dict[str, Any]:
    done = ours.call("tests.config.schema", how)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def only_in(one: dict[str, Any], other: dict[str, Any]) -> dict[str, list[str]]:
    """What stands in the one and not in the other, by kind."""
    apart: dict[str, list[str]] = {}
    for kind, lines in one["schema"].items():
        there = {json.dumps(line) for line in other["schema"][kind]}
        if here := [line for line in lines if json.dumps(line) not in there and line[:2] != NUMBERED_OTHERWISE]:
            apart[kind] = [json.dumps(line) for line in here]
    return apart


@pytest.mark.slow
def test_it_stands_as_one_that_took_every_step(tmp_path: Path) -> None:
    with nothing_yet(tmp_path / "new") as new, nothing_yet(tmp_path / "old") as old:
        at_once, by_steps = filled(new, "once"), filled(old, "step-by-step")

    assert at_once["steps"] == by_steps["steps"]
    assert len(at_once["steps"]) > 100
    assert only_in(at_once, by_steps) == {}
    assert only_in(by_steps, at_once) == {}


def test_what_stands_already_is_left_alone(tmp_path: Path) -> None:
    with nothing_yet(tmp_path / "new") as new:
        first = filled(new, "once")
        assert filled(new, "once") == first
