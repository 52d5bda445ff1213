"""One clock: nothing asks the machine what time it is but `bedside.hours.clock`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .plan import HOUSE, PYTHON, calls, name, our_models, tree

ASKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.fromtimestamp",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
}
# Not what time it is, but something else that the machine counts.
ELSEWHERE = {
    "bedside/hours/clock.py": "the clock itself",
    "bedside/journal/ids.py": "names for rows: they sort by when they were made, and nobody reads a time from them",
}


def asked(file: Path) -> Iterator[str]:
    for call in calls(tree(file)):
        words = ast.unparse(call.func).split(".")
        if ".".join(words[-2:]) not in ASKS:
            continue
        if words[-1] == "fromtimestamp" and call.args:
            continue  # turns a kept moment back into one
        yield f"{name(file)}:{call.lineno}: {ast.unparse(call)}"


def test_nothing_asks_the_machine_what_time_it_is() -> None:
    assert [one for file in PYTHON if name(file) not in ELSEWHERE for one in asked(file)] == []


def test_the_exceptions_are_still_needed() -> None:
    assert [file for file in ELSEWHERE if not list(asked(HOUSE.parent / file))] == []


def test_nothing_borrows_the_machines_clock_by_another_name() -> None:
    borrowed = [
        f"{name(file)}: {ast.unparse(node)}"
        for file in PYTHON
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom)
        if (node.module == "time" and any(alias.name in {"time", "time_ns"} for alias in node.names))
        or (node.module == "django.utils.timezone" and any(alias.name == "now" for alias in node.names))
        or (node.module == "django.db.models.functions" and any(alias.name == "Now" for alias in node.names))
    ]

    assert borrowed == []


def test_no_column_fills_itself_with_the_machines_time() -> None:
    itself = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]

    assert itself == []
