"""A signal becomes a task for somebody, once; and a task ends with what came of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bedside.access.models import User
from bedside.hours.clock import Stopped
from bedside.insight import actions, rounds
from bedside.insight.charts import charts
from bedside.insight.counting import this_week
from bedside.insight.models import Figure, Improvement, NewLimits, State
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.measures.registry import MEASURES
from bedside.town.cast import Cast

from .conftest import weeks

WORSE = [14.0, 16, 13, 15, 14, 17, 13, 15, 16, 14, 15, 13, 44]
BETTER = [14.0, 16, 13, 15, 14, 17, 13, 15, 16, 14, 15, 13, 1]
DUE = date(2026, 12, 21)


@pytest.fixture
def task(town: Cast) -> Improvement:
    weeks(WORSE, place=town.riverside)
    rounds.look_for_signals()
    return Improvement.objects.get()


def test_a_signal_opens_one_task_however_often_one_looks(town: Cast) -> None:
    weeks(WORSE, place=town.riverside)
    weeks(WORSE)  # all places together say nothing new

    assert [rounds.look_for_signals() for _ in range(3)] == [1, 0, 0]

    task = Improvement.objects.get()
    assert (task.measure, task.place, task.week) == ("visits.wait", town.riverside, date(2026, 11, 16))
    assert (task.kind, task.value, task.length) == ("above_limit", 44.0, 1)
    assert task.owner == town.ines
    assert Entry.objects.get(verb="improvement.opened").actor_kind == HOUSE.hand_kind


def test_the_database_lets_nobody_open_a_second_one(town: Cast) -> None:
    weeks(WORSE, place=town.riverside)
    weeks(WORSE, name="cases.first_answer")
    for measure, place in (("visits.wait", town.riverside), ("cases.first_answer", None)):
        [chart] = charts([MEASURES.get(measure)], places=[place])
        actions.open_improvement(chart, by=HOUSE)
        with pytest.raises(Refusal, match="works on this already"):
            actions.open_improvement(chart, by=HOUSE)


def test_what_gets_better_or_is_chance_opens_none(town: Cast) -> None:
    weeks(BETTER, place=town.riverside)
    weeks(WORSE[:-1], place=town.hillside)
    weeks(WORSE, name="cases.kept_promises")  # more of these is better

    assert rounds.look_for_signals() == 0


def test_what_shows_at_no_place_but_in_all_together_opens_one_for_all(town: Cast) -> None:
    weeks(WORSE[:-1], place=town.riverside)
    weeks(WORSE)

    assert rounds.look_for_signals() == 1
    assert Improvement.objects.get().place is None


def test_a_signal_that_was_taken_up_is_not_opened_again_but_the_next_one_is(task: Improvement, clock: Stopped) -> None:
    actions.drop(task, because="A flood, once", by=task.owner)  # type: ignore[arg-type]
    clock.move(weeks=1)
    one_more(task, 45.0)  # the same signal goes on
    assert rounds.look_for_signals() == 0

    clock.move(weeks=1)
    one_more(task, 14.0)
    clock.move(weeks=1)
    one_more(task, 60.0)
    assert rounds.look_for_signals() == 1


def one_more(task: Improvement, value: float) -> None:
    facts = {"measure": task.measure, "measure_version": 1, "place": task.place, "waiting": 0, "unknown": 0}
    Figure.objects.create(**facts, week=this_week() - timedelta(weeks=1), value=value, n=40)


def test_a_task_is_given_tried_and_closed_with_what_came_of_it(task: Improvement, town: Cast) -> None:
    actions.give(task, town.sam, by=town.ines)
    actions.say_what_we_try(task, "A second person at the desk on Mondays", due_on=DUE, by=town.sam)
    actions.close(task, "Waits are back at 15 minutes", by=town.sam)

    assert (task.state, task.owner, task.due_on) == (State.DONE, town.sam, DUE)
    assert task.closed_at is not None
    with pytest.raises(Refusal, match="no longer"):
        actions.drop(task, because="again", by=town.ines)


def test_nothing_ends_without_a_word(task: Improvement, town: Cast) -> None:
    with pytest.raises(Refusal, match="Say what you will try"):
        actions.say_what_we_try(task, "  ", due_on=DUE, by=town.ines)
    with pytest.raises(Refusal, match="Say what came of it"):
        actions.drop(task, because=" ", by=town.ines)
    with pytest.raises(Refusal, match="no longer"):
        actions.close(task, "It went away by itself", by=town.ines)  # nothing was tried

    assert Improvement.objects.get().state == State.OPEN


def test_a_task_goes_to_staff_only_and_from_a_manager_only(task: Improvement, town: Cast) -> None:
    assert isinstance(town.amara.login, User)
    with pytest.raises(Refusal, match="cannot take"):
        actions.give(task, town.amara.login, by=town.ines)
    with pytest.raises(Refusal, match="Only a manager"):
        actions.give(task, town.sam, by=town.sam)


def test_staff_see_the_tasks_that_are_theirs_and_managers_all(task: Improvement, town: Cast) -> None:
    def seen(user: User | None) -> int:
        assert user is not None
        return Improvement.objects.visible_to(user).count()

    assert [seen(one) for one in (town.ines, town.alex, town.sam, town.teresa, town.amara.login)] == [1, 1, 0, 0, 0]
    actions.give(task, town.sam, by=town.ines)
    assert [seen(one) for one in (town.ines, town.sam, town.nurse_lin)] == [1, 1, 0]


@pytest.mark.parametrize(("since", "allowed"), [(7, False), (8, True)])
def test_limits_are_drawn_anew_after_8_weeks_by_a_manager_with_a_cause(town: Cast, since: int, allowed: bool) -> None:
    weeks([*WORSE[:-1], *([30.0, 31] * 10)[:since]])
    wait, week = MEASURES.get("visits.wait"), this_week() - timedelta(weeks=since)

    def draw(cause: str = "One doctor fewer", by: User = town.ines) -> NewLimits:
        return actions.draw_anew(wait, place=None, week=week, cause=cause, by=by)

    with pytest.raises(Refusal, match="Only a manager"):
        draw(by=town.sam)
    with pytest.raises(Refusal, match="Say why"):
        draw(cause=" ")
    if allowed:
        assert draw().owner == town.ines
        with pytest.raises(Refusal, match="already"):
            draw()
    else:
        with pytest.raises(Refusal, match="8 whole weeks"):
            draw()
