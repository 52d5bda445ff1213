"""Who stands at the kiosk: two things she tells us, compared without a hint which of them was right."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from bedside.booking.models import Appointment, Status
from bedside.directory.models import Mode, Place
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.people.models import Label, Patient
from bedside.people.names import plain

PHONE_END = 4  # so many last digits


def the_one(birth_date: date, family_name: str, phone_end: str) -> Patient | None:
    """The one living patient of whom everything she told us is so. None when there is nobody, or more than one."""
    if not family_name and not phone_end:
        return None
    alike = Patient.objects.filter(birth_date=birth_date, deceased_on=None).select_related("merged_into")
    fitting = [one for one in alike if _fits(one, family_name, phone_end)]
    people = {one.merged_into or one for one in fitting}
    people = {one for one in people if one.may_be_written_to}
    return people.pop() if len(people) == 1 else None


def visits_today(patient: Patient, place: Place, *, private: bool) -> list[Appointment]:
    """Her visits of this day at this place that she comes to in person, those she has arrived for included.

    Confidential ones are for whoever told us the end of her phone number: birthday and name are known to those close
    to her too.
    """
    begins, ends = day_bounds(day_of(now(), place.zone), place.zone)
    names = Patient.objects.filter(Q(pk=patient.pk) | Q(merged_into=patient.pk))
    found = Appointment.objects.filter(
        patient__in=names, place=place, starts_at__gte=begins, starts_at__lt=ends, visit_type__mode=Mode.IN_PERSON
    )
    found = found.filter(status__in=[Status.BOOKED, Status.ARRIVED])
    return list((found if private else found.filter(label=Label.NONE)).in_order())


def _fits(patient: Patient, family_name: str, phone_end: str) -> bool:
    named = not family_name or (plain(family_name) != "" and plain(patient.family_name) == plain(family_name))
    digits = "".join(sign for sign in patient.phone if sign.isdecimal())
    rung = not phone_end or (len(phone_end) == PHONE_END and len(digits) > PHONE_END and digits.endswith(phone_end))
    return named and rung
