"""`migrate`, for whom the house is new: all tables are laid at once, as this version wants them.

Every step of the way that older houses have gone takes Django half a minute. An empty database has nothing to carry
along: it gets the tables of today, and the steps are noted as taken. What a step does besides tables (`RunPython` and
`RunSQL` of ours that are not `elidable`) is done. tests/config/test_founding.py holds both ways side by side.
"""

from __future__ import annotations

from typing import Any, cast

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


class Command(migrate.Command):
    def handle(self, *labels: Any, **options: Any) -> None:
        """As Django's own, which finds nothing left to do where we have just founded."""
        connection = connections[options["database"]]
        if not options["app_label"] and not options["plan"] and not options["check_unapplied"] and is_empty(connection):
            found(connection)
        super().handle(*labels, **options)


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    steps = MigrationRecorder.Migration._meta.db_table
    return (
        set(connection.introspection.table_names()) <= {steps}
        and not MigrationRecorder(connection).applied_migrations()
    )


def found(connection: BaseDatabaseWrapper) -> None:
    """Lay every table, and note every step as taken; all of it or nothing."""
    executor = MigrationExecutor(connection)
    steps = [step for step, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    today = cast(ProjectState, Today())
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy and model._meta.app_label in executor.loader.migrated_apps:
                editor.create_model(model)
        for step in steps:
            for operation in beside_tables(step):
                operation.database_forwards(step.app_label, editor, today, today)
            recorder.record_applied(step.app_label, step.name)


def beside_tables(step: Migration) -> list[RunPython | RunSQL]:
    """What a step of ours does that is neither a table nor about rows that were there before."""
    ours = apps.get_app_config(step.app_label).name.startswith("bedside.")
    done = [one for one in step.operations if isinstance(one, RunPython | RunSQL) and not one.elidable]
    return done if ours else []


class Today:
    """The state of the models for a step that looks at it: as they are now."""

    apps = apps

    def clear_delayed_apps_cache(self) -> None:
        """Nothing is delayed."""
