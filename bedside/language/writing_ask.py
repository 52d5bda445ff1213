"""What `bedside ask reply` answers: what a draft lacks for its message, its hard words, its grade, and what to add."""

from __future__ import annotations

from typing import Any

from .readability import grade
from .text import LONGEST, Text, clean
from .writing import LANGUAGES, hard, lacks, suggestions, tone


def answer(line: Any) -> dict[str, Any]:
    """{"message", "draft", "language"} → {"missing", "hard_words", "grade", "suggestions", "tone"}."""
    if not isinstance(line, dict):
        raise ValueError('Each line must be an object such as {"message": "…", "draft": "…", "language": "en"}.')
    message, draft = _text(line, "message"), _text(line, "draft")
    language = "en" if line.get("language") is None else line["language"]
    if not isinstance(language, str) or not language.strip():
        raise ValueError("The language must be a code such as en or es.")
    spoken = language.strip().lower().replace("_", "-").split("-")[0]
    if spoken not in LANGUAGES:
        raise ValueError(f"We help to write in {', '.join(LANGUAGES)}, not yet in {language[:20]!r}.")
    missing, tones = lacks(message, draft, spoken), tone(draft, spoken)
    return {
        "missing": missing,
        "hard_words": hard(draft, spoken),
        "grade": grade(Text.of(draft), spoken),
        "suggestions": suggestions(missing, tones, spoken),
        "tone": [{"kind": one.kind, "text": one.said} for one in tones],
    }


def _text(line: dict[str, Any], what: str) -> str:
    found = line.get(what)
    if not isinstance(found, str):
        raise ValueError(f"Say the {what}: {what} must be a string.")
    if len(found) > LONGEST:
        raise ValueError(f"The {what} has {len(found):,} characters. We look at {LONGEST:,} at most.")
    return clean(found)
