"""Fill an empty database and tell what stands in it then: `python -m tests.config.schema once|step-by-step`."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")

SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
COLUMNS = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity "
    "FROM information_schema.columns WHERE table_schema = 'public'"
)
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
CONSTRAINTS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace"
)


def fill(how: str) -> None:
    import django
    from django.core.management import call_command
    from django.core.management.commands import migrate

    django.setup()
    call_command("migrate" if how == "once" else migrate.Command(), verbosity=0, interactive=False)


def told() -> dict[str, Any]:
    """The tables with all that stands in them, whatever its order; and the steps that are noted as taken."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE)
            rows = [[table, name, kind, parts(sql or "")] for kind, name, table, sql in cursor.fetchall()]
            found: dict[str, list[Any]] = {"all": sorted(rows)}
        else:
            found = {}
            for kind, question in {"columns": COLUMNS, "indexes": INDEXES, "constraints": CONSTRAINTS}.items():
                cursor.execute(question)
                found[kind] = sorted([str(value) for value in row] for row in cursor.fetchall())
    return {"schema": found, "steps": sorted(map(list, MigrationRecorder(connection).applied_migrations()))}


def parts(sql: str) -> list[str]:
    """The columns and rules of a table, parted at the commas that stand in no brackets."""
    begins = sql.find("(")
    if not sql.startswith("CREATE TABLE") or begins < 0:
        return [sql]
    found, depth, word = [], 0, ""
    for sign in sql[begins + 1 : sql.rindex(")")]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append(word)
            word = ""
        else:
            word += sign
    return sorted(re.sub(r"\s+", " ", one).strip() for one in (*found, word))


if __name__ == "__main__":
    fill(sys.argv[1])
    print(json.dumps(told()))
