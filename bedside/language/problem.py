"""One thing that is wrong with a text, and what to do about it in one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator

Problem = dict[str, str]  # kind, text, say
Found = Iterator[Problem]


def problem(kind: str, text: str, say: str) -> Problem:
    short = " ".join(text.split())
    return {"kind": kind, "text": short if len(short) <= 120 else short[:119] + "…", "say": say}
