"""Today is a working day that is going on, whenever the town is looked at.

At night and on Sundays too: then the town works around the present hour, so that there is always somebody who waits,
somebody who is being seen, and a time for Amara to come to.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bedside.booking.actions import book
from bedside.booking.models import Appointment, Session, Slot, Status
from bedside.directory.models import Place, Post, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_of, local
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient
from bedside.visits.models import OPEN, Room, State, Visit

from .cast import DOMAIN
from .days import by_session, give_tickets, pace, steps_of, visit_of, walk_in

LOOKS_BACK, LOOKS_AHEAD = timedelta(hours=2, minutes=30), timedelta(hours=3)
MISSED = 0.05
WAITING = 4  # at each place, at the least
TOO_LONG = timedelta(minutes=70)  # whoever of the crowd has been here longer was seen while nobody looked


def sessions_around(moment: datetime, posts: Sequence[Post]) -> list[Session]:
    """Sessions for everybody who has none about this hour, within the day of the place."""
    wanted = []
    for post in one_each(posts):
        zone = post.place.zone
        day = day_of(moment, zone)
        opens, closes = at_or_after(day, time(0, 5), zone), at_or_after(day, time(23, 55), zone)
        start = max(opens, on_the_five(moment - LOOKS_BACK))
        end = min(closes, on_the_five(moment + LOOKS_AHEAD))
        hers = Session.objects.filter(staff_member=post.staff_member, is_cancelled=False)
        if end - start < timedelta(minutes=20) or hers.filter(starts_at__lt=end, ends_at__gt=start).exists():
            continue
        minutes = 20 if post.service.slug in {"joints", "sexual-health"} else 15
        wanted.append(
            Session(
                staff_member=post.staff_member,
                place=post.place,
                service=post.service,
                starts_at=start,
                ends_at=end,
                slot_minutes=minutes,
            )
        )
    return wanted


def one_each(posts: Sequence[Post]) -> list[Post]:
    """The first post of everybody who works here."""
    first: dict[object, Post] = {}
    for post in posts:
        first.setdefault(post.staff_member_id, post)
    return list(first.values())


def on_the_five(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)


def go_on(crowd: list[Patient], dice: random.Random) -> None:
    """Let the day go as far as the clock says: who is through, who is in a room, who waits, who has just come."""
    finish_what_was_left(crowd)
    moment = now()
    todays = Appointment.objects.filter(patient__in=crowd, status=Status.BOOKED)
    todays = todays.filter(starts_at__gte=moment - timedelta(hours=18), starts_at__lte=moment + timedelta(minutes=40))
    mine = [one for one in todays.in_order().select_related("slot") if is_today(one.starts_at, one.place, moment)]
    missed = [one for one in mine if one.ends_at < moment and dice.random() < MISSED]
    for one in missed:
        one.status = Status.NOSHOW
    record_many("appointment.noshow", missed, by=HOUSE, at=[one.ends_at for one in missed])
    visits = begun([one for one in mine if one not in missed], moment, dice)
    visits += just_came(visits, crowd, moment, dice)
    give_tickets(visits)
    tell(visits)


def is_today(starts_at: datetime, place: Place, moment: datetime) -> bool:
    return day_of(starts_at, place.zone) == day_of(moment, place.zone)


def begun(todays: list[Appointment], moment: datetime, dice: random.Random) -> list[Visit]:
    """Everybody who has come by now, each as far as they are."""
    visits, here = list[Visit](), set(Visit.objects.open().values_list("patient_id", flat=True))
    rooms = free_rooms()
    for line in by_session(todays):
        for one, step in zip(line, steps_of(line, dice, pace(moment)), strict=True):
            if step.arrived > moment:
                continue
            visit = visit_of(one, max(step.arrived, midnight(moment, one.place)))
            if step.ended <= moment:
                visit.state, visit.called_at = State.FINISHED, step.called
                visit.began_at, visit.ended_at = step.began, step.ended
                visit.left_at = min(step.ended + timedelta(minutes=2), moment)
            elif one.patient_id in here:
                continue
            elif step.called <= moment and (room := next_room(rooms, one.place_id)):
                visit.room, visit.called_at = room, step.called
                visit.state = State.WITH_CLINICIAN if step.began <= moment else State.CALLED
                visit.began_at = step.began if step.began <= moment else None
            if visit.state in OPEN:
                here.add(one.patient_id)
            visits.append(visit)
    return visits


def just_came(visits: list[Visit], crowd: list[Patient], moment: datetime, dice: random.Random) -> list[Visit]:
    """Somebody without a time at each place where hardly anybody waits, so that there is a queue to see."""
    here = {visit.patient_id for visit in visits} | set(Visit.objects.open().values_list("patient_id", flat=True))
    strangers = dice.sample([one for one in crowd if one.pk not in here], 12)
    came = []
    for place in Place.objects.working():
        there = [visit for visit in visits if visit.place == place and visit.state == State.WAITING]
        waiting = len(there) + Visit.objects.waiting(place).count()
        posts = list(
            Post.objects.offered()
            .filter(place=place, service__is_sensitive=False)
            .order_by("staff_member__family_name", "service__slug")
        )
        for _ in range(max(0, WAITING - waiting)):
            arrived = max(moment - timedelta(minutes=dice.uniform(4, 25)), midnight(moment, place))
            service = dice.choice(posts).service
            visit = walk_in(day_of(moment, place.zone), place, arrived, service, [strangers.pop()], dice)
            visit.state = State.WAITING
            visit.called_at = visit.began_at = visit.ended_at = visit.left_at = None
            came.append(visit)
    return came


def midnight(moment: datetime, place: Place) -> datetime:
    return at_or_after(day_of(moment, place.zone), time(0, 1), place.zone)


def free_rooms() -> dict[object, list[Room]]:
    rooms: dict[object, list[Room]] = {}
    for place in Place.objects.working():
        rooms[place.pk] = list(Room.objects.free_at(place))
    return rooms


def next_room(rooms: dict[object, list[Room]], place: object) -> Room | None:
    return rooms[place].pop(0) if rooms.get(place) else None


def tell(visits: list[Visit]) -> None:
    """Write them down as they happened, and what became of the appointments."""
    steps = {State.FINISHED: "finished", State.WAITING: "arrived", State.CALLED: "called"}
    for state, those in by_state(visits).items():
        when = [one.left_at or one.began_at or one.called_at or one.arrived_at for one in those]
        record_many(f"visit.{steps.get(state, 'began')}", those, by=HOUSE, at=[moment for moment in when if moment])
        appointments = [one.appointment for one in those if one.appointment]
        status = Status.FULFILLED if state is State.FINISHED else Status.ARRIVED
        for appointment in appointments:
            appointment.status = status
        came = [one.ended_at or one.arrived_at for one in those if one.appointment]
        record_many(f"appointment.{status.value}", appointments, by=HOUSE, at=[moment for moment in came if moment])


def by_state(visits: list[Visit]) -> dict[State, list[Visit]]:
    found: dict[State, list[Visit]] = {}
    for visit in visits:
        found.setdefault(State(visit.state), []).append(visit)
    return found


def finish_what_was_left(crowd: list[Patient]) -> None:
    """Whoever of the crowd was here when the town was last looked at has been seen since."""
    left = Visit.objects.open().filter(patient__in=crowd, arrived_at__lt=now() - TOO_LONG)
    visits = list(left.select_related("appointment", "place"))
    for visit in visits:
        came = visit.arrived_at or now() - TOO_LONG
        called = visit.called_at or came + timedelta(minutes=25)
        began = visit.began_at or called + timedelta(minutes=2)
        visit.state, visit.called_at, visit.began_at = State.FINISHED, called, began
        visit.ended_at = visit.left_at = min(began + timedelta(minutes=14), now())
    tell(visits)


def amaras_visit(patient: Patient) -> Appointment | None:
    """A time for Amara soon, so that there is something to check in for."""
    moment = now()
    if Appointment.objects.filter(patient=patient, status=Status.BOOKED, starts_at__gt=moment).exists():
        return None
    osei = Slot.objects.free(moment + timedelta(minutes=10)).filter(
        staff_member__login__email=f"osei@{DOMAIN}", starts_at__lte=moment + LOOKS_AHEAD, mode="in_person"
    )
    slot = osei.in_order().first()
    if slot is None or local(slot.starts_at, slot.place.zone).date() != day_of(moment, slot.place.zone):
        return None
    kind = VisitType.objects.filter(service=slot.service_id, mode=slot.mode, minutes__lte=slot.minutes).first()
    if kind is None:
        return None
    return book(slot, patient, kind, by=HOUSE, reason="my knee hurts on the stairs, and I worry about work")
