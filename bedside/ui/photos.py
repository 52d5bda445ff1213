"""What a file is by its own bytes, and a photo without what the camera wrote into it: where it was taken, and when."""

from __future__ import annotations

import struct
from collections.abc import Iterator

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
BEGINS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
ICC, ADOBE = 0xE2, 0xEE  # of what makers may add, these two say how the colours are meant
TELLS = (set(range(0xE1, 0xF0)) - {ICC, ADOBE}) | {0xFE}  # Exif, XMP, what makers and newspapers write, comments
PNG_TELLS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
COLOURS = b"ICC_PROFILE\x00"
SCAN, END = 0xDA, 0xD9  # from the one to the other there is nothing but the picture
RESTARTS = range(0xD0, 0xD8)
UPRIGHT = 1
ORIENTATION = 0x0112


class Broken(ValueError):
    """It begins like a photo and is none."""


def kind_of(words: bytes) -> str:
    """What it is; empty where it is nothing that is taken. Its name and what a browser says of it count for nothing."""
    return next((kind for begins, kind in BEGINS.items() if words.startswith(begins)), "")


def without_traces(words: bytes) -> bytes:
    """The same picture, untouched, without what tells more than can be seen; which way is up is kept."""
    match kind_of(words):
        case "image/jpeg":
            return _jpeg(words)
        case "image/png":
            return _png(words)
    return words


def _jpeg(words: bytes) -> bytes:
    kept, way_up = [], UPRIGHT
    for mark, part in _parts(words):
        if mark == 0xE1 and part[4:10] == b"Exif\x00\x00":
            way_up = _way_up(part[10:])
        if mark not in TELLS and (mark != ICC or part[4:].startswith(COLOURS)):
            kept.append(part)
    told = _upright(way_up) if way_up != UPRIGHT else b""
    return words[:2] + told + b"".join(kept)


def _parts(words: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts of a JPEG, each with its mark; the last is the picture itself."""
    at = 2
    while at + 4 <= len(words):
        if words[at] != 0xFF:
            raise Broken
        mark = words[at + 1]
        if mark == SCAN:
            yield mark, words[at : _end(words, at)]
            return
        if mark == 0xFF:  # between two parts any number of these may stand
            at += 1
            continue
        length = int.from_bytes(words[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(words):
            raise Broken
        yield mark, words[at : at + 2 + length]
        at += 2 + length
    raise Broken


def _end(words: bytes, at: int) -> int:
    """Where the picture that begins here is over. A film or a second picture may lie behind it, each with its own
    word of where it was taken."""
    while at + 2 <= len(words):
        mark = words[at + 1]
        if mark == END:
            return at + 2
        if mark == 0 or mark in RESTARTS:
            at += 2
        elif mark == 0xFF:
            at += 1
            continue
        else:  # a table, or the next scan of the same picture
            at += 2 + max(2, int.from_bytes(words[at + 2 : at + 4], "big"))
        at = words.find(b"\xff", at)
        if at < 0:
            break
    return len(words)


def _way_up(exif: bytes) -> int:
    """Which side of the picture is up, as the camera held it."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2], "")
    if not order or len(exif) < 10:
        return UPRIGHT
    [first] = struct.unpack_from(f"{order}I", exif, 4)
    if first + 2 > len(exif):
        return UPRIGHT
    [count] = struct.unpack_from(f"{order}H", exif, first)
    for at in range(first + 2, min(first + 2 + 12 * count, len(exif) - 11), 12):
        tag, _kind, _number, value = struct.unpack_from(f"{order}HHIH", exif, at)
        if tag == ORIENTATION and 1 <= value <= 8:
            return int(value)
    return UPRIGHT


def _upright(way_up: int) -> bytes:
    """The part of a JPEG that says which way is up, and nothing else."""
    exif = b"Exif\x00\x00MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, way_up, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _png(words: bytes) -> bytes:
    kept, at = [words[:8]], 8
    while at + 12 <= len(words):
        length = int.from_bytes(words[at : at + 4], "big")
        end = at + 12 + length
        if end > len(words):
            raise Broken
        if words[at + 4 : at + 8] not in PNG_TELLS:
            kept.append(words[at:end])
        if words[at + 4 : at + 8] == b"IEND":
            return b"".join(kept)
        at = end
    raise Broken
