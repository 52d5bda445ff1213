"""What providers tell us later, and whether it is really they who tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions
from bedside.inbox.doors import signature
from bedside.inbox.models import Message
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.people.actions import change_details
from bedside.town.cast import Cast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(settings: Any) -> Iterator[Stopped]:
    settings.SMS_GATEWAY = settings.VOICE_GATEWAY = "twilio://AC1:token@api.example?from=%2B441632960001"
    with stopped_at(NOON) as clock:
        yield clock


@pytest.fixture
def sent(town: Cast, clock: Stopped) -> Message:
    """A text message that a provider took."""
    return taken(town, "sms")


def taken(town: Cast, channel: str) -> Message:
    change_details(town.amara, by=HOUSE, wishes={"visits": {"by": channel}})
    facts: dict[str, Any] = {
        "when": "Friday 27 November, 9am",
        "place": "Riverside",
        "not_after": NOON + timedelta(days=4),
    }
    (message,) = [
        one for one in actions.compose(town.amara, "reminder", key="visit", **facts) if one.channel == channel
    ]
    message.state, message.tries, message.sent_at = "sent", 1, NOON
    record("message.sent", message, by=HOUSE)
    return message


def signed(client: Client, path: str, token: str = "token", **fields: str) -> Any:
    said = f"http://localhost:8000{path}" + "".join(name + fields[name] for name in sorted(fields))
    return client.post(path, fields, headers={"X-Twilio-Signature": signature(token, said).decode()})


def tell(message: Message, status: str, tries: int = 1) -> str:
    name = "CallStatus" if message.channel == "voice" else "MessageStatus"
    path = f"/receipts/{message.pk}/{tries}/"
    assert signed(Client(), path, MessageSid="SM1", **{name: status}).status_code == 204
    return state(message)


def state(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def test_the_signature_is_that_of_the_providers_own_example() -> None:
    said = "https://example.com/myapp.php?foo=1&bar=2" + "CallSidCA1234567890ABCDE" + "Caller+14158675310"
    said += "Digits1234" + "From+14158675310" + "To+18005551212"

    assert signature("12345", said) == b"L/OH5YylLD5NRKLltdqwSvS0BnU="


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent", "delivered"], "delivered"),
        (["delivered", "undelivered"], "delivered"),
        (["failed", "delivered", "failed"], "failed"),
        (["undelivered"], "failed"),
        (["queued", "something new"], "sent"),
        (["no-answer"], "sent"),
    ],
)
def test_only_the_first_that_ends_it_counts(sent: Message, said: list[str], becomes: str) -> None:
    for status in said:
        tell(sent, status)

    assert state(sent) == becomes


def test_what_did_not_arrive_is_a_case_for_a_person(sent: Message) -> None:
    tell(sent, "undelivered")
    tell(sent, "failed")
    work_off(Lane.URGENT)
    work_off(Lane.NEWS)

    assert Case.objects.get().kind == "delivery"


def test_a_receipt_that_comes_after_a_week_changes_nothing(sent: Message, clock: Stopped) -> None:
    clock.move(days=7)

    assert tell(sent, "failed") == "sent"


def test_a_receipt_for_an_earlier_try_changes_nothing(sent: Message, town: Cast) -> None:
    tell(sent, "failed")
    sent.refresh_from_db()
    sent.state, sent.tries = "sent", 2
    record("message.sent", sent, by=HOUSE)

    assert tell(sent, "failed", tries=1) == "sent"
    assert tell(sent, "delivered", tries=2) == "delivered"


@pytest.mark.parametrize(("said", "becomes"), [("queued", "sent"), ("delivered", "delivered"), ("failed", "failed")])
def test_a_receipt_says_what_nobody_knew(sent: Message, said: str, becomes: str) -> None:
    sent.state = "unsure"
    record("message.unsure", sent, by=HOUSE)

    assert tell(sent, said) == becomes


def test_whoever_neither_signs_nor_knows_the_secret_finds_no_door(sent: Message, client: Client, settings: Any) -> None:
    path, told = f"/receipts/{sent.pk}/1/", {"MessageStatus": "failed"}
    assert client.post(path, told).status_code == 404
    assert signed(client, path, token="another", **told).status_code == 404
    good = signature("token", f"http://localhost:8000{path}MessageStatusdelivered").decode()
    assert client.post(path, told, headers={"X-Twilio-Signature": good}).status_code == 404  # another field was signed
    settings.SMS_GATEWAY = settings.VOICE_GATEWAY = ""
    assert signed(client, path, token="", **told).status_code == 404

    assert state(sent) == "sent"


def test_any_provider_tells_by_the_id_it_was_given(sent: Message, client: Client, settings: Any) -> None:
    settings.INCOMING_SECRET = "open sesame"
    good: Any = {"headers": {"Authorization": "Bearer open sesame"}, "content_type": "application/json"}

    for bad in ("[", "[]", '{"id": 1}', '{"status": "failed"}', '{"id": "' + "-" * 36 + '-1"}'):
        assert client.post("/receipts/", bad, **good).status_code == 400, bad
    told = {"id": f"{sent.pk}-1", "status": "delivered"}
    assert client.post("/receipts/", told, **good).status_code == 204
    assert client.post("/receipts/", told, content_type="application/json").status_code == 404
    assert state(sent) == "delivered"


def test_a_text_message_comes_in_by_a_signature_too(town: Cast, clock: Stopped, client: Client) -> None:
    told = {"From": "+447700900101", "Body": "hello?", "MessageSid": "SM1"}
    assert signed(client, "/incoming/sms/", token="another", **told).status_code == 404

    answer = signed(client, "/incoming/sms/", **told)
    assert answer.content == b"<Response />"
    signed(client, "/incoming/sms/", **told)
    assert Message.objects.get(way="in").patient == town.amara


@pytest.mark.parametrize("status", ["no-answer", "busy", "completed"])
def test_who_was_not_reached_by_a_call_is_called_once_more_and_then_a_person_looks(
    town: Cast, clock: Stopped, status: str
) -> None:
    first = taken(town, "voice")
    for _ in range(2):
        assert tell(first, status) == "failed"
    again = Message.objects.get(state="waiting")
    assert (again.body, again.due_at) == (first.body, NOON + timedelta(hours=1))
    work_off(Lane.NEWS)
    assert not Case.objects.exists()

    again.state, again.tries, again.sent_at = "sent", 1, NOON
    record("message.sent", again, by=HOUSE)
    assert tell(again, status) == "failed"
    work_off(Lane.NEWS)
    assert Message.objects.filter(channel="voice").count() == 2
    assert Case.objects.get().kind == "delivery"


def test_nobody_is_called_again_when_the_visit_has_begun_by_then(town: Cast, clock: Stopped) -> None:
    first = taken(town, "voice")
    first.not_after = NOON + timedelta(minutes=30)
    record("message.sent", first, by=HOUSE)

    tell(first, "no-answer")
    assert not Message.objects.filter(state="waiting").exists()
