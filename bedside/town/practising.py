"""What the staff of the town have practised before the demo begins, so that the manager's list means something."""

from __future__ import annotations

from datetime import timedelta

from bedside.access.models import User
from bedside.hours.clock import now, stopped_at
from bedside.training import actions as training
from bedside.training import library

from .cast import Cast

CALM = ["hear", "wait", "nurse", "keep", "tell"]
QUICK = ["message", "explain", "repeat", "take", "leave"]
RIGHT_LISTENING = [1, 0, 1]
ONE_WRONG = [1, 2, 1]


def practise(cast: Cast) -> None:
    """Some have practised, one is due again, and Sam has not begun."""
    _play("amara-knee", CALM, by=cast.dr_osei, weeks_ago=5)
    _learn("listening", RIGHT_LISTENING, by=cast.nurse_lin, weeks_ago=1)
    _learn("listening", ONE_WRONG, by=cast.nurse_lin, weeks_ago=0)
    _play("husband-calls", QUICK, by=cast.nurse_lin, weeks_ago=2)


def _learn(name: str, answers: list[int], *, by: User, weeks_ago: int) -> None:
    lesson = library.lesson(name, library.FIRST)
    assert lesson
    with stopped_at(now() - timedelta(weeks=weeks_ago, hours=2)):
        training.take_lesson(lesson, answers, by=by)


def _play(name: str, said: list[str], *, by: User, weeks_ago: int) -> None:
    scenario = library.scenario(name, library.FIRST)
    assert scenario
    with stopped_at(now() - timedelta(weeks=weeks_ago, hours=2)):
        play = training.begin_play(scenario, by=by)
        for at, choice in enumerate(said):
            training.choose(play, choice, at=at, by=by)
