"""E-mails as patients write them."""

from __future__ import annotations

from email.message import EmailMessage
from itertools import count
from typing import Any

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


def raw(words: str = "Can I park by the door?", **more: Any) -> bytes:
    return mail(words, **more).as_bytes()
