"""Whether the database holds together, and whether anybody has touched the journal."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from bedside.journal import sealing

from .findings import Finding

AT_MOST = 20  # of one kind; a torn file can complain a thousand times


def integrity(witness: str) -> Iterator[Finding]:
    """SQLite reads every page and every index. PostgreSQL does that itself, so there each table is read through."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA integrity_check({AT_MOST})")
            for (said,) in cursor.fetchall():
                if said != "ok":
                    yield Finding(f"The database file is damaged: {said}.")
        else:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608


def references(witness: str) -> Iterator[Finding]:
    """Rows that point at rows which are not there. PostgreSQL never lets one in."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for number, (table, row, parent, _) in enumerate(cursor.fetchall()):
            if number == AT_MOST:
                yield Finding("There are more rows like these.")
                return
            yield Finding(f"Row {row} of {table} points at a row of {parent} that is not there.")


def journal(witness: str) -> Iterator[Finding]:
    for number, fault in enumerate(sealing.faults(witness)):
        if number == AT_MOST:
            yield Finding("There are more lines like these in the journal.")
            return
        yield Finding(f"In the journal, {fault.book} {fault.row} {fault.sentence}.")
