"""Dictation: a recording goes to a program of the clinic's own, and its words are read before they are taken."""

from __future__ import annotations

import io
import shlex
import socket
import sys
import threading
import wave
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import Role
from bedside.hours.clock import stopped_at
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.town.cast import Cast
from bedside.visits import actions, dictation
from bedside.visits.models import Summary, Visit

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAYS = "import sys; heard = sys.stdin.buffer.read(); print('knee', heard[:4].decode(), len(heard), sys.argv[1])"


def program(words: str) -> str:
    """A real program that reads the recording, as a setting names it."""
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(words)} {{language}}"


def recording(seconds: float = 1.0, rate: int = 16_000) -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"\1\0" * int(seconds * rate))
    return kept.getvalue()


@pytest.fixture
def visit(town: Cast, settings: LazySettings) -> Iterator[Visit]:
    settings.DEMO = True
    settings.DICTATION = program(SAYS)
    town.dr_osei.act_as(Role.CLINICIAN)
    with stopped_at(MORNING):
        room = actions.open_room(town.riverside, name="Room 8", by=HOUSE)
        about: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "My knee", "level": "R14"}
        came = actions.walk_in(town.amara, staff_member=town.osei, by=town.sam, **about)
        yield actions.begin(actions.call(came, room=room, by=town.dr_osei), by=town.dr_osei)


def speaks(town: Cast, visit: Visit, sound: bytes, **more: str) -> Any:
    doctors = Client()
    doctors.force_login(town.dr_osei)
    address = f"/desk/mine/{visit.pk}/dictation/?language=fr"
    return doctors.post(address, sound, content_type="audio/wav", headers={"HX-Request": "true"} | more)


def test_what_was_heard_comes_back_to_be_read_and_nothing_is_kept(town: Cast, visit: Visit) -> None:
    entries = Entry.objects.count()
    answer = speaks(town, visit, recording())

    assert answer.status_code == 200
    assert "knee RIFF 32044 fr" in answer.text
    assert "Put it into my notes" in answer.text
    assert not Summary.objects.exists()
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (b"", "could not be read"),
        (b"RIFF....WAVEfmt broken", "could not be read"),
        (b"<script>alert(1)</script>", "could not be read"),
        (recording(0), "could not be read"),
        (recording(56), "less than a minute"),
        (recording(10, rate=96_000), "less than a minute"),
    ],
)
def test_a_recording_that_is_broken_or_too_long_is_refused_politely(
    town: Cast, visit: Visit, sound: bytes, said: str
) -> None:
    answer = speaks(town, visit, sound)

    assert answer.status_code == 409
    assert said in answer.text


def test_a_huge_recording_is_not_even_read(town: Cast, visit: Visit) -> None:
    assert speaks(town, visit, b"\0" * 3_000_000).status_code == 413


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("import time; time.sleep(30)", "takes too long"),
        ("import sys; sys.exit(1)", "does not work just now"),
        ("pass", "No words were heard"),
    ],
)
def test_a_program_that_is_slow_broken_or_silent_is_named_and_the_clinician_types(
    visit: Visit, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    settings.DICTATION = program(words)
    monkeypatch.setattr(dictation, "SECONDS", 0.5 if "sleep" in words else 20)

    with pytest.raises(Refusal, match=said):
        dictation.heard(recording(), "en")


def test_a_program_that_is_not_there_says_so_and_no_recording_is_logged(
    visit: Visit, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DICTATION = "/nowhere/speech"

    with pytest.raises(Refusal, match="does not work just now"):
        dictation.heard(recording(), "en")
    assert [record.getMessage() for record in caplog.records] == ["The dictation failed: FileNotFoundError"]


def test_a_socket_of_this_machine_does_as_well(settings: LazySettings, tmp_path: Path) -> None:
    path, got = tmp_path / "speech", bytearray()
    settings.DICTATION = f"unix:{path}"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()

        def answers() -> None:
            line, _ = door.accept()
            with line:
                while piece := line.recv(65_536):
                    got.extend(piece)
                line.sendall(b"Le genou  va mieux.\n")

        listens = threading.Thread(target=answers)
        listens.start()
        assert dictation.heard(recording(), "fr") == "Le genou va mieux."
        listens.join()
    assert bytes(got) == recording()


def test_the_microphone_is_shut_everywhere_but_where_one_dictates(
    town: Cast, visit: Visit, settings: LazySettings
) -> None:
    doctors = Client()
    doctors.force_login(town.dr_osei)
    writing = f"/desk/mine/{visit.pk}/summary/"

    page = doctors.get(writing)
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert "camera=()" in page.headers["Permissions-Policy"]
    assert "data-dictation" in page.text
    assert "microphone=()" in doctors.get(f"/desk/mine/{visit.pk}/brief/").headers["Permissions-Policy"]

    settings.DICTATION = ""
    page = doctors.get(writing)
    assert "microphone=()" in page.headers["Permissions-Policy"]
    assert "data-dictation" not in page.text
    assert speaks(town, visit, recording()).status_code == 409


def test_only_who_treats_her_dictates(town: Cast, visit: Visit) -> None:
    town.sam.act_as(Role.FRONT_DESK)
    desk = Client()
    desk.force_login(town.sam)

    assert desk.post(f"/desk/mine/{visit.pk}/dictation/", recording(), content_type="audio/wav").status_code == 404
