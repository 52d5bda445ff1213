"""`bedside check`: look whether the database and the journal are as they should be, and say so in sentences."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--copy", action="store_true", help="look at the database only, not at what stands around it")
    parser.add_argument(
        "--witness", metavar="FILE", help="another copy of the witness than the one beside the database"
    )


def run(chosen: argparse.Namespace) -> int:
    from pathlib import Path

    from django.db import DatabaseError
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from . import witness
    from .checks import CHECKS, OF_A_COPY, Finding, one_moment

    seen = witness.seen(Path(chosen.witness)) if chosen.witness else "" if chosen.copy else witness.seen()
    console, findings = Console(highlight=False, soft_wrap=True), []
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    progress = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
    with progress, one_moment():
        task = progress.add_task("", total=None)
        for check in OF_A_COPY if chosen.copy else CHECKS:
            progress.update(task, description=check.name)
            try:
                found = list(check.look(seen))
            except DatabaseError as error:
                found = [Finding(f"It cannot be read: {error}.")]
            findings += found
            faults = sum(one.is_fault for one in found)
            word = "[red]not good[/]" if faults else "[yellow]look[/]" if found else "[green]good[/]"
            console.print(f"{word}: {check.name}")
            for one in found:
                console.print(f"  {escape(one.sentence)}")
    return 1 if any(one.is_fault for one in findings) else 0
