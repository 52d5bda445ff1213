"""Why nothing can be booked on a day: a holiday, a closed place, somebody's leave."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from bedside.directory.clinic import the_clinic
from bedside.directory.models import Closure, Place
from bedside.hours.calendar import WEEK, public_holidays
from bedside.hours.zones import day_bounds
from bedside.people.models import StaffMember

from .models import Leave
from .pattern import Planned


class Shut:
    """What is shut for one clinician at one place in a span of days; read once, asked for each of them."""

    def __init__(self, place: Place, member: StaffMember, first: date, last: date) -> None:
        self.place, self.country = place, the_clinic().country
        start, end = day_bounds(first, place.zone)[0], day_bounds(last, place.zone)[1]
        self.leave = list(Leave.objects.touching(start, end).filter(staff_member=member))
        shut = Closure.objects.at(place).filter(first_day__lte=last, last_day__gte=first)
        self.closures = list(shut)

    def all_day(self, day: date, planned: Sequence[Planned]) -> str:
        """Why this day is left out altogether, or nothing."""
        if day in public_holidays(self.country, "", day.year):
            return _("A public holiday.")
        if any(one.first_day <= day <= one.last_day for one in self.closures):
            return _("The place is shut.")
        if self.place.opening and not self.place.opening.get(WEEK[day.weekday()]):
            return _("The place does not open on this day of the week.")
        if all(self.closed_by(one.starts_at, one.ends_at) for one in planned):
            return _("The clinician is away.")
        return ""

    def closed_by(self, start: datetime, end: datetime) -> uuid.UUID | None:
        """The leave that this time falls into."""
        return next((one.pk for one in self.leave if one.starts_at < end and one.ends_at > start), None)


def days_of(closure: Closure, zone: str) -> tuple[datetime, datetime]:
    """From when to when a place is shut, by its own wall clock."""
    return day_bounds(closure.first_day, zone)[0], day_bounds(closure.last_day + timedelta(days=1), zone)[0]
