"""What can be done about templates: making them, applying them to days, changing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bedside.directory.models import Place, Service
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import StaffMember

from ..models import Session, Template
from ..pattern import Planned, joined, on_day, read
from ..shutting import Shut
from ..slots import fit, shut_free

LONGEST_SPAN = timedelta(days=400)
LASTING = {"staff_member", "place", "service", "mode"}  # another of these is another template


@dataclass
class Applied:
    """What became of each day: the sessions that were opened, how many stood already, and the days left out."""

    opened: list[Session] = field(default_factory=list)
    stood: int = 0
    left_out: list[tuple[date, str]] = field(default_factory=list)


@transaction.atomic
def make_template(
    member: StaffMember,
    *,
    place: Place,
    service: Service,
    weekdays: Sequence[int],
    lines: Sequence[Mapping[str, Any]],
    by: Hand,
    mode: str = "in_person",
    name: str = "",
    seats: int = 1,
) -> Template:
    """Write down what somebody's week looks like. No time is bookable until it is applied to days."""
    template = Template(staff_member=member, place=place, service=service, mode=mode, name=name, seats=seats)
    _write(template, weekdays, lines)
    record("template.made", template, by=by)
    return template


@transaction.atomic
def apply_template(template: Template, first: date, last: date, *, by: Hand) -> Applied:
    """Open its sessions on these days, but for holidays, closures and leave. Doing it again doubles nothing."""
    if template.is_ended:
        raise Refusal(_("This template has ended."), rule="ended")
    if last < first:
        raise Refusal(_("The last day must not be before the first."), rule="days")
    if last - first > LONGEST_SPAN:
        raise Refusal(_("Choose at most 400 days."), rule="days")
    applied, lines = Applied(), read(template.lines)
    shut = Shut(template.place, template.staff_member, first, last)
    stands = {one.day: one for one in template.sessions.filter(day__range=(first, last), is_cancelled=False)}
    for day in _days(template, first, last):
        planned = [one for one in on_day(lines, day, template.place.zone) if one.starts_at > now()]
        if not planned:
            continue
        if day in stands:
            fit(stands[day], planned, shut, seats=template.seats)
            applied.stood += 1
        elif why := shut.all_day(day, planned) or _elsewhere(template, planned):
            applied.left_out.append((day, why))
        else:
            applied.opened.append(_open(template, day, planned, shut, by=by))
    spans = joined([*template.spans(date.min, date.max), (first, last)])
    if (kept := [[str(begins), str(ends)] for begins, ends in spans]) != template.applied:
        template.applied = kept
        record("template.applied", template, by=by, first=str(first), last=str(last), opened=len(applied.opened))
    return applied


def apply_again(template: Template, first: date, last: date, *, by: Hand) -> None:
    """Of these days, those it was applied to are made anew: some that were left out may be possible now."""
    for begins, ends in template.spans(max(first, day_of(now(), template.place.zone)), last):
        apply_template(template, begins, ends, by=by)


@transaction.atomic
def change_template(template: Template, *, by: Hand, because: str = "", **details: Any) -> int:
    """Change a template. Of the days it was applied to, only free times still to come follow; what is booked stays.

    Returns how many days follow. Days of a new weekday are opened when it is applied to them.
    """
    if template.is_ended:
        raise Refusal(_("This template has ended."), rule="ended")
    if LASTING & set(details):
        raise Refusal(_("That needs a new template. Please make one."), rule="lasting")
    weekdays, lines = details.pop("weekdays", template.weekdays), details.pop("lines", template.lines)
    template.name, template.seats = details.pop("name", template.name), details.pop("seats", template.seats)
    if details:
        raise TypeError(f"A template has no {sorted(details)[0]}.")
    _write(template, weekdays, lines)
    record("template.changed", template, by=by, because=because)
    ahead = {session.day: session for session in _ahead(template) if session.day}
    if ahead:
        shut = Shut(template.place, template.staff_member, min(ahead), max(ahead))
    for day, session in ahead.items():
        if day.weekday() in template.weekdays:
            fit(session, list(on_day(read(template.lines), day, template.place.zone)), shut, seats=template.seats)
        else:
            shut_free(session)
    return len(ahead)


@transaction.atomic
def end_template(template: Template, *, by: Hand, because: str = "") -> None:
    """Nobody works like this any more: its free times close, and what is booked stays."""
    template.is_ended = True
    record("template.ended", template, by=by, because=because)
    for session in _ahead(template):
        shut_free(session)


def _write(template: Template, weekdays: Sequence[int], lines: Sequence[Mapping[str, Any]]) -> None:
    checked = read(lines)
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise Refusal(_("Choose at least one day of the week."), rule="weekdays")
    template.weekdays = sorted(set(weekdays))
    template.lines, template.begins = [one.as_kept() for one in checked], checked[0].at


def _ahead(template: Template) -> QuerySet[Session]:
    return template.sessions.filter(day__gte=day_of(now(), template.place.zone), is_cancelled=False)


def _days(template: Template, first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in template.weekdays:
            yield day


def _elsewhere(template: Template, planned: Sequence[Planned]) -> str:
    """Why the clinician cannot be there: another session of hers lies over it."""
    hers = Session.objects.filter(staff_member=template.staff_member_id, is_cancelled=False)
    over = hers.filter(starts_at__lt=planned[-1].ends_at, ends_at__gt=planned[0].starts_at)
    return _("There is another session at that time.") if over.exists() else ""


def _open(template: Template, day: date, planned: Sequence[Planned], shut: Shut, *, by: Hand) -> Session:
    session = Session(
        staff_member_id=template.staff_member_id,
        place_id=template.place_id,
        service_id=template.service_id,
        mode=template.mode,
        starts_at=planned[0].starts_at,
        ends_at=planned[-1].ends_at,
        slot_minutes=min(one.line.minutes for one in planned),
        template=template,
        day=day,
    )
    record("session.opened", session, by=by)
    fit(session, planned, shut, seats=template.seats)
    return session
