"""Django's PostgreSQL backend with our way of putting queries into SQL."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, operations

FROZEN = "2min"  # a process that stopped between a write and its commit loses what it locked after so long


class Operations(operations.DatabaseOperations):
    compiler_module = "bedside.config.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations

    def get_connection_params(self) -> dict[str, Any]:
        """As Django has them; the address in the settings may say otherwise with `?options=…`."""
        parameters: dict[str, Any] = super().get_connection_params()
        parameters.setdefault("options", f"-c idle_in_transaction_session_timeout={FROZEN}")
        return parameters
