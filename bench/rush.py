"""A rush: so many people a second press at once, each for one of the next times, whether we keep up or not."""

from __future__ import annotations

import os
import random
import threading
import time
from queue import Empty, SimpleQueue

from django.db import connection

from bedside.booking.actions import book
from bedside.booking.models import Appointment
from bedside.booking.times import free_times
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import Patient

from .figures import Figure
from .large import clinic, patients

A_SECOND, THREADS = 25, 8
SECONDS = int(os.environ.get("BEDSIDE_RUSH", "60"))  # 360 for the six minutes we promise
NEAR = 40  # everybody wants one of so many next times
AIM = 3.0


def rushes() -> list[Figure]:
    """Open loop: each press is timed from when it was due, and whoever loses is shown other times."""
    kind = clinic()[0]
    dice, crowd = random.Random(6), patients(A_SECOND * SECONDS)
    due: SimpleQueue[tuple[float, Patient]] = SimpleQueue()
    booked, lost, errors = list[float](), list[float](), list[Exception]()
    began = time.perf_counter() + 1
    for number, patient in enumerate(crowd):
        due.put((began + number / A_SECOND, patient))

    def press() -> None:
        while True:
            try:
                at, patient = due.get_nowait()
            except Empty:
                break
            time.sleep(max(0.0, at - time.perf_counter()))
            try:
                _book_one(patient, dice)
                booked.append(time.perf_counter() - at)
            except Refusal:
                assert free_times(kind, patient=patient.pk, most=10)  # the loser's alternatives
                lost.append(time.perf_counter() - at)
            except Exception as error:
                errors.append(error)
        connection.close()

    def _book_one(patient: Patient, dice: random.Random) -> None:
        book(dice.choice(free_times(kind, most=NEAR)), patient, kind, by=HOUSE)

    people = [threading.Thread(target=press) for _ in range(THREADS)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    seconds = time.perf_counter() - began
    held = Appointment.objects.filter(patient__in=[one.pk for one in crowd]).holding().count()
    assert held == len(booked), errors[:3]
    rush = Figure(f"a rush, {A_SECOND} a second for {SECONDS} s", seconds, booked, errors=len(errors))
    rush.aiming(f"p99 < {AIM:.0f} s", rush.at(99) < AIM * 1000 and not errors)
    figures = [rush]
    if lost:
        figures.append(Figure("lost meanwhile, with other times shown", seconds, lost))
    return figures
