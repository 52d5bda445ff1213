"""Stop and start: they hold for the address, whoever has it, and nothing of what was said is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django.test import Client

from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions, incoming, stopping
from bedside.inbox.mailing import hear_letter
from bedside.inbox.models import FromNobody, Message, Stopping
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.town.cast import Cast

from .written import raw

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PHONE = "07400 123456"
numbers = count(1)


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(NOON) as clock:
        yield clock


def texts(words: str, sender: str = PHONE) -> str:
    answer = incoming.hear("sms", sender, words, key=f"stop-{next(numbers)}")
    work_off()
    return answer


def written(patient: Patient) -> set[str]:
    """The ways in which something leaves for her now."""
    return {channel for channel, _to in actions.addresses(Patient.objects.get(pk=patient.pk))}


def test_stop_holds_for_a_new_record_with_that_number(town: Cast) -> None:
    people.change_details(town.amara, by=HOUSE, phone=PHONE)
    texts("STOP")
    fresh = people.register(by=HOUSE, given_name="Ada", family_name="Byron", phone="+44 7400 123456")

    assert fresh.wants_sms
    assert written(fresh) == set()
    texts("START")
    assert written(fresh) == {"sms"}
    assert written(town.amara) == {"sms", "email"}


def test_stop_from_a_number_that_is_nobodys_holds_and_is_answered_with_nothing(town: Cast) -> None:
    assert texts("STOP") == ""
    assert FromNobody.objects.count() == 1

    people.change_details(town.amara, by=HOUSE, phone=PHONE)
    assert written(town.amara) == {"email"}


def test_a_message_that_waits_does_not_leave_after_a_stop(town: Cast) -> None:
    people.change_details(town.amara, by=HOUSE, phone=PHONE)
    actions.send(town.amara, "moved", by=HOUSE, key="visit", when="Friday", place="Riverside")
    stopping.say("sms", PHONE, stops=True, by=HOUSE)
    work_off()

    assert Message.objects.get(channel="sms").state == "withdrawn"
    assert Message.objects.get(channel="email").state == "sent"


def test_every_word_is_kept_and_only_news_is_written(town: Cast, clock: Stopped) -> None:
    people.change_details(town.amara, by=HOUSE, phone=PHONE)
    for words in ("START", "STOP", "stop", "START", "STOP"):
        texts(words)
        clock.move(minutes=1)

    assert list(Stopping.objects.order_by("said_at").values_list("stops", flat=True)) == [True, False, True]
    assert set(Stopping.objects.values_list("address", flat=True)) == {"+447400123456"}


def test_stop_in_an_e_mail_holds_for_that_address_alone(town: Cast, settings: Any) -> None:
    settings.MAIL_CHECKED_BY = "mx"
    hear_letter(raw("STOP", authentication_results="mx; dmarc=pass"))
    work_off()

    assert written(town.amara) == {"sms"}


@pytest.mark.parametrize("header", [{"auto_submitted": "auto-replied"}, {"authentication_results": "mx; dmarc=fail"}])
def test_a_machine_or_a_doubted_sender_stops_nothing(town: Cast, header: dict[str, str]) -> None:
    hear_letter(raw("STOP", **header))
    work_off()

    assert written(town.amara) == {"sms", "email"}


def test_whoever_wishes_it_again_is_written_to_again(town: Cast) -> None:
    people.change_details(town.amara, by=HOUSE, phone=PHONE)
    texts("STOP")
    assert town.amara.login
    amara = Patient.objects.get(pk=town.amara.pk)
    people.change_details(amara, by=town.amara.login, wants_sms=True)
    work_off()

    assert written(town.amara) == {"sms", "email"}
    assert list(Stopping.objects.order_by("id").values_list("said_by", flat=True)) == ["reply", "patient"]


def test_she_and_staff_see_what_was_said_and_start_again_there(town: Cast, client: Client) -> None:
    people.change_details(town.amara, by=HOUSE, phone=PHONE)
    texts("STOP")
    address = f"/me/{town.amara.pk}/reached/"
    for who in (town.amara.login, town.sam):
        client.force_login(who)
        assert "stopped" in client.get(address).text

    client.post(address, {"channel": "sms", "word": "start"})
    assert "Started again" in client.get(address).text
    assert written(town.amara) == {"sms", "email"}
    client.post(address, {"channel": "email", "word": "stop"})
    assert written(town.amara) == {"sms"}
    client.post(address, {"channel": "email", "word": "nonsense"})
    client.force_login(town.lina.login)
    assert client.get(address).status_code == 404


def test_a_stop_said_after_the_wish_stands(town: Cast, clock: Stopped) -> None:
    people.change_details(town.amara, by=HOUSE, phone=PHONE, wants_sms=False)
    texts("STOP")
    clock.move(minutes=1)
    people.change_details(town.amara, by=town.sam, wants_sms=True)
    clock.move(minutes=1)
    incoming.hear("sms", PHONE, "START", key="late-1")
    clock.move(seconds=1)
    incoming.hear("sms", PHONE, "STOP", key="late-2")
    work_off()

    assert stopping.has_stopped("sms", PHONE)


def test_stop_in_an_e_mail_from_nobody_we_know_holds(town: Cast, settings: Any) -> None:
    settings.MAIL_CHECKED_BY = "mx"
    hear_letter(raw("STOP", sender="nobody@far.example", subject="", authentication_results="mx; dmarc=pass"))

    assert stopping.has_stopped("email", "nobody@far.example")
