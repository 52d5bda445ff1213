"""Amara has written an e-mail with a paper, a program and a quotation, and somebody answers for her from elsewhere."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from bedside.inbox.mailing import hear_letter
from bedside.inbox.models import Enclosure
from bedside.jobs.worker import work_off
from bedside.town.cast import Cast

WORDS = "Here is the paper for my leave.\n\nOn Monday Riverside wrote:\n> Please send us the paper.\n"


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


def things() -> list[Any]:
    return list(Enclosure.objects.exclude(bytes=None).order_by("pk"))
