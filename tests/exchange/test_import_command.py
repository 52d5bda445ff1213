from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bedside.exchange import import_command
from bedside.journal.models import Refusal
from bedside.people.models import Patient

from .conftest import Resource, Write

pytestmark = pytest.mark.django_db


def _say(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_command.arguments(parser)
    return import_command.run(parser.parse_args(words))


def test_it_says_file_by_file_what_came_of_it(
    bundle: Write, sent: dict[str, Resource], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle(list(sent.values()))

    assert _say("fhir", str(tmp_path)) == 0
    assert "bundle.json: 5 new (1 Encounter, 1 Observation, 1 Patient" in capsys.readouterr().out

    assert _say("fhir", str(tmp_path)) == 0
    said = capsys.readouterr().out
    assert "bundle.json: 5 already here, unchanged" in said
    assert "1 file: 0 new, 0 changed, 5 already here" in said
    assert Patient.objects.count() == 1


def test_a_refused_file_is_named_and_the_command_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.json").write_text('{"resourceType": "Patient", "id": "a", "active": "[red]"}')

    assert _say("fhir", str(tmp_path)) == 1
    said = capsys.readouterr().out
    assert "refused bad.json, Patient.active: expected true or false" in said
    assert "1 refused: nothing of it was kept" in said


def test_a_source_needs_a_name_that_fits(bundle: Write, sent: dict[str, Resource], tmp_path: Path) -> None:
    bundle(list(sent.values()))

    for name in ("", "x" * 61):
        with pytest.raises(Refusal, match="between 1 and 60"):
            _say("fhir", str(tmp_path), "--source", name)
