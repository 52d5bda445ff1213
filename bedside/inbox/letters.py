"""Reading an e-mail as it came over the wire (RFC 5322): who, what, about which letter, and whether a machine wrote it.

Whatever is in it, reading never fails: what cannot be read is left out, and said.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message as Mail
from email.utils import getaddresses, parseaddr

from .letter_files import File, judged
from .letter_words import parted, text_of

LARGEST = 20_000_000  # bytes; of a larger one only the beginning is read
BEGINNING = 500_000
MOST_PARTS = 200
MOST_NESTED = 20
PASSED_ON = "---------- Forwarded message ---------"
ID = re.compile(r"<([^<>\s]{3,250})>")
A_PART = re.compile(rb"(?im)^content-type\s*:")
NESTED = re.compile(rb"(?i)^content-type\s*:\s*multipart/|^content-type\s*:\s*message/", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """One e-mail, read."""

    sender: str
    name: str  # its Message-ID, bare
    key: str  # the same letter, by whichever way it comes, has the same
    answers: tuple[str, ...]  # the Message-IDs it answers, the nearest first
    to: tuple[str, ...]
    subject: str
    words: str
    quoted: str = ""
    files: tuple[File, ...] = ()
    by_itself: bool = False  # a machine wrote it: nothing is answered to it, and nobody need read it
    unanswerable: bool = False  # nothing is answered to it
    bounced: tuple[str, ...] = ()  # Message-IDs of ours that did not arrive
    doubted: bool = False  # it may not come from whom it says
    is_too_large: bool = False


def read(raw: bytes, *, size: int = 0, checked_by: str = "") -> Letter:
    """Read a letter. `size` is how large it is where only its beginning is at hand; `checked_by` names the mail server
    whose word about the sender counts."""
    too_large = max(size, len(raw)) > LARGEST or len(A_PART.findall(raw)) > MOST_PARTS
    raw = raw[:BEGINNING] if too_large else raw
    is_tangle = len(NESTED.findall(raw)) > MOST_NESTED
    mail = message_from_bytes(_head(raw) if is_tangle else raw)
    senders = getaddresses([_said(one) for one in mail.get_all("From", [])])
    sender = parseaddr(_said(mail.get("From")))[1].strip().lower()[:254]
    words, files = (_crude(raw), ()) if is_tangle else _inside(mail, with_files=not too_large)
    own, quoted = parted(words)
    own = own if not too_large else words.strip()  # what is cut off may be the half of a quotation: keep all there is
    name = _name(mail)
    return Letter(
        sender=sender,
        name=name,
        key=_key(mail, name, sender, raw),
        answers=_answered(mail),
        to=_to(mail),
        subject=_said(mail.get("Subject"))[:200].strip(),
        words=own[:20_000],
        quoted=("" if too_large else quoted)[:20_000],
        files=files,
        by_itself=_by_itself(mail),
        unanswerable=_is_unanswerable(mail, sender),
        bounced=() if is_tangle else _bounced(mail),
        doubted=len(senders) != 1 or _is_doubted(mail, checked_by),
        is_too_large=too_large or is_tangle,
    )


def _inside(mail: Mail, *, with_files: bool) -> tuple[str, tuple[File, ...]]:
    """Its words, plain ones rather than a page's, and whatever else is in it."""
    plain, pages, enclosed, files = list[str](), list[str](), list[str](), list[File]()
    passed_on = list[str]()
    for part in _parts(mail):
        kind, name = part.get_content_type(), _said(part.get_filename())
        is_words, is_enclosed = kind in {"text/plain", "text/html"}, part.get_content_disposition() == "attachment"
        if is_words and is_enclosed:
            enclosed.append(_text(part) if kind == "text/plain" else text_of(_text(part)))
        elif is_words:
            (plain if kind == "text/plain" else pages).append(_text(part))
        elif kind == "message/rfc822" and mail.get_content_type() != "multipart/report":
            inner = part.get_payload()
            passed_on += [_inside(one, with_files=False)[0] for one in inner if isinstance(one, Mail)]
        if with_files and (name or is_enclosed or not is_words):
            files.append(judged(name or kind.replace("/", "."), _bytes(part), number=len(files)))
    said, shown = "\n".join(plain).strip(), "\n".join(text_of(page) for page in pages).strip()
    # some programs put one polite line in place of the words: then the page says what she wrote
    said = shown if not said or len(shown.split()) > 3 * len(said.split()) + 10 else said
    said = said or "\n".join(enclosed).strip()
    whole = [said, *(f"{PASSED_ON}\n{words}" for words in passed_on if words.strip())]
    return kept("\n\n".join(filter(None, whole))), tuple(files)


def _parts(mail: Mail) -> list[Mail]:
    """Its leaves. A letter inside the letter is one, and stays closed."""
    found, open_ones = list[Mail](), [mail]
    while open_ones and len(found) <= MOST_PARTS:
        one = open_ones.pop(0)
        inner = one.get_payload()
        if one.get_content_maintype() == "multipart" and isinstance(inner, list):
            open_ones = [part for part in inner if isinstance(part, Mail)] + open_ones
        else:
            found.append(one)
    return found


def _bytes(part: Mail) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):  # message/rfc822
        return b"\n".join(one.as_bytes() for one in inner if isinstance(one, Mail))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: Mail) -> str:
    return _decoded(_bytes(part), part.get_content_charset() or "utf-8")


def _decoded(words: bytes, charset: str) -> str:
    try:
        return words.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        try:
            return words.decode("utf-8")
        except UnicodeDecodeError:
            return words.decode("cp1252", "replace")


def _said(header: object) -> str:
    """A header in words, however it was coded."""
    raw = re.sub(r"[\r\n\x00]+\s*", " ", str(header or ""))
    try:
        parts = decode_header(raw)
    except (MessageError, ValueError):
        return kept(raw)
    return kept("".join(one if isinstance(one, str) else _decoded(one, charset or "utf-8") for one, charset in parts))


def _name(mail: Mail) -> str:
    found = ID.search(_said(mail.get("Message-ID")))
    return found[1] if found else ""


def _key(mail: Mail, name: str, sender: str, raw: bytes) -> str:
    told = [name, sender, str(mail.get("Date")), str(mail.get("Subject"))] if name else [raw.hex()]
    return hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()


def _answered(mail: Mail) -> tuple[str, ...]:
    nearest = ID.findall(_said(mail.get("In-Reply-To"))) + ID.findall(_said(mail.get("References")))[::-1]
    return tuple(dict.fromkeys(nearest))[:50]


def _to(mail: Mail) -> tuple[str, ...]:
    names = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
    said = [_said(one) for name in names for one in mail.get_all(name, [])]
    return tuple(dict.fromkeys(address.lower() for _, address in getaddresses(said) if address))[:50]


def _by_itself(mail: Mail) -> bool:
    """Whether a machine or a list wrote it, and no person of ours need read it unless it is urgent."""
    word = _said(mail.get("Auto-Submitted")).split(";")[0].strip().lower()
    bulk = _said(mail.get("Precedence")).strip().lower() in {"bulk", "junk", "list", "auto_reply"}
    listed = any(mail.get(mark) for mark in ("List-Id", "List-Post", "X-Autoreply", "X-Autorespond"))
    reported = mail.get_content_type() == "multipart/report" or _said(mail.get("Return-Path")).strip() == "<>"
    return word.startswith("auto-") or bulk or listed or reported


def _is_unanswerable(mail: Mail, sender: str) -> bool:
    """Whether an answer might go round for ever, or to nobody: a person reads the letter all the same."""
    suppressed = _said(mail.get("X-Auto-Response-Suppress")).strip().lower() not in {"", "none"}
    submitted = _said(mail.get("Auto-Submitted")).split(";")[0].strip().lower() not in {"", "no"}
    marked = any(mail.get(mark) for mark in ("List-Unsubscribe", "X-Loop", "Feedback-ID"))
    machine = sender.split("@")[0] in {"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "bounce"}
    return suppressed or submitted or marked or machine or not sender


def _bounced(mail: Mail) -> tuple[str, ...]:
    """Of a mail server's report (RFC 3464): the letters of ours that will not arrive. One that is only late may yet."""
    if mail.get_content_type() != "multipart/report":
        return ()
    failed, names = False, list[str]()
    for part in _parts(mail):
        kind, told = part.get_content_type(), ""
        if kind in {"message/delivery-status", "message/rfc822", "text/rfc822-headers"}:
            told = _bytes(part)[:100_000].decode("utf-8", "replace")
        if kind == "message/delivery-status":
            failed = failed or re.search(r"(?im)^action\s*:\s*failed", told) is not None
        elif told:
            names += [found[1] for found in re.finditer(r"(?im)^message-id\s*:\s*<([^<>\s]+)>", told)][:1]
    return tuple(names) if failed else ()


def _is_doubted(mail: Mail, checked_by: str) -> bool:
    """What our own mail server found out about the sender (RFC 8601). The topmost word of its own counts: what stands
    below may have been written by anybody. Where none is named, only a word against the sender counts."""
    words = [_said(one).lower() for one in mail.get_all("Authentication-Results", [])]
    if not checked_by:
        return bool(words) and "dmarc=fail" in words[0]
    ours = [one for one in words if one.split(";")[0].split()[:1] == [checked_by.lower()]]
    return not ours or re.search(r"\bdmarc=pass\b", ours[0]) is None


def _head(raw: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0] + b"\n\n"


def _crude(raw: bytes) -> str:
    """Of a tangle of parts in parts: its lines as they stand, so that nothing urgent is missed."""
    return raw[len(_head(raw)) :][:20_000].decode("utf-8", "replace").replace("\x00", "")


def kept(text: str) -> str:
    """Without the signs that no database keeps: a letter that holds them is heard all the same."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
