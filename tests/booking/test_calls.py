"""A reminder by a phone call: who gets one, what is said to whom, and what a pressed key does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.test import Client

from bedside.booking import actions
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.doors import signature
from bedside.inbox.models import Delivered, Message
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.language.leaks import health_details
from bedside.people.actions import change_details, note_death
from bedside.town.cast import Cast

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACCOUNT = "twilio://AC1:token@api.example?from=%2B441632960001"


@dataclass
class Day:
    town: Cast
    visit: Appointment
    clock: Stopped

    def call(self, hours: int = 72) -> Message:
        return Message.objects.get(channel="voice", key__contains=f":reminder:{hours}h", about_id=self.visit.pk)

    def under_way(self) -> Message:
        """The provider has taken the call, three days before."""
        call = self.call()
        self.clock.move_to(call.due_at)
        call.state, call.tries, call.sent_at = "sent", 1, call.due_at
        call.save(update_fields=["state", "tries", "sent_at"])
        return call


@pytest.fixture
def day(town: Cast, settings: Any) -> Iterator[Day]:
    """Amara comes on Friday week at nine, and wishes to be reminded by a call."""
    settings.INCOMING_SECRET = ""
    with stopped_at(MONDAY) as clock:
        friday = MONDAY + timedelta(days=11)
        hour: dict[str, Any] = {"starts_at": friday, "ends_at": friday + timedelta(hours=1), "slot_minutes": 20}
        open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **hour)
        change_details(town.amara, by=HOUSE, wishes={"visits": {"by": "voice"}})
        yield Day(
            town, actions.book(Slot.objects.order_by("starts_at")[0], town.amara, town.knee_check, by=HOUSE), clock
        )


def ring(call: Message, path: str = "", tries: int = 1, **fields: str) -> Xml.Element:
    """What the provider is told to do when somebody picks up, or presses a key."""
    path = f"/calls/{call.pk}/{tries}/{path}"
    said = f"http://localhost:8000{path}" + "".join(name + fields[name] for name in sorted(fields))
    answer = Client().post(path, fields, headers={"X-Twilio-Signature": signature("token", said).decode()})
    assert answer.status_code == 200
    return Xml.fromstring(answer.content)


def words(answer: Xml.Element) -> list[str]:
    return [one.text or "" for one in answer.iter("Say")]


@pytest.fixture
def account(settings: Any) -> None:
    settings.VOICE_GATEWAY = ACCOUNT


def reminded(day: Day) -> set[tuple[str, str]]:
    waiting = Message.objects.waiting().filter(template="reminder")
    return {(one.channel, one.body.splitlines()[1]) for one in waiting}


def test_she_is_reminded_as_she_wishes_and_in_no_other_way(day: Day) -> None:
    assert {one.channel for one in Message.objects.filter(template="reminder")} == {"voice"}
    assert {one.channel for one in Message.objects.filter(template="booked")} == {"sms", "email"}


def test_a_shared_phone_hears_the_clinics_name_and_the_time_alone(day: Day) -> None:
    assert reminded(day) == {("voice", "Your visit is on Friday 4 December, 9am at Riverside.")}

    change_details(day.town.amara, by=HOUSE, phone_is_shared=True)
    work_off(Lane.NEWS)

    assert reminded(day) == {("voice", "Your visit is on Friday 4 December, 9am.")}
    assert "Amara" not in "".join(one.body for one in Message.objects.waiting().filter(channel="voice"))


def test_no_text_message_goes_to_a_landline_and_where_nothing_else_reaches_her_she_is_called(day: Day) -> None:
    change_details(day.town.amara, by=HOUSE, wishes={}, phone="020 7946 0000")
    work_off(Lane.NEWS)
    assert {channel for channel, _ in reminded(day)} == {"email"}

    change_details(day.town.amara, by=HOUSE, wants_email=False)
    work_off(Lane.NEWS)
    assert {channel for channel, _ in reminded(day)} == {"voice"}

    change_details(day.town.amara, by=HOUSE, wants_sms=False)
    work_off(Lane.NEWS)
    assert reminded(day) == set()


def test_without_a_gateway_the_outbox_keeps_what_would_have_been_said(day: Day) -> None:
    day.clock.move_to(day.call().due_at)
    work_off(Lane.DELIVERY)

    assert "press 1" in Delivered.objects.get(channel="voice").body


def test_a_person_hears_it_twice_and_then_it_has_arrived(day: Day, account: None) -> None:
    call = day.under_way()
    answer = ring(call, AnsweredBy="human")

    assert words(answer) == [call.body, call.body]
    wait = answer.find("Gather")
    assert wait is not None
    assert wait.get("action") == f"/calls/{call.pk}/1/key/"
    assert day.call().state == "delivered"


def test_a_machine_records_nothing_private(day: Day, account: None) -> None:
    call = day.under_way()
    for by in ("machine_end_beep", "machine_end_silence", "fax"):
        answer = ring(call, AnsweredBy=by)
        assert words(answer) == [
            "This is Riverside Clinic. We have a message for you. Please call us on 0 1 6 3 2, 9 6 0 0 0 1."
        ]
        assert answer.find("Gather") is None

    assert day.call().state == "sent"


def test_where_nobody_knows_who_picked_up_only_who_presses_a_key_hears_it(day: Day, account: None) -> None:
    call = day.under_way()
    answer = ring(call, AnsweredBy="unknown")
    assert "December" not in "".join(words(answer))
    assert words(answer)[0].endswith("To hear it now, press 1.")

    assert words(ring(call, AnsweredBy="unknown", Digits="1")) == [call.body] * 2


@pytest.mark.parametrize(("key", "status", "confirmed"), [("1", "booked", True), ("2", "cancelled", False)])
def test_a_key_does_what_the_same_words_in_a_text_message_do(
    day: Day, account: None, key: str, status: str, confirmed: bool
) -> None:
    second = actions.book(Slot.objects.order_by("starts_at")[1], day.town.amara, day.town.knee_check, by=HOUSE)
    call = day.under_way()

    for _ in range(2):  # the provider tells it twice
        assert words(ring(call, "key/", Digits=key))[0].startswith("Thank you.")
    work_off(Lane.URGENT)
    work_off(Lane.NEWS)

    told = Appointment.objects.get(pk=day.visit.pk)
    assert (told.status, told.confirmed_at is not None) == (status, confirmed)
    assert Appointment.objects.get(pk=second.pk).status == "booked"
    assert Message.objects.filter(way="in", channel="voice").count() == 1
    assert not Case.objects.exists()


def test_who_asks_to_be_called_is_a_case_of_the_front_desk(day: Day, account: None) -> None:
    ring(day.under_way(), "key/", Digits="3")
    work_off(Lane.URGENT)
    work_off(Lane.NEWS)

    assert Case.objects.get().patient == day.town.amara
    assert Message.objects.get(way="in").body == "Please call me."
    assert Appointment.objects.get().status == "booked"


def test_a_key_that_means_nothing_has_her_hear_it_again(day: Day, account: None) -> None:
    call = day.under_way()

    assert words(ring(call, "key/", Digits="7")) == [call.body] * 2
    assert not Message.objects.filter(way="in").exists()


def test_a_call_that_is_over_says_and_does_nothing_more(day: Day, account: None) -> None:
    call = day.under_way()
    assert "December" not in "".join(words(ring(call, tries=2, AnsweredBy="human")))

    day.clock.move(days=7)
    assert "December" not in "".join(words(ring(call, AnsweredBy="human")))
    ring(call, "key/", Digits="2")
    assert Appointment.objects.get().status == "booked"
    assert day.call().state == "sent"

    note_death(day.town.amara, on=MONDAY.date(), by=HOUSE)
    assert "December" not in "".join(words(ring(call, AnsweredBy="human")))


def test_the_door_opens_to_a_signature_alone(day: Day, account: None, client: Client) -> None:
    call = day.under_way()
    for path in ("", "key/"):
        assert client.post(f"/calls/{call.pk}/1/{path}", {"AnsweredBy": "human", "Digits": "2"}).status_code == 404
    assert Appointment.objects.get().status == "booked"


@pytest.mark.parametrize("language", ["en", "es", "fr", "pl", "ar"])
def test_each_language_says_it_all_and_nothing_about_health(day: Day, account: None, language: str) -> None:
    change_details(day.town.amara, by=HOUSE, language=language)
    work_off(Lane.NEWS)
    call = Message.objects.waiting().filter(channel="voice").earliest("due_at")
    day.clock.move_to(call.due_at)
    call.state, call.tries = "sent", 1
    call.save(update_fields=["state", "tries"])

    said = [*words(ring(call, AnsweredBy="unknown")), *words(ring(call, AnsweredBy="human"))]
    said += words(ring(call, "key/", Digits="1"))
    assert [one for one in said if list(health_details(one, language))] == []
    assert language == "en" or not any("press 1" in one or "Thank you" in one for one in said)
