"""What the town's clinic says of what it offers, in five languages: said.toml, put into records before they begin."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from bedside.people.spoken import Spoken

Said = TypeVar("Said", bound=Spoken)


@cache
def sayings() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def worded(record: Said, kind: str, key: str) -> Said:
    """The record with what is said of it; words it has already in some language stay beside the new ones."""
    for name, value in sayings()[kind].get(key, {}).items():
        if name == "translations":
            record.translations = {
                language: record.translations.get(language, {}) | value.get(language, {})
                for language in {*record.translations, *value}
            }
        elif name != "service":  # names another record; offered.py reads it
            setattr(record, name, value)
    return record
