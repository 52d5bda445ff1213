"""The house as its own files tell it: rooms, floors, code, templates and routes. The laws beside this file read it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "bedside"


def _floors() -> list[list[str]]:
    """From the roof down, as import-linter is told in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    return [[room.strip() for room in layer.split("|")] for layer in layers]


FLOORS = _floors()
FLOOR = {room: height for height, rooms in enumerate(reversed(FLOORS)) for room in rooms}
ROOMS = sorted(FLOOR)
RECORDING = {"record", "record_each", "record_many"}  # the doors of the journal
ASKING = {"enqueue", "enqueue_all"}  # the doors of the workers
PYTHON = sorted(file for file in HOUSE.rglob("*.py") if "migrations" not in file.parts)
TEMPLATES = {
    str(file.relative_to(file.parents[_depth])): file
    for file in sorted(HOUSE.glob("*/jinja2/**/*.*"))
    for _depth in [len(file.relative_to(HOUSE).parts) - 3]
}


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def room_of(file: Path) -> str:
    """The room a file lies in; empty for what stands before every room (`__main__`)."""
    parts = file.relative_to(HOUSE).parts
    return parts[0] if len(parts) > 1 else ""


def may_use(room: str, other: str) -> bool:
    """A room uses itself and the floors below it, never a neighbour, never what is above."""
    return room == other or FLOOR[other] < FLOOR[room]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def calls(within: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(within) if isinstance(node, ast.Call))


def said(node: ast.expr | None) -> str | None:
    """A plain string as it stands in the code."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def called(call: ast.Call) -> str:
    """The last word of what is called: `record` for record(...) and for actions.record(...)."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("bedside.")]


def room_of_model(model: Any) -> str:
    return str(model.__module__).split(".")[1]


@cache
def route_owners() -> dict[str, str]:
    """Every route's name and the room whose it is; for what config lists itself, the room of the view, or nobody's.

    Also those that only the demo has, which are read from the rooms' urls.py.
    """
    return dict(_demo_routes()) | dict(_owners(get_resolver().url_patterns, "", "config"))


def _owners(patterns: list[URLPattern | URLResolver], space: str, lister: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            module = getattr(one.urlconf_name, "__name__", "")
            inner = f"{space}{one.namespace}:" if one.namespace else space
            mine = module.split(".")[1] if module.startswith("bedside.") else lister
            yield from _owners(one.url_patterns, inner, mine)
        elif one.name:
            view = str(one.callback.__module__)
            own = view.split(".")[1] if view.startswith("bedside.") else ""
            yield f"{space}{one.name}", own if lister == "config" else lister


def _demo_routes() -> Iterator[tuple[str, str]]:
    for file in HOUSE.glob("*/urls.py"):
        room = room_of(file)
        from_rooms = {
            alias.asname or alias.name: str(node.module).split(".")[1]
            for node in ast.walk(tree(file))
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("bedside.")
            for alias in node.names
        }
        for call in calls(tree(file)):
            route = next((said(keyword.value) for keyword in call.keywords if keyword.arg == "name"), None)
            if called(call) != "path" or not route:
                continue
            if room != "config":
                yield f"{room}:{route}", room
            elif isinstance(call.args[1], ast.Attribute) and isinstance(call.args[1].value, ast.Name):
                yield route, from_rooms.get(call.args[1].value.id, "config")


VERB = re.compile(r"[a-z_]+\.[a-z_]+")


@cache
def verbs_of(file: Path) -> frozenset[str]:
    """What a file tells the journal; one that is made up of parts has a star for each."""
    found = set[str]()
    recording = [call for call in calls(tree(file)) if called(call) in RECORDING and call.args]
    for call in recording:
        if isinstance(call.args[0], ast.JoinedStr):
            parts = call.args[0].values
            found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts))
    if recording:
        words = [node.value for node in ast.walk(tree(file)) if isinstance(node, ast.Constant)]
        found |= {word for word in words if isinstance(word, str) and VERB.fullmatch(word)}
    return frozenset(found)


@cache
def verbs() -> frozenset[str]:
    """What the journal can tell of. The town only plays what the other rooms do."""
    return frozenset(verb for file in PYTHON if room_of(file) != "town" for verb in verbs_of(file))
