from __future__ import annotations

import argparse
import json
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.db import connection, connections

from bedside.config import backup, check, restore, witness
from bedside.config.backup import back_up
from bedside.config.backups import packet
from bedside.config.backups.log import last_backup
from bedside.config.backups.packet import Unusable, manifest_of, unpack
from bedside.config.restore import put_back
from bedside.hours.clock import now
from bedside.inbox.models import Channel, Message, State, Way
from bedside.jobs.models import Job
from bedside.journal.actions import erase_snapshots, record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Patient
from bedside.town.cast import Cast, gather

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def data(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own, with the secrets that this test's journal is sealed with."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(settings.DATA / "secrets.json", folder / "secrets.json")
    settings.DATA = folder
    yield folder
    if connection.vendor == "postgresql":  # a restore keeps the database it replaced
        _drop_what_was_replaced()


def _drop_what_was_replaced() -> None:
    from bedside.config.backups import on_postgres

    with on_postgres._maintenance() as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{on_postgres.its_name()}_r%"])
        names = [name for (name,) in rows.fetchall()]
    for name in names:
        on_postgres.drop(name)


def _write_down(patient: Patient, phone: str) -> None:
    patient.phone = phone
    record("patient.details_changed", patient, by=HOUSE)


def test_a_backup_was_opened_and_says_what_is_in_it(data: Path) -> None:
    gather()
    witness.seal()

    file, manifest = back_up(data / "backups")

    assert manifest.faults == []
    assert manifest.counts["people.patient"] == 5
    assert manifest.head == witness.seen()
    assert manifest_of(file).sha256 == manifest.sha256
    assert last_backup() == manifest.moment


def test_the_secrets_are_not_in_a_backup(data: Path) -> None:
    gather()
    file, _ = back_up(data / "backups")

    secrets = json.loads((data / "secrets.json").read_text())
    held = file.read_bytes()
    assert not any(secret.encode() in held for secret in secrets.values())
    assert file.stat().st_mode & 0o077 == 0


def test_a_backup_while_people_write_is_one_moment_of_the_database(data: Path) -> None:
    town = gather()
    stop, written = threading.Event(), []

    def write(patient: Patient) -> None:
        try:
            while not stop.is_set():
                _write_down(patient, f"07700 {len(written):06}")
                written.append(patient.phone)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=[patient]) for patient in (town.amara, town.lina)]
    for writer in writers:
        writer.start()
    try:
        while len(written) < 20:
            assert all(writer.is_alive() for writer in writers)
        before = len(written)
        _, manifest = back_up(data / "backups")
        after = len(written)
    finally:
        stop.set()
        for writer in writers:
            writer.join()

    assert manifest.faults == []
    assert after > before  # nobody had to wait for the backup to end
    told = manifest.counts["journal.entry"] - Entry.objects.exclude(verb="patient.details_changed").count()
    assert before <= told <= len(written)


def test_a_single_flipped_bit_is_found(data: Path, tmp_path: Path) -> None:
    gather()
    file, _ = back_up(data / "backups")
    whole = file.read_bytes()

    for place in (600, len(whole) // 3, len(whole) // 2, len(whole) - 12_000):
        torn = tmp_path / "torn.backup"
        torn.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(Unusable):
            unpack(torn, tmp_path / "out")
    torn.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unusable):
        unpack(torn, tmp_path / "out")


def test_a_backup_from_under_other_secrets_is_refused_in_a_sentence(data: Path, settings: LazySettings) -> None:
    gather()
    file, _ = back_up(data / "backups")
    settings.JOURNAL_KEY = b"another"

    with pytest.raises(Unusable, match=r"secrets\.json that was kept"):
        put_back(file)


def test_a_manifest_that_was_changed_is_refused(data: Path, tmp_path: Path) -> None:
    gather()
    file, manifest = back_up(data / "backups")
    copy = tmp_path / manifest.file
    unpack(file, copy)
    manifest.counts["people.patient"] = 4
    packet.pack(copy, manifest, tmp_path / "forged.backup")

    with pytest.raises(Unusable, match="changed after it was written"):
        manifest_of(tmp_path / "forged.backup")


def test_what_is_no_backup_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Amara")

    with pytest.raises(Unusable, match="is not a backup"):
        manifest_of(tmp_path / "letter.txt")


def _message(town: Cast, key: str, hours: int) -> Message:
    message = Message(
        patient=town.amara, way=Way.OUT, channel=Channel.SMS, to="x", body="x", state=State.WAITING, key=key,
        due_at=now() + timedelta(hours=hours),
    )  # fmt: skip
    record("message.written", message, by=HOUSE)
    return message


def test_yesterdays_copy_comes_back_signs_everybody_out_and_sends_nothing_twice(data: Path) -> None:
    town = gather()
    due, later = _message(town, "due", -1), _message(town, "later", 48)
    Session.objects.create(session_key="amara", session_data="", expire_date=now() + timedelta(hours=1))
    Job.objects.create(task="x", key="cron:x:2026-01-01T00:00:00Z")
    witness.seal()
    file, _ = back_up(data / "backups")
    _write_down(town.amara, "07700 900999")
    due.become(State.SENT)
    record("message.sent", due, by=HOUSE)
    witness.seal()

    said = put_back(file)

    assert Patient.objects.get(pk=town.amara.pk).phone == "07700 900101"
    assert not Session.objects.exists()
    assert not Job.objects.filter(key__startswith="cron:").exists()
    assert Message.objects.get(pk=due.pk).state == State.EXPIRED
    assert Message.objects.get(pk=later.pk).state == State.WAITING
    assert any("1 message that was due by now is not sent" in sentence for sentence in said)
    assert any("kept as" in sentence for sentence in said)
    witness.seal()
    assert _check() == 0


def test_what_was_erased_by_law_after_the_backup_does_not_come_back(data: Path) -> None:
    town = gather()
    witness.seal()
    file, _ = back_up(data / "backups")
    erase_snapshots(Entry.objects.filter(patient_id=town.omar.pk), by=HOUSE, because="he asked, article 17")

    said = put_back(file)

    assert not Entry.objects.filter(patient_id=town.omar.pk, snapshot__isnull=False).exists()
    assert Entry.objects.filter(patient_id=town.amara.pk, snapshot__isnull=False).exists()
    assert "What had been erased since was erased again (journal entries: 1)." in said
    assert _check() == 0


def test_a_backup_comes_back_although_the_present_database_cannot_be_read(data: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("A torn file is SQLite's trouble.")
    town = gather()
    file, _ = back_up(data / "backups")
    connection.close()
    Path(str(connection.settings_dict["NAME"])).write_bytes(b"torn" * 5000)

    said = put_back(file)

    assert Patient.objects.get(pk=town.amara.pk).given_name == "Amara"
    assert any("kept as" in sentence for sentence in said)


def test_the_database_that_was_replaced_is_kept(data: Path) -> None:
    town = gather()
    file, _ = back_up(data / "backups")
    _write_down(town.amara, "07700 900999")
    again, _ = back_up(data / "backups")
    put_back(file)

    put_back(again)

    assert Patient.objects.get(pk=town.amara.pk).phone == "07700 900999"
    if connection.vendor == "sqlite":
        assert len(list((data / "replaced").glob("*.sqlite3*"))) == 2  # a test run in parts adds to the name


def test_a_backup_of_a_damaged_journal_says_so_and_is_not_put_back_by_itself(data: Path) -> None:
    town = gather()
    witness.seal()
    Patient.objects.filter(pk=town.amara.pk).update(phone="0")

    file, manifest = back_up(data / "backups")

    assert "changed behind its back" in manifest.faults[0]
    assert last_backup() is None
    with pytest.raises(Refusal, match="had faults when this backup was made"):
        put_back(file)
    assert any("with the faults it had" in sentence for sentence in put_back(file, with_faults=True))


def test_the_commands_say_what_they_did(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gather()
    assert _run(backup, str(data / "kept")) == 0
    said = capsys.readouterr().out
    assert "journal entries, no fault" in said
    assert "apart from the backups" in said

    [file] = (data / "kept").glob("*.backup")
    with pytest.raises(Unusable, match="Add --yes"):
        _run(restore, str(file))


def _check() -> int:
    return _run(check)


def _run(command: object, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.arguments(parser)  # type: ignore[attr-defined]
    return int(command.run(parser.parse_args(words)))  # type: ignore[attr-defined]
