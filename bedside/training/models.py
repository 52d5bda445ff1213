"""What staff have learned and practised: lessons taken, scenarios played, with the words each of them chose.

A row keeps the words as they were read, so that it can still be read when a lesson or a scenario has been rewritten.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import STAFF, User
from bedside.hours.clock import now
from bedside.journal.models import Record, Refusal

from .memory import Memory

WELL = 0.8  # of the points there were: a play that went well
HALF = 0.5
WELL_ENOUGH = 2  # plays that went well, before something else is offered first

SKILLS = {
    "listening": _("Listening"),
    "empathy": _("Empathy"),
    "clarity": _("Clear words"),
    "safety": _("Safety"),
    "privacy": _("Privacy"),
}


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """One's own and nobody else's: practice is safe to fail."""
        return self.filter(person=user) if user.acting_as in STAFF else self.none()


class LessonTaken(Record):
    """Somebody answered a lesson's three questions: the first time after reading it, later to keep it in mind."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lesson = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    edition = models.CharField(max_length=16)  # digest of the lesson as it was then
    language = models.CharField(max_length=10)
    count = models.PositiveSmallIntegerField()  # the first time, the second…
    answers = models.JSONField(default=list)  # each {question, answer, right, feedback, better}
    taken_at = models.DateTimeField(default=now)
    stability = models.FloatField()
    difficulty = models.FloatField()
    due_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson", "count"],
                name="one_lesson_taken_at_a_time",
                violation_error_message=_("You have just answered these questions. Please look again."),
            )
        ]
        indexes = [models.Index(fields=["person", "-taken_at"], name="lesson_by_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def right(self) -> int:
        return sum(bool(one["right"]) for one in self.answers)

    @property
    def memory(self) -> Memory:
        return Memory(self.stability, self.difficulty)

    def days_until(self, moment: datetime) -> float:
        return (moment - self.taken_at) / timedelta(days=1)


class State(models.TextChoices):
    OPEN = "open"
    FINISHED = "finished"
    LEFT = "left"  # begun anew, or the scenario was rewritten


MAY_BECOME: dict[str, set[str]] = {State.OPEN: {State.FINISHED, State.LEFT}, State.FINISHED: set(), State.LEFT: set()}


@dataclass(frozen=True)
class SkillSeen:
    """One skill in one play: the points with the words that got them, never a lone number."""

    skill: str
    got: int
    of: int
    best: str  # what one said that got most of it
    most_to_gain: str  # what one said that left most of it, or nothing

    @property
    def label(self) -> str:
        return str(SKILLS[self.skill])

    @property
    def share(self) -> float:
        return self.got / self.of


class Play(Record):
    """One time that somebody played a scenario, with all that was said."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scenario = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    edition = models.CharField(max_length=16)  # digest of the scenario as it was then
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    moment = models.CharField(max_length=60)  # where one is now
    feeling = models.PositiveSmallIntegerField()
    # each {moment, says, sees, choice, words, points, possible, felt: [before, after], change, feedback, better,
    # critical}: all that is needed to read it when the scenario is another
    choices = models.JSONField(default=list, blank=True)
    ending = models.JSONField(default=dict, blank=True)  # {name, says, debrief}
    began_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)  # since when the manager may see how it went

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scenario"],
                condition=Q(state="open"),
                name="one_open_play_per_scenario",
                violation_error_message=_("You are playing this already. Go on from where you are."),
            ),
            models.CheckConstraint(
                condition=Q(state="finished", finished_at__isnull=False)
                | Q(finished_at__isnull=True, shared_at__isnull=True) & ~Q(state="finished"),
                name="a_finished_play_has_an_end",
                violation_error_message=_("This has no end yet, so there is nothing to show."),
            ),
        ]
        indexes = [models.Index(fields=["person", "-began_at"], name="play_by_person")]

    def __str__(self) -> str:
        return self.title

    def become(self, state: State) -> None:
        if state not in MAY_BECOME[self.state]:
            raise Refusal(_("This is over. You can play it again."), rule="state")
        self.state = state

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_finished(self) -> bool:
        return self.state == State.FINISHED

    @property
    def ended_early(self) -> bool:
        """A critical mistake ended it."""
        return bool(self.choices) and bool(self.choices[-1]["critical"])

    @property
    def share(self) -> float:
        got = sum(sum(one["points"].values()) for one in self.choices)
        of = sum(sum(one["possible"].values()) for one in self.choices)
        return got / of if of else 0.0

    @property
    def went_well(self) -> bool:
        return self.is_finished and not self.ended_early and self.share >= WELL

    def skills(self) -> list[SkillSeen]:
        """How it went, skill by skill, for those that were asked for on this way."""
        return [seen for skill in SKILLS if (seen := self._skill(skill))]

    def _skill(self, skill: str) -> SkillSeen | None:
        asked = [one for one in self.choices if one["possible"].get(skill)]
        if not asked:
            return None
        got = {id(one): one["points"].get(skill, 0) for one in asked}
        best = max(asked, key=lambda one: got[id(one)])
        worst = max(asked, key=lambda one: one["possible"][skill] - got[id(one)])
        return SkillSeen(
            skill,
            sum(got.values()),
            sum(one["possible"][skill] for one in asked),
            best["words"] if got[id(best)] else "",
            worst["words"] if got[id(worst)] < worst["possible"][skill] else "",
        )


def level(share: float, ended_early: bool = False) -> str:
    """How a play went, in a word for those it is shown to."""
    if ended_early:
        return str(_("Ended early: worth another go"))
    if share >= WELL:
        return str(_("Went well"))
    return str(_("On the way") if share >= HALF else _("Worth another go"))


def key_of(person: uuid.UUID, name: str, count: int) -> str:
    """The seed by which answers and choices are put in another order each time."""
    return f"{person} {name} {count}"
