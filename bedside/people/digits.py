"""The end of a phone number however it is written, as the database itself works it out and keeps it in an index."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler

END = 7  # digits by which few are found, of whom each is then compared
BETWEEN = " -().,/+eE\u00a0\u2010\u2011\u2013"  # what people write between digits, and the e of an extension


def _written(position: str) -> str:
    """SQL without parameters, so that a query says it to the letter as the index does."""
    marked = "REPLACE(REPLACE(%(expressions)s, '#', 'x'), 'X', 'x')"
    digits = f"SUBSTR({marked}, 1, {position}({marked} || 'x', 'x') - 1)"  # an extension is no part of the number
    for sign in BETWEEN:
        digits = f"REPLACE({digits}, '{sign}', '')"
    return digits


class LastDigits(Func):
    """The last seven digits of a number."""

    arity = 1
    output_field = CharField()
    template = f"SUBSTR({_written('INSTR')}, -{END})"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template=f"RIGHT({_written('STRPOS')}, {END})", **extra)
