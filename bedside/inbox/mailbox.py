"""Our mailbox, read over IMAP when the clock strikes: each letter once, in order, none in the way of another."""

from __future__ import annotations

import hashlib
import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Outside
from bedside.triage import actions as triage

from .letters import BEGINNING, LARGEST
from .mailing import hear_letter
from .models import Mailbox

log = logging.getLogger(__name__)
AT_ONCE = 100  # letters in one round; what is left comes with the next
AWAY_AT_MOST = timedelta(minutes=30)
A_DAY = timedelta(days=1)
TRIES = 3  # then somebody of ours looks into the mailbox

imaplib._MAXLINE = 10_000_000  # type: ignore[attr-defined]  # a mailbox may number very many letters in one line


def look() -> None:
    """Take in what has come into our mailbox. Run by the clock."""
    if not settings.MAILBOX:
        return
    box = _known(settings.MAILBOX)
    try:
        with _opened(settings.MAILBOX) as server:
            _begin(server, box, _number(server, "UIDVALIDITY"))
            for uid in _new(server, box):
                if not _take(server, box, uid):
                    return  # it is tried again in the next round
            box.away_since, box.told_away = None, False
            box.save(update_fields=["away_since", "told_away"])
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("the mailbox cannot be read: %s", type(error).__name__)
        _is_away(box)


def _is_away(box: Mailbox) -> None:
    """It could not be read this time; when that goes on, a person is told, once."""
    box.away_since = box.away_since or now()
    if not box.told_away and now() - box.away_since > AWAY_AT_MOST:
        box.told_away = True
        _leave_to_a_person(_("Our mailbox cannot be read. E-mails from patients may lie in it."), "away")
    box.save(update_fields=["away_since", "told_away"])


def _take(server: imaplib.IMAP4, box: Mailbox, uid: int) -> bool:
    """One letter. False where it could not be taken in and is worth another try."""
    try:
        raw, size = _fetched(server, uid)
        with transaction.atomic():
            if raw:  # else it is gone: somebody took it out
                hear_letter(raw, size=size)
            _go_on(box, uid)
    except (OSError, imaplib.IMAP4.error):  # the line, which this one letter may break each time
        _tried(box, uid)
        raise  # after the last try the next round goes on behind it
    except Exception as error:  # whatever is wrong with this one, those behind it must be heard
        log.error("letter %s could not be taken in: %s", uid, type(error).__name__)
        if not _tried(box, uid):
            return False
    with suppress(imaplib.IMAP4.error):
        server.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
    return True


def _tried(box: Mailbox, uid: int) -> bool:
    """One more try was in vain. Whether it was the last: then somebody of ours looks at it, and we go on."""
    box.tries += 1
    if box.tries < TRIES:
        box.save(update_fields=["tries"])
        return False
    with transaction.atomic():
        _leave_to_a_person(_("An e-mail in our mailbox could not be read. Please open the mailbox."), str(uid))
        _go_on(box, uid)
    return True


def _fetched(server: imaplib.IMAP4, uid: int) -> tuple[bytes, int]:
    """The letter, or the beginning of one that is too large, and how large it is. It stays unread if we fail."""
    told = _asked(server, uid, "RFC822.SIZE")
    found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(one for one in told if isinstance(one, bytes)))
    if found is None:
        return b"", 0
    size = int(found[1])
    answer = _asked(server, uid, "BODY.PEEK[]" if size <= LARGEST else f"BODY.PEEK[]<0.{BEGINNING}>")
    raw = next((bytes(one[1]) for one in answer if isinstance(one, tuple)), b"")
    if size and not raw:
        raise ValueError("a letter without its words")
    return raw, size


def _asked(server: imaplib.IMAP4, uid: int, what: str) -> list[Any]:
    typ, told = server.uid("FETCH", str(uid), f"({what})")
    if typ != "OK":
        raise ValueError(f"the server does not give {what}")
    return told


def _new(server: imaplib.IMAP4, box: Mailbox) -> list[int]:
    """The numbers of letters we have not read. The last one of all is named even when it is known already."""
    since = ["SINCE", f"{box.connected_at - A_DAY:%d-%b-%Y}"] if box.connected_at else []  # days of any zone
    return [one for one in _named(server, "UID", f"{box.last + 1}:*", *since) if one > box.last][:AT_ONCE]


def _named(server: imaplib.IMAP4, *which: str) -> list[int]:
    typ, told = server.uid("SEARCH", *which)
    if typ != "OK":
        raise imaplib.IMAP4.error("the server does not say what is there")
    return sorted(int(one) for line in told if isinstance(line, bytes) for one in line.split())


def _number(server: imaplib.IMAP4, name: str) -> int:
    told = server.response(name)[1]
    return int(told[0]) if told and told[0] else 0


def _known(address: str) -> Mailbox:
    parts = urlsplit(address)
    digest = hashlib.sha256(f"{parts.hostname}/{parts.username}{parts.path}".encode()).hexdigest()
    return Mailbox.objects.get_or_create(address=digest)[0]


def _begin(server: imaplib.IMAP4, box: Mailbox, validity: int) -> None:
    """What lay there before we were connected is not ours to hear: the house begins with what comes from then on.

    Where the server numbers anew we begin anew: what was heard before is known by its own name.
    """
    if box.validity == validity:
        return
    if box.connected_at is None and not box.validity:
        box.connected_at = now()
        box.last = max(_named(server, "UID", "*"), default=0)
    else:
        box.last = 0
    box.validity, box.tries = validity, 0
    box.save(update_fields=["validity", "last", "tries", "connected_at"])


def _go_on(box: Mailbox, uid: int) -> None:
    box.last, box.tries = uid, 0
    box.save(update_fields=["last", "tries"])


def _leave_to_a_person(words: str, which: str) -> None:
    by = Outside("email", "mailbox")
    record("screening.needs_a_person", triage.begin(words, by=by, guest=f"mailbox:{which}", channel="email"), by=by)


@contextmanager
def _opened(address: str) -> Iterator[imaplib.IMAP4]:
    """imaps://name:password@host:port/FOLDER, or imap:// with ?starttls, or in the open."""
    parts = urlsplit(address)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    port = parts.port or (993 if parts.scheme == "imaps" else 143)
    server = kind(parts.hostname or "", port, timeout=settings.GATEWAY_SECONDS)
    try:
        if "starttls" in parts.query:
            server.starttls()
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        if server.select(f'"{folder}"')[0] != "OK":
            raise imaplib.IMAP4.error(f"there is no folder {folder}")
        yield server
    finally:
        try:
            server.logout()
        except (OSError, imaplib.IMAP4.error):  # the line is broken already
            with suppress(OSError):
                server.shutdown()
