"""Somebody without an account who presses in two windows at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking.models import Appointment, GuestAsk, Hold
from bedside.hours.clock import now
from bedside.people.models import Patient
from bedside.town.cast import Cast
from tests.booking.test_guests import Guest, the_code

from .invariants import every_taken_cell_is_somebodys
from .test_booking import Attempt, all_at_once, times

pytestmark = pytest.mark.django_db(transaction=True)


def windows(guest: Guest, number: int) -> list[Client]:
    """The same browser, so many windows."""
    found = []
    for _window in range(number):
        client = Client()
        client.cookies = guest.client.cookies
        found.append(client)
    return found


def pressed(clients: list[Client], address: str, said: list[dict[str, str]]) -> list[Any]:
    """What each of them is answered, all at once."""
    answers: list[Any] = []

    def press(client: Client, words: dict[str, str]) -> Attempt:
        return lambda: answers.append(client.post(address, words))

    _, _, wrong = all_at_once([press(*one) for one in zip(clients, said, strict=True)], threads=len(clients))
    assert wrong == []
    return answers


def test_who_types_her_code_in_two_windows_at_once_has_one_visit(town: Cast) -> None:
    slot, *_rest = times(town, 3, 5)
    guest = Guest(town)
    guest.chooses(slot)
    guest.says()
    code = {"code": the_code()}

    answers = pressed(windows(guest, 2), f"{guest.times}guest/code/", [code, code])

    assert {one.status_code for one in answers} == {302}
    assert {one.headers["Location"] for one in answers} == {f"{guest.times}guest/booked/"}
    assert Appointment.objects.get().slot == slot
    assert Patient.objects.filter(family_name="Hopper").count() == 1
    assert list(every_taken_cell_is_somebodys({})) == []


def test_who_chooses_two_times_in_two_windows_at_once_keeps_one(town: Cast) -> None:
    slots = times(town, 3, 5)
    guest = Guest(town)
    guest.times = guest.asks()

    answers = pressed(windows(guest, 2), guest.times, [{"slot": str(slot.pk)} for slot in slots[:2]])

    assert {one.status_code for one in answers} == {302}
    kept = Hold.objects.filter(ended_at=None, until__gt=now() - timedelta(minutes=1)).get()
    assert GuestAsk.objects.get().hold == kept
    assert list(every_taken_cell_is_somebodys({})) == []
