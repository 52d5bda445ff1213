"""`bedside town`: build the small clinic town of invented people, or bring it up to today."""

from __future__ import annotations

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Build the small clinic town of invented people, or bring one of some days ago up to today."


def run(chosen: argparse.Namespace) -> int:
    from django.conf import settings
    from rich.console import Console

    from bedside.journal.models import Refusal
    from bedside.town.actions import build

    from . import startup

    if settings.ON_SQLITE:
        startup.be_the_only_one(settings.DATA)
    startup.bring_up_to_date()
    if not settings.DEMO:
        print("Its people can be signed in as only in the demo: bedside run --demo.", file=sys.stderr)
    console = Console(stderr=True, highlight=False)
    try:
        with console.status("Building the town …"):
            build(console.print)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0
