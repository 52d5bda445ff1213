from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings

from bedside.config import check, witness
from bedside.jobs.models import Job, State
from bedside.journal.actions import erase_snapshots, record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Seal
from bedside.people.models import Patient
from bedside.town.cast import Cast


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    shutil.copy(settings.DATA / "secrets.json", tmp_path / "secrets.json")
    settings.DATA = tmp_path
    return tmp_path


def _look(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    check.arguments(parser)
    code = check.run(parser.parse_args([]))
    return code, capsys.readouterr().out


def test_all_is_well_in_an_untouched_house(town: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    witness.seal()

    code, said = _look(capsys)

    assert code == 0
    assert "not good" not in said
    assert "good: The journal and its seals" in said


def test_a_row_changed_behind_the_journals_back_is_found(town: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Patient.objects.filter(pk=town.amara.pk).update(phone="0", email="x@example.org")

    code, said = _look(capsys)

    assert code == 1
    assert f"Patient {town.amara.pk} is not as the journal left it (email, phone)" in said


def test_a_row_added_behind_the_journals_back_is_found(town: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Patient.objects.bulk_create([Patient(given_name="No", family_name="Body")])

    code, said = _look(capsys)

    assert code == 1
    assert "is not in the journal: it was added behind its back" in said


def test_a_row_removed_behind_the_journals_back_is_found(town: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Patient.objects.filter(pk=town.lina.pk).delete()

    code, said = _look(capsys)

    assert code == 1
    assert f"Patient {town.lina.pk} is in the journal, but its row was removed" in said


def test_a_version_put_back_is_found(town: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    record("patient.details_changed", town.amara, by=HOUSE)
    Patient.objects.filter(pk=town.amara.pk).update(version=1)

    assert "is version 1, the journal knows 2" in _look(capsys)[1]


def test_an_erased_snapshot_is_no_fault(town: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    witness.seal()
    erase_snapshots(Entry.objects.filter(patient_id=town.omar.pk), by=HOUSE, because="he asked, article 17")

    assert _look(capsys)[0] == 0


def test_a_journal_cut_off_at_its_end_is_found_by_the_witness_beside_it(
    town: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    witness.seal()
    record("patient.details_changed", town.amara, by=HOUSE)
    witness.seal()
    last = Seal.objects.order_by("-position")[0]
    Entry.objects.filter(seal=last).delete()
    last.delete()
    Patient.objects.filter(pk=town.amara.pk).update(version=1)

    code, said = _look(capsys)

    assert code == 1
    assert "lines were removed from the end" in said


def test_the_witness_notes_each_seal_once(town: Cast, data: Path) -> None:
    witness.seal()
    witness.seal()

    assert len(witness.paper().read_text().splitlines()) == 1
    with witness.paper().open("a") as paper:
        paper.write("2026-01-01T00:00:00Z 7 half a li")
    assert witness.seen().startswith("1 ")


def test_work_that_was_given_up_is_said_and_is_no_damage(town: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Job.objects.create(task="inbox.deliver", state=State.DEAD)

    code, said = _look(capsys)

    assert code == 0
    assert "1 job was given up; a person must look. The newest: inbox.deliver." in said


def test_secrets_that_others_may_read_are_a_fault(town: Cast, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "secrets.json").chmod(0o644)

    code, said = _look(capsys)

    assert code == 1
    assert "Others on this machine may read" in said


def test_debug_in_a_clinic_is_a_fault(town: Cast, settings: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEBUG = True

    assert "error pages would show patients' data" in _look(capsys)[1]
