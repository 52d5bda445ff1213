"""What patients said, all together: shares with their n and margin, counts that name nobody, words without names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise

from bedside.access.models import User
from bedside.directory.clinic import the_clinic
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.measures import scores
from bedside.measures.scores import Share
from bedside.measures.small_numbers import SMALLEST_INSIDE, suppress
from bedside.measures.weekly import monday_of
from bedside.people.models import Label, StaffMember

from .models import QUESTIONS, Answer, Invitation, Overall, Says

WORDS_AT_MOST = 12  # comments on the page
LONG_NAME = 5  # letters: shorter ones are ordinary words too, and are taken for names only as they are written
CONTACTS = re.compile(r"\S+@\S+\.\w+|\+?\d[\d\s().-]{6,}\d")
GOOD, REST = [Overall.VERY_GOOD, Overall.GOOD], [
    Overall.NEITHER,
    Overall.POOR,
    Overall.VERY_POOR,
    Overall.DONT_KNOW,
]  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One answer and how many gave it; None is too few to say."""

    answer: str
    label: str | Promise
    count: int | None
    percent: float | None
    good: bool


@dataclass(frozen=True)
class Words:
    """What one patient wrote; with which answer, where enough gave the same; in which week, not on which day."""

    overall: str
    label: str
    comment: str
    week: date


@dataclass(frozen=True)
class Said:
    """What the page tells about one place, or all, in so many weeks."""

    answers: int
    asked: int
    answered: int  # of those asked
    positive: Share | None
    others_are_few: bool  # so few said anything else that the share itself would tell on them
    bars: list[Bar]
    taps: list[tuple[str | Promise, Share | None, int]]
    words: list[Words]

    @property
    def is_too_few(self) -> bool:
        """So few that a page would point at people."""
        return self.answers < SMALLEST_INSIDE

    @property
    def response(self) -> Share | None:
        return scores.share(self.answered, self.asked) if self.asked else None

    @property
    def at_least(self) -> int:
        """Of a hundred, when fewer than five said anything else."""
        return int(100 * (self.answers - SMALLEST_INSIDE) / self.answers) if self.answers else 0


def said(user: User, place: Place | None, weeks: int) -> Said:
    """Everything about the invitations that fell due in the last so many weeks, as far as this person may see."""
    since = now() - timedelta(weeks=weeks)
    asked = Invitation.objects.filter(label=Label.NONE, due_at__gte=since, due_at__lte=now(), withdrawn_at=None)
    mine = Answer.objects.visible_to(user).filter(label=Label.NONE, invitation__due_at__gte=since)
    if place is not None:
        asked, mine = asked.filter(visit__place=place), mine.filter(invitation__visit__place=place)
    counts = Counter(mine.values_list("overall", flat=True))
    total, reached = sum(counts.values()), asked.exclude(channels="")
    others = sum(counts[one] for one in REST)
    bars = _bars(counts) if total >= SMALLEST_INSIDE else []
    return Said(
        answers=total,
        asked=reached.count(),
        answered=reached.exclude(answer=None).count(),
        positive=scores.positive(counts) if total >= SMALLEST_INSIDE else None,
        others_are_few=0 < others < SMALLEST_INSIDE,
        bars=bars,
        taps=[(question, *_tapped(mine, name)) for name, question in QUESTIONS.items()],
        words=_words(mine, {bar.answer for bar in bars if bar.count is None}) if bars else [],
    )


def _bars(counts: Counter[str]) -> list[Bar]:
    """Each answer; few are not counted, nor what would give them away beside the share of good ones."""
    one = [[counts[answer] for answer in GOOD] + [0] * len(REST)]
    two = [[0] * len(GOOD) + [counts[answer] for answer in REST]]
    shown = suppress(one + two, smallest=SMALLEST_INSIDE).rows
    numbers = [*shown[0][: len(GOOD)], *shown[1][len(GOOD) :]]
    total = sum(counts.values())
    return [
        Bar(answer.value, answer.label, n, None if n is None else 100 * n / total, answer in GOOD)
        for answer, n in zip([*GOOD, *REST], numbers, strict=True)
    ]


def _tapped(answers: QuerySet[Answer], name: str) -> tuple[Share | None, int]:
    """The share of yes among those who answered, where there are enough; and how many they are."""
    counts = Counter(answers.exclude(**{name: ""}).values_list(name, flat=True))
    n, no = sum(counts.values()), counts[Says.PARTLY] + counts[Says.NO]
    enough = n >= scores.ENOUGH_FOR_A_SCORE and not 0 < no < SMALLEST_INSIDE
    return (scores.share(counts[Says.YES], n) if enough else None), n


def _words(answers: QuerySet[Answer], few: set[str]) -> list[Words]:
    """The newest comments without names; what only those who treat her should read is left to its case.

    An answer that few gave is not told beside the words either.
    """
    zone = the_clinic().zone
    staff = [name for pair in StaffMember.objects.values_list("given_name", "family_name") for name in pair]
    newest = answers.exclude(comment="").select_related("patient", "screening").order_by("-at")
    found = [one for one in newest[: 2 * WORDS_AT_MOST] if not one.is_clinical][:WORDS_AT_MOST]
    return [
        Words(
            "" if one.overall in few else one.overall,
            "" if one.overall in few else str(one.get_overall_display()),
            without_names(one.comment, [*staff, *_names_of(one)]),
            monday_of(day_of(one.at, zone)),
        )
        for one in found
    ]


def _names_of(answer: Answer) -> list[str]:
    patient = answer.patient
    return [patient.given_name, patient.family_name, *patient.preferred_name.split()]


def without_names(text: str, names: Iterable[str]) -> str:
    """A comment with dots for these names, and for whatever one could be called or written to by."""
    known = {part for name in names for part in re.split(r"[\s-]+", name) if len(part) > 1}
    text = CONTACTS.sub("…", text)
    for name in sorted(known, key=len, reverse=True):
        flags = re.IGNORECASE if len(name) >= LONG_NAME else 0
        text = re.sub(rf"\b{re.escape(name)}\b", "…", text, flags=flags)
    return text
