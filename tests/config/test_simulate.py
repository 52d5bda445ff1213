"""`bedside simulate`: a clinic day tried out from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bedside.config import cli
from tests.races.installation import ROOT

PLAN = {"name": "every 15", "minutes": 180, "appointments": {"count": 12, "every": 15, "spread": 6}}
DAY = "scheduled,arrived,called,ended\n09:00,09:00,09:01,09:20\n09:15,09:14,09:21,09:40\n09:30,,,\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "plan.json").write_text(json.dumps(PLAN))
    wider = {**PLAN, "name": "every 20", "appointments": {**PLAN["appointments"], "every": 20}}  # type: ignore[dict-item]
    (tmp_path / "wider.json").write_text(json.dumps(wider))
    (tmp_path / "times.json").write_text('{"appointments": {"every": 25}}')
    (tmp_path / "day.csv").write_text(DAY)
    return tmp_path


def answered(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert cli.main(["simulate", *words, "--days", "40"]) == 0
    return json.loads(capsys.readouterr().out)


def test_each_figure_comes_with_its_interval(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answered(capsys, str(files / "plan.json"), "--seed", "7")
    assert (said["days"], said["seed"]) == (40, 7)
    wanted = {"wait_p50", "wait_p80", "wait_p90", "wait_mean", "idle", "overtime", "utilisation", "seen", "stayed_away"}
    assert set(said["figures"]) == wanted
    for figure in said["figures"].values():
        assert figure["low"] <= figure["value"] <= figure["high"]


def test_two_templates_are_compared_on_the_same_people(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answered(capsys, str(files / "plan.json"), "--beside", str(files / "wider.json"))
    assert said["difference"]["idle"]["low"] > 0
    gap = said["other"]["idle"]["value"] - said["as_it_is"]["idle"]["value"]
    assert said["difference"]["idle"]["value"] == pytest.approx(gap, abs=0.001)


def test_a_recorded_day_is_tried_with_another_template(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answered(capsys, str(files / "times.json"), "--replay", str(files / "day.csv"))
    assert said["recorded"]["with_a_time"] == 3
    assert said["replayed_exactly"]["as_it_was"]["wait_p90"]["value"] == pytest.approx(4.0, abs=1.5)
    assert said["replayed_exactly"]["other"]["stayed_away"]["value"] == 1
    assert set(said["difference"]) == set(said["other"])


def test_it_can_be_told_in_words_and_read_from_standard_input_without_a_database() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bedside", "simulate", "-", "--words", "--days", "20"],
        input=json.dumps(PLAN),
        cwd=ROOT,
        env={"PATH": "/nowhere", "PYTHONPATH": str(ROOT), "BEDSIDE_DATA": "/nowhere"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("20 days of every 15:\nHalf of the people wait up to ")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["missing.json"], "cannot be read"),
        (["day.csv"], "is not JSON"),
        (["plan.json", "--days", "3"], "at least 20 days"),
        (["plan.json", "--replay", "day.csv"], "leave out spread"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_a_sentence(
    files: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    said = [str(files / one) if "." in one else one for one in words]
    assert cli.main(["simulate", *said]) == 1
    assert why in capsys.readouterr().err
