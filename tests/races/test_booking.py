"""Many who want the same times at once: the database lets one in, and every other hears a sentence."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from bedside.access.once import TURNS
from bedside.booking import actions, waiting
from bedside.booking.models import Appointment, Offer, Slot, Taken, Waiting
from bedside.booking.sessions import open_session
from bedside.hours.clock import now
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.journal.sealing import faults, seal
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.ui.errors import crossed

from .invariants import every_taken_cell_is_somebodys

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 12
SLOTS, OFFERED, MOVERS, ATTEMPTS = 100, 25, 50, 1000
LOST = {"taken", "one_appointment_per_slot", "offer_over", "version", "patient_busy"}

Attempt = Callable[[], object]
Done = TypeVar("Done")


def done(attempt: Callable[[], Done]) -> Done:
    """Do it as a form is done: what PostgreSQL undid, because it stood across another, is done again."""
    for _turn in range(TURNS - 1):
        try:
            return attempt()
        except OperationalError as error:
            if not crossed(error):
                raise
    return attempt()


def all_at_once(attempts: list[Attempt], threads: int = THREADS) -> tuple[int, Counter[str], list[Exception]]:
    """How many succeeded, which rules refused the others, and what should never be."""
    rules, wrong, won = Counter[str](), list[Exception](), list[int]()
    ready = threading.Barrier(threads)

    def run(mine: list[Attempt]) -> None:
        ready.wait()
        for attempt in mine:
            try:
                done(attempt)
                won.append(1)
            except Refusal as refusal:
                rules[refusal.rule] += 1
            except Exception as error:
                wrong.append(error)
        connection.close()

    crowd = [threading.Thread(target=run, args=[attempts[number::threads]]) for number in range(threads)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return len(won), rules, wrong


def times(town: Cast, number: int, in_days: int) -> list[Slot]:
    first = now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=in_days)
    found: list[Slot] = []
    while len(found) < number:
        session = open_session(
            town.osei,
            place=town.riverside,
            service=town.joints,
            starts_at=first,
            ends_at=first + timedelta(hours=12),
            slot_minutes=20,
            by=HOUSE,
        )
        found += session.slots.order_by("starts_at").select_related("service", "place")
        first += timedelta(days=1)
    Slot.objects.filter(pk__in=[slot.pk for slot in found[number:]]).update(is_closed=True)
    return found[:number]


def people(number: int) -> list[Patient]:
    crowd = [
        Patient(given_name=f"Given{one}", family_name="Crowd", email=f"{one}@town.example") for one in range(number)
    ]
    record_many("patient.registered", crowd, by=HOUSE, at=now())
    return crowd


def offered(town: Cast, slots: list[Slot], patients: list[Patient]) -> list[UUID]:
    """About each of these times one who waits is asked."""
    kept = []
    for slot, patient in zip(slots, patients, strict=True):
        waiting.wait_for(town.knee_check, patient, by=HOUSE)
        (offer,) = waiting.offer_freed(slot, by=HOUSE)
        assert offer.patient_id == patient.pk
        kept.append(offer.pk)
    return kept


@pytest.mark.slow
def test_a_thousand_attempts_on_a_hundred_times_give_a_hundred_visits(town: Cast) -> None:
    dice = random.Random(3)
    slots = times(town, SLOTS, 40)
    crowd = people(ATTEMPTS)
    kept = offered(town, slots[:OFFERED], crowd[:OFFERED])
    before = times(town, MOVERS, 60)
    movers = [
        actions.book(slot, patient, town.knee_check, by=HOUSE).pk
        for slot, patient in zip(before, crowd[OFFERED : OFFERED + MOVERS], strict=True)
    ]
    rest = crowd[OFFERED + MOVERS :]

    def accept(pk: UUID) -> Attempt:
        return lambda: actions.accept(Offer.objects.get(pk=pk), by=HOUSE)

    def move(pk: UUID, slot: Slot) -> Attempt:
        return lambda: actions.reschedule(Appointment.objects.get(pk=pk), slot, by=HOUSE)

    def book(slot: Slot, patient: Patient) -> Attempt:
        return lambda: actions.book(slot, patient, town.knee_check, by=HOUSE)

    attempts = [accept(pk) for pk in kept * 3]
    attempts += [move(pk, dice.choice(slots[OFFERED:])) for pk in movers]
    for number in range(ATTEMPTS - len(attempts)):
        attempts.append(book(slots[number % SLOTS], rest[number % len(rest)]))
    dice.shuffle(attempts)
    won, rules, wrong = all_at_once(attempts)

    assert wrong == []
    assert won == SLOTS
    assert sum(rules.values()) == ATTEMPTS - SLOTS
    assert set(rules) <= LOST
    held = Appointment.objects.filter(slot__in=slots).holding()
    assert held.count() == held.values("slot").distinct().count() == SLOTS
    for yes in Offer.objects.filter(pk__in=kept, answer="accepted"):
        assert held.get(slot=yes.slot_id).patient_id == yes.patient_id
    assert Taken.objects.filter(appointment__in=held).count() == SLOTS * 2 * 4
    assert list(every_taken_cell_is_somebodys({})) == []
    seal()
    assert list(faults()) == []


def test_of_eight_who_say_yes_to_one_time_the_first_has_it_and_the_others_hear_that_it_is_taken(town: Cast) -> None:
    (slot, *_rest), crowd = times(town, 3, 20), people(8)
    for patient in crowd:
        waiting.wait_for(town.knee_check, patient, by=HOUSE)
    offers = waiting.offer_freed(slot, by=HOUSE)
    assert len(offers) == 8

    def accept(pk: UUID) -> Attempt:
        return lambda: actions.accept(Offer.objects.get(pk=pk), by=HOUSE)

    won, rules, wrong = all_at_once([accept(one.pk) for one in offers], threads=8)

    assert (won, dict(rules), wrong) == (1, {"taken": 7}, [])
    assert Appointment.objects.get().slot_id == slot.pk
    assert Counter(Offer.objects.values_list("answer", flat=True)) == {"accepted": 1, "taken": 7}
    assert Waiting.objects.standing().count() == 7
    assert list(every_taken_cell_is_somebodys({})) == []


@pytest.mark.postgres
def test_a_time_that_comes_free_waits_for_no_other_to_know_whom_to_ask(town: Cast) -> None:
    first, second, *_rest = times(town, 8, 20)
    for patient in people(10):
        waiting.wait_for(town.knee_check, patient, by=HOUSE)
    asked: list[Offer] = []

    def ask() -> None:
        asked.extend(waiting.offer_freed(second, by=HOUSE))
        connection.close()

    with transaction.atomic():  # eight of the ten are being asked about the first time, and nobody else knows it yet
        assert len(waiting.offer_freed(first, by=HOUSE)) == 8
        other = threading.Thread(target=ask)
        other.start()
        other.join(10)
        assert not other.is_alive()

    assert len(asked) == 2
    assert Offer.objects.values("waiting").distinct().count() == 10


def test_of_two_who_press_at_once_one_has_the_time_and_the_other_is_shown_others(town: Cast) -> None:
    slots = times(town, 3, 5)
    clients, addresses = [], []
    for patient in (town.amara, town.lina):
        assert patient.login is not None
        client = Client()
        client.force_login(patient.login)
        screening = triage.begin("my knee hurts", by=patient.login, patient=patient)
        triage.want(screening, town.knee_check.pk, by=patient.login)
        triage.answer(screening, by=patient.login, ticked=[], answers={}, pregnant=False, pregnancy_asked=True)
        clients.append(client)
        addresses.append(f"/times/{screening.pk}/")
    answers = {}

    def press(number: int) -> Attempt:
        def pressed() -> None:
            answers[number] = clients[number].post(addresses[number], {"slot": str(slots[0].pk)})

        return pressed

    _, _, wrong = all_at_once([press(0), press(1)], threads=2)

    assert wrong == []
    lost, won = sorted(answers.values(), key=lambda answer: answer.status_code, reverse=True)
    assert (won.status_code, lost.status_code) == (302, 409)
    assert "just been taken" in lost.text
    assert str(slots[1].pk) in lost.text
    assert str(slots[0].pk) not in lost.text
    assert Appointment.objects.count() == 1


def test_whoever_cancels_is_refused_nothing_while_others_book_and_accept(town: Cast) -> None:
    """Cancelling offers the time on: to people who at that moment book, accept, or leave the list."""
    crowd = people(60)
    slots = times(town, 60, 20)
    early = offered(town, slots[:10], crowd[:10])
    booked = [
        actions.book(slot, patient, town.knee_check, by=HOUSE).pk
        for slot, patient in zip(slots[10:40], crowd[10:40], strict=True)
    ]
    for patient in crowd[40:]:
        waiting.wait_for(town.knee_check, patient, by=HOUSE)

    def accept(pk: UUID) -> Attempt:
        return lambda: actions.accept(Offer.objects.get(pk=pk), by=HOUSE)

    def leave(patient: Patient) -> Attempt:
        return lambda: waiting.stop_waiting(Waiting.objects.standing().get(patient=patient), by=HOUSE)

    def book(slot: Slot, patient: Patient) -> Attempt:
        return lambda: actions.book(slot, patient, town.knee_check, by=HOUSE)

    cancelled = Counter[bool]()

    def cancel(pk: UUID) -> Attempt:
        def tried() -> None:
            try:
                actions.cancel(Appointment.objects.get(pk=pk), by=HOUSE, because="is well again")
            except Refusal:
                cancelled[False] += 1
                raise
            cancelled[True] += 1

        return tried

    attempts = [cancel(pk) for pk in booked]
    attempts += [accept(pk) for pk in early] + [book(slots[40 + one], crowd[one]) for one in range(10)]
    attempts += [book(slots[50 + one], crowd[40 + one]) for one in range(10)] + [leave(one) for one in crowd[50:]]
    random.Random(5).shuffle(attempts)
    _, _, wrong = all_at_once(attempts)

    assert wrong == []
    assert cancelled == {True: 30}
    assert list(every_taken_cell_is_somebodys({})) == []


def test_of_two_desks_that_move_one_visit_at_the_same_moment_one_wins(town: Cast) -> None:
    first, second, third = times(town, 3, 60)
    visit = actions.book(first, town.amara, town.knee_check, by=HOUSE)
    seen = [Appointment.objects.get(pk=visit.pk) for _desk in range(2)]

    def move(as_seen: Appointment, slot: Slot) -> Attempt:
        return lambda: actions.reschedule(as_seen, slot, by=town.sam)

    won, rules, wrong = all_at_once([move(seen[0], second), move(seen[1], third)], threads=2)

    assert (won, sum(rules.values()), wrong) == (1, 1, [])
    assert set(rules) <= LOST
    visit.refresh_from_db()
    assert visit.slot in (second, third)
    assert set(Taken.objects.filter(resource=town.osei.pk, appointment=visit).values_list("at", flat=True)) <= {
        visit.slot.starts_at + timedelta(minutes=5 * step) for step in range(4)
    }
