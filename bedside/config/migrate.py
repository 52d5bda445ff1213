"""`bedside migrate`: bring the database up to date."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def run(chosen: argparse.Namespace) -> int:
    from django.core.management import call_command

    from . import startup

    steps = startup.outstanding_migrations()
    if steps:
        call_command("migrate", verbosity=0 if chosen.quiet else 1, interactive=False)
    elif not chosen.quiet:
        print("The database is up to date.")
    return 0
