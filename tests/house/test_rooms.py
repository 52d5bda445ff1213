"""What holds for every room: it says what it is for, stands on a floor, and is short enough to read."""

from __future__ import annotations

import ast
import re

import pytest

from .plan import FLOORS, HOUSE, PYTHON, ROOMS, name, tree

each_room = pytest.mark.parametrize("room", ROOMS)
LONGEST = 300  # lines: first ask whether the room is two rooms, only then split the file


def test_every_package_is_a_room_and_stands_on_one_floor() -> None:
    packages = sorted(file.parent.name for file in HOUSE.glob("*/__init__.py"))

    assert packages == ROOMS
    assert sum(len(floor) for floor in FLOORS) == len(ROOMS)


@each_room
def test_every_room_says_in_one_sentence_what_it_is_for_and_nothing_else(room: str) -> None:
    module = tree(HOUSE / room / "__init__.py")
    sentence = ast.get_docstring(module) or ""

    assert len(module.body) == 1, "an __init__.py holds the room's sentence and nothing else"
    assert re.fullmatch(rf"(The )?{room}: [^.!?]+\.", sentence, re.IGNORECASE), sentence


@each_room
def test_every_room_writes_its_actions_where_others_look_for_them(room: str) -> None:
    """`actions` and `models` are the two doors, as a file or as a folder, never both."""
    for door in ("actions", "models"):
        assert not ((HOUSE / room / f"{door}.py").exists() and (HOUSE / room / door).exists())


def test_no_file_is_longer_than_a_person_reads_in_one_sitting() -> None:
    long = {name(file): count for file in PYTHON if (count := len(file.read_text().splitlines())) > LONGEST}

    assert long == {}


def test_every_file_but_the_plainest_says_first_what_it_is() -> None:
    """urls.py, apps.py and empty ones need no sentence."""
    silent = [
        name(file)
        for file in PYTHON
        if file.name not in {"urls.py", "apps.py"} and tree(file).body and not ast.get_docstring(tree(file))
    ]

    assert silent == []
