from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bedside.config.ask import LONGEST_LINE, reply
from bedside.journal.models import Refusal
from tests.races.installation import ROOT


def echo(asked: dict[str, Any]) -> dict[str, Any]:
    return {"heard": asked["text"]}


def answered(line: bytes, answer: Any = echo, number: int = 7) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reply(answer, line, number))
    return found


def test_a_line_is_answered_by_a_line() -> None:
    assert reply(echo, b'{"text": "my knee hurts"}\n', 1) == b'{"heard": "my knee hurts"}\n'


def test_other_scripts_are_answered_readably() -> None:
    assert reply(echo, '{"text": "ركبتي"}'.encode(), 1) == '{"heard": "ركبتي"}\n'.encode()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"", "not JSON"),
        (b"\n", "not JSON"),
        (b"{", "not JSON"),
        (b"[1]", "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b'{"text": NaN}', "NaN is not JSON"),
        (b'{"text": 1} {"text": 2}', "not JSON"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text": "' + b"x" * LONGEST_LINE + b'"}', "longer than"),
    ],
)
def test_a_line_that_is_no_question_gets_its_number_and_a_sentence(line: bytes, sentence: str) -> None:
    told = answered(line)

    assert told["line"] == 7
    assert sentence in told["error"]


def test_a_refusal_is_said_as_it_is() -> None:
    def refuses(asked: dict[str, Any]) -> dict[str, Any]:
        raise Refusal("Please say how old she is.")

    assert answered(b"{}", refuses) == {"error": "Please say how old she is.", "line": 7}


def test_what_breaks_does_not_tell_its_insides(caplog: pytest.LogCaptureFixture) -> None:
    assert answered(b"{}") == {"error": "This could not be answered (KeyError).", "line": 7}
    assert "line 7" in caplog.text


def test_half_a_character_is_answered_too() -> None:
    assert answered(b'{"text": "\\ud800"}') == {"heard": "\ud800"}


@pytest.mark.skipif(not (ROOT / "bedside" / "urgency" / "ask.py").exists(), reason="urgency cannot be asked yet")
def test_asking_needs_neither_a_server_nor_a_place_to_write(tmp_path: Path) -> None:
    environment = {**os.environ, "BEDSIDE_DATA": str(tmp_path / "none"), "PYTHONPATH": str(ROOT)}
    lines = b'{"text": "my knee hurts"}\nnonsense\n{"text": "I cannot breathe"}\n'

    done = subprocess.run(
        [sys.executable, "-m", "bedside", "ask", "urgency"], input=lines, env=environment, capture_output=True
    )

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [sorted(answer) for answer in answers] == [
        ["because", "level", "rules"],
        ["error", "line"],
        ["because", "level", "rules"],
    ]
    assert not (tmp_path / "none").exists()
