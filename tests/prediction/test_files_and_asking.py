from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bedside.config.cli import main
from bedside.prediction import files
from bedside.prediction.ask import answer
from bedside.prediction.no_show import learn
from bedside.prediction.reading import read_file

from . import made_up

SOON = {"booked_at": "2024-06-20T08:00", "starts_at": "2024-06-20T10:00"}
FAR = {"booked_at": "2024-06-20T08:00", "starts_at": "2024-08-20T10:00", "reminded": "no"}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    bookings = read_file(made_up.write(folder / "f.csv", made_up.rows(4000)))
    files.write(folder / "no-show.json", learn(bookings), bookings)
    return folder / "no-show.json"


@pytest.fixture
def asked(trained: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(files.CHOSEN, str(trained))
    return trained


def test_what_was_learned_is_the_same_when_it_is_read_again(trained: Path) -> None:
    bookings = read_file(trained.parent / "f.csv")

    assert files.load(trained).model == learn(bookings).model
    assert trained.stat().st_mode & 0o077 == 0


def test_the_model_holds_no_patient_and_the_past_beside_it_no_name(trained: Path) -> None:
    assert '"p1"' not in trained.read_text()
    assert '"p1"' not in files.past_of(trained).read_text()


def test_a_model_that_was_changed_by_hand_is_refused(trained: Path, tmp_path: Path) -> None:
    said = json.loads(trained.read_text())
    said["coefficients"]["prior"] += 1
    other = tmp_path / "no-show.json"
    other.write_text(json.dumps(said))

    with pytest.raises(files.NoModel, match="checksum"):
        files.load(other)


def test_the_past_of_another_model_is_not_used(trained: Path, tmp_path: Path) -> None:
    other = tmp_path / "no-show.json"
    other.write_text(trained.read_text())
    past = json.loads(files.past_of(trained).read_text()) | {"model": "another"}
    files.past_of(other).write_text(json.dumps(past))

    assert files.load(other).past is None


def test_a_visit_far_ahead_is_likelier_to_be_missed_and_help_is_named(asked: Path) -> None:
    far = answer({**FAR, "earlier_visits": 5, "earlier_missed": 4})
    soon = answer({**SOON, "earlier_visits": 5, "earlier_missed": 0})

    assert far["p"] > soon["p"]
    assert far["help"] == ["call", "transport", "earlier_reminder", "reminder"]
    assert soon["help"] == []
    assert "Missed 4 of 5 earlier visits (more likely to be missed)" in far["because"]
    assert "Booked for the same day (less likely to be missed)" in soon["because"]


def test_her_past_is_looked_up_as_it_was_known_when_she_booked(asked: Path) -> None:
    past = files.load(asked).past
    assert past is not None
    bookings = read_file(asked.parent / "f.csv")
    often = next(name for name in bookings.names if past.before(name, 2**40)[0] >= 4)

    early = answer({**FAR, "patient": often, "booked_at": "2022-06-01T08:00"})
    late = answer({**FAR, "patient": often})
    visits, missed = past.before(often, 2**40)

    assert early["p"] == answer({**FAR, "booked_at": "2022-06-01T08:00", "earlier_visits": 0})["p"]
    assert late["p"] == answer({**FAR, "earlier_visits": visits, "earlier_missed": missed})["p"]


def test_fields_may_be_empty_or_named_as_others_name_them(asked: Path) -> None:
    told = answer({"ScheduledDay": "2024-06-20", "AppointmentDay": "2024-06-25", "Age": None, "SMS_received": 1})

    assert 0 < told["p"] < 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"starts_at": "2024-01-01"}, "booked_at is missing"),
        ({"booked_at": "x", "starts_at": "2024-01-01"}, "no date"),
        ({"booked_at": "2024-01-02", "starts_at": "2024-01-01"}, "later day"),
        ({**SOON, "earlier_visits": 1, "earlier_missed": 2}, "Nobody missed more"),
        ({**SOON, "earlier_visits": "many"}, "whole numbers"),
    ],
)
def test_what_cannot_be_scored_gets_a_sentence(asked: Path, line: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        answer(line)


def test_without_a_trained_file_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(files.CHOSEN, str(tmp_path / "none.json"))

    with pytest.raises(files.NoModel, match=r"no trained no-show model yet.*bedside learn no-show"):
        answer(SOON)


def test_learning_prints_figures_for_people_and_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = made_up.write(tmp_path / "f.csv", made_up.rows(1500)), tmp_path / "deep" / "model.json"

    assert main(["learn", "no-show", str(file), "--out", str(out)]) == 0
    words = capsys.readouterr().out
    assert main(["learn", "no-show", str(file), "--out", str(out), "--json", "--no-past"]) == 0
    said = json.loads(capsys.readouterr().out)

    for wanted in ("AUC", "Brier of the base rate", "Calibration slope", "Without bookings for the same day"):
        assert wanted in words
    for part in ("all_bookings", "without_same_day"):
        assert {"auc", "brier", "brier_base", "slope", "intercept", "bins"} <= set(said[part])
    assert said["model"]["checksum"] == json.loads(out.read_text())["checksum"]
    assert not files.past_of(out).exists()


def test_a_file_elsewhere_is_asked_by_its_name(trained: Path, tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "bedside", "ask", "no-show", "--model", str(trained)],
        input=json.dumps(FAR) + "\n{}\n",
        env=os.environ | {"BEDSIDE_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    scored, refused = (json.loads(line) for line in asked.stdout.splitlines())
    assert 0 < scored["p"] < 1
    assert refused == {"error": "Say when it was booked and when it starts: booked_at is missing.", "line": 2}


def test_learning_from_too_little_says_so_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = made_up.write(tmp_path / "f.csv", made_up.rows(20)), tmp_path / "model.json"

    assert main(["learn", "no-show", str(file), "--out", str(out)]) == 1
    assert "At least 200" in capsys.readouterr().err
    assert not out.exists()
