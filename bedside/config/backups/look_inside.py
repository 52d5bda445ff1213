"""Run as a process of its own, against a copy: look through it, and answer in one line of JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import django


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--witness", type=Path)
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    django.setup()
    print(json.dumps(look(chosen.witness, quick=chosen.quick)))


def look(paper: Path | None, *, quick: bool) -> dict[str, object]:
    from django.apps import apps
    from django.db import DatabaseError, connection
    from django.db.migrations.recorder import MigrationRecorder

    from bedside.config import witness
    from bedside.config.checks import OF_A_COPY, OF_A_FILE
    from bedside.journal import sealing

    seen, faults = witness.seen(paper) if paper else "", []
    for check in OF_A_FILE if quick else OF_A_COPY:
        try:
            faults += [finding.sentence for finding in check.look(seen) if finding.is_fault]
        except DatabaseError as error:
            return {"head": "", "counts": {}, "migrations": {}, "faults": [*faults, f"It cannot be read: {error}."]}
    steps = sorted(MigrationRecorder(connection).applied_migrations())
    return {
        "head": sealing.head(),
        "counts": {
            model._meta.label_lower: model._base_manager.count()
            for model in apps.get_models()
            if model._meta.app_config and model._meta.app_config.name.startswith("bedside.")
        },
        "migrations": dict(steps),
        "faults": faults,
    }


if __name__ == "__main__":
    main()
