"""`bedside learn no-show FILE.csv`: learn from the past, say how good it is, and keep what was learned."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from bedside.prediction import files, report
from bedside.prediction.no_show import learn
from bedside.prediction.reading import read_file

COLUMNS = ("patient", "booked_at", "starts_at", "outcome", "age", "reminded")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["no-show"], help="what to learn")
    parser.add_argument("file", type=Path, help="CSV of past bookings")
    parser.add_argument("--out", type=Path, help="where the trained file goes; as a rule into the data folder")
    parser.add_argument("--json", action="store_true", help="print figures for a program to read")
    parser.add_argument("--missed", default="", metavar="WORD", help="the outcome that means missed")
    parser.add_argument("--no-past", action="store_true", help="keep no patient's earlier visits beside the model")
    for column in COLUMNS:
        name = f"--{column.replace('_', '-')}"
        parser.add_argument(name, default="", metavar="COLUMN", help=f"the column that says {column}")


def run(chosen: argparse.Namespace) -> int:
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
    return 0


def _say(lines: int) -> None:
    print(f"{lines:,} lines read", file=sys.stderr)
