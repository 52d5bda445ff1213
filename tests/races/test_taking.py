"""Taking what somebody takes away at this very moment: a seat of a group, a room."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from bedside.booking import actions
from bedside.booking.models import Appointment, Means, Resource, Slot
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.town.cast import Cast

from .invariants import every_taken_cell_is_somebodys, no_seat_or_room_is_given_twice
from .test_booking import Attempt, all_at_once, people, times

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(town: Cast) -> Slot:
    """Eight may come."""
    (slot,) = times(town, 1, 20)
    Slot.objects.filter(pk=slot.pk).update(seats=8)
    return Slot.objects.select_related("service", "place").get(pk=slot.pk)


def rooms(town: Cast, *names: str) -> list[Resource]:
    """These and no others, and every knee check needs one."""
    Resource.objects.update(is_open=False)
    actions.need(town.knee_check, Means.ROOM, by=HOUSE)
    new = [Resource(kind=Means.ROOM, name=name, place=town.riverside) for name in names]
    return [actions.set_up_resource(one, by=HOUSE) for one in new]


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[list[object]]:
    """Somebody else does this while what is done inside is not over yet; then she can go on."""
    came: list[object] = []

    def run() -> None:
        try:
            came.append(act())
        except Refusal as refusal:
            came.append(refusal)
        connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        yield came
        other.start()
        other.join(0.5)
        assert other.is_alive(), came  # she waits for us
    other.join(20)
    assert not other.is_alive()


@pytest.mark.postgres
def test_who_joins_at_the_last_moment_is_counted_before_seats_are_taken_away(town: Cast, group: Slot) -> None:
    crowd = people(3)
    for one in crowd[:2]:
        actions.book(group, one, town.knee_check, by=HOUSE)
    seen = Slot.objects.get(pk=group.pk)

    with meanwhile(lambda: actions.change_seats(seen, 2, by=HOUSE)) as came:
        actions.book(group, crowd[2], town.knee_check, by=HOUSE)

    assert isinstance(came[0], Refusal)
    assert came[0].rule == "joined"
    assert Slot.objects.get(pk=group.pk).seats == 8


@pytest.mark.postgres
def test_who_joins_when_seats_were_just_taken_away_hears_that_the_group_is_full(town: Cast, group: Slot) -> None:
    crowd = people(3)
    for one in crowd[:2]:
        actions.book(group, one, town.knee_check, by=HOUSE)
    seen = Slot.objects.select_related("service", "place").get(pk=group.pk)

    with meanwhile(lambda: actions.book(seen, crowd[2], town.knee_check, by=HOUSE)) as came:
        actions.change_seats(group, 2, by=HOUSE)

    assert isinstance(came[0], Refusal)
    assert came[0].rule == "full"
    assert Appointment.objects.filter(slot=group).count() == 2


def test_never_more_join_than_may_come_however_often_that_changes(town: Cast, group: Slot) -> None:
    def join(patient: object) -> Attempt:
        return lambda: actions.book(Slot.objects.get(pk=group.pk), patient, town.knee_check, by=HOUSE)  # type: ignore[arg-type]

    def shrink(seats: int) -> Attempt:
        return lambda: actions.change_seats(Slot.objects.get(pk=group.pk), seats, by=HOUSE)

    attempts = [join(one) for one in people(9)] + [shrink(4), shrink(5), shrink(6)]
    _won, rules, wrong = all_at_once(attempts, threads=6)

    assert wrong == []
    assert set(rules) <= {"joined", "full", "taken", "version", "one_appointment_per_slot"}
    group.refresh_from_db()
    assert Appointment.objects.filter(slot=group).holding().count() <= group.seats
    assert all(one.seat < group.seats for one in Appointment.objects.filter(slot=group).holding())
    assert list(no_seat_or_room_is_given_twice({})) == []


@pytest.mark.postgres
def test_a_room_that_goes_out_of_use_at_this_moment_is_not_booked(town: Cast) -> None:
    (slot,) = times(town, 1, 20)
    one, other = rooms(town, "Room A", "Room B")
    first = one if slot.staff_member_id.int % 2 == 0 else other
    (patient,) = people(1)
    seen = Slot.objects.select_related("service", "place").get(pk=slot.pk)

    with meanwhile(lambda: actions.book(seen, patient, town.knee_check, by=HOUSE)) as came:
        actions.retire_resource(Resource.objects.get(pk=first.pk), by=HOUSE, because="sold")

    (visit,) = came
    assert isinstance(visit, Appointment)
    second = other if first == one else one
    assert set(visit.cells.values_list("resource", flat=True)) == {town.osei.pk, patient.pk, second.pk}
    assert list(every_taken_cell_is_somebodys({})) == []


@pytest.mark.postgres
def test_a_visit_that_is_booked_at_this_moment_is_given_another_room_when_hers_goes_out_of_use(town: Cast) -> None:
    (slot,) = times(town, 1, 20)
    (one,) = rooms(town, "Room A")
    (patient,) = people(1)
    soon = now() + timedelta(minutes=1)

    with meanwhile(
        lambda: actions.take_out_of_use(one, soon, soon + timedelta(days=60), by=HOUSE, because="paint")
    ) as came:
        visit = actions.book(slot, patient, town.knee_check, by=HOUSE)

    assert came == [1]
    visit.refresh_from_db()
    assert visit.needs_new_time
