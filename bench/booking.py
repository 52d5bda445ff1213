"""Many people who want the same times at the same moment."""

from __future__ import annotations

import random
import threading
import time
from datetime import timedelta

from django.db import connection

from bedside.booking.actions import book
from bedside.booking.models import Appointment, Slot, Taken
from bedside.booking.sessions import open_session
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from .figures import Figure
from .large import cast, patients

THREADS, SLOTS, EACH = 8, 360, 3
AIM = 60.0


def races() -> list[Figure]:
    """Each time is wanted by three; bookings given are counted, and refusals beside them."""
    town = cast()
    slots = _open()
    wanting = [(slot, patient) for slot in slots for patient in patients(EACH)]
    random.Random(2).shuffle(wanting)
    given, refused, errors = list[float](), list[float](), list[Exception]()
    together = threading.Barrier(THREADS)

    def want(mine: list[tuple[Slot, object]]) -> None:
        together.wait()
        for slot, patient in mine:
            start = time.perf_counter()
            try:
                book(slot, patient, town.knee_check, by=HOUSE)  # type: ignore[arg-type]
                given.append(time.perf_counter() - start)
            except Refusal:
                refused.append(time.perf_counter() - start)
            except Exception as error:
                errors.append(error)
        connection.close()

    crowd = [threading.Thread(target=want, args=[wanting[number::THREADS]]) for number in range(THREADS)]
    began, spent = time.perf_counter(), time.process_time()
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    seconds, spent = time.perf_counter() - began, time.process_time() - spent
    held = Appointment.objects.filter(slot__in=slots).holding()
    assert held.count() == len(given) == SLOTS == held.values("slot").distinct().count(), errors[:3]
    assert Taken.objects.filter(appointment__in=held).count() == SLOTS * 2 * 4  # hers and the clinician's, 20 minutes
    booked = Figure(f"book, {THREADS} threads, {EACH} for each time", seconds, given, errors=len(errors))
    booked.processor = spent / SLOTS  # with the refusals that go with each
    booked.aiming(f"≥ {AIM:.0f}/s, no errors", booked.per_second >= AIM and not errors)
    return [booked, Figure("refused meanwhile: taken", seconds, refused)]


def _open() -> list[Slot]:
    town, start = cast(), now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=200)
    for day in range(SLOTS // 36):
        begins = start + timedelta(days=day)
        open_session(
            town.osei,
            place=town.riverside,
            service=town.joints,
            starts_at=begins,
            ends_at=begins + timedelta(hours=12),
            slot_minutes=20,
            by=HOUSE,
        )
    return list(Slot.objects.filter(staff_member=town.osei, starts_at__gte=start).select_related("service", "place"))
