"""Somebody is away, or a place is shut: free times close, and nobody is cancelled in silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bedside.booking import actions, waiting
from bedside.booking.models import Appointment, Offer, Slot, Status
from bedside.booking.reactions import follow_closure
from bedside.booking.sessions import open_session
from bedside.cases.models import Case, Kind
from bedside.cases.reactions import close_for_new_time, open_for_new_time
from bedside.directory.models import Closure
from bedside.hours.clock import stopped_at
from bedside.inbox.models import Message
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label
from bedside.town.cast import Cast

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def times(town: Cast):
    """Dr Osei has three times on Friday and three a week later."""
    with stopped_at(MONDAY):
        for start in (FRIDAY, FRIDAY + timedelta(days=7)):
            hour = {"starts_at": start, "ends_at": start + timedelta(hours=1), "slot_minutes": 20}
            open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **hour)
        yield list(Slot.objects.order_by("starts_at"))


def last(verb: str) -> Entry:
    return Entry.objects.filter(verb=verb).latest("pk")


def test_leave_closes_the_free_times_and_leaves_the_booked_ones_booked(town: Cast, times: list[Slot]) -> None:
    booked = actions.book(times[0], town.amara, town.knee_check, by=town.sam)
    actions.take_leave(town.osei, FRIDAY, FRIDAY + A_DAY, by=town.ines)
    booked.refresh_from_db()

    assert list(Slot.objects.free().order_by("starts_at")) == times[3:]
    assert (booked.status, booked.needs_new_time) == (Status.BOOKED, True)
    assert list(Appointment.objects.left_alone()) == [booked]
    assert not Message.objects.about(booked).filter(template="cancelled").exists()


def test_whoever_was_booked_has_a_case_until_she_has_a_new_time(town: Cast, times: list[Slot]) -> None:
    booked = actions.book(times[0], town.amara, town.knee_check, by=town.sam)
    actions.take_leave(town.osei, FRIDAY, FRIDAY + A_DAY, by=town.ines)
    open_for_new_time(last("appointment.left_alone"))
    open_for_new_time(last("appointment.left_alone"))

    case = Case.objects.get(kind=Kind.BOOKING)
    assert (case.patient, case.is_closed) == (town.amara, False)
    booked.refresh_from_db()
    actions.reschedule(booked, times[3], by=town.sam)
    close_for_new_time(last("appointment.moved"))

    case.refresh_from_db()
    assert case.is_closed
    assert not Appointment.objects.left_alone().exists()


def test_the_case_of_a_confidential_visit_is_as_confidential(town: Cast, times: list[Slot]) -> None:
    actions.book(times[0], town.amara, town.knee_check, by=town.sam, label=Label.CONFIDENTIAL)
    actions.take_leave(town.osei, FRIDAY, FRIDAY + A_DAY, by=town.ines)
    open_for_new_time(last("appointment.left_alone"))

    assert Case.objects.get(kind=Kind.BOOKING).label == Label.CONFIDENTIAL


def test_leave_that_is_taken_back_opens_its_times_again(town: Cast, times: list[Slot]) -> None:
    actions.book(times[0], town.amara, town.knee_check, by=town.sam)
    leave = actions.take_leave(town.osei, FRIDAY, FRIDAY + A_DAY, by=town.ines)
    actions.end_leave(leave, by=town.ines)

    assert list(Slot.objects.free().order_by("starts_at")) == times[1:]
    assert not Appointment.objects.left_alone().exists()
    with pytest.raises(Refusal, match="already"):
        actions.end_leave(leave, by=town.ines)


def test_days_that_a_template_left_out_for_leave_are_made_when_it_is_taken_back(town: Cast) -> None:
    leave = actions.take_leave(town.lee, FRIDAY - timedelta(hours=9), FRIDAY + A_DAY, by=town.ines)
    template = actions.make_template(
        town.lee,
        place=town.riverside,
        service=town.joints,
        weekdays=[4],
        lines=[{"at": "14:00", "minutes": 20}],
        by=town.ines,
    )
    assert not actions.apply_template(template, FRIDAY.date(), FRIDAY.date(), by=town.ines).opened
    actions.end_leave(leave, by=town.ines)

    assert Slot.objects.free().filter(session__template=template).count() == 1


def test_nobody_is_away_twice_at_once_nor_in_the_past(town: Cast) -> None:
    actions.take_leave(town.osei, FRIDAY, FRIDAY + A_DAY, by=town.ines)
    with pytest.raises(Refusal, match="away at that time already"):
        actions.take_leave(town.osei, FRIDAY + timedelta(hours=2), FRIDAY + 2 * A_DAY, by=town.ines)
    with pytest.raises(Refusal, match="over already"):
        actions.take_leave(town.osei, MONDAY - 2 * A_DAY, MONDAY - A_DAY, by=town.ines)
    with pytest.raises(Refusal, match="must end after"):
        actions.take_leave(town.osei, FRIDAY + 3 * A_DAY, FRIDAY + 2 * A_DAY, by=town.ines)


def test_a_time_of_leave_is_neither_booked_nor_offered(town: Cast, times: list[Slot]) -> None:
    booked = actions.book(times[0], town.amara, town.knee_check, by=town.sam)
    waiting.wait_for(town.knee_check, town.lina, by=town.sam)
    actions.take_leave(town.osei, FRIDAY, FRIDAY + A_DAY, by=town.ines)
    booked.refresh_from_db()
    actions.cancel(booked, by=town.sam, because="the clinician is away")

    assert not Offer.objects.exists()
    with pytest.raises(Refusal, match="taken"):
        actions.book(times[1], town.lina, town.knee_check, by=town.sam)


def test_a_place_that_shuts_closes_its_times_and_opens_them_when_it_is_open_after_all(
    town: Cast, times: list[Slot]
) -> None:
    booked = actions.book(times[0], town.amara, town.knee_check, by=town.sam)
    days = {"first_day": date(2026, 11, 26), "last_day": date(2026, 11, 27)}
    shut = Closure(place=None, reason="Snow", **days)
    follow_closure(record("closure.set_up", shut, by=town.ines))
    booked.refresh_from_db()
    assert booked.needs_new_time
    assert list(Slot.objects.free().order_by("starts_at")) == times[3:]

    shut.is_lifted = True
    follow_closure(record("closure.changed", shut, by=town.ines))
    follow_closure(last("closure.changed"))
    booked.refresh_from_db()
    assert not booked.needs_new_time
    assert list(Slot.objects.free().order_by("starts_at")) == times[1:]
