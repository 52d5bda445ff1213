"""The door: whoever scans the code there says three things on her own phone, and then that she is here.

The page can be asked for from anywhere, so wrong tries are counted for the network they come from and for the door as
a whole, beside those about one person. What is shut is shut for a quarter of an hour; the kiosk and the front desk
stay open.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.booking.models import Appointment
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind, Priority
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.digests import keyed
from bedside.journal.hands import Outside
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.triage.models import Screening
from bedside.visits import actions as visits
from bedside.visits.models import Visit

from . import tries
from .matching import visits_today
from .telling import Found, look_for
from .tries import Limit
from .turns import EMERGENCY

FROM_ONE_NETWORK = Limit(most=10, lasts=timedelta(minutes=15))  # many people wait on the clinic's own network
AT_ONE_DOOR = Limit(most=60, lasts=timedelta(minutes=15))
KNOWN_FOR = timedelta(minutes=10)
SHUT = gettext_noop("checking in by phone at the door is shut for 15 minutes after wrong tries")


def hand_at(place: Place) -> Outside:
    """Whoever came by the code on the door."""
    return Outside("guest", f"door:{place.pk}")


def say_who(place: Place, network: str, *, birth_date: date, family_name: str, phone_end: str) -> Found | None:
    """She tells us three things. Whether they fit one patient with a visit here today; every other way is one no."""
    counts = [(f"door:{keyed('network', network)[:40]}", FROM_ONE_NETWORK), (_door(place), AT_ONE_DOOR)]
    for key, limit in counts:  # the network first: from one of them nobody shuts the door for all
        if not tries.take(key, limit):
            raise Refusal(_("There were too many wrong tries. Please go to the front desk."), rule="tries")
    found = look_for(place, "door", birth_date=birth_date, family_name=family_name, phone_end=phone_end)
    if found is None:
        _tell_if_shut(place)
        return None
    with transaction.atomic():
        for key, limit in counts:
            tries.give_back(key, limit)
        found.give_back()
        if emergency := Screening.objects.emergency_of(found.patient):
            _ring(place, found, emergency)
    return found


def to_keep(place: Place, found: Found) -> dict[str, Any]:
    """What her session keeps of it: who she said she is, at which door, and for how long."""
    until = (now() + KNOWN_FOR).timestamp()
    return {"at": str(place.pk), "who": str(found.patient.pk), "known_by": found.known_by, "until": until}


def known(place: Place, kept: dict[str, Any]) -> Found | None:
    """Who she said she is at this door a moment ago, with her visits as they stand now."""
    if kept.get("at") != str(place.pk) or kept.get("until", 0) <= now().timestamp():
        return None
    patient = Patient.objects.filter(pk=kept["who"], deceased_on=None).first()
    if patient is None:
        return None
    return Found(patient, visits_today(patient, place, private="phone" in kept["known_by"]), kept["known_by"], [])


def visit_for(appointment: Appointment) -> Visit | None:
    """Her ticket, once she has one."""
    return Visit.objects.filter(appointment=appointment).first()


@transaction.atomic
def check_in(appointment: Appointment) -> Visit:
    """She is here for this visit. Whoever has checked in already, here or elsewhere, has her ticket."""
    try:
        return visit_for(appointment) or visits.arrive(appointment, by=hand_at(appointment.place))
    except Refusal:
        if visit := visit_for(appointment):  # made a moment ago, by the kiosk or the desk
            return visit
        raise


def _ring(place: Place, found: Found, emergency: Screening) -> None:
    """What she told us before could be an emergency, and she is here now."""
    key = f"door:{place.pk}:{emergency.pk}"
    if not Case.objects.filter(key=key).exists():
        cases.open_case(
            Kind.ARRIVAL,
            f"{_named(place)}: {EMERGENCY}",
            by=hand_at(place),
            level=emergency.standing_level,
            key=key,
            patient=None if emergency.label else found.patient,
        )


def _tell_if_shut(place: Place) -> None:
    if tries.is_shut(_door(place)):
        cases.open_case(Kind.ARRIVAL, f"{_named(place)}: {SHUT}", by=hand_at(place), priority=Priority.SOON)


def _door(place: Place) -> str:
    return f"door:{place.pk}"


def _named(place: Place) -> str:
    return place.name.replace(": ", " ")  # what stands behind the colon is translated
