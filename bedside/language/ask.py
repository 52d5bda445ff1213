"""What `bedside ask language` answers: how hard a text is, which words are, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from .lint import KINDS, problems
from .plain import hard_words
from .readability import grade
from .text import LONGEST, Text


def answer(line: Any) -> dict[str, Any]:
    """{"text", "kind", "language"} → {"grade", "hard_words", "problems"}; not told, it is a page in English."""
    if not isinstance(line, dict):
        raise ValueError('Each line must be an object such as {"text": "…", "kind": "sms", "language": "en"}.')
    raw = line.get("text")
    if not isinstance(raw, str):
        raise ValueError("Say the text to look at: text must be a string.")
    if len(raw) > LONGEST:
        raise ValueError(f"The text has {len(raw):,} characters. We look at {LONGEST:,} at most.")
    kind = "page" if line.get("kind") is None else line["kind"]
    if kind not in KINDS:
        raise ValueError(f"The kind must be sms, email or page, not {str(kind)[:40]!r}.")
    language = "en" if line.get("language") is None else line["language"]
    if not isinstance(language, str) or not language.strip():
        raise ValueError("The language must be a code such as en or es.")
    spoken = language.strip().lower().replace("_", "-").split("-")[0]
    text = Text.of(raw)
    return {
        "grade": grade(text, spoken),
        "hard_words": hard_words(text, spoken),
        "problems": problems(text, raw, kind, spoken),
    }
