"""The town of the tests is built once in each process; every later test finds the same rows laid down again.

Building it writes some two hundred lines through `record`, which is most of what a short test would cost. What is laid
down is word for word what the building wrote: the same numbers, seals and times.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, transaction

from bedside.directory import clinic
from bedside.hours.clock import now
from bedside.journal import lately
from bedside.town.cast import Cast, gather
from bedside.visits import kept as kept_lately
from bedside.visits import lookout

FRESH = timedelta(hours=1)


@dataclass
class Laid:
    """The rows of a town as the database itself would write them, and its people."""

    made_at: datetime
    rows: list[str]
    cast: bytes


_laid: dict[str, Laid] = {}


def laid_down() -> Cast:
    """The town, now: built, or laid down again when it was built within the last hour."""
    forget()
    kept = _laid.get(connection.vendor)
    if kept is None or not kept.made_at <= now() < kept.made_at + FRESH:
        return _built(keep=kept is None)
    with transaction.atomic(), connection.cursor() as cursor:
        for row in kept.rows:
            cursor.execute(row)
    cast: Cast = pickle.loads(kept.cast)
    return cast


def forget() -> None:
    """What a process knows of people who live again is of their former lives."""
    lately._written.clear()
    lookout._known.clear()
    kept_lately._known.clear()
    clinic._kept.clear()


def _built(*, keep: bool) -> Cast:
    tables = _tables()
    made_at, before = now(), {table: _rows(table, columns) for table, columns in tables.items()}
    cast = gather()
    if keep:
        after = {table: _rows(table, columns) for table, columns in tables.items()}
        written = {table for table in tables if after[table] != before[table]}
        assert not any(before[table] for table in written), "the town writes where something stood before"
        rows = [_inserted(table, tables[table], after[table]) for table in tables if table in written]
        _laid[connection.vendor] = Laid(made_at, rows, pickle.dumps(cast))
    return cast


def _tables() -> dict[str, list[str]]:
    """Every table that is ours to write, with its columns."""
    name = connection.ops.quote_name
    ours = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {name(one.db_table): [name(field.column) for field in one.local_concrete_fields] for one in ours}


def _rows(table: str, columns: list[str]) -> list[str]:
    """Each row as the list of values that the database would read again."""
    quoted = "quote({})" if connection.vendor == "sqlite" else "quote_nullable({}::text)"
    values = " || ',' || ".join(quoted.format(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {values} FROM {table}")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def _inserted(table: str, columns: list[str], rows: list[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join(f'({row})' for row in rows)}"  # noqa: S608
