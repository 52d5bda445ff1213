from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bedside.booking import actions, waiting
from bedside.booking.models import Answer, Appointment, Offer, Slot, Status, Taken, Waiting
from bedside.booking.reactions import follow_wishes
from bedside.booking.sessions import open_session
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message, State
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.actions import change_details, note_death
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.triage.models import Screening

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Day:
    town: Cast
    nine: Slot
    twenty_past: Slot
    clock: Stopped


@pytest.fixture
def day(town: Cast):
    """Dr Osei sees joints on Friday week from nine to ten, three times of twenty minutes; today is Monday."""
    with stopped_at(MONDAY) as clock:
        friday = MONDAY + timedelta(days=11)
        open_session(
            town.osei,
            place=town.riverside,
            service=town.joints,
            starts_at=friday,
            ends_at=friday + timedelta(hours=1),
            slot_minutes=20,
            by=HOUSE,
        )
        nine, twenty_past, _ = Slot.objects.order_by("starts_at")
        yield Day(town, nine, twenty_past, clock)


def test_booking_tells_her_and_plans_two_reminders(day: Day) -> None:
    booked = actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)

    messages = Message.objects.about(booked)
    assert messages.filter(template="booked").count() == 2  # e-mail and SMS
    due = sorted({message.due_at for message in messages.filter(template="reminder")})
    assert due == [booked.starts_at - timedelta(days=3), booked.starts_at - timedelta(days=1)]
    assert all(message.not_after == booked.starts_at for message in messages)


def test_a_visit_booked_the_day_before_gets_only_the_reminders_that_still_make_sense(day: Day) -> None:
    day.clock.move_to(day.nine.starts_at - timedelta(hours=20))
    booked = actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)

    assert not Message.objects.about(booked).filter(template="reminder").exists()


def test_who_changes_her_wishes_is_reminded_so_of_what_is_booked_already(day: Day) -> None:
    booked = actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    waiting = Message.objects.about(booked).waiting().filter(template="reminder")

    change_details(day.town.amara, by=day.town.amara.login, remind_before=[24, 2], wishes={"visits": {"by": "sms"}})
    work_off()
    due = [booked.starts_at - timedelta(days=1), booked.starts_at - timedelta(hours=1)]  # seven is in the night
    assert [one.due_at for one in waiting.order_by("due_at")] == due
    assert {one.channel for one in waiting} == {"sms"}

    change_details(day.town.amara, by=day.town.amara.login, remind_before=[], wishes={})
    work_off()
    assert waiting.all().count() == 4
    follow_wishes(Entry.objects.filter(verb="patient.details_changed").latest("recorded_at"))
    assert waiting.all().count() == 4


def test_a_time_that_is_taken_is_not_given_twice(day: Day) -> None:
    actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)

    with pytest.raises(Refusal, match="just been taken"):
        actions.book(day.nine, day.town.lina, day.town.knee_check, by=day.town.sam)


def test_a_time_is_called_full_from_its_visit_on_until_it_is_given_back(day: Day) -> None:
    kept = actions.hold(day.nine, day.town.knee_check, patient=day.town.amara, by=day.town.sam)
    assert not Slot.objects.filter(is_full=True).exists()  # what is kept for some minutes ends by itself
    actions.let_go(kept, by=day.town.sam)

    booked = actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    assert list(Slot.objects.filter(is_full=True)) == [day.nine]
    actions.reschedule(booked, day.twenty_past, by=day.town.sam)
    assert list(Slot.objects.filter(is_full=True)) == [day.twenty_past]
    actions.cancel(booked, by=day.town.sam, because="better")
    assert not Slot.objects.filter(is_full=True).exists()


def test_what_is_free_is_asked_of_the_clinicians_hours_and_not_of_a_note(day: Day) -> None:
    actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    Slot.objects.update(is_full=False)

    assert day.nine not in Slot.objects.free()


def test_nobody_is_in_two_places_at_once(day: Day) -> None:
    open_session(
        day.town.lee,
        place=day.town.hillside,
        service=day.town.gp,
        starts_at=day.nine.starts_at,
        ends_at=day.nine.ends_at,
        slot_minutes=20,
        by=HOUSE,
    )
    actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    elsewhere = Slot.objects.get(staff_member=day.town.lee)

    with pytest.raises(Refusal, match="already a visit at that time"):
        actions.book(elsewhere, day.town.amara, day.town.gp_visit, by=day.town.sam)


def test_a_patient_must_answer_the_safety_questions_before_she_books(day: Day) -> None:
    with pytest.raises(Refusal, match="safety questions"):
        actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.amara.login)


def test_no_time_is_given_while_an_emergency_stands(day: Day) -> None:
    Screening.objects.create(patient=day.town.amara, level="E0", edition="1")

    with pytest.raises(Refusal, match="emergency"):
        actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)


def test_a_time_later_than_her_urgency_allows_is_refused(day: Day) -> None:
    soon = Screening.objects.create(
        patient=day.town.amara, level="R72", edition="1", decided_at=MONDAY, answered_at=MONDAY
    )

    with pytest.raises(Refusal, match="sooner"):
        actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.amara.login, screening=soon)


def test_a_visit_of_another_kind_does_not_fit(day: Day) -> None:
    with pytest.raises(Refusal, match="does not fit"):
        actions.book(day.nine, day.town.amara, day.town.gp_visit, by=day.town.sam)


def test_a_child_is_not_booked_into_an_adults_service(day: Day) -> None:
    with pytest.raises(Refusal, match="Adults"):
        actions.book(day.nine, day.town.tomas, day.town.knee_check, by=day.town.sam)


def test_cancelling_withdraws_what_was_still_to_be_sent(day: Day) -> None:
    amaras = actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    actions.cancel(amaras, by=day.town.sam, because="called")

    left = Message.objects.about(amaras).waiting()
    assert {message.template for message in left} == {"cancelled"}
    assert Message.objects.about(amaras).filter(state=State.WITHDRAWN, template="reminder").count() == 4


def test_an_accepted_offer_becomes_her_visit_and_ends_her_waiting(day: Day) -> None:
    linas = waiting.wait_for(day.town.knee_check, day.town.lina, by=day.town.sam)
    (offer,) = waiting.offer_freed(day.nine, by=HOUSE)

    booked = actions.accept(offer, by=day.town.lina.login)

    assert (booked.slot, booked.patient, booked.status) == (day.nine, day.town.lina, Status.BOOKED)
    assert Waiting.objects.get(pk=linas.pk).ended_at is not None
    assert Offer.objects.get().answer == Answer.ACCEPTED


def test_an_accepted_earlier_time_replaces_the_later_one(day: Day) -> None:
    later = actions.book(day.twenty_past, day.town.lina, day.town.knee_check, by=day.town.sam)
    waiting.wait_for(day.town.knee_check, day.town.lina, by=day.town.sam, instead_of=later)
    (offer,) = waiting.offer_freed(day.nine, by=HOUSE)

    moved = actions.accept(offer, by=day.town.lina.login)

    assert (moved.pk, moved.slot) == (later.pk, day.nine)
    assert day.twenty_past in Slot.objects.free()


def test_an_offer_that_ran_out_cannot_be_accepted(day: Day) -> None:
    waiting.wait_for(day.town.knee_check, day.town.lina, by=day.town.sam)
    (offer,) = waiting.offer_freed(day.nine, by=HOUSE)
    day.clock.move(hours=13)

    with pytest.raises(Refusal, match="time to answer is over"):
        actions.accept(offer, by=day.town.lina.login)


def test_moving_a_visit_frees_the_old_time_and_plans_new_reminders(day: Day) -> None:
    booked = actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    moved = actions.reschedule(booked, day.twenty_past, by=day.town.sam, because="bus")

    assert moved.sequence == 1
    assert day.nine in Slot.objects.free()
    reminders = Message.objects.about(moved).waiting().filter(template="reminder")
    assert {message.due_at for message in reminders} == {moved.starts_at - timedelta(days=days) for days in (1, 3)}


def test_a_refused_booking_leaves_nothing_behind(day: Day) -> None:
    actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    before = Entry.objects.count(), Message.objects.count(), Taken.objects.count()
    Slot.objects.filter(pk=day.nine.pk).update(staff_member=day.town.lee, is_full=False)  # politeness outrun
    outrun = Slot.objects.get(pk=day.nine.pk)

    with pytest.raises(Refusal) as refused:
        actions.book(outrun, day.town.lina, day.town.knee_check, by=day.town.sam)

    assert refused.value.rule == "one_appointment_per_slot"
    assert (Entry.objects.count(), Message.objects.count(), Taken.objects.count()) == before


def test_a_confidential_visit_sends_nothing_and_is_seen_by_few(day: Day) -> None:
    open_session(
        day.town.lin,
        place=day.town.riverside,
        service=day.town.private,
        starts_at=day.nine.starts_at,
        ends_at=day.nine.ends_at,
        slot_minutes=20,
        by=HOUSE,
    )
    slot = Slot.objects.get(staff_member=day.town.lin)
    booked = actions.book(slot, day.town.ana, day.town.private_visit, by=day.town.nurse_lin)

    assert booked.label == Label.CONFIDENTIAL
    assert not Message.objects.filter(patient=day.town.ana).exists()
    seen_by = {
        who: Appointment.objects.visible_to(getattr(day.town, who)).filter(pk=booked.pk).exists()
        for who in ("sam", "nurse_lin", "dr_osei", "ines", "alex", "teresa")
    }
    assert seen_by == {"sam": False, "nurse_lin": True, "dr_osei": True, "ines": False, "alex": False, "teresa": False}
    assert slot not in Slot.objects.free()


def test_nothing_is_booked_for_the_dead(day: Day) -> None:
    note_death(day.town.amara, on=date(2026, 11, 1), by=HOUSE)

    with pytest.raises(Refusal, match="closed"):
        actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)


def test_reminders_keep_the_wall_time_across_a_clock_change(town: Cast) -> None:
    with stopped_at(datetime(2027, 3, 20, 9, 0, tzinfo=UTC)):
        monday = datetime(2027, 3, 29, 8, 0, tzinfo=UTC)  # nine o'clock, summer time has begun on the 28th
        open_session(
            town.osei,
            place=town.riverside,
            service=town.joints,
            starts_at=monday,
            ends_at=monday + timedelta(minutes=20),
            slot_minutes=20,
            by=HOUSE,
        )
        booked = actions.book(Slot.objects.get(), town.amara, town.knee_check, by=town.sam)

    due = sorted({message.due_at for message in Message.objects.about(booked).filter(template="reminder")})
    assert due == [datetime(2027, 3, 26, 9, 0, tzinfo=UTC), datetime(2027, 3, 28, 8, 0, tzinfo=UTC)]


def test_a_visit_that_has_begun_is_not_cancelled_from_home(day: Day) -> None:
    booked = actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    day.clock.move_to(day.nine.starts_at + timedelta(minutes=1))

    with pytest.raises(Refusal, match="begun"):
        actions.cancel(booked, by=day.town.amara.login, because="missed the bus")
    actions.cancel(booked, by=day.town.sam, because="called from the bus")


@pytest.mark.parametrize(("seconds", "minutes"), [(0.5, 20), (0, 12)])
def test_times_off_the_five_minutes_are_not_opened(town: Cast, seconds: float, minutes: int) -> None:
    start = MONDAY + timedelta(days=1, seconds=seconds)
    with pytest.raises(Refusal, match="five minutes"):
        open_session(
            town.osei,
            place=town.riverside,
            service=town.joints,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            slot_minutes=minutes,
            by=HOUSE,
        )
