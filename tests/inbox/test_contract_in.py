"""What holds of every way into the house, whatever it speaks: as test_contract.py says it of the ways out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import mailbox
from bedside.inbox.doors import seal_of, signature
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people.actions import change_details
from bedside.town.cast import Cast
from bedside.triage.models import Screening

from .imap_server import mail_box
from .written import raw

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PHONE, MAIL = "+447400123456", "amara@town.example"
WAYS = ["text as json", "text signed", "mail as json", "letter sealed", "mailbox"]
RED_FLAG = "crushing chest pain and I am sweating"

Tell = Callable[..., None]  # hand in words under a number; `known=False`: as somebody who knows no secret


@pytest.fixture
def clock(settings: Any) -> Iterator[Stopped]:
    settings.INCOMING_SECRET = "between us"
    settings.SMS_GATEWAY = "twilio://AC1:token@api.example?from=%2B441632960001"
    with stopped_at(NOON) as clock:
        yield clock


@pytest.fixture
def tell(request: pytest.FixtureRequest, town: Cast, clock: Stopped, settings: Any) -> Iterator[Tell]:
    change_details(town.amara, by=HOUSE, phone=PHONE, email=MAIL)
    way, client = request.param, Client()

    def by_json(words: str, number: int = 1, *, known: bool = True, sender: str = "") -> None:
        channel, hers = ("sms", PHONE) if way.startswith("text") else ("email", MAIL)
        told = {"from": sender or hers, "text": words, "id": str(number)}
        headers = {"Authorization": "Bearer between us" if known else "Bearer guess"}
        client.post(f"/incoming/{channel}/", told, content_type="application/json", headers=headers)

    def signed(words: str, number: int = 1, *, known: bool = True, sender: str = "") -> None:
        told = {"From": sender or PHONE, "Body": words, "MessageSid": str(number)}
        said = "http://localhost:8000/incoming/sms/" + "".join(name + told[name] for name in sorted(told))
        sign = signature("token" if known else "guess", said).decode()
        client.post("/incoming/sms/", told, headers={"X-Twilio-Signature": sign})

    def letter(words: str, number: int, sender: str) -> bytes:
        return raw(words, sender=sender or MAIL, message_id=f"<{number}@phone.example>")

    def sealed(words: str, number: int = 1, *, known: bool = True, sender: str = "") -> None:
        body, moment = letter(words, number, sender), str(int(clock().timestamp()))
        seal = f"t={moment},v1={seal_of('between us' if known else 'guess', moment, body)}"
        kind = "message/rfc822"
        client.post("/incoming/letters/", body, content_type=kind, headers={"X-Bedside-Signature": seal})

    with mail_box() as box:
        settings.MAILBOX = box.address
        mailbox.look()  # connected

        def lies_there(words: str, number: int = 1, *, known: bool = True, sender: str = "") -> None:
            box.mood = "well" if known else "says_no"
            box.put(letter(words, number, sender))
            mailbox.look()

        ways: dict[str, Tell] = {"text signed": signed, "letter sealed": sealed, "mailbox": lies_there}
        yield ways.get(way, by_json)


each = pytest.mark.parametrize("tell", WAYS, indirect=True)


def counted() -> tuple[int, int, int]:
    work_off()
    return Message.objects.count(), Case.objects.count(), Screening.objects.count()


@each
def test_what_she_writes_is_read_for_red_flags_kept_and_given_to_somebody(tell: Tell, town: Cast) -> None:
    tell("Can I park by the door?")
    assert counted() == (1, 1, 1)

    heard = Message.objects.get()
    assert (heard.patient, heard.way, heard.is_unsure, heard.body) == (
        town.amara,
        "in",
        False,
        "Can I park by the door?",
    )


@each
def test_who_knows_no_secret_is_not_heard(tell: Tell) -> None:
    tell("Can I park by the door?", known=False)

    assert counted() == (0, 0, 0)


@each
def test_what_is_told_twice_or_a_week_later_changes_nothing(tell: Tell, clock: Stopped) -> None:
    tell(RED_FLAG)
    before = counted()
    tell(RED_FLAG)
    clock.move(days=7)
    tell(RED_FLAG)

    after = counted()
    assert after == before
    assert Message.objects.filter(way="in").count() == 1


@each
def test_what_comes_in_another_order_is_all_heard(tell: Tell) -> None:
    for number in (3, 1, 2, 1):
        tell(f"Word number {number}, please.", number)

    counted()
    assert Message.objects.filter(way="in").count() == 3


@each
def test_urgent_words_ring_and_are_answered_at_once(tell: Tell) -> None:
    tell(RED_FLAG)
    counted()

    assert Case.objects.get().priority == 0
    assert Message.objects.filter(template="call_now").exists()


@each
def test_an_address_that_is_nobodys_is_read_by_a_person_and_learns_nothing(tell: Tell, request: Any) -> None:
    tell("Is Amara there today?", sender="+447400999999" if "text" in request.node.callspec.id else "x@else.example")

    assert counted() == (0, 1, 1)
