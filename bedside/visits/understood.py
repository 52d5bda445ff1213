"""Two questions made from a signed summary, to see whether we explained it well. Pure: no table is asked.

Every answer on offer is a line of her own summary or one of a few fixed sentences. No dose is ever made up: a wrong
one that was read once may be remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db import models
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from bedside.language import dates

from .summary import Change, Summary

ASKED = 2
UNSURE = "unsure"
LONGEST = 200  # letters of a passage that is offered as an answer
OURS = {  # what we offer beside her own lines
    "stop": gettext_noop("I do not take it any more."),
    "as_before": gettext_noop("I take it as before."),
    "next_visit": gettext_noop("I wait for my next visit."),
    "you_call": gettext_noop("I wait until you call me."),
    "i_ask": gettext_noop("I call you and ask."),
    "no_news": gettext_noop("Nobody calls if all is well."),
    "nothing": gettext_noop("Nothing more. All is done."),
    UNSURE: gettext_noop("I am not sure"),
}


class Kind(models.TextChoices):
    """What a question is about."""

    MEDICINE = "medicine", gettext_lazy("How to take a medicine")
    HELP = "help", gettext_lazy("When to call at once")
    TEST = "test", gettext_lazy("Who calls about a test")
    NEXT = "next", gettext_lazy("What happens next")


@dataclass(frozen=True)
class Question:
    """One question, its answers but for "not sure", and the lines of the summary that tell which is right."""

    kind: Kind
    subject: str  # the medicine or the test
    words: str
    right: str
    others: tuple[str, ...]
    passage: str

    def choices(self, salt: object) -> list[tuple[str, str]]:
        """The answers by an id that tells nothing, in an order that tells nothing and is the same each time."""
        lines = {key_of(f"{salt}{self.kind}{line}"): worded(line) for line in {self.right, *self.others}}
        return [*sorted(lines.items()), (UNSURE, worded(UNSURE))]

    def chosen(self, salt: object, key: str) -> str:
        """The line behind an id."""
        return next((line for line in (self.right, *self.others) if key_of(f"{salt}{self.kind}{line}") == key), UNSURE)


def key_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def worded(line: str) -> str:
    """One of our own sentences in the reader's language, or a line of the summary as it stands."""
    return _(OURS[line]) if line in OURS else line


def questions(summary: Summary) -> list[Question]:
    """Two at most, each of another kind; what does most harm when it was misunderstood comes first."""
    found: dict[Kind, Question] = {}
    for one in all_questions(summary):
        found.setdefault(one.kind, one)
    return list(found.values())[:ASKED]


def all_questions(summary: Summary) -> list[Question]:
    """Every question this summary allows, the most important of each kind first."""
    return [*_of_medicines(summary), *_of_help(summary), *_of_tests(summary), *_of_next(summary)]


def _of_medicines(summary: Summary) -> Iterable[Question]:
    fates = list(Change)
    taken = [one["dose"].strip() for one in summary.medicines if one["change"] != Change.STOPPED]
    for one in sorted(summary.medicines, key=lambda row: fates.index(Change(row["change"]))):
        name, dose = one["name"], one["dose"].strip()
        if one["change"] == Change.STOPPED:
            words = _("What do you do with %(medicine)s now?") % {"medicine": name}
            yield Question(Kind.MEDICINE, name, words, "stop", ("as_before",), _("Do not take it any more."))
        elif dose:
            words = _("How do you take %(medicine)s?") % {"medicine": name}
            yield Question(Kind.MEDICINE, name, words, dose, (*_unlike(dose, taken)[:2], "stop"), dose)


def _of_help(summary: Summary) -> Iterable[Question]:
    if line := first_lines(summary.get_help):
        words = _("When should you call us at once?")
        yield Question(Kind.HELP, "", words, line, ("next_visit", "you_call"), summary.get_help)


def _of_tests(summary: Summary) -> Iterable[Question]:
    told = {
        one["test"]: _("%(who)s calls you by %(day)s.")
        % {"who": one["who"], "day": dates.day(one["day"], get_language() or "en")}
        for one in summary.open_tests
        if one["who"] and one["day"]
    }
    for test, right in told.items():
        words = _("Who calls you about this test, and by when: %(test)s?") % {"test": test}
        others = (*_unlike(right, told.values())[:1], "i_ask", "no_news")
        yield Question(Kind.TEST, test, words, right, others, right)


def _of_next(summary: Summary) -> Iterable[Question]:
    """Only where a number tells when: else "nothing more" might be right as well."""
    line = first_lines(summary.next_steps)
    if re.search(r"\d", line):
        yield Question(Kind.NEXT, "", _("What happens next?"), line, ("nothing",), summary.next_steps)


def _unlike(line: str, lines: Iterable[str]) -> list[str]:
    """The other lines, each once, that do not say the same."""
    return [one for one in dict.fromkeys(lines) if one and one.casefold() != line.casefold()]


def first_lines(text: str) -> str:
    """The first sentence of a passage; one that only leads up to what follows takes that along."""
    said = ""
    for part in re.split(r"(?<=[.!?؟])\s+|\n+", text.strip()):
        said = f"{said} {part.strip()}".strip()
        if said and not said.endswith(":"):
            break
    return said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0] + " …"
