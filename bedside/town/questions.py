"""The forms that the town's clinic asks before a visit: her health, and once for all whether her record is shared."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from bedside.intake import editing
from bedside.intake.models import Form
from bedside.intake.writing import questionnaire
from bedside.journal.hands import HOUSE

FORMS = Path(__file__).with_name("questions.toml")


def ask_forms() -> list[Form]:
    """Write both and ask them from now on, where none is asked yet."""
    if Form.objects.exists():
        return []
    shorts: list[dict[str, Any]] = tomllib.loads(FORMS.read_text("utf-8"))["form"]
    return [_asked(short) for short in shorts]


def _asked(short: dict[str, Any]) -> Form:
    lasting = bool(short.get("lasting"))
    draft = editing.write(questionnaire(short), slug=short["slug"], is_lasting=lasting, by=HOUSE)
    return editing.ask(draft, by=HOUSE)
