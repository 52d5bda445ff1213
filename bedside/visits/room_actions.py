"""What can be done about rooms and what is needed of them. Nothing else writes to these two tables."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal

from . import actions, allotted
from .models import Asked, Room, RoomFacts, Visit


def facts_of(room: Room) -> RoomFacts:
    """What is written down of a room; of one that nobody has described, what is true of any."""
    return RoomFacts.objects.filter(room=room).select_related("room").first() or RoomFacts(room=room)


@transaction.atomic
def describe(
    room: Room,
    *,
    by: Hand,
    services: Collection[uuid.UUID] = (),
    equipment: Sequence[str] = (),
    step_free: bool = False,
    hoist: bool = False,
    isolation: bool = False,
    clean_minutes: int = 0,
    walk_minutes: int = 0,
) -> RoomFacts:
    """Say what a room is for and what is in it."""
    facts = facts_of(room)
    facts.services, facts.equipment = sorted(str(one) for one in services), list(equipment)
    facts.hoist, facts.isolation = hoist, isolation
    facts.clean_minutes, facts.walk_minutes = clean_minutes, walk_minutes
    if room.step_free != step_free:
        room.step_free = step_free
        record("room.described", room, by=by)
    record("room.facts_said", facts, by=by)
    return facts


@transaction.atomic
def take_out(room: Room, *, by: Hand, because: str, until: datetime | None = None) -> RoomFacts:
    """Nobody can be called to this room, from now until then, or until somebody says that it is back."""
    facts = facts_of(room)
    if until is not None and until <= now():
        raise Refusal(_("The end must come after the beginning."), rule="until")
    facts.down_since, facts.down_until, facts.down_because = now(), until, because
    record("room.out_of_use", facts, by=by, because=because, room=room.name)
    return facts


@transaction.atomic
def put_back(room: Room, *, by: Hand) -> RoomFacts:
    """People can be called to this room again."""
    facts = facts_of(room)
    facts.down_since = facts.down_until = None
    facts.down_because = ""
    record("room.in_use_again", facts, by=by, room=room.name)
    return facts


@transaction.atomic
def ask_for(
    visit: Visit, *, by: Hand, step_free: bool = False, hoist: bool = False, isolation: bool = False, sex: str = ""
) -> Asked:
    """Say what somebody who is here needs of a room, and by whom she would rather be seen."""
    asked = Asked.objects.filter(visit=visit).first() or Asked(visit=visit)
    asked.patient_id, asked.label = visit.patient_id, visit.label
    asked.step_free, asked.hoist, asked.isolation, asked.sex = step_free, hoist, isolation, sex
    record("visit.needs_asked", asked, by=by)
    return asked


@transaction.atomic
def take(visit: Visit, *, room: uuid.UUID, by: Hand) -> Visit:
    """Call somebody as it is suggested now; what was suggested a moment ago and is not any more is refused."""
    actions.one_after_the_other(visit.place)
    found = allotted.allotted(visit.place).of(visit.pk)
    if found is None or found.room is None or found.kept or found.room.id != room:
        raise Refusal(_("This is not suggested any more. Please look again."), rule="suggestion")
    fresh = Visit.objects.with_its_people().get(pk=visit.pk)
    because, name = allotted.because(found), found.room.name
    whom = uuid.UUID(str(found.clinician.id)) if found.clinician else None
    return actions.call(fresh, room=Room.objects.get(pk=room), by=by, because=because, suggested=name, given=whom)
