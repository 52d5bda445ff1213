"""How cases end, counted by hand on small days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bedside.cases import actions, ends
from bedside.cases.models import Case, Kind, Team, Vow
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.measures.weekly import summed_up
from bedside.people.models import Label
from bedside.town.cast import Cast

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SINCE, UNTIL = MONDAY_NOON - 30 * DAY, MONDAY_NOON + 60 * DAY


def opened(town: Cast, **more: Any) -> Case:
    return actions.open_case(Kind.MESSAGE, "A question", by=HOUSE, patient=town.lina, **more)


def test_until_it_is_settled_counts_open_hours_and_not_those_we_waited_for_her(town: Cast, clock: Stopped) -> None:
    case = opened(town)
    clock.move_to(MONDAY_NOON + timedelta(hours=1))
    actions.wait_for_patient(case, because="send a photo", by=town.sam)
    clock.move_to(MONDAY_NOON + timedelta(hours=3))
    actions.go_on(case, by=town.sam)
    clock.move_to(MONDAY_NOON + timedelta(hours=4))
    actions.close(case, because="done", by=town.sam)

    [less] = ends.resolved(SINCE, UNTIL)
    [all_of_it] = ends.resolved_in_all(SINCE, UNTIL)

    assert (less.value, all_of_it.value) == (2.0, 4.0)
    assert (less.team, less.language) == (case.team, town.lina.language)


def test_a_case_closed_while_it_waits_for_her_counts_none_of_that_wait(town: Cast, clock: Stopped) -> None:
    case = opened(town)
    actions.wait_for_patient(case, because="send a photo", by=town.sam)
    clock.move_to(MONDAY_NOON + timedelta(hours=2))
    actions.close(case, because="done", by=town.sam)

    assert [one.value for one in ends.resolved(SINCE, UNTIL)] == [0.0]
    assert [one.value for one in ends.resolved_in_all(SINCE, UNTIL)] == [2.0]


def test_opened_again_within_fourteen_days_and_not_after(town: Cast, clock: Stopped) -> None:
    first, second, third = opened(town), opened(town), opened(town)
    for case in (first, second, third):
        actions.close(case, because="done", by=town.sam)
    clock.move_to(MONDAY_NOON + 13 * DAY)
    actions.reopen(first, by=town.sam)
    waiting = [one.waiting for one in ends.opened_again(SINCE, UNTIL)]
    assert sorted(waiting) == [False, True, True]  # two may still be opened again
    clock.move_to(MONDAY_NOON + 15 * DAY)
    actions.reopen(second, by=town.sam)

    assert sorted(one.value or 0 for one in ends.opened_again(SINCE, UNTIL)) == [0.0, 0.0, 1.0]


def test_a_case_that_came_to_another_team_is_handed_over_once(town: Cast, clock: Stopped) -> None:
    handed, kept = opened(town), opened(town)
    actions.give(handed, None, team=Team.NURSES, by=town.sam)
    actions.give(handed, None, team=Team.FRONT_DESK, by=town.sam)

    assert sorted(one.value or 0 for one in ends.handed_over(SINCE, UNTIL)) == [0.0, 1.0]
    assert kept.held_since is None


def test_the_backlog_is_what_was_not_closed_at_the_end_of_each_week(town: Cast, clock: Stopped) -> None:
    old, _gone, hidden = opened(town), opened(town), opened(town, label=Label.CONFIDENTIAL)
    actions.close(_gone, because="done", by=town.sam)
    clock.move_to(MONDAY_NOON + 9 * DAY)  # a Wednesday, the week after the one that ended on Sunday night

    ages = [one.value for one in ends.backlog(MONDAY_NOON - timedelta(hours=1), MONDAY_NOON + 13 * DAY)]

    assert hidden.pk != old.pk
    assert [round(age or 0, 3) for age in ages] == [6.5, 9.0]
    assert summed_up([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "p90") == 10


def test_settled_with_one_message_is_told_by_repeats(town: Cast, clock: Stopped) -> None:
    assert town.amara.login
    for subject, days in (("My form", 0), ("My knee", 0), ("My KNEE", 3)):
        clock.move_to(MONDAY_NOON + days * DAY)
        inbox.write(town.amara, subject=subject, words="Hello", by=town.amara.login)
        work_off()
    for case in Case.objects.filter(kind=Kind.MESSAGE):
        actions.close(case, because="done", by=town.sam)
    clock.move_to(MONDAY_NOON + 20 * DAY)

    found = list(ends.settled_with_one(SINCE, UNTIL))

    assert sorted(one.value or 0 for one in found) == [0.0, 1.0]  # the knee came back; the third one was no first
    assert {one.channel for one in found} == {"portal"}


def test_what_we_said_we_would_do_is_kept_broken_or_not_due(town: Cast, clock: Stopped) -> None:
    case = opened(town)
    for due, kept in ((1, 1), (1, 2), (2, None), (40, None)):
        vow = Vow(case=case, does="call", due_at=MONDAY_NOON + due * DAY, by=town.sam, by_name="Sam", version=1)
        vow.kept_at = MONDAY_NOON + kept * DAY if kept else None
        Vow.objects.bulk_create([vow])
    clock.move_to(MONDAY_NOON + 5 * DAY)

    values = [one.value for one in ends.vows_kept(SINCE, UNTIL)]

    assert sorted(value for value in values if value is not None) == [0.0, 0.0, 1.0]
    assert values.count(None) == 1
