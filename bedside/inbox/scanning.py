"""Asking a virus scanner about a file, where the clinic runs one: ClamAV's daemon, by its command INSTREAM."""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

AT_ONCE = 64_000
LONGEST_ANSWER = 4_000
DEFAULT_PORT = 3310


class Unanswered(OSError):
    """The scanner was reached and said nothing of the file."""


def is_set_up() -> bool:
    return bool(settings.FILE_SCANNER)


def harm_in(words: bytes) -> str:
    """What the scanner calls the harm it finds in these bytes; empty where it finds none.

    Raises OSError where it is not reached, is too slow or cannot say. Source: clamd(8), INSTREAM.
    """
    with _reached() as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(words), AT_ONCE):
            part = words[at : at + AT_ONCE]
            line.sendall(struct.pack("!I", len(part)) + part)
        line.sendall(struct.pack("!I", 0))
        said = _answer(line)
    found = said.removeprefix("stream: ")
    if found == "OK":
        return ""
    if found.endswith(" FOUND"):
        return found.removesuffix(" FOUND")
    raise Unanswered(said)


def _reached() -> socket.socket:
    """By a port (clamd://host:3310) or by a socket of this machine (clamd:///run/clamav/clamd.ctl)."""
    where = urlsplit(settings.FILE_SCANNER)
    if where.hostname:
        return socket.create_connection((where.hostname, where.port or DEFAULT_PORT), settings.GATEWAY_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(settings.GATEWAY_SECONDS)
    try:
        line.connect(where.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        part = line.recv(1_000)
        if not part:
            break
        said += part
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
