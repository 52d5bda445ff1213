"""A room uses the rooms below it, never those above: also where import-linter does not look."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from jinja2 import Environment, meta, nodes

from .plan import (
    FLOOR,
    PYTHON,
    TEMPLATES,
    called,
    calls,
    may_use,
    name,
    our_models,
    room_of,
    room_of_model,
    route_owners,
    said,
    tree,
)

JINJA = Environment(extensions=["jinja2.ext.i18n"])
ROUTE_CALLS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
ROUTE_NAME = re.compile(r"[a-z]+:[a-z_-]+|[a-z]+(?:_[a-z]+)+")
# Our own pages of the sign-in library lie in the library's folders.
FROM_A_LIBRARY = {"account", "mfa", "usersessions"}

each_template = pytest.mark.parametrize("template", TEMPLATES)


def parsed(template: str) -> nodes.Template:
    return JINJA.parse(TEMPLATES[template].read_text())


def test_the_floors_are_those_of_the_design() -> None:
    assert FLOOR["hours"] == 0
    assert FLOOR["journal"] < FLOOR["people"] < FLOOR["booking"] < FLOOR["portal"] < FLOOR["town"] < FLOOR["config"]
    assert not may_use("booking", "portal")
    assert not may_use("portal", "desk")
    assert may_use("portal", "booking")


@each_template
def test_a_template_extends_and_includes_only_its_own_rooms_and_lower_ones(template: str) -> None:
    room = room_of(TEMPLATES[template])
    for other in meta.find_referenced_templates(parsed(template)):
        if other is None:  # worked out while the page is made: only ui may, for what rooms above hang up in it
            assert room == "ui", f"{template} includes something that is not named"
            continue
        assert other in TEMPLATES, f"{template} wants {other}, which is not there"
        assert may_use(room, room_of(TEMPLATES[other])), f"{template} uses {other}, of a room above or beside"


@each_template
def test_a_template_lies_in_a_folder_of_its_rooms_name(template: str) -> None:
    folder = template.split("/")[0]
    room = room_of(TEMPLATES[template])

    if folder == room or "/" not in template:
        return
    assert folder == "refusals" or (room == "access" and folder in FROM_A_LIBRARY)


def routes_in_code(file: Path) -> Iterator[tuple[int, str]]:
    for call in calls(tree(file)):
        told = said(call.args[0]) if called(call) in ROUTE_CALLS and call.args else None
        if told and ROUTE_NAME.fullmatch(told):
            yield call.lineno, told
        elif called(call) in ROUTE_CALLS and call.args and isinstance(call.args[0], ast.IfExp):
            for way in (call.args[0].body, call.args[0].orelse):
                if (one := said(way)) and ROUTE_NAME.fullmatch(one):
                    yield call.lineno, one


@each_template
def test_a_template_points_to_routes_of_its_own_room_and_lower_ones(template: str) -> None:
    owners, room = route_owners(), room_of(TEMPLATES[template])
    for call in parsed(template).find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Name) and call.node.name == "url"):
            continue
        ways = call.args[0].find_all(nodes.Const) if not isinstance(call.args[0], nodes.Const) else [call.args[0]]
        for route in [str(way.value) for way in ways]:
            assert route in owners, f"{template}:{call.lineno} points to {route}, which is not there"
            owner = owners[route]
            assert not owner or may_use(room, owner), f"{template}:{call.lineno} points up or aside, to {route}"


def test_code_points_to_routes_of_its_own_room_and_lower_ones() -> None:
    owners, up = route_owners(), []
    for file in PYTHON:
        for line, route in routes_in_code(file):
            if route not in owners:
                up.append(f"{name(file)}:{line} points to {route}, which is not there")
            elif owners[route] and room_of(file) and not may_use(room_of(file), owners[route]):
                up.append(f"{name(file)}:{line} points up or aside, to {route}")

    assert up == []


def test_code_shows_templates_of_its_own_room_and_lower_ones() -> None:
    wrong = []
    for file in PYTHON:
        for call in calls(tree(file)):
            shown = [one for one in map(said, call.args) if one and one.endswith(".html")]
            if called(call) not in {"page", "render", "render_to_string"} or not shown or not room_of(file):
                continue
            if shown[0] not in TEMPLATES:
                wrong.append(f"{name(file)}:{call.lineno} shows {shown[0]}, which is not there")
            elif not may_use(room_of(file), room_of(TEMPLATES[shown[0]])):
                wrong.append(f"{name(file)}:{call.lineno} shows {shown[0]}, of a room above or beside")

    assert wrong == []


def test_the_eye_for_routes_sees_them() -> None:
    seen = {route for file in PYTHON for _, route in routes_in_code(file)}

    assert {"booking:appointment", "triage:questions"} <= seen


def test_a_row_points_to_rows_of_its_own_room_and_lower_ones() -> None:
    """Whether the key is written as a class, as "app.Model" or as a setting."""
    up = []
    for model in our_models():
        for field in model._meta.get_fields(include_hidden=True):
            other = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or not isinstance(other, type):
                continue
            if other.__module__.startswith("bedside.") and not may_use(room_of_model(model), room_of_model(other)):
                up.append(f"{model.__name__}.{field.name} points to {other.__name__}")

    assert up == []


def test_a_migration_waits_for_its_own_room_and_lower_ones() -> None:
    from django.db.migrations.loader import MigrationLoader

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("bedside.")}
    up = [
        f"{room}.{number} waits for {other}"
        for (room, number), migration in MigrationLoader(None).disk_migrations.items()
        for other, _ in migration.dependencies
        if room in ours and other in ours and not may_use(room, other)
    ]

    assert up == []
