"""What she writes on the day of her visit: I am here, I need longer, another day, I leave, I feel worse."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from bedside.booking.models import Appointment, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.inbox.models import Channel, Message
from bedside.inbox.writers import who_may_answer
from bedside.journal.hands import Outside
from bedside.language.replies import Intent, speaks_of
from bedside.people.models import Patient, PatientQuerySet

from . import actions, away, choices, texting, worse
from .models import OPENS_BEFORE, State, Visit, may_say_here

BY_PHONE_OR_MAIL = {Channel.SMS, Channel.EMAIL}


def answered(intent: Intent, patients: list[Patient], by: Outside) -> bool:
    """Do what fits the one visit there is; where more than one might be meant, a person asks. Whoever feels worse
    is never asked first: staff are rung for everybody of this phone who waits."""
    here = [one for one in Visit.objects.open().filter(patient__in=_hers(patients)).order_by("pk") if one.is_today]
    _in_one_order(here)
    if intent is Intent.WORSE:
        for visit in here:
            texting.say_heard(worse.feel_worse(visit, by=by))
        return bool(here)
    if not here and intent is Intent.HERE:
        return _arrive(patients, by)
    if len(here) != 1 or here[0].label:
        return False
    match intent:
        case Intent.HERE:
            if here[0].away_since is None or _due(patients):  # another of the family may have come
                return False
            away.come_back(here[0], by=by)
        case Intent.OTHER_TIME:
            if not choices.may_choose_a_day(here[0]):
                return False
            choices.look_for_another_day(here[0], by=by)
            texting.say_another_day(here[0])
        case Intent.LATER:
            away.ask_for_more(here[0], by=by)
        case _:
            actions.leave(here[0], by=by, because=gettext_noop("had to go"))
    return True


@transaction.atomic
def hear_worse(message: Message, *, urgent: bool = False) -> None:
    """Among other words she says that she feels worse: where she waits staff are rung, whoever reads the rest.

    Who writes from her own pages while she waits is not left to the order of the letters: what cannot wait rings as
    the button does, and for anything else the front desk goes to her.
    """
    by_portal, says_worse = message.channel == Channel.PORTAL, speaks_of(Intent.WORSE, message.body)
    if message.channel not in BY_PHONE_OR_MAIL | {Channel.PORTAL} or not (says_worse or by_portal):
        return
    by = Outside(message.channel, str(message.patient_id) if by_portal else message.to)
    patients = [message.patient] if by_portal else who_may_answer(message.channel, message.to)
    waiting = Visit.objects.filter(state=State.WAITING, patient__in=_hers(patients)).order_by("pk")
    here = [one for one in waiting if one.is_today and not worse.has_heard(one, str(message.pk))]
    _in_one_order(here)
    for visit in here:
        if says_worse or urgent:
            words = message.body if visit.label or not message.label else ""  # what is confidential stays where it is
            heard = worse.feel_worse(visit, words=words, by=by, message=str(message.pk))
            if not by_portal:
                texting.say_heard(heard)
        elif visit.label == message.label and (visit.asked_us_at is None or visit.asked_us_at < message.due_at):
            choices.ask_for_us(visit, by=by)


def _in_one_order(visits: list[Visit]) -> None:
    """Whoever writes to several visits waits first for all their places, so that no two wait for each other."""
    for place in Place.objects.filter(pk__in=[one.place_id for one in visits]).order_by("pk"):
        actions.one_after_the_other(place)


def _arrive(patients: list[Patient], by: Outside) -> bool:
    """She stands at the door, and has one visit now; one that is confidential makes it two."""
    due = _due(patients)
    if len(due) != 1 or due[0].label:
        return False
    actions.arrive(due[0], by=by)
    return True


def _due(patients: list[Patient]) -> list[Appointment]:
    """For which visits one of them may say now that she is here."""
    soon = Appointment.objects.filter(status=Status.BOOKED, starts_at__lt=now() + OPENS_BEFORE)
    return [one for one in soon.filter(patient__in=_hers(patients)).in_order() if may_say_here(one)]


def _hers(patients: Sequence[Patient]) -> PatientQuerySet:
    """Them, and the records that were found to be only another name of theirs."""
    return Patient.objects.filter(pk__in=[one.pk for one in patients]).with_other_names()
