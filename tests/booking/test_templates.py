"""Templates: what somebody's week looks like, and the days it is applied to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.booking import actions
from bedside.booking.models import Session, Slot, Template, Use
from bedside.booking.pattern import Line, breaks_between, cut, on_day, read
from bedside.booking.sessions import open_session
from bedside.booking.times import free_times
from bedside.directory import actions as directory
from bedside.directory.models import Closure
from bedside.hours.clock import Stopped, stopped_at
from bedside.hours.zones import at
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.town.cast import Cast
from bedside.triage.models import Screening

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEXT_MONDAY = date(2026, 11, 30)
NINE = {"at": "09:00", "minutes": 20}
TWENTY_PAST = {"at": "09:20", "minutes": 20}
AFTER_THE_BREAK = {"at": "10:00", "minutes": 40}
MORNING = [NINE, TWENTY_PAST, AFTER_THE_BREAK]


@pytest.fixture(autouse=True)
def clock():
    with stopped_at(MONDAY) as stopped:
        yield stopped


def mornings(town: Cast, **details: Any) -> Template:
    """Dr Osei sees joints on Monday and Wednesday mornings, with a break at twenty to ten."""
    said = {"weekdays": [0, 2], "lines": MORNING, "by": town.ines} | details
    return actions.make_template(town.osei, place=town.riverside, service=town.joints, **said)


def begins(template: Template) -> list[datetime]:
    slots = Slot.objects.filter(session__template=template, is_closed=False)
    return list(slots.order_by("starts_at").values_list("starts_at", flat=True))


def test_a_template_opens_the_same_times_on_each_of_its_weekdays(town: Cast) -> None:
    template = mornings(town)
    applied = actions.apply_template(template, NEXT_MONDAY, date(2026, 12, 6), by=town.ines)

    assert [session.day for session in applied.opened] == [NEXT_MONDAY, date(2026, 12, 2)]
    assert [f"{moment:%a %H:%M}" for moment in begins(template)] == [
        *["Mon 09:00", "Mon 09:20", "Mon 10:00"],
        *["Wed 09:00", "Wed 09:20", "Wed 10:00"],
    ]
    assert Slot.objects.get(starts_at=at(NEXT_MONDAY, "10:00", "Europe/London")).minutes == 40


def test_applying_it_again_doubles_nothing(town: Cast) -> None:
    template = mornings(town)
    actions.apply_template(template, NEXT_MONDAY, date(2026, 12, 6), by=town.ines)
    again = actions.apply_template(template, NEXT_MONDAY, date(2026, 12, 13), by=town.ines)

    assert (len(again.opened), again.stood) == (2, 2)
    assert len(begins(template)) == len(set(begins(template))) == 12


def test_holidays_are_left_out(town: Cast) -> None:
    template = mornings(town, weekdays=[4])
    applied = actions.apply_template(template, date(2026, 12, 25), date(2027, 1, 8), by=town.ines)

    assert [session.day for session in applied.opened] == [date(2027, 1, 8)]
    assert [day for day, _ in applied.left_out] == [date(2026, 12, 25), date(2027, 1, 1)]
    assert "holiday" in applied.left_out[0][1]


def test_days_on_which_the_place_is_shut_are_left_out(town: Cast) -> None:
    days = {"first_day": NEXT_MONDAY, "last_day": NEXT_MONDAY}
    record("closure.set_up", Closure(place=town.riverside, reason="New floors", **days), by=town.ines)
    applied = actions.apply_template(mornings(town), NEXT_MONDAY, date(2026, 12, 6), by=town.ines)

    assert applied.left_out == [(NEXT_MONDAY, "The place is shut.")]


def test_a_weekday_on_which_the_place_never_opens_is_left_out(town: Cast) -> None:
    directory.change(town.riverside, by=town.ines, opening={"mon": [["08:00", "18:00"]]})
    applied = actions.apply_template(mornings(town), NEXT_MONDAY, date(2026, 12, 6), by=town.ines)

    assert [day for day, _ in applied.left_out] == [date(2026, 12, 2)]


def test_days_of_her_leave_are_left_out_and_half_a_day_of_leave_closes_only_its_times(town: Cast) -> None:
    actions.take_leave(town.osei, at(NEXT_MONDAY, "00:00", "Europe/London"), MONDAY + timedelta(days=8), by=town.sam)
    away_until = at(date(2026, 12, 2), "09:30", "Europe/London")
    actions.take_leave(town.osei, away_until - timedelta(hours=5), away_until, by=town.sam)
    template = mornings(town)
    applied = actions.apply_template(template, NEXT_MONDAY, date(2026, 12, 6), by=town.ines)

    assert applied.left_out == [(NEXT_MONDAY, "The clinician is away.")]
    assert begins(template) == [at(date(2026, 12, 2), "10:00", "Europe/London")]


def test_another_session_of_hers_is_not_doubled(town: Cast) -> None:
    nine = at(NEXT_MONDAY, "09:00", "Europe/London")
    here = {"place": town.hillside, "service": town.joints, "slot_minutes": 60, "by": HOUSE}
    open_session(town.osei, starts_at=nine - timedelta(hours=1), ends_at=nine + timedelta(hours=1), **here)
    applied = actions.apply_template(mornings(town), NEXT_MONDAY, NEXT_MONDAY, by=town.ines)

    assert "another session" in applied.left_out[0][1]
    assert not Session.objects.filter(template__isnull=False).exists()


def test_a_changed_template_touches_only_free_times_still_to_come(town: Cast, clock: Stopped) -> None:
    template = mornings(town)
    actions.apply_template(template, NEXT_MONDAY, NEXT_MONDAY, by=town.ines)
    first = Slot.objects.order_by("starts_at")[0]
    booked = actions.book(first, town.amara, town.knee_check, by=town.sam)

    actions.change_template(
        template, by=town.ines, lines=[{"at": "09:10", "minutes": 30}, {"at": "11:00", "minutes": 20}]
    )
    booked.refresh_from_db()

    assert booked.slot == first
    assert booked.status == "booked"
    assert [f"{moment:%H:%M}" for moment in begins(template)] == ["09:00", "11:00"]  # 9:10 would lie over her visit

    actions.change_template(template, by=town.ines, lines=MORNING)
    assert [f"{moment:%H:%M}" for moment in begins(template)] == ["09:00", "09:20", "10:00"]


def test_a_weekday_that_is_taken_out_closes_and_an_ended_template_closes_all(town: Cast) -> None:
    template = mornings(town)
    actions.apply_template(template, NEXT_MONDAY, date(2026, 12, 6), by=town.ines)
    actions.change_template(template, by=town.ines, weekdays=[2])
    assert {moment.date() for moment in begins(template)} == {date(2026, 12, 2)}

    actions.end_template(template, by=town.ines)
    assert begins(template) == []
    with pytest.raises(Refusal, match="ended"):
        actions.apply_template(template, NEXT_MONDAY, NEXT_MONDAY, by=town.ines)


def test_a_time_that_the_clocks_skip_is_not_made_and_nothing_overlaps_on_odd_days() -> None:
    night = cut(time(0, 30), time(3, 30), 20)
    spring = list(on_day(night, date(2026, 3, 29), "Europe/London"))
    autumn = list(on_day(night, date(2026, 10, 25), "Europe/London"))

    assert [f"{one.line.at:%H:%M}" for one in spring] == ["00:30", "00:50", "02:10", "02:30", "02:50", "03:10"]
    for day in (spring, autumn):
        assert all(one.ends_at <= after.starts_at for one, after in pairwise(day))
        assert all(one.ends_at - one.starts_at == timedelta(minutes=20) for one in day)
    assert at(date(2026, 10, 25), "01:30", "Europe/London") in {one.starts_at for one in autumn}


@given(st.integers(0, 23), st.integers(1, 12), st.sampled_from([10, 15, 20, 45]), st.integers(0, 60))
def test_a_day_is_cut_into_times_that_never_overlap_a_break_or_each_other(
    hour: int, hours: int, minutes: int, into: int
) -> None:
    ends = min(hour + hours, 23)
    if (ends - hour) * 60 < minutes + 30:
        return
    pause = hour * 60 + into // 5 * 5
    rest = (time(pause // 60, pause % 60), time((pause + 30) // 60 % 24, (pause + 30) % 60))
    if rest[1] <= rest[0]:
        return
    try:
        lines = cut(time(hour), time(ends), minutes, [rest])
    except Refusal:
        return
    assert all(one.ends <= after.ends - after.minutes for one, after in pairwise(lines))
    assert all(line.ends <= pause or line.ends - line.minutes >= pause + 30 for line in lines)


def test_breaks_are_what_lies_between_the_times() -> None:
    assert breaks_between(read(MORNING)) == [(9 * 60 + 40, 10 * 60)]


@pytest.mark.parametrize(
    ("lines", "because"),
    [
        ([], "between 1 and 150"),
        ([{"at": "09:02", "minutes": 20}], "five minutes"),
        ([NINE, {"at": "09:10", "minutes": 20}], "overlap"),
        ([TWENTY_PAST, NINE], "overlap"),
        ([{"at": "23:50", "minutes": 20}], "midnight"),
        ([NINE | {"for": "friends", "hours": 24}], "held for"),
        ([NINE | {"for": Use.URGENT}], "must be released"),
    ],
)
def test_what_cannot_be_a_day_is_refused(lines: list[dict[str, Any]], because: str) -> None:
    with pytest.raises(Refusal, match=because):
        read(lines)


def test_a_time_held_for_urgent_visits_is_for_them_until_it_is_released(town: Cast, clock: Stopped) -> None:
    held = [NINE | {"for": Use.URGENT, "hours": 4}, TWENTY_PAST]
    actions.apply_template(mornings(town, lines=held), NEXT_MONDAY, NEXT_MONDAY, by=town.ines)
    nine, twenty_past = Slot.objects.order_by("starts_at")

    assert free_times(town.knee_check) == [twenty_past]
    assert free_times(town.knee_check, uses=[Use.URGENT]) == [nine, twenty_past]
    with pytest.raises(Refusal, match="kept for other visits"):
        actions.book(nine, town.amara, town.knee_check, by=town.sam)

    clock.move_to(nine.starts_at - timedelta(hours=4))
    assert free_times(town.knee_check) == [nine, twenty_past]
    actions.book(nine, town.amara, town.knee_check, by=town.sam)


def test_whoever_must_be_seen_within_a_day_may_have_an_urgent_time(town: Cast, clock: Stopped) -> None:
    held = [NINE | {"for": Use.URGENT, "hours": 2}]
    actions.apply_template(mornings(town, lines=held), NEXT_MONDAY, NEXT_MONDAY, by=town.ines)
    slot = Slot.objects.get()
    moment = clock.move_to(slot.starts_at - timedelta(hours=20))
    said = {"edition": "1", "decided_at": moment, "answered_at": moment, "patient": town.amara}
    calm, urgent = Screening.objects.create(level="R72", **said), Screening.objects.create(level="S24", **said)

    with pytest.raises(Refusal, match="kept for other visits"):
        actions.book(slot, town.amara, town.knee_check, by=town.amara.login, screening=calm)
    assert actions.book(slot, town.amara, town.knee_check, by=town.amara.login, screening=urgent).slot == slot


def test_a_time_held_for_the_same_day_is_for_whoever_asks_in_its_last_day(town: Cast, clock: Stopped) -> None:
    held = [NINE | {"for": Use.SAME_DAY, "hours": 1}]
    actions.apply_template(mornings(town, lines=held), NEXT_MONDAY, NEXT_MONDAY, by=town.ines)
    slot = Slot.objects.get()
    clock.move_to(slot.starts_at - timedelta(hours=25))
    assert free_times(town.knee_check) == []

    clock.move(hours=1)
    assert free_times(town.knee_check) == [slot]


def test_a_time_held_for_follow_ups_is_for_whoever_was_seen_before(town: Cast, clock: Stopped) -> None:
    held = [NINE, TWENTY_PAST | {"for": Use.FOLLOW_UP, "hours": 1}]
    actions.apply_template(mornings(town, lines=held), NEXT_MONDAY, date(2026, 12, 2), by=town.ines)
    first, _, _, follow_up = Slot.objects.order_by("starts_at")
    seen = actions.book(first, town.amara, town.knee_check, by=town.sam)
    clock.move_to(first.starts_at)
    actions.arrive(seen, by=town.sam)
    actions.fulfil(seen, by=town.sam)

    with pytest.raises(Refusal, match="kept for other visits"):
        actions.book(follow_up, town.lina, town.knee_check, by=town.sam)
    assert actions.book(follow_up, town.amara, town.knee_check, by=town.sam).slot == follow_up


def test_staff_may_say_what_a_held_time_is_for(town: Cast) -> None:
    held = [NINE | {"for": Use.URGENT, "hours": 4}]
    actions.apply_template(mornings(town, lines=held), NEXT_MONDAY, NEXT_MONDAY, by=town.ines)

    booked = actions.book(Slot.objects.get(), town.amara, town.knee_check, by=town.sam, held_for=Use.URGENT)
    assert booked.slot.held_for == Use.URGENT


def test_a_line_says_when_it_is_released() -> None:
    line = Line(time(9), 20, Use.SAME_DAY, 24)
    (planned,) = on_day([line], NEXT_MONDAY, "Europe/London")
    assert planned.release_at == planned.starts_at - timedelta(hours=24)
