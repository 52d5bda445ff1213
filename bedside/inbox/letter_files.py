"""What was enclosed in an e-mail: what it is by its own bytes, and what is never kept because it could do harm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

MOST = 10  # files of one e-mail
MOST_BYTES = 10_000_000  # of one file
PLAIN = "text/plain"
OTHER = "application/octet-stream"
BEGINS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF8": "image/gif",
    b"PK\x03\x04": "application/zip",
}
RUNS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!", b"L\x00\x00\x00\x01")
PAGES = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?xml", b"<iframe")
OPENS_ANYTHING = {
    *("exe", "com", "scr", "bat", "cmd", "pif", "msi", "dll", "jar", "apk", "app", "dmg", "pkg", "iso", "img", "cpl"),
    *("js", "jse", "mjs", "vbs", "vbe", "ws", "wsf", "wsh", "ps1", "psm1", "hta", "sh", "lnk", "url", "reg", "chm"),
    *("html", "htm", "xhtml", "xht", "mht", "mhtml", "shtml", "svg", "svgz", "xml", "xsl", "swf", "msc", "scf", "inf"),
    *("docm", "xlsm", "pptm", "dotm", "xltm", "xlam"),
}


@dataclass(frozen=True)
class File:
    """One file as it came. Its words are empty where it is not kept, and `why_not` says why."""

    name: str
    kind: str
    size: int
    words: bytes = b""
    why_not: str = ""  # harmful, large or many


def judged(name: str, words: bytes, *, number: int) -> File:
    """A file and whether it is kept; what its sender calls it counts only against it."""
    name, kind = _bare(name), kind_of(words)
    why_not = (
        "harmful" if could_do_harm(name, words) else "large" if len(words) > MOST_BYTES else "many" * (number >= MOST)
    )
    return File(name, kind, len(words), b"" if why_not else words, why_not)


def kind_of(words: bytes) -> str:
    """What it is by its bytes."""
    for begins, kind in BEGINS.items():
        if words.startswith(begins):
            return kind
    if words[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return "image/heic"
    return PLAIN if words and b"\x00" not in words and _is_text(words) else OTHER


def could_do_harm(name: str, words: bytes) -> bool:
    """Whether opening it could run something: by its bytes, or by any of the endings in its name."""
    begins = words[:2000].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    is_a_page = any(sign in begins for sign in PAGES)
    endings = {part.strip().lower() for part in name.split(".")[1:]}
    return words.startswith(RUNS) or is_a_page or bool(endings & OPENS_ANYTHING)


def _is_text(words: bytes) -> bool:
    try:
        words.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _bare(name: str) -> str:
    """The name without a path, without signs that turn it around or hide its end."""
    last = PurePath(name.replace("\\", "/")).name
    seen = "".join(
        sign
        for sign in last
        if sign.isprintable() and not "\ud800" <= sign <= "\udfff" and not "\u202a" <= sign <= "\u202e"
    )
    if len(seen) <= 80:
        return seen
    return f"{seen[:60]}…{seen[-15:]}"
