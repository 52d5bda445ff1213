"""What a place's rows say about its rooms, its clinicians and those who wait; and what is suggested from it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bedside.booking.models import Declined, Means, Need, Resource, Session, Taken
from bedside.booking.needs import base
from bedside.directory.models import Place, Post
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.measures.queues import still_inside
from bedside.people.models import Label, StaffMember
from bedside.urgency.levels import HEIGHT

from .allotting import Chamber, Clinician, Given, Person, Plan, allot, allot_rooms
from .models import IN_A_ROOM, Asked, Room, RoomFacts, State, Visit
from .order import STRICT, Why
from .queue import InTurn, queue
from .room_diary import Diary, diary_of
from .running import not_begun

USUAL = 15.0  # minutes of a visit of which nobody has said how long it takes


@dataclass(frozen=True)
class Allotted:
    """What is suggested at a place now."""

    plan: Plan

    def of(self, visit: object) -> Given | None:
        return next((one for one in self.plan.given if one.person.id == visit), None)

    def why_not(self, visit: object) -> str:
        """What stands in the way of somebody for whom there is nothing today; else nothing."""
        if any(one.id == visit for one in self.plan.no_room):
            return _("No room here has what is needed.")
        if any(one.id == visit for one in self.plan.nobody):
            return _("Nobody who works here now may see this person.")
        return ""

    @property
    def rooms(self) -> dict[Hashable, str]:
        """By visit, the name of the room that is suggested for it."""
        return {one.person.id: one.room.name for one in self.plan.given if one.room and not one.kept}


NOTHING = Allotted(Plan())


def allotted(place: Place, line: Sequence[InTurn] | None = None, todays: Sequence[Visit] | None = None) -> Allotted:
    """What is suggested at a place, for those who wait there in this line."""
    line = queue(place) if line is None else line
    if not line:
        return NOTHING
    todays = list(Visit.objects.today(place).with_its_people()) if todays is None else todays
    diary = _diary(place, line)
    rooms, clinicians = _rooms(place, todays, diary), _clinicians(place, todays, line)
    if not rooms:
        return NOTHING
    there = [one for one in line if one.placed.why not in {Why.HELD, Why.AWAY} and not one.visit.is_elsewhere]
    people = _people(there, rooms, diary)
    return Allotted(allot(people, rooms, clinicians) if clinicians else allot_rooms(people, rooms))


def because(given: Given) -> str:
    """The suggestion in a sentence or two, as somebody at the desk could read it out."""
    room, clinician, person = given.room, given.clinician, given.person
    if room is not None and clinician is None and not given.by_whoever:
        return _("{room} stays free for this need. Nobody milder goes in first.").format(room=room.name)
    if room is None:
        assert clinician
        return _("{name} stays free for this need. The next room that suits is for it.").format(name=clinician.name)
    said = [_whom(given, clinician)] if clinician else [_("Nobody has hours here now. Only the room is suggested.")]
    if minutes := round(max((clinician.free_in if clinician else 0) or 0, room.free_in or 0)):
        said.append(
            ngettext("Free in about %(num)d minute.", "Free in about %(num)d minutes.", minutes) % {"num": minutes}
        )
    if has := [word for wanted, word in _wanted(person) if wanted]:
        said.append(_("The room has: {things}.").format(things=", ".join([*has, *sorted(person.equipment)])))
    return " ".join(said)


def _whom(given: Given, clinician: Clinician) -> str:
    if given.person.named == clinician.id:
        return _("With {name}, as planned.").format(name=clinician.name)
    if given.person.named is not None:
        return _("With {name}: the planned clinician is not here yet.").format(name=clinician.name)
    if given.person.tongue in clinician.tongues - {base(settings.LANGUAGE_CODE)}:  # which all of us speak
        return _("With {name}, who speaks the same language.").format(name=clinician.name)
    return _("With {name}, who is free.").format(name=clinician.name)


def _wanted(person: Person) -> list[tuple[bool, str]]:
    return [
        (person.step_free, _("no steps")),
        (person.hoist, _("a hoist")),
        (person.isolation, _("a way to be apart")),
        (bool(person.equipment), ""),
    ]


def _diary(place: Place, line: Sequence[InTurn]) -> Diary:
    appointments = [one.visit.appointment_id for one in line if one.visit.appointment_id]
    return diary_of(place, Room.objects.open_at(place), now(), appointments)


def _rooms(place: Place, todays: Sequence[Visit], diary: Diary) -> list[Chamber]:
    moment = now()
    facts = {one.room_id: one for one in RoomFacts.objects.at(place)}
    visit_of = {one.appointment_id: one.pk for one in todays if one.appointment_id}
    over = {one.appointment_id for one in todays if one.appointment_id and one.state != State.WAITING}
    inside = {one.room_id for one in todays if one.state in IN_A_ROOM and one.room_id}
    used: dict[object, datetime] = {}
    for one in todays:
        done = one.ended_at or (one.left_at if one.began_at else None)
        if one.room_id and done:
            used[one.room_id] = max(done, used.get(one.room_id, done))
    found = []
    for room in Room.objects.open_at(place):
        of = facts.get(room.pk) or RoomFacts(room=room)
        clean_at = used[room.pk] + timedelta(minutes=of.clean_minutes) if room.pk in used else moment
        found.append(
            Chamber(
                room.pk,
                room.name,
                # When a visit that goes on will end is not known well enough to promise its room.
                None if room.pk in inside else max(0.0, _minutes(moment, clean_at)),
                of.is_down(moment) or room.pk in diary.out,
                frozenset(uuid.UUID(one) for one in of.services),
                frozenset(of.equipment),
                room.step_free,
                of.hoist,
                of.isolation,
                float(of.walk_minutes),
                frozenset(visit_of.get(one, one) for one in diary.kept_for.get(room.pk, set()) - over),
            )
        )
    return found


def _clinicians(place: Place, todays: Sequence[Visit], line: Sequence[InTurn]) -> list[Clinician]:
    """Those who have a session now. Whoever could have called somebody since it began, and has not, is late."""
    moment = now()
    start, end = day_bounds(day_of(moment, place.zone), place.zone)
    sessions = Session.objects.filter(place=place, starts_at__gte=start, starts_at__lt=end, is_cancelled=False)
    going: dict[uuid.UUID, datetime] = {}
    for one in sessions.filter(starts_at__lte=moment, ends_at__gt=moment):
        going[one.staff_member_id] = min(one.starts_at, going.get(one.staff_member_id, one.starts_at))
    if not going:
        return []
    offers: dict[uuid.UUID, set[object]] = defaultdict(set)
    members: dict[uuid.UUID, StaffMember] = {}
    for post in Post.objects.filter(place=place, ended=False, staff_member__in=going).select_related("staff_member"):
        offers[post.staff_member_id].add(post.service_id)
        members[post.staff_member_id] = post.staff_member
    called = [one for one in todays if one.called_at]
    inside = [one for one in called if one.state in IN_A_ROOM]
    found = []
    for pk in sorted(members, key=str):
        hers, member = [one for one in called if one.staff_member_id == pk], members[pk]
        found.append(
            Clinician(
                pk,
                str(member),
                _free_in([one for one in inside if one.staff_member_id == pk], moment),
                _is_late(pk, going[pk], offers[pk], hers, line),
                frozenset(offers[pk]),
                frozenset(base(str(one)) for one in member.languages),
                member.sex,
                len(hers),
            )
        )
    return _without_unnamed(found, [one for one in inside if one.staff_member_id is None])


def _is_late(
    pk: uuid.UUID, began: datetime, offers: set[object], hers: Sequence[Visit], line: Sequence[InTurn]
) -> bool:
    """Whether somebody she may call could have been called for a while, and she has called nobody yet."""
    could = [one for one in line if one.visit.staff_member_id == pk]
    could += [one for one in line if one.visit.staff_member_id is None and one.visit.service_id in offers]
    called = [one.called_at for one in hers if one.called_at]
    return not_begun(began, called, [one.placed.joins_at for one in could], now()) is not None


def _free_in(inside: Sequence[Visit], moment: datetime) -> float:
    """Minutes until those who are with her will probably have gone."""
    left = 0.0
    for one in inside:
        mean = float(one.visit_type.minutes) if one.visit_type else USUAL
        left += still_inside(_minutes(one.began_at or moment, moment), mean)
    return left


def _without_unnamed(clinicians: list[Clinician], inside: Iterable[Visit]) -> list[Clinician]:
    """Of whoever is in a room nobody has written down with whom: one who offers it counts as not free."""
    left = list(clinicians)
    for visit in inside:
        could = [one for one in left if visit.service_id in one.offers and one.free_in == 0 and not one.is_late]
        if could:
            left.remove(min(could, key=lambda one: (-one.seen, one.name)))
    return left


def _people(line: Sequence[InTurn], rooms: Sequence[Chamber], diary: Diary) -> list[Person]:
    visits = [one.visit for one in line]
    patients = {one.patient_id for one in visits}
    asked: dict[object, Asked] = {}
    here = {one.pk for one in visits}
    for one in Asked.objects.filter(patient__in=patients).order_by("id"):
        if one.label == Label.NONE or one.visit_id in here:
            asked[one.patient_id] = one
    equipped = frozenset().union(*(room.equipment for room in rooms))
    needed: dict[object, set[str]] = defaultdict(set)
    types = {one.visit_type_id for one in visits if one.visit_type_id}
    for kind, what in Need.objects.filter(visit_type__in=types, is_ended=False, kind=Means.DEVICE).values_list(
        "visit_type", "what"
    ):
        if what in equipped:  # what stands in no room is carried to where it is needed
            needed[kind].add(what)
    wanting = {one.patient_id for one in visits if one.patient.interpreter}
    wanting -= set(Declined.objects.standing().filter(patient__in=wanting).values_list("patient", flat=True))
    with_one = _interpreted([one.appointment_id for one in visits if one.patient_id in wanting and one.appointment_id])
    return [
        replace(
            _person(
                one, asked.get(one.visit.patient_id), frozenset(needed[one.visit.visit_type_id]), wanting, with_one
            ),
            room=diary.booked.get(one.visit.appointment_id) if one.visit.appointment_id else None,
        )
        for one in line
    ]


def _person(
    turn: InTurn, asked: Asked | None, equipment: frozenset[str], wanting: set[uuid.UUID], with_one: set[object]
) -> Person:
    visit = turn.visit
    tells = asked or Asked()
    return Person(
        visit.pk,
        visit.service_id,
        HEIGHT[visit.level] if visit.level in STRICT and turn.placed.in_line else 0,
        visit.staff_member_id,
        base(visit.patient.language),
        visit.patient_id not in wanting or visit.appointment_id in with_one,
        tells.sex,
        equipment,
        tells.step_free,
        tells.hoist,
        tells.isolation and tells.visit_id == visit.pk,  # that she had to be apart once says nothing about today
    )


def _interpreted(appointments: Sequence[uuid.UUID]) -> set[object]:
    """Of these, those for which an interpreter's time is taken."""
    if not appointments:
        return set()
    people = Resource.objects.filter(kind=Means.INTERPRETER).values("pk")
    there = Taken.objects.filter(appointment__in=appointments, resource__in=people)
    return set(there.values_list("appointment", flat=True))


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60
