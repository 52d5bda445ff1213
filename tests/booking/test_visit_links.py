"""Reminders as she wishes, and the link in them that opens one visit without signing in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking import actions
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.booking.visit_links import key_of
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.people.actions import change_details, note_death
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.triage import actions as triage

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Day:
    town: Cast
    visit: Appointment
    clock: Stopped

    @property
    def page(self) -> str:
        return f"/v/{key_of(self.visit)}/"


@pytest.fixture
def day(town: Cast) -> Iterator[Day]:
    """Amara comes about her knee on Friday week at nine; there are two more times that hour."""
    with stopped_at(MONDAY) as clock:
        friday = MONDAY + timedelta(days=11)
        hour: dict[str, Any] = {"starts_at": friday, "ends_at": friday + timedelta(hours=1), "slot_minutes": 20}
        open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **hour)
        nine = Slot.objects.order_by("starts_at")[0]
        yield Day(town, actions.book(nine, town.amara, town.knee_check, by=town.sam), clock)


def reminders(visit: Appointment) -> set[tuple[str, datetime]]:
    found = Message.objects.about(visit).waiting().filter(template__startswith="reminder")
    return {(one.channel, one.due_at) for one in found}


def test_she_is_reminded_when_and_how_she_wishes(day: Day) -> None:
    change_details(day.town.amara, by=HOUSE, remind_before=[168, 2], wishes={"visits": {"by": "sms"}})
    later = Slot.objects.order_by("starts_at")[1]

    moved = actions.reschedule(Appointment.objects.get(), later, by=day.town.sam)

    start = later.starts_at
    assert reminders(moved) == {
        ("sms", start - timedelta(days=7)),
        ("sms", start - timedelta(minutes=80)),
    }  # not at 7:20


def test_no_reminder_comes_at_night_or_when_the_visit_has_begun(day: Day) -> None:
    change_details(day.town.amara, by=HOUSE, remind_before=[12, 2])
    early = MONDAY.replace(hour=7, minute=40) + timedelta(days=20)
    hour: dict[str, Any] = {"starts_at": early, "ends_at": early + timedelta(hours=1), "slot_minutes": 20}
    open_session(day.town.osei, place=day.town.riverside, service=day.town.joints, by=HOUSE, **hour)
    at_seven, at_eight = Slot.objects.filter(starts_at__gte=early).order_by("starts_at")[:2]

    first = actions.reschedule(Appointment.objects.get(), at_seven, by=day.town.sam)
    assert {due for _way, due in reminders(first)} == {early - timedelta(hours=12)}
    second = actions.reschedule(Appointment.objects.get(), at_eight, by=day.town.sam)
    assert {due for _way, due in reminders(second)} == {at_eight.starts_at - timedelta(hours=12)}  # 8am is too late


def test_what_a_missed_visit_costs_is_said_only_where_the_clinic_has_set_it(day: Day, settings: Any) -> None:
    assert not Message.objects.filter(body__contains="costs").exists()
    settings.MISSED_VISIT_COSTS = "£42"

    actions.reschedule(day.visit, Slot.objects.order_by("starts_at")[1], by=day.town.sam)

    said = Message.objects.waiting().filter(template="reminder_costs")
    assert said.count() == 4
    assert all("£42" in one.body for one in said)


def test_looking_does_nothing_and_one_more_tap_confirms(day: Day, client: Client) -> None:
    before = Entry.objects.count()
    shown = client.get(day.page)
    assert Entry.objects.count() == before
    assert "no-store" in shown["Cache-Control"]
    for word in ("knee", "Osei", "joint", "Amara", "Okafor"):
        assert word not in shown.text

    client.post(f"{day.page}answer/", {"answer": "confirm"})
    client.post(f"{day.page}answer/", {"answer": "confirm"})

    assert Appointment.objects.get().confirmed_at == MONDAY
    said = Entry.objects.get(verb="appointment.confirmed")
    assert (said.actor_kind, said.actor_id) == ("visit_link", str(day.visit.pk))
    assert "know that you will come" in client.get(day.page).text


def test_she_cancels_by_the_link_and_takes_it_back_while_the_time_is_free(day: Day, client: Client) -> None:
    client.post(f"{day.page}answer/", {"answer": "cancel"})
    assert Appointment.objects.get().status == "cancelled"
    assert "come after all" in client.get(day.page).text

    client.post(f"{day.page}answer/", {"answer": "come"})

    again = Appointment.objects.get()
    assert (again.status, again.sequence) == ("booked", 2)
    assert again.slot not in Slot.objects.free()
    assert len(reminders(again)) == 4

    client.post(f"{day.page}answer/", {"answer": "cancel"})
    actions.book(again.slot, day.town.lina, day.town.knee_check, by=day.town.sam, held_for="")
    assert client.post(f"{day.page}answer/", {"answer": "come"}).status_code == 409


def test_she_moves_by_the_link_and_reads_neither_who_nor_what(day: Day, client: Client) -> None:
    later = Slot.objects.order_by("starts_at")[1]
    shown = client.get(f"{day.page}times/")
    assert str(later.pk) in shown.text
    assert "Osei" not in shown.text

    client.post(f"{day.page}times/", {"slot": str(later.pk)})

    assert Appointment.objects.get().slot == later


def test_no_time_is_shown_while_an_emergency_stands(day: Day, client: Client) -> None:
    screening = triage.begin("my knee hurts", by=HOUSE, patient=day.town.amara)
    screening.level = "E0"
    record("screening.person_known", screening, by=HOUSE)

    shown = client.get(f"{day.page}times/").text

    assert all(str(slot.pk) not in shown for slot in Slot.objects.all())
    assert "another time" not in shown


@pytest.mark.parametrize(
    "spoil", [lambda key: key[:-1] + "A", lambda key: "A" + key[1:], lambda key: "x", lambda key: key + "A"]
)
def test_a_key_that_is_not_ours_opens_nothing(day: Day, client: Client, spoil: Any) -> None:
    key = key_of(day.visit)
    if spoil(key) != key:
        assert client.get(f"/v/{spoil(key)}/").status_code == 404


def test_a_link_says_nothing_of_the_dead_or_of_what_is_confidential(day: Day, client: Client) -> None:
    day.visit.label = Label.CONFIDENTIAL
    record("appointment.made_confidential", day.visit, by=HOUSE)
    assert client.get(day.page).status_code == 404
    day.visit.label = Label.NONE
    record("appointment.made_plain", day.visit, by=HOUSE)
    assert client.get(day.page).status_code == 200
    note_death(day.town.amara, on=MONDAY.date(), by=HOUSE)
    assert client.get(day.page).status_code == 404


def test_staff_who_read_a_message_do_not_read_its_key(day: Day) -> None:
    told = Message.objects.about(day.visit).filter(channel="email").first()

    assert told
    assert key_of(day.visit) in told.body
    assert key_of(day.visit) not in told.shown
