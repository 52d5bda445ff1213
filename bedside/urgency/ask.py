"""The urgency room's answers on the command line: one case in, one decision out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from .catalog import catalog
from .engine import ANSWERS, Decision, assess

OLDEST = 130
LONGEST_TEXT = 100_000
SEXES = {"female": "female", "f": "female", "woman": "female", "male": "male", "m": "male", "man": "male"}
NO_SEX = {"", "other", "unknown", "u", "o", "x"}


def decide(line: Mapping[str, Any]) -> Decision:
    """The decision about one case as it was handed in; a ValueError says in a sentence what is wrong with it."""
    if not isinstance(line, Mapping):
        raise ValueError('A case must be an object such as {"text": "I have a cough"}.')
    pregnant = line.get("pregnant")
    modifiers = _modifiers(line.get("modifiers"))
    if isinstance(pregnant, int | float) and not isinstance(pregnant, bool):
        if not 0 <= pregnant <= 45:
            raise ValueError("Pregnant must be true, false, or a week from 0 to 45.")
        modifiers.setdefault("weeks_pregnant", float(pregnant))
        pregnant = True
    if pregnant is not None and not isinstance(pregnant, bool):
        raise ValueError("Pregnant must be true, false or left out.")
    return assess(
        text=_text(line.get("text")),
        age=_age(line.get("age")),
        sex=_sex(line.get("sex")),
        pregnant=pregnant,
        language=_language(line.get("language")),
        answers=_answers(line.get("answers")),
        modifiers=modifiers,
    )


def answer(line: dict[str, Any]) -> dict[str, Any]:
    """Say the level, the rules and why, for `bedside ask urgency`."""
    decision = decide(line)
    return {"level": decision.level, "rules": list(decision.rules), "because": decision.because}


def _text(text: object) -> str:
    if text is None:
        return ""
    if not isinstance(text, str):
        raise ValueError("The text must be a string.")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"The text is too long: {LONGEST_TEXT} signs is the most.")
    return text


def _age(age: object) -> float | None:
    if age is None:
        return None
    if isinstance(age, bool) or not isinstance(age, int | float) or not math.isfinite(age):
        raise ValueError("The age must be a number of years, such as 34 or 0.5.")
    if not 0 <= age <= OLDEST:
        raise ValueError(f"The age must be between 0 and {OLDEST} years.")
    return age


def _sex(sex: object) -> str | None:
    if sex is None:
        return None
    word = sex.strip().lower() if isinstance(sex, str) else None
    if word in NO_SEX:
        return None
    if word not in SEXES:
        raise ValueError("Sex must be female, male, other, unknown or left out.")
    return SEXES[word]


def _language(language: object) -> str | None:
    if language is None or language == "":
        return None
    if not isinstance(language, str) or not language.replace("-", "").replace("_", "").isalnum() or len(language) > 35:
        raise ValueError("The language must be a code such as en or es.")
    return language


def _answers(answers: object) -> dict[str, str]:
    if answers is None:
        return {}
    if not isinstance(answers, Mapping):
        raise ValueError('Answers must be an object such as {"RF03": "no"}.')
    rules = catalog()
    for name, said in answers.items():
        try:
            rules.cases(str(name))
        except KeyError:
            raise ValueError(f"There is no rule {name!r}.") from None
        if said not in ANSWERS:
            raise ValueError(f"The answer to {name} must be yes, no or unsure.")
    return {str(name): str(said) for name, said in answers.items()}


def _modifiers(modifiers: object) -> dict[str, Any]:
    if modifiers is None:
        return {}
    if not isinstance(modifiers, Mapping):
        raise ValueError('Modifiers must be an object such as {"blood_thinner": true}.')
    for name, value in modifiers.items():
        week = name == "weeks_pregnant" and isinstance(value, int | float) and not isinstance(value, bool)
        if not (isinstance(value, bool) or value is None or week):
            raise ValueError(f"The modifier {name} must be true or false.")
    return dict(modifiers)
