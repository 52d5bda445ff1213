"""E-mails as patients write them."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import count
from typing import Any

from bedside.inbox.models import Message
from bedside.people.models import Patient

HERS = "amara@town.example"
numbers = count(1)


def mail(
    words: str = "Can I park by the door?", *, sender: str = HERS, subject: str = "Parking", **headers: Any
) -> EmailMessage:
    """A plain e-mail; names of headers as they are spoken: in_reply_to becomes In-Reply-To."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "clinic@localhost", subject
    letter["Date"] = "Mon, 23 Nov 2026 11:58:00 +0000"
    letter["Message-ID"] = headers.pop("message_id", f"<hers-{next(numbers)}@phone.example>")
    for name, value in headers.items():
        letter[name.replace("_", "-").title()] = value
    letter.set_content(words)
    return letter


def key_told(patient: Patient) -> str:
    """The key in the last link to an answer that she was sent."""
    told = Message.objects.filter(patient=patient, template="answered_link").latest("pk")
    return told.body.partition("/r/")[2].partition("/")[0]


def raw(words: str = "Can I park by the door?", **more: Any) -> bytes:
    return mail(words, **more).as_bytes()


REPORT = """From: MAILER-DAEMON@mx.example
Subject: Returned mail
Return-Path: <>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your letter could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: 5.1.1
--b
Content-Type: {kind}

Message-ID: <{pk}@localhost>
To: {to}

--b--
"""


def report(about: Message, action: str, kind: str = "text/rfc822-headers") -> bytes:
    """What a mail server sends back about a letter of ours."""
    return REPORT.format(to=HERS, action=action, pk=about.pk, kind=kind).encode()
