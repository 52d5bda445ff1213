"""`bedside import fhir PATH…`: take in what other systems wrote, and say file by file what came of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .actions import Outcome


def arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True, title="kinds of data")
    fhir = kinds.add_parser(
        "fhir",
        help="FHIR R4 bundles",
        description="Take in FHIR R4 bundles (batch or transaction), single resources, or one resource on each line. "
        "Each file is taken whole or refused whole; what is here already and unchanged is left as it is.",
    )
    fhir.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=".json or .ndjson, also .gz or .bz2; folders")
    fhir.add_argument(
        "--source", default="fhir", help="who gave the ids: the same id from another source is another person (fhir)"
    )


def run(chosen: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from .actions import import_files
    from .reading import files_in

    files = list(files_in(chosen.paths))
    console = Console(highlight=False, soft_wrap=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("Reading", total=len(files))

        def told(outcome: Outcome) -> None:
            console.print(f"[red]refused[/] {escape(outcome.refused)}" if outcome.refused else escape(line_of(outcome)))
            progress.advance(task)

        outcomes = import_files(files, source=chosen.source, told=told)
    console.print(escape(summary(outcomes)))
    return 1 if any(outcome.refused for outcome in outcomes) else 0


def line_of(outcome: Outcome) -> str:
    parts = []
    for what, counted in (("new", outcome.fresh), ("changed", outcome.changed)):
        if counted:
            kinds = ", ".join(f"{number} {kind}" for kind, number in counted.most_common())
            parts.append(f"{counted.total()} {what} ({kinds})")
    if outcome.unchanged:
        parts.append(f"{outcome.unchanged} already here, unchanged")
    return f"{outcome.file}: {'; '.join(parts) or 'nothing in it'}"


def summary(outcomes: list[Outcome]) -> str:
    fresh = sum(one.fresh.total() for one in outcomes)
    changed = sum(one.changed.total() for one in outcomes)
    unchanged = sum(one.unchanged for one in outcomes)
    refused = sum(bool(one.refused) for one in outcomes)
    seconds = sum(one.seconds for one in outcomes)
    speed = f", {(fresh + changed + unchanged) / seconds:,.0f} resources a second" if seconds else ""
    files = "1 file" if len(outcomes) == 1 else f"{len(outcomes)} files"
    told = f"{files}: {fresh} new, {changed} changed, {unchanged} already here, unchanged{speed}."
    return f"{told} {refused} refused: nothing of {'it' if refused == 1 else 'them'} was kept." if refused else told
