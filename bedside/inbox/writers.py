"""Who wrote to us: compared letter by letter with what we know, and said to be unsure wherever it is.

Anybody can write any address into an e-mail. What is in one does something by itself only where our own mail server
vouches for its sender, or where it answers a letter of ours, whose name nobody else can know.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q

from bedside.people.models import Grant, Label, Patient, Scope

from .letters import Letter
from .models import Channel, Conversation, Message, Way
from .numbers import patients_with
from .reply_to import answered_in
from .stopping import bare

OURS = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


@dataclass(frozen=True)
class Writer:
    """Those of our patients it may be from; `may_act` says whether a plain reply of this writer does anything."""

    patients: list[Patient] = field(default_factory=list)
    is_unsure: bool = False
    may_act: bool = True
    conversation: Conversation | None = None
    answers: Message | None = None
    author: str = ""


def writer_at(channel: str, address: str, answers: Message | None = None) -> Writer:
    """Who is reached there; or to whom a message of ours went, where this is certainly an answer to it."""
    may_act = channel != Channel.EMAIL
    if answers:
        return Writer([answers.patient], may_act=may_act, answers=answers)
    rights = rights_at(channel, address, Scope.MESSAGES, Scope.APPOINTMENTS)
    hers = patients_at(channel, address)
    patients, author = _all_of(hers, rights), "" if hers or not rights else str(rights[0].carer)
    return Writer(patients, is_unsure=len(patients) > 1, may_act=may_act, author=author)


def who_may_answer(channel: str, address: str) -> list[Patient]:
    """Of whose visits a plain reply from there may be: those reached there, and those whose visits a carer minds who
    is told of them there. By e-mail she signs in: anybody can write her address."""
    rights = [] if channel == Channel.EMAIL else rights_at(channel, address, Scope.APPOINTMENTS)
    return _all_of(patients_at(channel, address), rights)


def _all_of(patients: list[Patient], rights: list[Grant]) -> list[Patient]:
    return list({one.pk: one for one in (*patients, *(right.patient for right in rights))}.values())


def writer_of(letter: Letter) -> Writer:
    """Who wrote an e-mail. The letter it answers says whom it is about; only her own address says that it is she."""
    hers, carer = patients_at(Channel.EMAIL, letter.sender), rights_at(Channel.EMAIL, letter.sender, Scope.MESSAGES)
    cared_for = [] if hers else [one.patient for one in carer]
    about = hers or cared_for
    known = bool(about) and not letter.doubted
    author = carer[0].carer.name if cared_for else ""
    thread = _answered(letter)
    if thread is not None:
        patient = thread.patient.merged_into or thread.patient
        sure = known and [one.pk for one in about] == [patient.pk]
        if patient.may_be_written_to:
            ours = thread if thread.way == Way.OUT and sure else None
            author = author if sure else letter.sender
            may_act = sure and not author and (ours is not None or bool(settings.MAIL_CHECKED_BY))
            return Writer([patient], not sure, may_act, _conversation_of(thread, patient), ours, author)
    may_act = known and not cared_for and bool(settings.MAIL_CHECKED_BY)
    return Writer(about, len(about) > 1 or letter.doubted, may_act, author=author)


def patients_at(channel: str, address: str) -> list[Patient]:
    """Who is reached there: more than one where a family shares a phone or a mailbox."""
    living = Patient.objects.living()
    if channel == Channel.EMAIL:
        return list(living.filter(email__iexact=address.strip()).order_by("pk")) if address.strip() else []
    return patients_with(address, living.order_by("pk"))


def rights_at(channel: str, address: str, *scopes: str) -> list[Grant]:
    """For whom somebody acts, in any of these, who is reached there or signs in with that address."""
    known = bare(channel, address)
    there = Q(carer__ways__email__iexact=known) | Q(carer__email__iexact=known)
    there = there if channel == Channel.EMAIL else Q(carer__ways__phone=known)
    if not known:
        return []
    found: dict[Any, Grant] = {}
    for scope in scopes:
        standing = Grant.objects.in_force(scope).filter(there, carer__is_active=True)
        standing = standing.filter(patient__in=Patient.objects.living()).select_related("carer", "patient")
        found |= {one.pk: one for one in standing}
    return [found[pk] for pk in sorted(found)]


def _answered(letter: Letter) -> Message | None:
    """The message that a letter answers, by the address it went to or by the names of the letters it speaks of."""
    known = Message.objects.select_related("patient__merged_into", "conversation")
    for address in letter.to:
        pk = answered_in(address)
        if pk and (found := known.filter(pk=pk, way=Way.OUT).first()):
            return found
    for name in letter.answers:
        if ours := OURS.match(name.lower()):
            found = known.filter(pk=uuid.UUID(ours[1]), way=Way.OUT).first()
        else:
            found = known.filter(letter_id=name).first()
        if found:
            return found
    return None


def _conversation_of(thread: Message, patient: Patient) -> Conversation | None:
    """Where the thread goes on: also from the note that there is something to read. Never in a confidential one."""
    found = thread.conversation
    if found is None and thread.about_id:
        about = Message.objects.filter(pk=thread.about_id).select_related("conversation").first()
        found = about.conversation if about else None
    fits = found is not None and found.label == Label.NONE and found.patient_id == patient.pk
    return found if fits else None
