"""Writing rows in as few statements as there can be. The one place of this room with SQL of its own.

The journal writes three rows for everything that happens. Django's own way of saving one row takes three times as long
as the database needs for it; here the statement is put together once for each table, and values go through the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from .models import Record

MOST_VALUES = 900  # in one statement; every SQLite there is takes that many


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table, and give each the number the database found for it."""
    into, fields, returning = _statement(type(rows[0]))
    one = f"({', '.join(['%s'] * len(fields))})"
    at_once = max(1, MOST_VALUES // len(fields))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            values = [_as_kept(field, row) for row in some for field in fields]
            cursor.execute(f"{into} VALUES {', '.join([one] * len(some))}{returning}", values)
            if returning:
                for row, (number,) in zip(some, cursor.fetchall(), strict=True):
                    row.pk = number
            for row in some:
                row._state.adding, row._state.db = False, connection.alias


def _as_kept(field: models.Field[Any, Any], row: models.Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, True), connection)


@cache
def _statement(model: type[models.Model]) -> tuple[str, list[models.Field[Any, Any]], str]:
    """What a new row is written with, in which order; and how to ask for a number that the database gives."""
    quote = connection.ops.quote_name
    key, counted = model._meta.pk, isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
    fields = [field for field in model._meta.concrete_fields if not (counted and field.primary_key)]
    columns = ", ".join(quote(field.column or field.name) for field in fields)
    # Names come from the model, never from a person; every value is bound.
    returning = f" RETURNING {quote(key.column or key.name)}" if counted else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns})", fields, returning


def move_on(subjects: Sequence[Record], read: Sequence[int]) -> bool:
    """Write every subject whose row still has the version that was read; whether that was all of them."""
    model = type(subjects[0])
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    key = next(field for field in model._meta.concrete_fields if field.primary_key)
    columns = ", ".join(f"{quote(field.column or field.name)} = %s" for field in fields)
    # Names come from the model, never from a person; every value is bound.
    statement = (
        f"UPDATE {quote(model._meta.db_table)} SET {columns} "  # noqa: S608
        f"WHERE {quote(key.column or key.name)} = %s AND {quote('version')} = %s"
    )
    rows = [
        [field.get_db_prep_save(getattr(subject, field.attname), connection) for field in fields]
        + [key.get_db_prep_save(subject.pk, connection), before]
        for subject, before in zip(subjects, read, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        return bool(cursor.rowcount == len(rows))
