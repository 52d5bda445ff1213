"""A thousand attempts over all ten ways to a time, on a hundred times: exactly a hundred winners."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from django.test import Client

from bedside.booking import actions, waiting
from bedside.booking.models import Appointment, Hold, Means, Offer, Resource, Slot, Taken
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.journal.sealing import faults, seal
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.triage import actions as triage

from .invariants import every_taken_cell_is_somebodys, no_seat_or_room_is_given_twice
from .test_booking import LOST, Attempt, all_at_once, done, offered, people, times

pytestmark = pytest.mark.django_db(transaction=True)

SLOTS, ATTEMPTS, KEPT = 100, 1000, 10
WRONG = LOST | {"hold_over", "two_holds_at_a_time", "status", "once"}
PAIR = 2  # a series here has two visits: the first is wanted, the second lies where nobody else looks


@pytest.mark.slow
def test_a_thousand_attempts_over_ten_ways_on_a_hundred_times_give_a_hundred_visits(town: Cast) -> None:
    dice = random.Random(7)
    slots = times(town, SLOTS, 40)
    crowd = people(ATTEMPTS)
    rest = iter(crowd[4 * KEPT :])
    kept = offered(town, slots[:KEPT], crowd[:KEPT])  # ten times are offered to ten who wait
    held = [
        actions.hold(slot, town.knee_check, patient=one, by=HOUSE).pk
        for slot, one in zip(slots[KEPT : 2 * KEPT], crowd[KEPT : 2 * KEPT], strict=True)
    ]
    before = times(town, KEPT, 60)
    movers = [
        actions.book(slot, one, town.knee_check, by=HOUSE).pk
        for slot, one in zip(before, crowd[2 * KEPT : 3 * KEPT], strict=True)
    ]
    actions.need(town.knee_check, Means.ROOM, by=HOUSE)  # from now on every visit needs one of two rooms
    for name in ("Room A", "Room B"):
        actions.set_up_resource(Resource(kind=Means.ROOM, name=name, place=town.riverside), by=HOUSE)
    free = slots[2 * KEPT :]
    screening = _screened(town)
    client = Client()
    client.force_login(town.amara.login)

    def wants(slot: Slot, way: str) -> Attempt:
        return TEN[way](town, slot, next(rest))

    def press(slot: Slot) -> Attempt:
        return lambda: _press(client, screening, slot)

    attempts = [_accept(pk) for pk in kept * 2] + [_use(pk) for pk in held * 2]
    attempts += [_move(pk, dice.choice(free)) for pk in movers]
    attempts += [press(dice.choice(free)) for _ in range(20)]
    ways = list(TEN)
    for number in range(ATTEMPTS - len(attempts)):
        attempts.append(wants(free[number % len(free)], ways[number % len(ways)]))
    dice.shuffle(attempts)
    _succeeded, rules, wrong = all_at_once(attempts)
    _take_what_is_kept()

    assert wrong == []
    assert set(rules) <= WRONG
    standing = Appointment.objects.filter(slot__in=slots).holding()
    assert standing.count() == standing.values("slot").distinct().count() == SLOTS
    rooms = Resource.objects.filter(kind=Means.ROOM).values("pk")
    in_rooms = Taken.objects.filter(resource__in=rooms).values("appointment").distinct().count()
    assert in_rooms >= SLOTS
    assert list(every_taken_cell_is_somebodys({})) == []
    assert list(no_seat_or_room_is_given_twice({})) == []
    seal()
    assert list(faults()) == []


def _take_what_is_kept() -> None:
    """What is only kept at the end, by a hold, is taken by whom it is kept for; an offered time by whoever says yes."""
    for offer in Offer.objects.standing().filter(slot__in=Slot.objects.free()):
        with suppress(Refusal):  # she has a visit at that time by now, or another has just said yes
            actions.accept(offer, by=HOUSE)
    for one in Hold.objects.standing().select_related("slot__service", "slot__place", "patient", "visit_type"):
        assert one.patient
        actions.book(one.slot, one.patient, one.visit_type, by=HOUSE, hold=one)


def _accept(pk: UUID) -> Attempt:
    return lambda: actions.accept(Offer.objects.get(pk=pk), by=HOUSE)


def _use(pk: UUID) -> Attempt:
    def used() -> None:
        one = Hold.objects.select_related("slot__service", "slot__place", "patient", "visit_type").get(pk=pk)
        assert one.patient
        actions.book(one.slot, one.patient, one.visit_type, by=HOUSE, hold=one)

    return used


def _move(pk: UUID, slot: Slot) -> Attempt:
    return lambda: actions.reschedule(Appointment.objects.get(pk=pk), slot, by=HOUSE)


def _screened(town: Cast) -> str:
    hers = town.amara.login
    assert hers is not None
    screening = triage.begin("my knee hurts", by=hers, patient=town.amara)
    triage.want(screening, town.knee_check.pk, by=hers)
    triage.answer(screening, by=hers, ticked=[], answers={}, pregnant=False, pregnancy_asked=True)
    return f"/times/{screening.pk}/"


def _press(client: Client, address: str, slot: Slot) -> None:
    """On the page itself: nobody sees an error, whoever is late sees other times."""
    answer = client.post(address, {"slot": str(slot.pk), "once": str(uuid4())})
    assert answer.status_code < 500
    if answer.status_code != 302:
        raise Refusal("taken", rule="taken")


def _book(town: Cast, slot: Slot, patient: Patient) -> Attempt:
    return lambda: actions.book(slot, patient, town.knee_check, by=town.sam)


def _house(town: Cast, slot: Slot, patient: Patient) -> Attempt:
    return lambda: actions.book(slot, patient, town.knee_check, by=HOUSE)


def _hold(town: Cast, slot: Slot, patient: Patient) -> Attempt:
    def kept() -> None:
        one = done(lambda: actions.hold(slot, town.knee_check, patient=patient, by=HOUSE))
        done(lambda: actions.book(slot, patient, town.knee_check, by=HOUSE, hold=one))

    return kept


def _series(town: Cast, slot: Slot, patient: Patient) -> Attempt:
    about = {"every_weeks": 40, "times": PAIR}
    return lambda: actions.book_series(slot, patient, town.knee_check, by=town.sam, **about)


def _together(town: Cast, slot: Slot, patient: Patient) -> Attempt:
    def both() -> None:
        after = Slot.objects.filter(session=slot.session_id, starts_at=slot.ends_at)
        following = after.select_related("service", "place").first()
        if following is None:
            raise Refusal("last", rule="taken")
        actions.book_together([(slot, town.knee_check), (following, town.knee_check)], patient, by=town.sam)

    return both


def _offer(town: Cast, slot: Slot, patient: Patient) -> Attempt:
    """The time is offered to whoever waits; she accepts at once."""

    def offer() -> None:
        done(lambda: waiting.wait_for(town.knee_check, patient, by=HOUSE))
        made = done(lambda: waiting.offer_freed(slot, by=HOUSE))
        if not made:
            raise Refusal("taken", rule="taken")
        done(lambda: actions.accept(Offer.objects.get(pk=made[0].pk), by=HOUSE))

    return offer


TEN: dict[str, Callable[[Cast, Slot, Patient], Attempt]] = {
    "front desk": _book,
    "house": _house,
    "hold": _hold,
    "series": _series,
    "together": _together,
    "offer": _offer,
}  # and accepting, using a hold, moving, and pressing the button on the page
