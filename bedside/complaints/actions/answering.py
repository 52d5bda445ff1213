"""What whoever complains hears from us, in writing, and what they say to it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.inbox import actions as inbox
from bedside.inbox.readers import Reader, carers_of
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import staff_name
from bedside.people.wishes import Kind

from ..models import Complaint, ComplaintLetter, Consent, LetterKind, State
from . import clocks
from .opening import look_again
from .who import only_a_manager

A_YEAR = timedelta(days=366)
TAKEN_BACK = gettext_noop("The complaint was taken back.")


@transaction.atomic
def acknowledge(complaint: Complaint, words: str, *, reply_by: date, by: User) -> ComplaintLetter:
    """Say that we heard, who looks into it, and by when there is an answer. That day is a promise."""
    only_a_manager(by, complaint)
    if not complaint.is_open or complaint.acknowledged_at:
        raise Refusal(_("We have said already that we heard."), rule="state")
    _a_day_to_come(complaint, reply_by)
    complaint.acknowledged_at, complaint.reply_by = now(), reply_by
    record("complaint.acknowledged", complaint, by=by)
    clocks.end(complaint, by=by)
    clocks.begin(complaint, clocks.OUR_ANSWER, reply_by)
    return _write(complaint, LetterKind.ACKNOWLEDGEMENT, words, by=by)


@transaction.atomic
def explain_delay(complaint: Complaint, words: str, *, reply_by: date, by: User) -> ComplaintLetter:
    """Say before the day has come why it takes longer, and until when."""
    only_a_manager(by, complaint)
    if not complaint.is_open or not complaint.acknowledged_at:
        raise Refusal(_("Say first that we heard."), rule="state")
    _a_day_to_come(complaint, reply_by)
    if complaint.reply_by and reply_by <= complaint.reply_by:
        raise Refusal(_("Choose a day after the one we promised."), rule="due")
    complaint.reply_by = reply_by
    record("complaint.delayed", complaint, by=by)
    clocks.end(complaint, by=by, because=gettext_noop("It was explained why it takes longer."))
    clocks.begin(complaint, clocks.OUR_ANSWER, reply_by)
    return _write(complaint, LetterKind.DELAY, words, by=by)


@transaction.atomic
def answer(complaint: Complaint, words: str, *, by: User) -> ComplaintLetter:
    """Our answer: what we looked into and found, that we are sorry, what changes, and where else one can turn."""
    only_a_manager(by, complaint)
    if not complaint.acknowledged_at:
        raise Refusal(_("Say first that we heard."), rule="state")
    if not complaint.may_read_the_record:
        raise Refusal(_("The patient has not agreed that we answer somebody else."), rule="consent")
    complaint.become(State.ANSWERED)
    complaint.answered_at = now()
    record("complaint.answered", complaint, by=by)
    clocks.end(complaint, by=by)
    return _write(complaint, LetterKind.REPLY, words, by=by)


@transaction.atomic
def say_more(complaint: Complaint, words: str, *, author: str, by: Hand) -> ComplaintLetter:
    """Whoever complains adds something while it is looked into."""
    if not complaint.is_open:
        raise Refusal(_("This complaint is not open now."), rule="state")
    return _keep(complaint, words, author, by=by)


@transaction.atomic
def not_content(complaint: Complaint, words: str, *, author: str, by: Hand) -> ComplaintLetter:
    """Our answer was not good enough: it is open again, and we say anew that we heard."""
    look_again(complaint)
    record("complaint.reopened", complaint, by=by)
    clocks.begin(complaint, clocks.A_COMPLAINT, complaint.acknowledge_by)
    return _keep(complaint, words, author, by=by)


@transaction.atomic
def take_back(complaint: Complaint, *, by: Hand) -> Complaint:
    """Whoever complains no longer wants an answer."""
    complaint.become(State.WITHDRAWN)
    record("complaint.taken_back", complaint, by=by)
    clocks.end(complaint, by=by, because=TAKEN_BACK)
    return complaint


@transaction.atomic
def close(complaint: Complaint, *, learned: str, by: User) -> Complaint:
    """It is finished when we have said what we learned."""
    only_a_manager(by, complaint)
    if not learned.strip():
        raise Refusal(_("Say what we learned."), rule="learned")
    if complaint.is_open and complaint.consent == Consent.REFUSED:  # there is nobody we may answer
        complaint.state, complaint.answered_at = State.ANSWERED, complaint.answered_at or now()
    complaint.become(State.CLOSED)
    complaint.learned, complaint.closed_at = learned.strip(), now()
    record("complaint.closed", complaint, by=by)
    clocks.end(complaint, by=by)
    return complaint


def write_candour(complaint: Complaint, words: str, *, by: User) -> ComplaintLetter:
    """The written account for whoever was harmed; to somebody else only if she has agreed."""
    if not complaint.may_read_the_record:
        raise Refusal(_("The patient has not agreed that we answer somebody else."), rule="consent")
    return _write(complaint, LetterKind.CANDOUR, words, by=by)


def _write(complaint: Complaint, kind: LetterKind, words: str, *, by: User) -> ComplaintLetter:
    """Keep the letter, and tell whoever complains that there is something to read; who cannot read here gets paper."""
    patient, told = complaint.patient, _who_is_told(complaint)
    reads = bool(told)
    letter = ComplaintLetter(complaint=complaint, kind=kind, words=words.strip(), author=staff_name(by))
    letter.language, letter.by_post = complaint.language, not reads
    record("complaint.written_to", letter, by=by)
    if patient and told:
        # The link is that of every letter: a message that comes back is seen at the desk, and must not tell of this.
        inbox.send(patient, "answered", by=by, key=f"{letter.pk}:answered", about=complaint, readers=told)
    return letter


def _who_is_told(complaint: Complaint) -> list[Reader]:
    """Whoever complains and reads it where she signs in: the patient, or the carer who complained for her, as long as
    she may. Nobody else is told: a complaint is not the affair of all who care for the patient."""
    patient = complaint.patient
    if patient is None:
        return []
    if complaint.told_by_carer_id:
        may = carers_of(patient, Kind.ANSWERS)
        return [one for one in may if one.grant and one.grant.carer_id == complaint.told_by_carer_id]
    return [Reader(patient)] if patient.login_id and not complaint.told_by else []


def _keep(complaint: Complaint, words: str, author: str, *, by: Hand) -> ComplaintLetter:
    if not words.strip():
        raise Refusal(_("Write something first."), rule="words")
    letter = ComplaintLetter(complaint=complaint, kind=LetterKind.HERS, words=words.strip(), author=author)
    letter.language = complaint.language
    record("complaint.added_to", letter, by=by)
    return letter


def _a_day_to_come(complaint: Complaint, day: date) -> None:
    today = day_of(now(), complaint.zone)
    if not today <= day <= today + A_YEAR:
        raise Refusal(_("Choose a day from today on."), rule="due")
