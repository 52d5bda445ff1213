"""What a place's rows know about somebody's wait at a moment, now or in the past: what waits.py reckons with."""

from __future__ import annotations

import statistics
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bedside.booking.models import Appointment, Session, Status
from bedside.directory.models import Place, Post
from bedside.hours.zones import day_bounds, day_of

from .models import Visit
from .order import RULES, Placed, Waiter, is_late, order
from .queue import waiter_of
from .waits import LAST, Outlook, Past, not_before, still_to_come

SOON = timedelta(minutes=30)  # who begins within this counts as one who calls
AT_ONCE = timedelta(minutes=2)  # whoever is free calls within this
RECENT = timedelta(days=60)
ENOUGH_FOR_A_MEAN = 5
REMEMBERED = timedelta(minutes=10)
Line = tuple[uuid.UUID | None, uuid.UUID]  # whom she is to see, or else for what


@dataclass
class Rows:
    """One place's rows: the visits of some days, who was expected, who worked when, and who offers what."""

    place: Place
    visits: dict[date, list[Visit]]
    expected: dict[date, list[tuple[uuid.UUID, uuid.UUID, datetime]]]  # appointment, clinician, time
    sessions: dict[date, list[Session]]
    offers: dict[uuid.UUID, set[uuid.UUID]]  # clinician: services
    means: dict[uuid.UUID, float] = field(default_factory=dict)  # of each service
    _at: datetime | None = None
    _lines: dict[Line, dict[object, Placed]] = field(default_factory=dict)

    def working(self, line: Line, day: date, moment: datetime) -> set[uuid.UUID]:
        """The clinicians who call from this line at that moment, as sessions and rooms show."""
        whom, service = line
        there = {
            one.staff_member_id
            for one in self.sessions.get(day, ())
            if one.starts_at <= moment + SOON and one.ends_at > moment
        }
        there |= {one.staff_member_id for one in self.inside(day, moment) if one.staff_member_id}
        if whom is not None:
            return there & {whom}
        return {one for one in there if service in self.offers.get(one, ())}

    def begun(self, those: set[uuid.UUID], day: date, moment: datetime) -> dict[uuid.UUID, datetime]:
        """Of these clinicians, those whose session is going on, and since when."""
        going = [one for one in self.sessions.get(day, ()) if one.starts_at <= moment < one.ends_at]
        return {one.staff_member_id: one.starts_at for one in going if one.staff_member_id in those}

    def inside(self, day: date, moment: datetime) -> list[Visit]:
        """Who had been called by then and was not done."""
        found = []
        for one in self.visits.get(day, ()):
            done = one.ended_at or one.left_at
            if one.called_at and one.called_at <= moment and (done is None or done > moment):
                found.append(one)
        return found

    def line(self, line: Line, day: date, moment: datetime) -> dict[object, Placed]:
        """The line as it was at that moment; looked at once for all who stand in it."""
        if moment != self._at:
            self._at, self._lines = moment, {}
        if line not in self._lines:
            placed = order(self._waiters(line, day, moment), moment, zone=self.place.zone)
            self._lines[line] = {one.waiter.id: one for one in placed}
        return self._lines[line]

    def _waiters(self, line: Line, day: date, moment: datetime) -> Iterable[Waiter]:
        whom, service = line
        services = self.offers.get(whom, set()) if whom else {service}
        called = [one for one in self.visits.get(day, ()) if one.called_at and one.called_at <= moment]
        for one in self.visits.get(day, ()):
            gone = one.called_at or one.left_at
            if one.arrived_at is None or one.arrived_at > moment or (gone is not None and gone <= moment):
                continue
            hers = one.staff_member_id == whom if one.staff_member_id and whom else one.service_id in services
            if hers:
                her = waiter_of(one, called if one.slots_again_at or is_late(waiter_of(one)) else None)
                passed = _passed_by_then(one, called) if gone else her.overtaken
                # Whoever is away comes back in time for her place, and it is reckoned with.
                yield replace(her, away=False, overtaken=passed)

    def awaited(self, line: Line, day: date, moment: datetime) -> list[datetime]:
        """The times of those of this line who had not come by then."""
        whom, service = line
        came = {one.appointment_id for one in self.visits.get(day, ()) if one.arrived_at and one.arrived_at <= moment}
        return [
            at
            for appointment, clinician, at in self.expected.get(day, ())
            if appointment not in came and (clinician == whom if whom else service in self.offers.get(clinician, ()))
        ]


def _passed_by_then(visit: Visit, called: list[Visit]) -> int:
    """How often somebody who came later had gone before her: looking back, her row tells what it came to in the end."""
    came = visit.arrived_at
    return min(
        visit.overtaken,
        sum(one.arrived_at is not None and came is not None and one.arrived_at > came for one in called),
    )


def line_of(visit: Visit) -> Line:
    return visit.staff_member_id, visit.service_id


def outlook(visit: Visit, rows: Rows, moment: datetime) -> Outlook:
    """What is known about her wait at that moment."""
    line = line_of(visit)
    placed = rows.line(line, visit.day, moment).get(visit.pk)
    if placed is None:
        return Outlook(visit.level, None, None, None)
    there = rows.working(line, visit.day, moment)
    mean = rows.means.get(visit.service_id) or _planned(visit, rows)
    if not there or mean is None:
        return Outlook(visit.level, placed.place, len(there) or None, mean)
    one = placed.waiter
    more = still_to_come(
        one,
        rows.awaited(line, visit.day, moment),
        moment,
        clinicians=len(there),
        ahead=placed.place,
        mean=mean,
    )
    mine = [one for one in rows.inside(visit.day, moment) if _is_of(one, visit, there)]
    inside = [(moment - one.called_at).total_seconds() / 60 for one in mine if one.called_at]
    could_be_called = any(
        one.in_line and one.waiter.id != visit.pk and one.joins_at + AT_ONCE <= moment
        for one in rows.line(line, visit.day, moment).values()
    )
    begun = rows.begun(there, visit.day, moment)
    since = min(begun.values(), default=moment) - RULES.early
    called = [one.called_at for one in rows.visits.get(visit.day, ()) if _is_of(one, visit, there)]
    return Outlook(
        visit.level,
        placed.place + more,
        len(there),
        mean,
        # Somebody who could be called and is not shows that nobody is free, whatever the plan says.
        0 if could_be_called else max(0, len(begun) - len(mine)),
        not_before(one, moment),
        statistics.fmean(inside) if inside else None,
        at_work=any(at is not None and since <= at <= moment for at in called),
    )


def _is_of(other: Visit, visit: Visit, there: set[uuid.UUID]) -> bool:
    """Whether this other one is seen by those who will see her; where nobody wrote by whom, for the same."""
    return other.staff_member_id in there if other.staff_member_id else other.service_id == visit.service_id


def _planned(visit: Visit, rows: Rows) -> float | None:
    """How long such a visit is meant to take, where too few have been seen."""
    if visit.visit_type is not None:
        return float(visit.visit_type.minutes)
    there = [one.slot_minutes for one in rows.sessions.get(visit.day, ()) if one.service_id == visit.service_id]
    return float(min(there)) if there else None


def rows_of(place: Place, days: Iterable[date]) -> Rows:
    """Everything about these days that a wait can be reckoned from, in four questions."""
    wanted = sorted(set(days))
    start, end = day_bounds(wanted[0], place.zone)[0], day_bounds(wanted[-1], place.zone)[1]
    visits, expected, sessions = defaultdict(list), defaultdict(list), defaultdict(list)
    offers: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for visit in Visit.objects.filter(place=place, day__in=wanted).select_related("visit_type"):
        visits[visit.day].append(visit)
    booked = Appointment.objects.filter(place=place, starts_at__gte=start, starts_at__lt=end)
    for pk, clinician, at in booked.exclude(status=Status.CANCELLED).values_list("pk", "staff_member", "starts_at"):
        expected[day_of(at, place.zone)].append((pk, clinician, at))
    for session in Session.objects.filter(place=place, starts_at__gte=start, starts_at__lt=end, is_cancelled=False):
        sessions[day_of(session.starts_at, place.zone)].append(session)
    for clinician, service in Post.objects.filter(place=place, ended=False).values_list("staff_member", "service"):
        offers[clinician].add(service)
    return Rows(place, visits, expected, sessions, offers)


@dataclass
class Lately:
    """What a place's last visits say, by service."""

    past: dict[uuid.UUID, list[Past]] = field(default_factory=dict)
    means: dict[uuid.UUID, float] = field(default_factory=dict)


_known: dict[uuid.UUID, tuple[date, datetime, Lately]] = {}


def lately_at(place: Place, before: date, moment: datetime) -> Lately:
    """As `lately`, remembered for some minutes: what lies before today hardly changes."""
    known = _known.get(place.pk)
    if known is None or known[0] != before or not known[1] <= moment < known[1] + REMEMBERED:
        known = _known[place.pk] = before, moment, lately(place, before)
    return known[2]


def lately(place: Place, before: date) -> Lately:
    """The last visits of a place before a day, each with what was known when she came; and how long they took."""
    seen = (
        Visit.objects.filter(place=place, day__lt=before, day__gte=before - RECENT, called_at__isnull=False)
        .exclude(arrived_at=None)
        .order_by("-called_at")
    )
    last = dict(seen.values_list("pk", "day")[:LAST])
    if not last:
        return Lately()
    rows = rows_of(place, last.values())
    return reckon(rows, [one for day in rows.visits.values() for one in day if one.pk in last])


def reckon(rows: Rows, visits: Iterable[Visit]) -> Lately:
    """What these visits say, each with what the rows knew when she came."""
    by_service: dict[uuid.UUID, list[Visit]] = defaultdict(list)
    for one in sorted(visits, key=_came):
        by_service[one.service_id].append(one)
    means = {service: mean_of(those) for service, those in by_service.items()}
    rows.means = {service: mean for service, mean in means.items() if mean is not None}
    past = {
        service: [
            Past(outlook(one, rows, one.arrived_at), (one.called_at - one.arrived_at).total_seconds() / 60)
            for one in those
            if one.arrived_at and one.called_at and one.called_at >= one.arrived_at
        ]
        for service, those in by_service.items()
    }
    return Lately(past, rows.means)


def _came(visit: Visit) -> datetime:
    assert visit.arrived_at
    return visit.arrived_at


def mean_of(visits: Iterable[Visit]) -> float | None:
    """Minutes from being called to being done; None where too few are known."""
    minutes = [
        (one.ended_at - one.called_at).total_seconds() / 60
        for one in visits
        if one.called_at and one.ended_at and one.ended_at > one.called_at
    ]
    return statistics.fmean(minutes) if len(minutes) >= ENOUGH_FOR_A_MEAN else None
