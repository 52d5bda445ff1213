"""Ways in that are no box on a page of ours: as providers, mailboxes and links bring words to us (see heard.py)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from bedside.hours.clock import now
from bedside.inbox import actions, incoming, mailbox
from bedside.inbox.doors import seal_of, signature
from bedside.inbox.models import Conversation, Delivered, Message
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.town.cast import Cast
from tests.inbox.imap_server import mail_box
from tests.inbox.written import raw

from .heard import Tell, _in, _said, numbers

SECRET = "between us"
Hand_in = Callable[[Client, str, str], Any]  # who asks, the words, a name that is new each time


def _answered_by(hand_in: Hand_in) -> Tell:
    """What was said at once, by whichever way."""

    def tell(town: Cast, words: str) -> str:
        people.change_details(town.amara, by=HOUSE, phone="+447400123456", email="amara@town.example")
        gateway = "twilio://AC1:token@api.example?from=%2B441632960001"
        with override_settings(INCOMING_SECRET=SECRET, SMS_GATEWAY=gateway):
            said = hand_in(Client(), words, f"way{next(numbers)}")
        sent = Message.objects.filter(way="out", state="waiting").exclude(template="")
        return " ".join([said.text if said is not None else "", *(one.body for one in sent)])

    return tell


def _json(channel: str, sender: str) -> Hand_in:
    def hand_in(client: Client, words: str, name: str) -> Any:
        told = {"from": sender, "text": words, "id": name}
        known: Any = {"headers": {"Authorization": f"Bearer {SECRET}"}, "content_type": "application/json"}
        return client.post(f"/incoming/{channel}/", told, **known)

    return hand_in


def _signed_text(client: Client, words: str, name: str) -> Any:
    told = {"From": "+447400123456", "Body": words, "MessageSid": name}
    said = f"{settings.PUBLIC_URL}/incoming/sms/" + "".join(one + told[one] for one in sorted(told))
    return client.post("/incoming/sms/", told, headers={"X-Twilio-Signature": signature("token", said).decode()})


def _sealed_letter(client: Client, words: str, name: str) -> Any:
    body, moment = raw(words, message_id=f"<{name}@phone.example>"), str(int(now().timestamp()))
    seal = f"t={moment},v1={seal_of(SECRET, moment, body)}"
    kind = "message/rfc822"
    return client.post("/incoming/letters/", body, content_type=kind, headers={"X-Bedside-Signature": seal})


def _in_the_mailbox(client: Client, words: str, name: str) -> None:
    with mail_box() as box, override_settings(MAILBOX=box.address):
        mailbox.look()  # connected
        box.put(raw(words, message_id=f"<{name}@phone.example>"))
        mailbox.look()


def _in_the_subject_of_a_letter(client: Client, words: str, name: str) -> Any:
    letter = raw("Please see above.", subject=words[:190], message_id=f"<{name}@phone.example>")
    known: Any = {"headers": {"Authorization": f"Bearer {SECRET}"}, "content_type": "message/rfc822"}
    return client.post("/incoming/letters/", letter, **known)


def _by_the_link_of_an_answer(knows: bool) -> Tell:
    """Somebody without an account writes below an answer of ours; `knows`: she has said whose it is."""

    def tell(town: Cast, words: str) -> str:
        facts: dict[str, Any] = {"phone": "07400 123999", "email": "", "birth_date": date(1950, 3, 2)}
        rosa = people.register(by=HOUSE, given_name="Rosa", family_name="Nuñez", **facts)
        incoming.hear("sms", rosa.phone, "Are you open on Friday?", key=f"way{next(numbers)}")
        actions.answer(Conversation.objects.get(patient=rosa), "Yes, until six.", by=town.sam)
        told = Message.objects.get(patient=rosa, template="answered_link")
        found = re.search(r"/r/([\w-]+)/", told.body)
        assert found
        address, client = f"/r/{found[1]}/", Client()
        work_off(Lane.URGENT, Lane.NEWS)
        if knows:
            names = re.findall(r'<input[^>]* name="(birth_date[^"]*)"', client.get(address).text)
            _said(client, address, family_name="Nuñez", **dict(zip(names, ["2", "3", "1950"], strict=True)))
        return _said(client, f"{address}replies/", words=words)

    return tell


def _by_a_carer(town: Cast, words: str) -> str:
    return _said(_in(town.teresa), "/messages/new/", subject="A question", words=words)


def _to_a_stranger(client: Client, words: str, name: str) -> Any:
    """An e-mail of nobody's, as it came: what is answered goes to that address."""
    letter = raw(words, sender="who@example.org", message_id=f"<{name}@phone.example>")
    known: Any = {"headers": {"Authorization": f"Bearer {SECRET}"}, "content_type": "message/rfc822"}
    client.post("/incoming/letters/", letter, **known)
    work_off(Lane.URGENT)
    return type("Told", (), {"text": " ".join(one.body for one in Delivered.objects.filter(message=None))})


MORE: list[tuple[str, Tell]] = [
    ("a text by any provider", _answered_by(_json("sms", "+447400123456"))),
    ("a text that is signed", _answered_by(_signed_text)),
    ("an e-mail by any provider", _answered_by(_json("email", "amara@town.example"))),
    ("a sealed letter", _answered_by(_sealed_letter)),
    ("the subject of a letter", _answered_by(_in_the_subject_of_a_letter)),
    ("a letter in the mailbox", _answered_by(_in_the_mailbox)),
    ("a letter of nobody's", _answered_by(_to_a_stranger)),
    ("below an answer of ours", _by_the_link_of_an_answer(knows=True)),
    ("below an answer, without saying who", _by_the_link_of_an_answer(knows=False)),
    ("a message of a carer", _by_a_carer),
]
