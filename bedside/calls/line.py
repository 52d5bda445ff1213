"""A telephone line in the manner of Twilio, which others speak too: what it tells of a call, and where that goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.inbox.numbers import whole
from bedside.inbox.spoken import one_by_one
from bedside.journal.hands import Outside
from bedside.ui.answers import number_said

from . import actions, missed
from .models import Contact

VOICES = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR", "pl": "pl-PL", "ar": "ar-XA"}
WITHHELD = {"+266696687", "+7378742833", "+2562533", "+8566696", "+86282452253"}  # ANONYMOUS, RESTRICTED … as figures
RINGS_FOR = "30"  # seconds at the desk, before the caller is told that nobody can take it
OVER = {"completed", "busy", "failed", "no-answer", "canceled"}
A_DAY = 86_400  # seconds: no call of a day is believed
AHEAD = timedelta(minutes=5)  # so far the line's clock may be ahead of ours


def came_in(told: QueryDict) -> str:
    """A call comes in: it is written down and shows itself. Returns where it rings, or nothing if it does nowhere."""
    desk = _desk(told)
    _ring(told, rang_at=now(), **({} if desk else {"ended_at": now()}))
    return desk


def changed(told: QueryDict) -> None:
    """What became of it. Of the leg to our desk only that somebody picked up; what has no time of its own is as of now,
    and said once."""
    state, moment = told.get("CallStatus", ""), _moment(told.get("Timestamp", ""))
    if told.get("ParentCallSid"):
        if state == "in-progress" and moment:
            _ring(told, answered_at=moment)
    elif state in OVER and moment:
        _ring(told, ended_at=moment)
    elif state in OVER:
        actions.hang_up(key_of(told), by=_line(told))


def rang_out(told: QueryDict) -> str:
    """The leg to our desk is over, and with it the call. What the line says to whoever nobody answered."""
    talked = told.get("DialCallStatus") in {"completed", "answered"}
    seconds = number_said(told.get("DialCallDuration", ""), A_DAY) if talked else None
    length = None if seconds is None else timedelta(seconds=seconds)
    contact = actions.hang_up(key_of(told), by=_line(told), talked=length)
    return hung_up() if talked else nobody_free(call_back=missed.waits(contact))


def key_of(told: QueryDict) -> str:
    """The caller's own leg, by which the call is known; nothing where it is not named."""
    key = told.get("ParentCallSid") or told.get("CallSid") or ""
    return "" if len(key) > 100 or "\0" in key else key


def passed_on(desk: str, news: str, after: str) -> str:
    """Let it ring at the desk, and tell us when somebody picks up and when it is over."""
    answer = Xml.Element("Response")
    dial = Xml.SubElement(answer, "Dial", action=after, method="POST", timeout=RINGS_FOR, answerOnBridge="true")
    told = {"statusCallback": news, "statusCallbackEvent": "answered"}
    Xml.SubElement(dial, "Sip" if desk.startswith("sip:") else "Number", told).text = desk
    return _written(answer)


def nobody_here() -> str:
    """From this number only messages go out: say which one to call."""
    return _says(
        _("This is %(clinic)s. Nobody answers this number. In an emergency call %(emergency)s. Call %(phone)s.")
    )


def nobody_free(*, call_back: bool) -> str:
    """Nobody took it; where her number is known, somebody of ours has it as work."""
    if call_back:
        return _says(
            _("This is %(clinic)s. Nobody can answer now. We will call you back. In an emergency call %(emergency)s.")
        )
    return _says(
        _("This is %(clinic)s. Nobody can answer just now. In an emergency call %(emergency)s. Please try again.")
    )


def hung_up() -> str:
    """There is nothing more to say."""
    answer = Xml.Element("Response")
    Xml.SubElement(answer, "Hangup")
    return _written(answer)


def _says(words: str) -> str:
    clinic = the_clinic()
    facts = {"clinic": clinic.name, "phone": one_by_one(clinic.phone), "emergency": " ".join(clinic.pack.emergency)}
    language = (get_language() or "en").split("-")[0]
    voice = "en-US" if language == "en" and clinic.country == "US" else VOICES.get(language, language)
    answer = Xml.Element("Response")
    Xml.SubElement(answer, "Say", language=voice, loop="2").text = words % facts
    Xml.SubElement(answer, "Hangup")
    return _written(answer)


def _written(answer: Xml.Element) -> str:
    return Xml.tostring(answer, "unicode")


def _desk(told: QueryDict) -> str:
    """Where our phones are; never the number itself that was called, or it would ring for ever."""
    if settings.DESK_PHONE.startswith("sip:"):
        return settings.DESK_PHONE
    number = whole(settings.DESK_PHONE)
    return "" if number == whole(told.get("To", "")) else number


def _ring(told: QueryDict, **times: datetime | None) -> Contact | None:
    number = told.get("From", "").removeprefix("sip:").partition("@")[0]
    return actions.ring(key_of(told), "" if number in WITHHELD else number[:30], by=_line(told), **times)


def _line(told: QueryDict) -> Outside:
    return Outside("telephone", key_of(told)[:60])


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    return moment if moment.tzinfo and moment <= now() + AHEAD else None
