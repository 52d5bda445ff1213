"""Rows written without the model layer, where there are tens of thousands of them. Every value is bound."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], names: list[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Insert many rows of plain values; the names are the model's own fields, never somebody's words."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    prepared = [
        tuple(field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True))
        for row in rows
    ]
    if prepared:
        with connection.cursor() as cursor:
            cursor.executemany(statement, prepared)
