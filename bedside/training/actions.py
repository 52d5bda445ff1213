"""What can be done in practice: take a lesson, play a scenario, show how it went. Nothing else writes here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bedside.access.models import STAFF, User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.models import Refusal

from . import library, memory
from .graph import Choice, Moment, Scenario
from .library import Lesson
from .memory import Grade
from .models import LessonTaken, Play, State

CHANGED = _("This scenario has changed. Please begin again.")


@transaction.atomic
def take_lesson(lesson: Lesson, answers: Sequence[int], *, by: User) -> LessonTaken:
    """Somebody answered a lesson's questions; how well says when to ask again."""
    _staff_only(by)
    if len(answers) != len(lesson.checks):
        raise Refusal(_("Please answer every question."))
    before = LessonTaken.objects.filter(person=by, lesson=lesson.name).order_by("-count").first()
    told = [_told(lesson, number, answer) for number, answer in enumerate(answers)]
    moment, grade = now(), _grade(sum(one["right"] for one in told), len(told))
    left = memory.again(before.memory, grade, before.days_until(moment)) if before else memory.first(grade)
    taken = LessonTaken(
        person=by,
        lesson=lesson.name,
        title=lesson.title,
        edition=lesson.edition,
        language=lesson.language,
        count=before.count + 1 if before else 1,
        answers=told,
        taken_at=moment,
        stability=left.stability,
        difficulty=left.difficulty,
        due_at=moment + timedelta(days=left.interval()),
    )
    record("lesson.taken", taken, by=by)
    return taken


def _told(lesson: Lesson, number: int, answer: int) -> dict[str, Any]:
    check = lesson.checks[number]
    chosen, right = check.answers[answer], next(one for one in check.answers if one.right)
    return {
        "question": check.question,
        "answer": chosen.text,
        "right": chosen.right,
        "feedback": chosen.feedback,
        "better": "" if chosen.right else right.text,
    }


def _grade(right: int, of: int) -> Grade:
    """All right is good, one wrong is hard, else it is to be learned again. Nobody is asked to judge herself."""
    return {0: Grade.GOOD, 1: Grade.HARD}.get(of - right, Grade.AGAIN)


@transaction.atomic
def begin_play(scenario: Scenario, *, by: User) -> Play:
    """Somebody begins a scenario, or goes on with the one begun; one of an older edition is put aside."""
    _staff_only(by)
    standing: Play | None = Play.objects.filter(person=by, scenario=scenario.name, state=State.OPEN).first()
    if standing and library.edition_of(standing.scenario, standing.language) == standing.edition:
        return standing
    if standing:
        leave(standing, by=by)
    play = Play(
        person=by,
        scenario=scenario.name,
        title=scenario.title,
        edition=scenario.edition,
        language=scenario.language,
        moment=scenario.start,
        feeling=scenario.feeling,
    )
    record("play.begun", play, by=by)
    return play


@transaction.atomic
def choose(play: Play, name: str, *, at: int, by: User) -> None:
    """Say something to the person before one. `at` is how many things had been said when the page was read."""
    _own(play, by)
    if at < len(play.choices) and play.choices[at]["choice"] == name:
        return  # pressed twice, or sent again from an older page
    if not play.is_open:
        raise Refusal(_("This is over. You can play it again."), rule="state")
    if at != len(play.choices):
        raise Refusal(_("You have already said something here. Go on from where you are."), rule="said")
    scenario = library.scenario(play.scenario, play.language)
    if scenario is None or scenario.edition != play.edition:
        raise Refusal(CHANGED, rule="edition")
    moment = scenario.moments[play.moment]
    choice = moment.choice(name)
    if choice is None:
        raise Refusal(_("Please choose one of the answers shown."))
    _say(play, scenario, moment, choice)
    if play.moment in scenario.ends:
        _end(play, scenario)
        record("play.finished", play, by=by)
    else:
        record("play.answered", play, by=by)


def _say(play: Play, scenario: Scenario, moment: Moment, choice: Choice) -> None:
    after, best = scenario.after(play.feeling, choice), moment.best()
    said = {
        "moment": moment.name,
        "says": moment.says,
        "sees": moment.sees,
        "choice": choice.name,
        "words": choice.words,
        "points": dict(choice.points),
        "possible": moment.possible(),
        "felt": [scenario.felt(play.feeling), scenario.felt(after)],
        "change": after - play.feeling,
        "feedback": choice.feedback,
        "better": "" if choice.total >= best.total else best.words,
        "critical": choice.critical,
    }
    play.choices = [*play.choices, said]
    play.feeling, play.moment = after, choice.next


def _end(play: Play, scenario: Scenario) -> None:
    end = scenario.ends[play.moment]
    play.become(State.FINISHED)
    play.finished_at = now()
    play.ending = {"name": end.name, "says": end.says, "debrief": end.debrief}


@transaction.atomic
def leave(play: Play, *, by: User) -> None:
    """Put a play aside before its end."""
    _own(play, by)
    play.become(State.LEFT)
    record("play.left", play, by=by)


@transaction.atomic
def share(play: Play, *, by: User) -> None:
    """Let the manager see how it went, skill by skill; the words stay one's own."""
    _own(play, by)
    if play.shared_at is None:
        play.shared_at = now()
        record("play.shared", play, by=by)


@transaction.atomic
def keep_private(play: Play, *, by: User) -> None:
    """The manager sees no longer how it went."""
    _own(play, by)
    if play.shared_at is not None:
        play.shared_at = None
        record("play.kept_private", play, by=by)


def _own(play: Play, by: User) -> None:
    if play.person_id != by.pk:
        raise Refusal(_("This is somebody else's practice."), missing=True)


def _staff_only(by: User) -> None:
    if by.acting_as not in STAFF:
        raise Refusal(_("Only staff practise here."), missing=True)
