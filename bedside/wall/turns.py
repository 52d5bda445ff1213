"""One person's turn at a kiosk: beginning, saying who she is, checking in, being sent to the desk, leaving.

Nothing is shown before two things she told us fit one patient. Every try is counted before it is looked at: five wrong
ones shut this kiosk for a quarter of an hour, and ten about the same person shut her out at every kiosk for an hour.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from bedside.booking.models import Appointment
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind, Priority
from bedside.hours.clock import now
from bedside.intake.models import waits_here
from bedside.journal.actions import record
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.triage.models import Screening
from bedside.visits import actions as visits
from bedside.visits.models import Visit

from . import tries
from .matching import visits_today
from .models import Device, Outcome, Turn
from .telling import look_for
from .tries import Limit

PAGE_STANDS = timedelta(seconds=60)
ASKED_FOR = timedelta(seconds=20)  # how long we ask whether somebody is still there
TYPING = timedelta(minutes=5)  # before anything of hers is shown, and on a page of a form
AT_ONE_KIOSK = Limit(most=5, lasts=timedelta(minutes=15))
CALLS_FOR_HELP = Limit(most=6, lasts=timedelta(minutes=15))
MISSES_IN_A_TURN = 2
MAY_BE_AN_EMERGENCY = "E0"  # whoever says so is taken at their word until somebody has looked

HELP = gettext_noop("somebody asks for a person")
NOT_FOUND = gettext_noop("somebody does not find their visit")
SHUT = gettext_noop("shut for 15 minutes after wrong tries")
CANNOT_CHECK_IN = gettext_noop("somebody could not check in")
NOT_THEIRS = gettext_noop("somebody says the visit shown is not theirs")
HELP_NOW = gettext_noop("somebody says that they need help now")
EMERGENCY = gettext_noop("here now, and their answers could be an emergency")


@transaction.atomic
def begin(device: Device, *, language: str) -> Turn:
    """Somebody begins at this kiosk; whoever was here before has gone."""
    for before in Turn.objects.filter(device=device, ended_at=None):
        end(before)
    turn = Turn(device=device, language=language, until=now() + TYPING)
    record("turn.began", turn, by=device.hand)
    return turn


@transaction.atomic
def end(turn: Turn) -> None:
    """She has gone: nothing of it is shown any more."""
    turn.ended_at = now()
    turn.outcome = turn.outcome or Outcome.LEFT
    record("turn.ended", turn, by=turn.device.hand)


@transaction.atomic
def stay(turn: Turn, *, typing: bool = False) -> None:
    """She needs more time, and gets another minute; while she fills in a form as long as it takes to type."""
    if typing:
        turn.until = now() + TYPING
    else:
        turn.until = max(turn.until, _page_ends()) if turn.patient_id is None else _page_ends()
    record("turn.stayed", turn, by=turn.device.hand)


def is_shut(device: Device) -> bool:
    return tries.is_shut(_at(device))


def say_who(turn: Turn, *, birth_date: date, family_name: str = "", phone_end: str = "") -> bool:
    """She tells us two things. Whether they fit one patient with a visit here today; every other way is one no.

    The tries are counted outside the transaction of what follows, so that nothing that goes wrong there undoes them.
    """
    if not tries.take(_at(turn.device), AT_ONE_KIOSK):
        send_to_desk(turn, SHUT)
        return False
    place = turn.device.place
    found = look_for(place, "kiosk", birth_date=birth_date, family_name=family_name, phone_end=phone_end)
    if found is None:
        _miss(turn)
        return False
    with transaction.atomic():
        turn.patient, turn.known_by, turn.label = found.patient, found.known_by, found.label
        turn.until = _page_ends()
        record("turn.recognised", turn, by=turn.device.hand)
        tries.give_back(_at(turn.device), AT_ONE_KIOSK)
        found.give_back()
        if emergency := Screening.objects.emergency_of(found.patient):
            whom = None if emergency.label else found.patient
            send_to_desk(turn, EMERGENCY, patient=whom, level=emergency.standing_level)
    return True


@transaction.atomic
def check_in(turn: Turn, appointment: uuid.UUID) -> bool:
    """She is here for this visit. Whoever has checked in already, here or elsewhere, is shown the same ticket."""
    hers = [one for one in visits_of(turn) if one.pk == appointment]
    if not hers:
        return False
    visit = _arrive(hers[0], turn)
    if visit is None:
        send_to_desk(turn, CANNOT_CHECK_IN, patient=None if hers[0].label else turn.patient)
        return False
    turn.visit, turn.label, turn.outcome, turn.until = visit, visit.label, Outcome.CHECKED_IN, _page_ends()
    record("turn.checked_in", turn, by=turn.device.hand)
    return True


@transaction.atomic
def send_to_desk(
    turn: Turn,
    why: str,
    *,
    patient: Patient | None = None,
    level: str = "",
    screening: Screening | None = None,
    most: Limit = CALLS_FOR_HELP,
) -> None:
    """A person is needed: she is asked to the front desk, and the desk is told. Words of her own are told whole."""
    if turn.outcome == Outcome.DESK:
        return
    turn.outcome, turn.until = Outcome.DESK, _page_ends()
    record("turn.sent_to_desk", turn, by=turn.device.hand, why=why)
    key = f"screening:{screening.pk}" if screening else f"kiosk:{turn.pk}"  # no second case for the same words
    if Case.objects.filter(key=key).exists():
        return
    if level or tries.take(f"help:{turn.device_id}:{most.most}", most):
        cases.open_case(
            Kind.ARRIVAL,
            f"{turn.device.name.replace(': ', ' ')}: {why}",
            by=turn.device.hand,
            level=level,
            key=key,
            priority=Priority.SOON,
            patient=patient,
            screening=screening,
        )


def visits_of(turn: Turn) -> list[Appointment]:
    """Her visits here today, once we know her."""
    private = "phone" in turn.known_by
    return visits_today(turn.patient, turn.device.place, private=private) if turn.patient else []


def to_answer_for(turn: Turn) -> Appointment | None:
    """The visit she has just arrived for, while she waits. Of what is confidential nothing is asked before others."""
    visit = turn.visit
    if visit is None or visit.appointment is None or visit.label or not waits_here(visit.appointment):
        return None
    return visit.appointment


def _arrive(appointment: Appointment, turn: Turn) -> Visit | None:
    """Her visit with its ticket: made now, or by her phone, the desk or another kiosk a moment ago."""
    here = Visit.objects.filter(appointment=appointment)
    if visit := here.first():
        return visit if visit.is_open else None
    try:
        visit = visits.arrive(appointment, by=turn.device.hand)
    except Refusal:
        visit = here.first()
        return visit if visit and visit.is_open else None
    tries.begin_anew(_at(turn.device))  # whoever is here at all is here once: this cannot be used to guess on
    return visit


@transaction.atomic
def _miss(turn: Turn) -> None:
    turn.misses += 1
    record("turn.missed", turn, by=turn.device.hand)
    if is_shut(turn.device):
        record("device.shut", Device.objects.get(pk=turn.device_id), by=turn.device.hand, because="wrong tries")
        send_to_desk(turn, SHUT)
    elif turn.misses >= MISSES_IN_A_TURN:
        send_to_desk(turn, NOT_FOUND)


def _page_ends() -> datetime:
    return now() + PAGE_STANDS + ASKED_FOR


def _at(device: Device) -> str:
    return f"kiosk:{device.pk}"
