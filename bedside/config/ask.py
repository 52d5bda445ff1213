"""`bedside ask NAME`: one JSON object on each line in, one answer on each line out, in order.

Needs no database, no server and no secrets; where a clinic's database stands, its own services are asked for. A line
that cannot be answered gets a line that says why, and the next line is read.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from .asks import ASKS

Answer = Callable[[dict[str, Any]], dict[str, Any]]

LONGEST_LINE = 1_000_000

log = logging.getLogger("bedside.ask")


class NotAQuestion(Exception):
    """Why a line cannot be answered, in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def arguments(parser: argparse.ArgumentParser) -> None:
    there = [name for name, where in ASKS.items() if find_spec(where.partition(":")[0])]
    parser.add_argument("name", choices=there, help="which judgement to ask")
    parser.add_argument("--model", help="a trained file other than the one in the data folder (no-show)")
    parser.epilog = 'Example: echo \'{"text": "my knee hurts"}\' | bedside ask urgency'


def run(chosen: argparse.Namespace) -> int:
    if chosen.model:
        os.environ["BEDSIDE_NO_SHOW"] = chosen.model
    module, _, function = ASKS[chosen.name].partition(":")
    answer: Answer = getattr(import_module(module), function)
    for number, line in enumerate(sys.stdin.buffer, 1):
        sys.stdout.buffer.write(reply(answer, line, number))
        sys.stdout.buffer.flush()
    return 0


def reply(answer: Answer, line: bytes, number: int) -> bytes:
    try:
        told = _written(answer(question(line)))
    except Exception as error:
        sentence = getattr(error, "sentence", "") or (str(error) if isinstance(error, ValueError) else "")
        if not sentence:
            log.exception("line %s could not be answered", number)
            sentence = f"This could not be answered ({type(error).__name__})."
        told = _written({"error": sentence, "line": number})
    return told + b"\n"


def question(line: bytes) -> dict[str, Any]:
    """The object on one line, or a NotAQuestion."""
    if len(line) > LONGEST_LINE:
        raise NotAQuestion(f"The line is longer than {LONGEST_LINE:,} bytes.")
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_not_a_number)
    except UnicodeDecodeError:
        raise NotAQuestion("The line is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise NotAQuestion(f"The line is not JSON: {error.msg} at character {error.pos + 1}.") from None
    except RecursionError:
        raise NotAQuestion("The line is nested too deeply.") from None
    if not isinstance(found, dict):
        raise NotAQuestion('The line must be a JSON object, such as {"text": "my knee hurts"}.')
    return found


def _not_a_number(word: str) -> float:
    raise NotAQuestion(f"{word} is not JSON.")


def _written(told: dict[str, Any]) -> bytes:
    try:
        return json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a pair of characters came in
        return json.dumps(told).encode()
