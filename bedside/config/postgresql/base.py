"""Django's PostgreSQL backend with our way of putting queries into SQL."""

from __future__ import annotations

from django.db.backends.postgresql import base, operations


class Operations(operations.DatabaseOperations):
    compiler_module = "bedside.config.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations
