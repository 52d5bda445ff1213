"""Amara has written an e-mail with a paper, a program and a quotation, and somebody answers for her from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from typing import Any

from bedside.inbox import actions as inbox
from bedside.inbox.mailing import hear_letter
from bedside.inbox.models import Enclosure, Message
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.town.cast import Cast
from bedside.ui.papers import Given

BORN: dict[str, Any] = {"birth_date": date(1950, 3, 2)}
LETTER = Given("form.pdf", "application/pdf", b"%PDF-1.7 a form")
WORDS = "Here is the paper for my leave.\n\nOn Monday Riverside wrote:\n> Please send us the paper.\n"


@dataclass(frozen=True)
class Key:
    """What Rosa, who has no account, was sent."""

    key: str


def set_up(town: Cast) -> None:
    for sender in (town.amara.email, "somebody@else.example"):
        letter = EmailMessage()
        letter["From"], letter["Subject"], letter["Message-ID"] = sender, "My leave", f"<{len(sender)}@phone.example>"
        letter["References"] = f"<{len(town.amara.email)}@phone.example>"
        letter.set_content(WORDS)
        letter.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="leave.pdf")
        letter.add_attachment(b"MZ", maintype="application", subtype="pdf", filename="leave.exe")
        hear_letter(letter.as_bytes())
    work_off()
    rosa = people.register(by=HOUSE, given_name="Rosa", family_name="Nunez", email="rosa@town.example", **BORN)
    inbox.begin(rosa, "Your form", "Please bring your form.", by=town.sam, papers=[LETTER])
    inbox.write(town.amara, "My arm", "Here is the paper I spoke of.", by=town.amara.login or HOUSE, papers=[LETTER])


def things() -> list[Any]:
    told = Message.objects.get(patient__given_name="Rosa", channel="email")
    key = told.body.partition("/r/")[2].partition("/")[0]
    return [Key(key), *Enclosure.objects.exclude(bytes=None).order_by("pk")]
