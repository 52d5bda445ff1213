"""E-mail through a mail server (SMTP)."""

from __future__ import annotations

import smtplib
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from ..models import Message
from ..reply_to import reply_address
from .base import NotTaken, Refused


def server_at(address: str) -> dict[str, Any]:
    """What Django's mail backend wants to know of smtp://name:password@host:port?starttls."""
    parts = urlsplit(address)
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": "starttls" in parts.query,
        "use_ssl": parts.scheme == "smtps",
        "timeout": settings.GATEWAY_SECONDS,
    }


class ThroughTheGateway(EmailBackend):
    """Django's own letters, such as those about signing in, through the same mail server."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | server_at(settings.MAIL_GATEWAY))


class Mail:
    """E-mail through a mail server. The server takes no key: what was begun is not begun again by itself."""

    takes_a_key = False

    def __init__(self, address: str) -> None:
        self._server = EmailBackend(**server_at(address))

    def send(self, message: Message) -> None:
        letter = letter_of(message)
        try:
            self._server.open()
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(type(error).__name__) from error
        try:
            self._server.send_messages([letter])
        except smtplib.SMTPRecipientsRefused as error:
            code = max((code for code, _ in error.recipients.values()), default=500)
            raise _no(code) from error
        except smtplib.SMTPResponseException as error:
            raise _no(error.smtp_code) from error
        finally:
            self._server.close()


def _no(code: int) -> NotTaken | Refused:
    """What a mail server's answer means: four hundreds pass, five hundreds do not."""
    return Refused(f"the mail server said {code}") if code >= 500 else NotTaken(str(code))


def letter_of(message: Message) -> EmailMessage:
    """The e-mail as it leaves: the same name each time it is tried, so that a mail program shows it once."""
    host, reply = urlsplit(settings.PUBLIC_URL).hostname or "localhost", reply_address(message.pk)
    letter = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        reply_to=[reply] if reply else None,
        headers={
            "Message-ID": f"<{message.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        },
    )
    if message.attachment:
        method = "CANCEL" if "METHOD:CANCEL" in message.attachment else "REQUEST"
        letter.attach("visit.ics", message.attachment, f"text/calendar; method={method}")
    return letter
