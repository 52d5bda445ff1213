"""`bedside learn no-show [FILE.csv]`: learn from the past, say how good it is, and keep what was learned.

With a file it needs no database. Without one every place learns from its own book, as it does by itself each Monday.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from bedside.prediction import files, report
from bedside.prediction.no_show import SENTENCES, learn
from bedside.prediction.reading import read_file

COLUMNS = ("patient", "booked_at", "starts_at", "outcome", "age", "reminded")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["no-show"], help="what to learn")
    parser.add_argument("file", type=Path, nargs="?", help="CSV of past bookings; without it, our own book")
    parser.add_argument("--out", type=Path, help="where the trained file goes; as a rule into the data folder")
    parser.add_argument("--json", action="store_true", help="print figures for a program to read")
    parser.add_argument("--missed", default="", metavar="WORD", help="the outcome that means missed")
    parser.add_argument("--no-past", action="store_true", help="keep no patient's earlier visits beside the model")
    for column in COLUMNS:
        name = f"--{column.replace('_', '-')}"
        parser.add_argument(name, default="", metavar="COLUMN", help=f"the column that says {column}")


def run(chosen: argparse.Namespace) -> int:
    if chosen.file is None:
        return _from_our_own_book(chosen)
    os.umask(0o077)
    named = {column: getattr(chosen, column) for column in COLUMNS if getattr(chosen, column)}
    bookings = read_file(chosen.file, chosen=named, missed_is=chosen.missed, progress=_say)
    if bookings.rows >= 100_000:
        print(f"learning from {len(bookings):,} bookings", file=sys.stderr)
    learned = learn(bookings)
    out = chosen.out or files.usual_place()
    files.write(out, learned, bookings, with_past=not chosen.no_past)
    if chosen.json:
        print(json.dumps(report.as_json(learned, bookings) | {"written": str(out)}))
    else:
        print(report.as_text(learned, bookings), end="")
        print(f"Written: {out}")
        if chosen.out:
            print(f"Ask it: bedside ask no-show --model {out}")
    return 0


def _say(lines: int) -> None:
    print(f"{lines:,} lines read", file=sys.stderr)


def _from_our_own_book(chosen: argparse.Namespace) -> int:
    from .cli import begin

    begin()
    from django.conf import settings

    from bedside.attendance import actions
    from bedside.attendance.models import Learned
    from bedside.directory.models import Place

    from . import startup

    if settings.ON_SQLITE:
        startup.be_the_only_one(settings.DATA)
    startup.bring_up_to_date()
    learned = actions.learn_everywhere()
    for place in Place.objects.working():
        newest = Learned.objects.newest_of(place)
        if chosen.json:
            print(json.dumps({"place": str(place), "model": newest.content if newest else None}))
        else:
            print(f"{place}: {_in_short(newest.content) if newest else 'too few visits to learn from'}")
    return 0 if learned else 1


def _in_short(said: dict[str, Any]) -> str:
    judged = said["judged"]
    auc = "unknown" if judged["auc"] is None else f"{judged['auc']:.3f}"
    return (
        f"learned from {said['n']:,} visits, {said['trained']['from']} to {said['trained']['until']}; measured on "
        f"{judged['n']:,} later ones: AUC {auc}, Brier {judged['brier']:.4f}, of the base rate "
        f"{judged['brier_base']:.4f}. {SENTENCES[said['verdict']]}"
    )
