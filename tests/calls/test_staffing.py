"""How many people the phones need comes from the calls as they were measured, or is not said at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from django.conf import LazySettings
from django.test import Client

from bedside.access.models import Role
from bedside.calls.figures import Call
from bedside.calls.models import Contact
from bedside.calls.staffing import of_calls
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast

NINE = datetime(2026, 5, 18, 9, tzinfo=UTC)


def a_day(calls: int, *, gone: int = 0) -> list[Call]:
    """So many calls of five minutes between nine and half past, of whom some hang up after a minute."""
    came = [Call(NINE + timedelta(seconds=n), 6.0, True, 300.0) for n in range(calls - gone)]
    return came + [Call(NINE + timedelta(minutes=9), 60.0, False) for _n in range(gone)]


def test_thirty_calls_of_five_minutes_need_eight_people_and_twelve_on_the_rota() -> None:
    [slot] = of_calls(a_day(30), "UTC").slots

    assert (slot.begins.hour, slot.calls, slot.needed["erlang_c"], slot.on_the_rota) == (9, 30.0, 8, 12)
    assert slot.needed["erlang_a"] is None  # nobody hung up: how patient people are is not known


def test_as_many_people_as_hours_of_talk_are_called_unstable_and_get_no_number() -> None:
    [slot] = of_calls(a_day(30), "UTC", agents=5).slots

    assert (slot.is_stable, slot.level) == (False, None)


def test_where_people_hang_up_fewer_are_needed() -> None:
    [slot] = of_calls(a_day(60, gone=10), "UTC").slots

    needed = slot.needed
    assert needed["erlang_a"] is not None
    assert needed["erlang_c"] is not None
    assert needed["erlang_a"] <= needed["erlang_c"]


def test_of_too_few_calls_nothing_is_said() -> None:
    assert of_calls(a_day(4), "UTC").slots == ()


def test_each_day_of_the_week_has_its_own_number() -> None:
    """Two Mondays of thirty calls each, a Tuesday of six: no mean of them all."""
    tuesday = [replace(one, rang_at=one.rang_at + timedelta(days=1)) for one in a_day(6)]
    next_week = [replace(one, rang_at=one.rang_at + timedelta(days=7)) for one in a_day(30)]

    told = of_calls(a_day(30) + tuesday + next_week, "UTC")

    assert [(one.weekday, one.n, one.calls) for one in told.slots] == [(0, 60, 30.0), (1, 6, 6.0)]
    assert [one.needed["erlang_c"] for one in told.slots] == [8, 3]
    assert [day.strftime("%A") for day in told.days.values()] == ["Monday", "Tuesday"]
    assert list(told.week[time(9)]) == [0, 1]


def test_a_half_hour_of_few_calls_says_nothing() -> None:
    later = [replace(one, rang_at=one.rang_at + timedelta(hours=3)) for one in a_day(4)]

    shown = {one.begins.hour: one.is_shown for one in of_calls(a_day(30) + later, "UTC").slots}

    assert shown == {9: True, 12: False}


def test_a_day_turns_by_the_clock_of_the_clinic() -> None:
    late = [replace(one, rang_at=one.rang_at.replace(hour=23, minute=30)) for one in a_day(6)]

    assert {one.weekday for one in of_calls(late, "Europe/London").slots} == {1}


def test_managers_see_what_is_needed_and_whoever_works_at_the_desk_does_not(town: Cast, settings: LazySettings) -> None:
    settings.DEMO = True
    town.ines.act_as(Role.MANAGER)
    town.sam.act_as(Role.FRONT_DESK)
    for number in range(6):
        rang = now() - timedelta(days=1, seconds=number)
        call = Contact(
            way="phone", key=f"c{number}", rang_at=rang, answered_at=rang, ended_at=rang + timedelta(minutes=5)
        )
        record("contact.ended", call, by=HOUSE)
    boss, desk = Client(), Client()
    boss.force_login(town.ines)
    desk.force_login(town.sam)

    page = boss.get("/desk/phones/?agents=1")

    assert "Half hour" in page.text
    assert (now() - timedelta(days=1)).strftime("%A") in page.text
    assert "unstable" in page.text or "%" in page.text
    assert desk.get("/desk/phones/").status_code == 404
    assert boss.get("/desk/phones/", {"agents": "000001" + "9" * 5_000, "day": "9"}).status_code == 200
