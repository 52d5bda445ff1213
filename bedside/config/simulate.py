"""`bedside simulate FILE.json|-`: try out a clinic day by the rules of the queue, alone or beside another plan.

With files only it needs no database. With `--day` it tries a day of this clinic's own visits again; figures of the
whole day are printed, and nothing about anybody.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from bedside.measures.trials import BATCHES, at_share
from bedside.visits.trials import told
from bedside.visits.trials.days import tried
from bedside.visits.trials.reading import people_of
from bedside.visits.trials.recorded import Recorded, exactly, other_plan, recorded, tried_both
from bedside.visits.trials.template import NotATemplate, template

MOST_DAYS, LARGEST = 100_000, 10_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.json", help="the template of the day; - reads it from standard input")
    against = parser.add_mutually_exclusive_group()
    against.add_argument("--beside", metavar="OTHER.json", help="another template, tried on the same people")
    against.add_argument("--replay", metavar="DAY.csv", help="a recorded day (CSV or JSON), tried with this template")
    against.add_argument("--day", type=date.fromisoformat, metavar="DATE", help="a day of this clinic's own visits")
    parser.add_argument("--place", default="", help="with --day: which place")
    parser.add_argument("--service", default="", help="with --day: which service")
    parser.add_argument("--days", type=int, default=1000, help="how many days to try (1000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same days (1)")
    parser.add_argument("--words", action="store_true", help="tell it in plain words instead of JSON")
    parser.epilog = """Example: echo '{"appointments": {"count": 12, "every": 15}}' | bedside simulate - --words"""


def run(chosen: argparse.Namespace) -> int:
    if not BATCHES <= chosen.days <= MOST_DAYS:
        raise NotATemplate(f"Try at least {BATCHES} days and at most {MOST_DAYS:,}.")
    said = _json(chosen.file)
    answer: dict[str, Any] = {"days": chosen.days, "seed": chosen.seed}
    if chosen.replay or chosen.day:
        day = _own(chosen) if chosen.day else recorded(people_of(_text(chosen.replay)))
        answer |= _replayed(day, said, chosen)
    else:
        answer |= _tried(said, _json(chosen.beside) if chosen.beside else None, chosen)
    if chosen.words:
        print("\n".join(answer["words"]))
    else:
        del answer["words"]
        print(json.dumps(answer, indent=2, ensure_ascii=False))
    return 0


def _tried(said: Any, beside: Any, chosen: argparse.Namespace) -> dict[str, Any]:
    one = tried(template(said), days=chosen.days, seed=chosen.seed)
    found = told.figures(one)
    words = [f"{chosen.days:,} days of {_name(said, 'this plan')}:", *told.in_words(found)]
    if beside is None:
        return {"figures": told.as_json(found), "words": words}
    other = tried(template(beside), days=chosen.days, seed=chosen.seed)
    return _compared(told.figures(one), told.figures(other), told.differences(one, other)) | {
        "words": [
            *words,
            f"{_name(beside, 'The other plan')}, on the same people:",
            *told.difference_in_words(told.differences(one, other)),
        ]
    }


def _replayed(day: Recorded, said: Any, chosen: argparse.Namespace) -> dict[str, Any]:
    was, plan = day.plan, other_plan(day, said)
    drawn, others = tried_both(day, plan, days=chosen.days, seed=chosen.seed)
    one, other = told.figures(drawn, resampled=True), told.figures(others, resampled=True)
    apart = told.differences(drawn, others, resampled=True)
    known = {name: told.short(at_share(day.waits, share)) for name, share in told.SHARES.items()}
    people = {
        "with_a_time": len(day.booked),
        "without": len(day.walked_in),
        "left_out": day.left_out,
        "length_unknown": sum(one.came and one.minutes is None for one in day.people),
        "waits_known": len(day.waits),
    }
    as_it_was, changed = told.figures([exactly(day, was)]), told.figures([exactly(day, plan)])
    return {
        "recorded": people | known,
        "replayed_exactly": {"as_it_was": told.as_json(as_it_was), "other": told.as_json(changed)},
        **_compared(one, other, apart),
        "words": [
            f"{chosen.days:,} days with the luck of this day drawn anew, as it was planned:",
            *told.in_words(one),
            f"With {_name(said, 'the other plan')}, on the same people:",
            *told.difference_in_words(apart),
        ],
    }


def _compared(one: told.Figures, other: told.Figures, apart: told.Figures) -> dict[str, Any]:
    return {"as_it_is": told.as_json(one), "other": told.as_json(other), "difference": told.as_json(apart)}


def _own(chosen: argparse.Namespace) -> Recorded:
    from .cli import begin

    begin()
    from bedside.visits.recorded_here import day_here

    return day_here(chosen.day, place=chosen.place, service=chosen.service)


def _name(said: Any, else_: str) -> str:
    return str(said.get("name") or else_) if isinstance(said, dict) else else_


def _json(file: str) -> Any:
    text = _text(file)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NotATemplate(f"{'The template' if file == '-' else Path(file).name} is not JSON.") from None


def _text(file: str) -> str:
    try:
        read = sys.stdin.buffer.read(LARGEST) if file == "-" else Path(file).read_bytes()[:LARGEST]
        return read.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise NotATemplate(f"{Path(file).name} cannot be read as text.") from None
