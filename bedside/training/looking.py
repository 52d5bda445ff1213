"""What the practice pages read: what comes next for somebody, what they have done, and who has practised."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bedside.access.models import STAFF, HeldRole, Role, User
from bedside.hours.clock import now

from . import boosters, library
from .graph import Scenario
from .library import Lesson
from .models import WELL_ENOUGH, LessonTaken, Play, State, level

LATELY = timedelta(weeks=12)


@dataclass(frozen=True)
class LessonLine:
    """One lesson, and how somebody stands with it."""

    lesson: Lesson
    last: LessonTaken | None

    @property
    def due_at(self) -> datetime | None:
        return self.last.due_at if self.last else None

    @property
    def is_due(self) -> bool:
        return self.due_at is not None and self.due_at <= now()


@dataclass(frozen=True)
class ScenarioLine:
    """One scenario, and how somebody stands with it."""

    scenario: Scenario
    plays: tuple[Play, ...]  # the latest first

    @property
    def open(self) -> Play | None:
        return next((one for one in self.plays if one.is_open), None)

    @property
    def finished(self) -> list[Play]:
        return [one for one in self.plays if one.is_finished]

    @property
    def due_at(self) -> datetime | None:
        return boosters.due([one.finished_at for one in self.plays if one.finished_at])

    @property
    def is_due(self) -> bool:
        return self.due_at is not None and self.due_at <= now()

    @property
    def well(self) -> int:
        """How many plays went well."""
        return sum(one.went_well for one in self.plays)


Line = LessonLine | ScenarioLine


@dataclass(frozen=True)
class Practice:
    """How somebody stands with everything there is to practise."""

    lessons: list[LessonLine]
    scenarios: list[ScenarioLine]

    @property
    def next(self) -> tuple[str, Line] | None:
        """The one thing to do first, and why: what was begun, what is due, what is new, what may go better."""
        begun = next((one for one in self.scenarios if one.open), None)
        if begun:
            return "begun", begun
        lines: list[Line] = [*self.lessons, *self.scenarios]
        due = sorted((one.due_at, place) for place, one in enumerate(lines) if one.is_due and one.due_at)
        if due:
            return "due", lines[due[0][1]]
        lesson = next((one for one in self.lessons if one.last is None), None)
        played = next((one for one in self.scenarios if not one.finished), None)
        if lesson and not (played and any(one.last for one in self.lessons)):
            return "new", lesson
        if played:
            return "new", played
        better = next((one for one in self.scenarios if one.well < WELL_ENOUGH), None)
        return ("better", better) if better else None

    @property
    def due_next(self) -> datetime | None:
        """When the next refresher is due, if anything has been done yet."""
        lines: list[Line] = [*self.lessons, *self.scenarios]
        return min((one.due_at for one in lines if one.due_at), default=None)

    @property
    def done(self) -> list[LessonTaken | Play]:
        """What has been done, the latest first."""
        finished = [play for line in self.scenarios for play in line.finished]
        taken = [line.last for line in self.lessons if line.last]
        return sorted([*finished, *taken], key=_when, reverse=True)


def _when(done: LessonTaken | Play) -> datetime:
    return done.taken_at if isinstance(done, LessonTaken) else done.finished_at or done.began_at


def practice(taken: Iterable[LessonTaken], plays: Iterable[Play], language: str) -> Practice:
    """One person's standing from that person's rows."""
    last: dict[str, LessonTaken] = {}
    for one in sorted(taken, key=lambda one: one.taken_at):
        last[one.lesson] = one
    played: dict[str, list[Play]] = defaultdict(list)
    for play in sorted(plays, key=lambda one: one.began_at, reverse=True):
        played[play.scenario].append(play)
    return Practice(
        [LessonLine(one, last.get(one.name)) for one in library.lessons(language)],
        [ScenarioLine(one, tuple(played[one.name])) for one in library.scenarios(language)],
    )


@dataclass(frozen=True)
class Member:
    """What the manager sees of one person: that and when, and how it went only where it was shared."""

    name: str
    roles: list[str]
    lessons: int
    scenarios: int
    last_at: datetime | None
    due_at: datetime | None
    shared: list[tuple[str, list[tuple[str, str]]]]  # title, (skill, how it went)

    @property
    def is_due(self) -> bool:
        return self.due_at is not None and self.due_at <= now()

    @property
    def is_lately(self) -> bool:
        return self.last_at is not None and self.last_at > now() - LATELY


def team(language: str) -> list[Member]:
    """Everybody who works here: what is due first, then who has not begun, then the rest by name."""
    roles: dict[uuid.UUID, list[str]] = defaultdict(list)
    for held in HeldRole.objects.filter(role__in=STAFF, user__is_active=True).order_by("role"):
        roles[held.user_id].append(str(Role(held.role).label))
    people = list(User.objects.filter(pk__in=roles).order_by("name"))
    taken, plays = defaultdict(list), defaultdict(list)
    for lesson in LessonTaken.objects.filter(person__in=people).defer("answers"):
        taken[lesson.person_id].append(lesson)
    for play in Play.objects.filter(person__in=people).exclude(state=State.LEFT):
        plays[play.person_id].append(play)
    members = [_member(one, roles[one.pk], taken[one.pk], plays[one.pk], language) for one in people]
    return sorted(members, key=lambda one: (not one.is_due, one.last_at is not None, one.name))


def _member(
    person: User, roles: list[str], taken: Sequence[LessonTaken], plays: Sequence[Play], language: str
) -> Member:
    standing = practice(taken, plays, language)
    done = standing.done
    return Member(
        name=str(person),
        roles=roles,
        lessons=sum(one.last is not None for one in standing.lessons),
        scenarios=sum(bool(one.finished) for one in standing.scenarios),
        last_at=_when(done[0]) if done else None,
        due_at=standing.due_next,
        shared=[
            (shown.title, [(seen.label, level(seen.share)) for seen in shown.skills()])
            for line in standing.scenarios
            if (shown := next((one for one in line.plays if one.shared_at), None))
        ],
    )
