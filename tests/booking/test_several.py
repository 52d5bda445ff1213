"""Groups, holds, series, several visits on one way, and booking over a time that is taken."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bedside.booking import actions
from bedside.booking.chains import chains
from bedside.booking.models import Appointment, Hold, Slot, Status, Taken
from bedside.booking.repeating import planned
from bedside.booking.sessions import open_session
from bedside.booking.times import free_times
from bedside.directory import actions as directory
from bedside.directory.models import VisitType
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.triage.models import Screening

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def clock(town: Cast):
    """Dr Osei has three times on Friday from nine to ten."""
    with stopped_at(MONDAY) as stopped:
        joints(town, FRIDAY)
        yield stopped


def joints(town: Cast, start: datetime) -> list[Slot]:
    here = {"place": town.riverside, "service": town.joints, "by": HOUSE}
    session = open_session(town.osei, starts_at=start, ends_at=start + timedelta(hours=1), slot_minutes=20, **here)
    return list(session.slots.order_by("starts_at"))


def times() -> list[Slot]:
    return list(Slot.objects.order_by("starts_at"))


def group(town: Cast, seats: int) -> Slot:
    """Once a month people with sore knees meet on Friday at two."""
    template = actions.make_template(
        town.osei,
        place=town.riverside,
        service=town.joints,
        weekdays=[4],
        lines=[{"at": "14:00", "minutes": 60}],
        seats=seats,
        by=town.ines,
    )
    actions.apply_template(template, FRIDAY.date(), FRIDAY.date(), by=town.ines)
    return Slot.objects.get(seats=seats)


def people(number: int) -> list[Patient]:
    crowd = [Patient(given_name=f"Given{one}", family_name="Crowd") for one in range(number)]
    record_many("patient.registered", crowd, by=HOUSE, at=MONDAY)
    return crowd


def test_a_group_has_as_many_visits_as_seats_and_its_clinician_once(town: Cast) -> None:
    knees = group(town, 3)
    crowd = people(4)
    joined = [actions.book(knees, one, town.knee_check, by=town.sam) for one in crowd[:3]]

    assert {one.seat for one in joined} == {0, 1, 2}
    assert Taken.objects.filter(resource=town.osei.pk, at__gte=knees.starts_at).count() == 12
    assert knees not in Slot.objects.free()
    with pytest.raises(Refusal, match="taken"):
        actions.book(knees, crowd[3], town.knee_check, by=town.sam)

    actions.cancel(joined[1], by=town.sam, because="is well")
    assert actions.book(knees, crowd[3], town.knee_check, by=town.sam).seat == joined[1].seat


def test_nobody_joins_a_group_twice(town: Cast) -> None:
    knees = group(town, 3)
    actions.book(knees, town.amara, town.knee_check, by=town.sam)

    with pytest.raises(Refusal, match="already a visit"):
        actions.book(knees, town.amara, town.knee_check, by=town.sam)


def test_a_group_does_not_meet_while_its_clinician_is_elsewhere(town: Cast) -> None:
    knees = group(town, 3)
    start = knees.starts_at + timedelta(minutes=10)
    here = {"place": town.hillside, "service": town.joints, "by": HOUSE}
    other = open_session(town.osei, starts_at=start, ends_at=start + timedelta(minutes=20), slot_minutes=20, **here)
    actions.book(other.slots.get(), town.lina, town.knee_check, by=town.sam)

    assert knees not in Slot.objects.free()
    with pytest.raises(Refusal, match="taken"):
        actions.book(knees, town.amara, town.knee_check, by=town.sam)


def test_a_hold_keeps_a_time_for_ten_minutes_and_lets_go_by_itself(town: Cast, clock: Stopped) -> None:
    nine = times()[0]
    kept = actions.hold(nine, town.knee_check, patient=town.amara, by=town.sam, minutes=60)

    assert kept.until == MONDAY + timedelta(minutes=10)
    assert nine not in Slot.objects.free()
    with pytest.raises(Refusal, match="taken"):
        actions.book(nine, town.lina, town.knee_check, by=town.sam)

    clock.move(minutes=10)
    assert nine in Slot.objects.free()
    assert actions.book(nine, town.lina, town.knee_check, by=town.sam)  # before the clock has struck
    with pytest.raises(Refusal, match="no longer kept"):
        actions.book(nine, town.amara, town.knee_check, by=town.sam, hold=kept)
    assert actions.let_go_of_holds() == 1
    assert not Taken.objects.filter(hold__isnull=False).exists()


def test_what_was_kept_for_her_becomes_her_visit(town: Cast) -> None:
    nine = times()[0]
    kept = actions.hold(nine, town.knee_check, patient=town.amara, by=town.sam)
    with pytest.raises(Refusal, match="no longer kept"):
        actions.book(nine, town.lina, town.knee_check, by=town.sam, hold=kept)
    booked = actions.book(nine, town.amara, town.knee_check, by=town.sam, hold=kept)

    assert booked.slot == nine
    assert not Hold.objects.standing().exists()


def test_nobody_keeps_more_than_two_times_at_once(town: Cast, clock: Stopped) -> None:
    nine, twenty_past, twenty_to = times()
    kept = actions.hold(nine, town.knee_check, patient=town.amara, by=town.sam)
    actions.hold(twenty_past, town.knee_check, patient=town.amara, by=town.sam)
    with pytest.raises(Refusal, match="Two times"):
        actions.hold(twenty_to, town.knee_check, patient=town.amara, by=town.sam)

    actions.let_go(kept, by=town.sam)
    actions.hold(twenty_to, town.knee_check, patient=town.amara, by=town.sam)
    clock.move(minutes=11)
    assert actions.hold(nine, town.knee_check, patient=town.amara, by=town.sam)


def test_a_guest_keeps_a_time_only_after_the_safety_questions(town: Cast) -> None:
    nine = times()[0]
    with pytest.raises(Refusal, match="safety questions"):
        actions.hold(nine, town.knee_check, guest="token", by=HOUSE)
    said = {"level": "R14", "edition": "1", "decided_at": MONDAY, "answered_at": MONDAY, "guest": "token"}
    kept = actions.hold(nine, town.knee_check, guest="token", by=HOUSE, screening=Screening.objects.create(**said))

    assert actions.book(nine, town.lina, town.knee_check, by=town.sam, hold=kept).slot == nine


def test_several_services_on_one_way_are_booked_together_or_not_at_all_and_told_once(town: Cast) -> None:
    nine, twenty_past, twenty_to = times()
    scan = directory.set_up(VisitType(service=town.joints, name="Knee scan", minutes=20), by=HOUSE)
    one, other = actions.book_together([(twenty_past, scan), (nine, town.knee_check)], town.amara, by=town.sam)

    assert (one.starts_at, other.starts_at) == (nine.starts_at, twenty_past.starts_at)
    assert one.bundle == other.bundle
    assert {said.template for said in Message.objects.about(one)} == {"booked_several", "reminder"}
    assert not Message.objects.about(other).exists()
    with pytest.raises(Refusal, match="taken"):
        actions.book_together([(twenty_to, scan), (twenty_past, scan)], town.lina, by=town.sam)
    assert Appointment.objects.filter(patient=town.lina).count() == 0


def test_visits_that_are_hours_apart_are_not_one_way(town: Cast) -> None:
    later = joints(town, FRIDAY + timedelta(hours=3))[0]
    with pytest.raises(Refusal, match="do not follow"):
        actions.book_together([(times()[0], town.knee_check), (later, town.knee_check)], town.amara, by=town.sam)
    assert not Appointment.objects.exists()


def test_a_series_books_each_week_at_the_same_hour_on_the_wall_or_says_what_else_is_free(town: Cast) -> None:
    start = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)  # two weeks before the clocks go forward
    first = joints(town, start)
    taken = joints(town, start + timedelta(weeks=1))
    after = joints(town, start + timedelta(weeks=2) - timedelta(hours=1))
    actions.book(taken[0], town.lina, town.knee_check, by=town.sam)

    found = actions.book_series(first[0], town.amara, town.knee_check, every_weeks=1, times=4, by=town.sam)

    assert [one.appointment.slot if one.appointment else None for one in found] == [first[0], None, after[0], None]
    assert found[1].alternatives == [taken[1], taken[2]]
    assert "taken" in found[1].because
    assert "no such time" in found[3].because
    assert Appointment.objects.filter(series=found[0].appointment.series).count() == 2
    assert found[2].starts_at.date() == date(2027, 3, 29)


def test_a_series_is_told_in_one_message_and_each_of_its_visits_is_reminded_of(town: Cast) -> None:
    starts = [FRIDAY + timedelta(weeks=week) for week in range(1, 4)]
    weeks = [joints(town, start) for start in starts]
    found = actions.book_series(weeks[0][0], town.amara, town.knee_check, every_weeks=1, times=3, by=town.sam)

    told = Message.objects.filter(template="booked_several", channel="email")
    assert [one.about_id for one in told] == [found[0].appointment.pk]
    assert all(f"{start.day} {start:%B}" in told[0].body for start in starts)
    assert not Message.objects.filter(template="booked").exists()
    assert {one.about_id for one in Message.objects.filter(template="reminder")} == {
        one.appointment.pk for one in found
    }


def test_a_series_is_planned_without_booking_anything(town: Cast) -> None:
    weeks = [joints(town, FRIDAY + timedelta(weeks=week)) for week in range(1, 4)]
    actions.book(weeks[1][0], town.lina, town.knee_check, by=town.sam)
    days = planned(weeks[0][0], town.knee_check, town.amara, every_weeks=1, times=4)

    assert [one.slot for one in days] == [weeks[0][0], None, weeks[2][0], None]
    assert days[1].near == weeks[1][1:]
    assert "taken" in str(days[1].because)
    assert "no such time" in str(days[3].because)
    assert Appointment.objects.count() == 1


def test_chosen_days_become_one_series_all_of_them_or_none_and_go_on_from_a_visit_that_is_booked(town: Cast) -> None:
    weeks = [joints(town, FRIDAY + timedelta(weeks=week)) for week in range(1, 4)]
    first = actions.book(weeks[0][0], town.amara, town.knee_check, by=town.sam)
    later = [weeks[1][0], weeks[2][0]]
    other = actions.book(weeks[2][0], town.lina, town.knee_check, by=town.sam)
    with pytest.raises(Refusal, match="taken"):
        actions.book_dates(later, town.amara, town.knee_check, by=town.sam, after=first)
    first.refresh_from_db()
    assert (first.series, Appointment.objects.filter(patient=town.amara).count()) == (None, 1)

    actions.cancel(other, by=town.sam, because="is well")
    actions.book_dates(later, town.amara, town.knee_check, by=town.sam, after=first)
    assert Appointment.objects.filter(series=first.series, patient=town.amara).count() == 3


def test_a_visit_of_a_series_is_cancelled_with_all_that_follow_and_she_is_told_once(town: Cast) -> None:
    weeks = [joints(town, FRIDAY + timedelta(weeks=week)) for week in range(1, 5)]
    found = actions.book_series(weeks[0][0], town.amara, town.knee_check, every_weeks=1, times=4, by=town.sam)
    off = actions.cancel_following(found[1].appointment, by=town.sam, because="is well")

    assert [one.starts_at for one in off] == [week[0].starts_at for week in weeks[1:]]
    assert Appointment.objects.get(status=Status.BOOKED) == found[0].appointment
    assert Message.objects.filter(template="cancelled_several", channel="email").count() == 1
    assert not Message.objects.filter(template="cancelled").exists()


def test_times_on_one_way_follow_one_another_in_any_order_at_one_place(town: Cast) -> None:
    nine, _, twenty_to = times()
    here = {"place": town.riverside, "service": town.nurse, "slot_minutes": 20, "by": HOUSE}
    lins = [nine.starts_at + timedelta(minutes=minutes) for minutes in (20, 90)]
    blood = [open_session(town.lin, starts_at=at, ends_at=at + timedelta(minutes=20), **here) for at in lins]
    found = chains([town.nurse_visit, town.knee_check], town.amara)

    assert [[slot for slot, _type in one.links] for one in found] == [
        [nine, blood[0].slots.get()],
        [blood[0].slots.get(), twenty_to],
    ]
    assert actions.book_together(found[0].links, town.amara, by=town.sam)
    assert chains([town.nurse_visit, town.knee_check], town.lina) == []


def test_when_the_first_visit_of_a_way_is_off_she_is_reminded_of_the_next(town: Cast) -> None:
    nine, twenty_past, _ = times()
    scan = directory.set_up(VisitType(service=town.joints, name="Knee scan", minutes=20), by=HOUSE)
    one, other = actions.book_together([(nine, town.knee_check), (twenty_past, scan)], town.amara, by=town.sam)
    actions.cancel(one, by=town.sam, because="is well")

    assert Message.objects.about(other).waiting().filter(template="reminder").exists()


def test_only_staff_make_a_series(town: Cast) -> None:
    with pytest.raises(Refusal, match="call us"):
        actions.book_series(times()[0], town.amara, town.knee_check, every_weeks=1, times=4, by=town.amara.login)


def test_booking_over_a_taken_time_needs_a_name_and_a_reason_and_is_told(town: Cast) -> None:
    nine = times()[0]
    actions.book(nine, town.amara, town.knee_check, by=town.sam)
    with pytest.raises(Refusal, match="Say why"):
        actions.overbook(nine, town.lina, town.knee_check, by=town.sam, because="")
    with pytest.raises(Refusal, match="Only staff"):
        actions.overbook(nine, town.lina, town.knee_check, by=town.lina.login, because="soon")

    with pytest.raises(Refusal):  # another service's time would carry neither its length nor its label
        actions.overbook(nine, town.lina, town.private_visit, by=town.sam, because="soon")
    over = actions.overbook(nine, town.lina, town.knee_check, by=town.sam, because="stitches out before her flight")

    assert (over.slot, over.seat) == (nine, 1)
    assert Entry.objects.get(verb="appointment.overbooked").because == "stitches out before her flight"


def test_nobody_is_booked_over_a_free_time_or_the_last_of_a_session_or_twice_an_hour(town: Cast) -> None:
    nine, twenty_past, last = times()
    with pytest.raises(Refusal, match="is free"):
        actions.overbook(nine, town.lina, town.knee_check, by=town.sam, because="soon")
    for slot, patient in zip(times(), people(3), strict=True):
        actions.book(slot, patient, town.knee_check, by=town.sam)
    with pytest.raises(Refusal, match="last time"):
        actions.overbook(last, town.lina, town.knee_check, by=town.sam, because="soon")

    actions.overbook(nine, town.lina, town.knee_check, by=town.sam, because="soon")
    with pytest.raises(Refusal, match="taken"):
        actions.overbook(twenty_past, town.amara, town.knee_check, by=town.sam, because="soon")
    with pytest.raises(Refusal, match="taken"):
        actions.overbook(nine, town.amara, town.knee_check, by=town.sam, because="soon")


def test_when_the_time_comes_free_it_is_hers_who_was_booked_over_it(town: Cast) -> None:
    nine = times()[0]
    below = actions.book(nine, town.amara, town.knee_check, by=town.sam)
    over = actions.overbook(nine, town.lina, town.knee_check, by=town.sam, because="soon")
    actions.cancel(below, by=town.sam, because="is well")
    over.refresh_from_db()

    assert (over.status, over.seat, over.overbooked_because) == (Status.BOOKED, 0, "")
    assert nine not in Slot.objects.free()
    assert free_times(town.knee_check) == times()[1:]
