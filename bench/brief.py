"""The page before the door, with a long history behind it, and what a comparison of a summary with its notes costs."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.test import Client

from bedside.hours.clock import now, stopped_at
from bedside.inbox import actions as inbox
from bedside.journal.hands import HOUSE
from bedside.language.faithful import compare
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.visits import actions, summaries
from bedside.visits.models import Visit

from .figures import Figure, repeat
from .large import cast, patients

AIM = 300.0
PEOPLE, EACH = 15, 10
NOTES = "BP 150/95. Start amlodipine 5 mg OD, stop ibuprofen. Denies chest pain. R/v 4/52. "
WORDS = "Your blood pressure was 150/95. Start amlodipine 5 mg once a day, stop ibuprofen. You have no chest pain. "


def measure() -> list[Figure]:
    """Through the whole house, as a browser asks for it."""
    town = cast()
    with transaction.atomic():
        waiting = [_with_a_history(town, patient) for patient in patients(PEOPLE)]
    client = Client(SERVER_NAME="localhost")
    client.force_login(town.dr_osei)
    brief = repeat("brief before a visit", 200, lambda number: _ask(client, f"{waiting[number % PEOPLE].pk}/brief/"))
    mine = repeat("my patients today", 50, lambda _number: _ask(client, ""))
    notes, words = NOTES * 10, WORDS * 10 + "Come back in 4 weeks. "
    compared = repeat("a summary compared with its notes", 50, lambda _number: compare(notes, words))
    return [brief.aiming(f"p99 < {AIM:.0f} ms", brief.at(99) < AIM), mine, compared]


def _ask(client: Client, path: str) -> None:
    assert client.get(f"/desk/mine/{path}").status_code == 200


def _with_a_history(town: Cast, patient: Patient) -> Visit:
    """Ten visits with their summaries and letters, and one more that waits today."""
    town.dr_osei.act_as(next(iter(town.dr_osei.roles)))
    room = town.rooms[0]
    for number in range(EACH):
        with stopped_at(now() - timedelta(days=7 * (EACH - number))):
            visit = _comes(town, patient)
            actions.begin(actions.call(visit, room=room, by=town.dr_osei), by=town.dr_osei)
            actions.finish(visit, by=town.dr_osei)
            words = {"original": NOTES, "found": WORDS, "next_steps": "Come back in 4 weeks."}
            summaries.sign(summaries.draft(visit, by=town.dr_osei, language="en", **words), by=town.dr_osei)
            inbox.write(patient, f"Letter {number}", "I still have a question.", by=HOUSE)
    return _comes(town, patient)


def _comes(town: Cast, patient: Patient) -> Visit:
    about = {"place": town.riverside, "service": town.gp, "level": "R14", "staff_member": town.osei}
    return actions.walk_in(patient, reason="My knee hurts on the stairs.", by=town.sam, **about)
