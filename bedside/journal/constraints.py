"""From a database error back to the constraint that raised it, so that its own sentence can be said."""

from __future__ import annotations

import re

from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

SOMEBODY_ELSE = _("Someone else has just changed this. Please look again.")
MISSING = _("Something this depends on is no longer there. Please look again.")

_columns = re.compile(r"UNIQUE constraint failed: (?P<columns>.+)")
_named = re.compile(r"(?:CHECK constraint failed: |index ')(?P<name>\w+)")


def broken(error: IntegrityError, model: type[models.Model]) -> tuple[str, str]:
    """The broken rule's name and its sentence.

    PostgreSQL names the constraint; SQLite names it only for checks and expression indexes, else the columns,
    and then the constraint is found by them (the narrower condition first, since it is the one that bites).
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    if not name and (found := _named.search(str(error))):
        name = found["name"]
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return name, str(constraint.get_violation_error_message())
    if "FOREIGN KEY" in str(error) or "foreign key" in str(error):
        return "foreign_key", str(MISSING)
    if found := _columns.search(str(error)):
        columns = [column.rpartition(".")[2].strip() for column in found["columns"].split(",")]
        for constraint in sorted(model._meta.constraints, key=lambda one: getattr(one, "condition", None) is None):
            if isinstance(constraint, models.UniqueConstraint) and _columns_of(constraint, model) == columns:
                return constraint.name, str(constraint.get_violation_error_message())
    return name or "unknown", str(SOMEBODY_ELSE)


def _columns_of(constraint: models.UniqueConstraint, model: type[models.Model]) -> list[str]:
    return [str(model._meta.get_field(name).column) for name in constraint.fields]  # type: ignore[union-attr]
