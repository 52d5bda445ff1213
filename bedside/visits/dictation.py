"""Dictation: a short recording goes to the clinic's own speech-to-text, and comes back as words to accept or not.

Off unless a command or a local socket is named (`BEDSIDE_DICTATION`). The recording is handed on from memory and let
go; it is in no table, no file of ours and no log. Nothing goes to another machine.
"""

from __future__ import annotations

import io
import logging
import shlex
import socket
import subprocess
import threading
import time
import wave

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.journal.models import Refusal
from bedside.language.text import clean

from . import hooks

log = logging.getLogger(__name__)
LONGEST = 55  # seconds of speech at once: it must fit into one request
LARGEST = 1_900_000  # bytes
WORDS = 4_000  # characters taken back
SECONDS = 20.0  # until we say that it takes too long

BROKEN = gettext_lazy("The recording could not be read. Please try again, or type.")
TOO_LONG = gettext_lazy("Please speak for less than a minute at once.")
SLOW = gettext_lazy("The dictation takes too long. Please try a shorter piece, or type.")
FAILED = gettext_lazy("The dictation does not work just now. Please type.")
BUSY = gettext_lazy("Somebody is dictating just now. Please wait a moment.")

_one_at_a_time = threading.Lock()  # speech-to-text wants the whole machine; a second waits for its turn


def is_on() -> bool:
    return bool(settings.DICTATION)


def heard(recording: bytes, language: str) -> str:
    """The words of a recording. Whatever goes wrong is said to whoever dictates, and never with what was spoken."""
    if not is_on():
        raise Refusal(FAILED, rule="dictation_off")
    _listen(recording)
    if not _one_at_a_time.acquire(blocking=False):
        raise Refusal(BUSY, rule="dictation_busy")
    try:
        with hooks.aside():
            said = _asked(settings.DICTATION, recording, language.split("-")[0])
    except (subprocess.TimeoutExpired, TimeoutError) as late:
        raise Refusal(SLOW, rule="dictation_slow") from late
    except (OSError, ValueError, subprocess.SubprocessError) as failed:
        log.error("The dictation failed: %s", type(failed).__name__)
        raise Refusal(FAILED, rule="dictation_failed") from None
    finally:
        _one_at_a_time.release()
    words = " ".join(clean(said.decode("utf-8", "replace")).split())[:WORDS]
    if not words:
        raise Refusal(_("No words were heard. Please try again, or type."), rule="dictation_silent")
    return words


def _listen(recording: bytes) -> None:
    """Whether it is speech of a length that we take: one channel or two, in plain WAV."""
    if len(recording) > LARGEST:
        raise Refusal(TOO_LONG, rule="dictation_long")
    try:
        with wave.open(io.BytesIO(recording)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
            known = sound.getsampwidth() == 2 and sound.getnchannels() in (1, 2)
            spoken = len(sound.readframes(sound.getnframes()))
    except (wave.Error, EOFError, ZeroDivisionError) as broken:
        raise Refusal(BROKEN, rule="dictation_broken") from broken
    if not known or not spoken:
        raise Refusal(BROKEN, rule="dictation_broken")
    if seconds > LONGEST:
        raise Refusal(TOO_LONG, rule="dictation_long")


def _asked(adapter: str, recording: bytes, language: str) -> bytes:
    """A socket of this machine, or a command: WAV goes in, words come out."""
    if adapter.startswith("unix:"):
        return _by_socket(adapter.removeprefix("unix:"), recording)
    command = [part.replace("{language}", language) for part in shlex.split(adapter)]
    done = subprocess.run(command, input=recording, capture_output=True, timeout=SECONDS, check=True)
    return done.stdout


def _by_socket(path: str, recording: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as line:
        end = time.monotonic() + SECONDS
        line.settimeout(SECONDS)
        line.connect(path)
        line.sendall(recording)
        line.shutdown(socket.SHUT_WR)
        said = bytearray()
        while len(said) < 4 * WORDS and (piece := line.recv(65_536)):
            said += piece
            line.settimeout(max(end - time.monotonic(), 0.001))
        return bytes(said)
