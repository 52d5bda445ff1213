"""The database has the last word, and says it in a sentence; and every change to it has a way back."""

from __future__ import annotations

import ast

import pytest
from django.db import IntegrityError, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.constraints import BaseConstraint

from bedside.journal.constraints import broken
from bedside.journal.models import Record

from .plan import HOUSE, our_models

MIGRATIONS = {
    key: migration
    for key, migration in MigrationLoader(None).disk_migrations.items()
    if type(migration).__module__.startswith("bedside.")
}
CONSTRAINTS = [(model, one) for model in our_models() for one in model._meta.constraints]

# No person ever meets these: the code that writes such a row takes the database's no for an answer.
SILENT = {
    "one_job_per_key": "enqueue answers None",
    "one_of_each_role": "give_role asks first; two at once are one role",
    "one_count_per_login_and_source": "get_or_create",
    "one_answer_per_form": "a second row is ignored, and the first is read",
    "one_seat_beside_a_case": "update_or_create",
    "one_letter_per_wording": "get_or_create; of two who bring a new parcel the parcel refuses the second",
}


def sentence(constraint: BaseConstraint) -> str:
    return str(constraint.violation_error_message)


def test_migrations_stand_in_one_line() -> None:
    rooms = {room for room, _ in MIGRATIONS}
    for room in rooms:
        ours = sorted(number for other, number in MIGRATIONS if other == room)
        befores = [before for before in ours for one in MIGRATIONS[room, before].dependencies if one[0] == room]

        assert len(befores) == len(set(befores)) == len(ours) - 1, f"{room} forks or has two beginnings"
        assert [number[:4] for number in ours] == [f"{count:04}" for count in range(1, len(ours) + 1)], room


@pytest.mark.parametrize("key", sorted(MIGRATIONS), ids=lambda key: ".".join(key))
def test_every_migration_has_a_way_back(key: tuple[str, str]) -> None:
    assert [str(one) for one in MIGRATIONS[key].operations if not one.reversible] == []


def test_no_migration_uses_todays_models() -> None:
    """Today's models know columns that the table of that day has not."""
    using = [
        f"{file.parent.parent.name}/{file.name}: {ast.unparse(node)}"
        for file in HOUSE.glob("*/migrations/*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and "bedside" in (node.module or "") and "models" in ast.unparse(node)
    ]

    assert using == []


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=lambda one: getattr(one, "__name__", "") or one.name)
def test_every_constraint_says_its_rule_in_a_sentence(model: type[models.Model], constraint: BaseConstraint) -> None:
    if constraint.name in SILENT:
        assert not issubclass(model, Record)
        return
    assert sentence(constraint) != str(BaseConstraint.default_violation_error_message), f"{constraint.name} is silent"
    assert sentence(constraint).endswith("."), sentence(constraint)


def test_every_silence_is_still_one() -> None:
    assert set(SILENT) <= {constraint.name for _, constraint in CONSTRAINTS}


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=lambda one: getattr(one, "__name__", "") or one.name)
def test_a_constraint_is_found_again_from_what_either_database_says(
    model: type[models.Model], constraint: BaseConstraint
) -> None:
    """SQLite names the columns of a unique key and the name of a check."""
    if not issubclass(model, Record):
        return  # only a Record's no is looked up
    if isinstance(constraint, models.UniqueConstraint):
        table = model._meta.db_table
        columns = ", ".join(f"{table}.{model._meta.get_field(word).column}" for word in constraint.fields)  # type: ignore[union-attr]
        error = IntegrityError(f"UNIQUE constraint failed: {columns}")
    else:
        error = IntegrityError(f"CHECK constraint failed: {constraint.name}")

    assert broken(error, model)[1] in {sentence(one) for _, one in CONSTRAINTS}


def test_names_of_constraints_and_indexes_are_each_used_once() -> None:
    names = [one.name for model in our_models() for one in (*model._meta.constraints, *model._meta.indexes)]

    assert sorted(names) == sorted(set(names))


def test_every_record_has_a_version_and_an_id_made_by_us() -> None:
    for model in our_models():
        if issubclass(model, Record):
            fields = {one.name: one for one in model._meta.concrete_fields}
            assert isinstance(fields["id"], models.UUIDField)
            assert {"version", "residue"} <= set(fields), model.__name__
