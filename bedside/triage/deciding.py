"""Asking the urgency engine, and what is decided when it cannot answer."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from typing import Any

from bedside.urgency.catalog import Catalog
from bedside.urgency.engine import assess
from bedside.urgency.levels import HEIGHT

from .editions import standing
from .models import NOT_READ

log = logging.getLogger(__name__)

NO_ENGINE = "The safety check could not be run, so a person must look."


@dataclass(frozen=True)
class Verdict:
    """A decision as it is kept: level, rules, the sentence why, the edition of the rules, the crisis line."""

    level: str
    rules: list[str]
    because: str
    edition: str
    crisis_line: bool = False
    decision: dict[str, Any] = field(default_factory=dict)


def decide(text: str, inputs: dict[str, Any], rules: Catalog | None = None) -> Verdict:
    """The engine's decision; if it fails for whatever reason, a person must look (level H), never nothing."""
    try:
        found = assess(
            text,
            age=inputs.get("age"),
            sex=inputs.get("sex"),
            pregnant=inputs.get("pregnant"),
            language=inputs.get("language") or None,
            answers=inputs.get("answers") or {},
            modifiers=inputs.get("modifiers") or None,
            rules=rules or standing(),
        )
    except Exception as error:  # whatever it is: fail open, to a person; the words themselves are never logged
        log.error("urgency engine failed: %s", type(error).__name__)
        return Verdict("H", [], NO_ENGINE, NOT_READ)
    return Verdict(
        found.level,
        list(found.rules),
        found.because[:1000],
        found.edition,
        found.crisis_line,
        json.loads(json.dumps(found.as_dict())),
    )


def higher(one: str, other: str) -> str:
    """The more urgent of two levels."""
    return one if HEIGHT[one] >= HEIGHT[other] else other
