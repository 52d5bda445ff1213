"""The one plain sentence that says why, for the person who reads the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .catalog import Rule
from .second import Sound

LONGEST = 100
WHAT_SOUND_ASKS = {"E1": "it is taken for an emergency", "H": "a person should look at this now"}

HAND_OVER = {
    "unsure": 'An answer was "not sure" or left out, so a person should look at this now.',
    "unreadable": "The words could not be read, so a person should look at this now.",
    "language": "The words are in a language these rules do not have, so a person should look at this now.",
    "severe": "The words say that it is very bad, but fit no rule, so a person should look at this now.",
    "nothing": "Nothing was asked and nothing was said, so a person should look at this now.",
}


def because(
    rules: Sequence[Rule],
    quotes: Mapping[str, str],
    answers: Mapping[str, str],
    unsure: Sequence[str],
    hand_over: str,
    level: str,
    sound: Sound | None,
) -> str:
    """Why this level: the words found or the answer given, and what the rule is about."""
    if sound:
        said = f'The words "{_short(sound.loudest)}" sound alarming but make no emergency by a rule'
        return f"{said} (second reader {sound.version}), so {WHAT_SOUND_ASKS[level]}."
    if rules and level == "H" and hand_over == "calm":
        said = f'The words "{quotes[rules[0].id]}" may mean {rules[0].title} ({rules[0].id})'
        return f"{said}, but nothing else in the text sounds like it, so a person should look at this now."
    if not rules or (level == "H" and hand_over):
        return HAND_OVER.get(hand_over, "No red flag was found.")
    rule = rules[0]
    if rule.id in quotes:
        how = f'The words "{quotes[rule.id]}" point to'
    elif rule.id in unsure or rule.number in unsure:
        how = 'An answer of "not sure" beside another symptom counts as'
    else:
        how = 'The answer "yes" means'
    others = "" if len(rules) == 1 else f", and {len(rules) - 1} more"
    return f"{how} {rule.title} ({rule.id}{others})."


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
