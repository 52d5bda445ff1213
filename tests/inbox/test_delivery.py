from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions
from bedside.inbox.models import Channel, Delivered, Message, State
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Job, Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.people.actions import change_details, merge, note_death
from bedside.people.models import Label
from bedside.town.cast import Cast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with stopped_at(NOON) as clock:
        yield clock


def remind(town: Cast, key: str = "visit", **more: object) -> list[Message]:
    facts = {"when": "Friday 27 November, 9am", "place": "Riverside"}
    return actions.send(town.amara, "reminder", by=HOUSE, key=key, about=town.amara, **(facts | more))  # type: ignore[arg-type]


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


def test_without_a_gateway_the_outbox_gets_each_message_once(town: Cast, clock: Stopped) -> None:
    written = remind(town)
    work_off(Lane.DELIVERY)

    assert {kept.channel for kept in Delivered.objects.all()} == {"email", "sms"}
    assert Delivered.objects.count() == len(written) == 2
    assert states() == {"sent"}
    assert Entry.objects.filter(verb="message.sent").count() == 2


def test_what_is_asked_to_be_delivered_twice_arrives_once(town: Cast, clock: Stopped) -> None:
    remind(town)
    work_off(Lane.DELIVERY)
    for message in Message.objects.all():
        enqueue("deliver", lane=Lane.DELIVERY, message=str(message.pk))
    work_off(Lane.DELIVERY)

    assert Delivered.objects.count() == 2


def test_nothing_is_sent_before_it_is_due(town: Cast, clock: Stopped) -> None:
    remind(town, due=NOON + timedelta(hours=1))
    work_off(Lane.DELIVERY)
    assert states() == {"waiting"}

    clock.move(hours=1)
    work_off(Lane.DELIVERY)
    assert states() == {"sent"}


def test_what_was_withdrawn_is_not_sent(town: Cast, clock: Stopped) -> None:
    remind(town)
    actions.withdraw(town.amara, by=HOUSE, because="cancelled")
    work_off(Lane.DELIVERY)

    assert states() == {"withdrawn"}
    assert not Delivered.objects.exists()


def test_what_comes_too_late_is_not_sent(town: Cast, clock: Stopped) -> None:
    remind(town, not_after=NOON + timedelta(hours=1))
    clock.move(hours=2)
    work_off(Lane.DELIVERY)

    assert states() == {"expired"}
    assert not Delivered.objects.exists()


def test_nothing_is_sent_to_somebody_who_has_died(town: Cast, clock: Stopped) -> None:
    remind(town)
    note_death(town.amara, on=NOON.date(), by=HOUSE)
    work_off(Lane.DELIVERY)

    assert states() == {"withdrawn"}
    assert not Delivered.objects.exists()


def test_nothing_is_sent_to_a_record_that_was_joined_to_another(town: Cast, clock: Stopped) -> None:
    remind(town)
    merge(town.amara, town.lina, by=HOUSE, because="one person")
    work_off(Lane.DELIVERY)

    assert states() == {"withdrawn"}


@pytest.mark.parametrize(("wish", "state"), [("text", "withdrawn"), ("voice", "sent")])
def test_who_wants_no_texts_to_a_landline_is_not_called_either_unless_she_wishes_for_calls(
    town: Cast, clock: Stopped, wish: str, state: str
) -> None:
    change_details(town.amara, by=HOUSE, phone="020 7946 0958", email="", wants_sms=True)
    (written,) = remind(town)
    assert written.channel == Channel.VOICE
    wishes = {"visits": {"by": "voice"}} if wish == "voice" else {}
    change_details(town.amara, by=HOUSE, wants_sms=False, wishes=wishes)
    work_off(Lane.DELIVERY)

    assert states() == {state}


def test_a_reminder_that_is_late_at_night_waits_for_the_morning(town: Cast, clock: Stopped) -> None:
    remind(town)
    clock.move_to(datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    work_off(Lane.DELIVERY)
    assert states() == {"waiting"}
    assert set(Message.objects.values_list("due_at", flat=True)) == {datetime(2026, 11, 24, 8, 0, tzinfo=UTC)}

    clock.move_to(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    work_off(Lane.DELIVERY)
    assert states() == {"sent"}


def test_quiet_hours_are_those_of_the_place_where_she_lives(town: Cast, clock: Stopped) -> None:
    town.amara.zone = "Pacific/Auckland"  # where it is 1 in the morning
    actions.record("patient.moved", town.amara, by=HOUSE)
    remind(town)
    work_off(Lane.DELIVERY)

    assert states() == {"waiting"}


def test_a_confidential_subject_leaves_no_echo(town: Cast, clock: Stopped) -> None:
    assert remind(town, label=Label.CONFIDENTIAL) == []
    assert not Message.objects.exists()
    assert not Job.objects.filter(task="deliver").exists()


def test_the_calendar_file_leaves_with_the_e_mail_alone(town: Cast, clock: Stopped) -> None:
    remind(town, attachment="BEGIN:VCALENDAR")
    work_off(Lane.DELIVERY)

    assert Delivered.objects.get(channel=Channel.EMAIL).attachment == "BEGIN:VCALENDAR"
    assert Delivered.objects.get(channel=Channel.SMS).attachment == ""


def test_what_failed_can_be_sent_again_by_a_person(town: Cast, clock: Stopped) -> None:
    message = remind(town)[0]
    message.become(State.FAILED)
    actions.record("message.failed", message, by=HOUSE)

    actions.send_again(message, by=town.sam)
    work_off(Lane.DELIVERY)

    assert Delivered.objects.filter(message=message).count() == 1
