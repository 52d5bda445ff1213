"""For whom a message is meant, asked anew each time. What is confidential is never looked at here, nor counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from bedside.booking.models import Appointment, AppointmentQuerySet, Status
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.people.models import Label, Patient, PatientQuerySet

from .models import Mailing, Whom

WERE_HERE = [Status.ARRIVED, Status.FULFILLED]


def audience(mailing: Mailing) -> PatientQuerySet:
    """Everybody it is for, those who have died among them: whoever sends leaves them out, and says so."""
    return _of_an_age(without_age(mailing), mailing)


def of_unknown_age(mailing: Mailing) -> int:
    """How many are not among them only because nobody knows when they were born."""
    asked = mailing.age_from is not None or mailing.age_to is not None
    return without_age(mailing).filter(birth_date=None).count() if asked else 0


def without_age(mailing: Mailing) -> PatientQuerySet:
    found = Patient.objects.filter(merged_into=None)
    if mailing.whom != Whom.ALL:
        found = found.filter(_whose(_visits(mailing)))
    if mailing.without_visit:
        found = found.exclude(_whose(_to_come()))
    if mailing.language:
        found = found.filter(Q(language=mailing.language) | Q(language__startswith=f"{mailing.language}-"))
    return found


def _whose(visits: AppointmentQuerySet) -> Q:
    """Who has these visits, under whichever of her names."""
    hers = visits.values("patient")
    other_names = Patient.objects.filter(pk__in=hers, merged_into__isnull=False)
    return Q(pk__in=hers) | Q(pk__in=other_names.values("merged_into"))


def _visits(mailing: Mailing) -> AppointmentQuerySet:
    found = _open().filter(**_named(mailing))
    if mailing.whom == Whom.BOOKED:
        assert mailing.first_day is not None  # the database asks for both days
        assert mailing.last_day is not None
        zone = the_clinic().zone
        first, last = day_bounds(mailing.first_day, zone)[0], day_bounds(mailing.last_day, zone)[1]
        return found.filter(status=Status.BOOKED, starts_at__gte=max(first, now()), starts_at__lt=last)
    return found.filter(status__in=WERE_HERE, starts_at__gte=months_ago(mailing.months or 0), starts_at__lte=now())


def _to_come() -> AppointmentQuerySet:
    return _open().filter(status=Status.BOOKED, starts_at__gt=now())


def _open() -> AppointmentQuerySet:
    return Appointment.objects.filter(label=Label.NONE, service__is_sensitive=False)


def _named(mailing: Mailing) -> dict[str, Any]:
    names = ("place_id", "service_id", "visit_type_id", "staff_member_id")
    return {name: value for name in names if (value := getattr(mailing, name))}


def _of_an_age(found: PatientQuerySet, mailing: Mailing) -> PatientQuerySet:
    today = day_of(now(), the_clinic().zone)
    if mailing.age_from is not None:
        found = found.filter(birth_date__lte=born_by(today, mailing.age_from))
    if mailing.age_to is not None:
        found = found.filter(birth_date__gt=born_by(today, mailing.age_to + 1))
    return found


def born_by(today: date, years: int) -> date:
    """The last birthday on which somebody is that many years old today; as `Patient.age_on` counts."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # today is 29 February, and that year had none: who was born on 1 March is a day too young
        return date(today.year - years, 2, 28)


def months_ago(months: int) -> datetime:
    """That many months before now, on the clinic's clock."""
    zone = the_clinic().zone
    today = day_of(now(), zone)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return day_bounds(date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])), zone)[0]
