"""docs/map.md: what is read off the code is written here, what each room is about is written by people.

scripts/map update     bring the page up to date
scripts/map check      say whether it is
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")
    django.setup()

from .plan import (
    FLOORS,
    HOUSE,
    PYTHON,
    RECORDING,
    ROOT,
    called,
    calls,
    our_models,
    room_of,
    room_of_model,
    tree,
    verbs_of,
)

PAGE = ROOT / "docs" / "map.md"
SECTION = "### "
LISTS = ("- Rows: ", "- Verbs: ", "- Tells: ", "- Hears: ", "- At the clock: ", "- Counts: ")
FIRST_SECTION = "\n## "


def written() -> str:
    return PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# The map of the house\n"


def up_to_date(page: str) -> str:
    """The same page with everything that the code knows; the words of people stay as they are."""
    introduction = page.split(FIRST_SECTION)[0].split("\n```\n")[0].rstrip()
    parts = [introduction, "", "```", *plan(), "```"]
    for height, floor in zip(range(len(FLOORS), 0, -1), FLOORS, strict=True):
        parts += ["", f"## Floor {height}"]
        for room in floor:
            parts += ["", f"{SECTION}{room}", "", f"*{sentence(room)}*", "", *said(page, room), *facts(room)]
    return "\n".join(parts) + "\n"


def plan() -> list[str]:
    return [
        f"{height:>2}  {' | '.join(floor)}" for height, floor in zip(range(len(FLOORS), 0, -1), FLOORS, strict=True)
    ]


def sentence(room: str) -> str:
    return ast.get_docstring(tree(HOUSE / room / "__init__.py")) or ""


def said(page: str, room: str) -> list[str]:
    """What people have written about a room: the lines between its sentence and its lists."""
    _, found, after = page.partition(f"\n{SECTION}{room}\n")
    if not found:
        return []
    mine = after.split(f"\n{SECTION}")[0].split(FIRST_SECTION)[0].splitlines()
    words = [line for line in mine if not line.startswith(LISTS) and not (line.startswith("*") and line.endswith(".*"))]
    text = "\n".join(words).strip()
    return [text, ""] if text else []


def facts(room: str) -> list[str]:
    found = (rows(room), deeds(room), told(room), heard(room), struck(room), counted(room))
    return [name + ", ".join(f"`{one}`" for one in ones) for name, ones in zip(LISTS, found, strict=True) if ones]


def rows(room: str) -> list[str]:
    return [model.__name__ for model in our_models() if room_of_model(model) == room]


def deeds(room: str) -> list[str]:
    """The verbs: what somebody can do, by a hand that is named."""
    return [
        function.name
        for file in PYTHON
        if room_of(file) == room and not file.name.endswith("views.py")
        for function in tree(file).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if (file.name == "actions.py" or "by" in {one.arg for one in function.args.kwonlyargs}) and _changes(function)
    ]


def _changes(function: ast.FunctionDef) -> bool:
    """A verb is one transaction or writes in the journal; whoever only asks is none."""
    marks = {ast.unparse(mark) for mark in function.decorator_list}
    return "transaction.atomic" in marks or any(called(call) in RECORDING for call in calls(function))


def told(room: str) -> list[str]:
    return sorted({verb for file in PYTHON if room_of(file) == room for verb in verbs_of(file)})


def heard(room: str) -> list[str]:
    from bedside.config.reactions import REACTIONS

    return [verb for verb, listeners in REACTIONS.items() if _rooms(listeners) & {room}]


def struck(room: str) -> list[str]:
    from bedside.config.clock import CLOCK

    works = [work for ones in CLOCK.values() for work in ones]
    return [work.__name__ for work in works if _rooms([work]) == {room}]


def counted(room: str) -> list[str]:
    from bedside.measures.registry import MEASURES

    return [measure.name for measure in MEASURES if measure.name.split(".")[0] == room]


def _rooms(functions: Iterable[object]) -> set[str]:
    return {str(one.__module__).split(".")[1] for one in functions}


def main(words: list[str]) -> int:
    page = written()
    if words == ["update"]:
        PAGE.write_text(up_to_date(page), encoding="utf-8")
        return 0
    if words == ["check"]:
        good = page == up_to_date(page)
        print("docs/map.md tells what the code does." if good else "docs/map.md is behind the code: scripts/map update")
        return 0 if good else 1
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
