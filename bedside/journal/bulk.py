"""Moving many rows to their next version in one statement. The one place of this room with SQL of its own."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from .models import Record


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
