"""What a house changes about the rules: their level, their question, and words that are signs of them.

A house never edits the rules as they come; it lays amendments over them, each numbered, so that every edition that ever
stood can be put together again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from .catalog import Catalog
from .lexicons import LANGUAGES, lexicon
from .patterns import GAPS, BadPattern

SHORTEST_WORD = 5  # letters of a sign that is one word
LEVELS = ("R14", "R72", "S24", "U4", "U2", "E1", "E0")


@dataclass(frozen=True)
class Amendment:
    """One change of one rule; what is empty stays as it was. `questions` and `words` are (language, text)."""

    rule: str
    level: str = ""
    questions: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    words_out: tuple[tuple[str, str], ...] = ()
    reviewer: str = ""
    on: date = date.min


def amended(base: Catalog, amendments: Sequence[Amendment]) -> Catalog:
    """The rules with a house's amendments laid over them in their order; the edition counts them."""
    rules, words = dict(base.by_id), list(base.words)
    for one in amendments:
        rule = rules[one.rule]
        asked = dict(rule.asked) | dict(one.questions)
        question = asked.pop("en", rule.question)
        rules[one.rule] = replace(
            rule,
            version=rule.version + 1,
            level=one.level or rule.level,
            question=question,
            asked=tuple(sorted(asked.items())) if question == rule.question or one.questions else (),
            reviewer=one.reviewer,
            date=one.on,
        )
        out = {(one.rule, *said) for said in one.words_out}
        words = [said for said in words if said not in out]
        words += [(one.rule, *said) for said in one.words if (one.rule, *said) not in words]
    edition = f"{base.edition}+{len(amendments)}" if amendments else base.edition
    return Catalog(edition, tuple(rules.values()), rules, tuple(words))


def shortcoming(language: str, phrase: str) -> str:
    """Why a phrase cannot be a sign of danger by itself: "language", "short", "common" or "written"; or nothing."""
    if language not in LANGUAGES:
        return "language"
    words = phrase.split()
    if any(word not in GAPS and not word.replace("'", "").replace("-", "").isalpha() for word in words):
        return "written"  # the signs of patterns are for those who write lexicons
    telling = [word for word in words if word not in GAPS and word.casefold() not in lexicon(language).stop]
    if not telling:
        return "common"
    if len(telling) == 1 and len(telling[0]) < SHORTEST_WORD:
        return "short"
    try:
        lexicon(language).book_of([("sign", phrase)])
    except BadPattern:
        return "written"
    return ""
