"""A full waiting room: the desk's queue, one patient's page, and telling everybody what to expect, beside a bare read.

It runs with Django set up and a migrated, expendable database.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from .figures import Figure, repeat
from .large import cast, patients

WAITING, PAST, TIMES = 200, 400, 60
AIM = 300.0


def measure() -> list[Figure]:
    """Two hundred wait at one place for three clinicians; four hundred visits of the days before are known."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from bedside.visits import announcing
    from bedside.visits.models import Visit

    town = cast()
    _fill()
    hers = Visit.objects.waiting(town.riverside)[WAITING // 2]
    desk, patient = Client(headers={"Host": "localhost"}), Client(headers={"Host": "localhost"})
    desk.force_login(town.sam)
    patient.force_login(town.amara.login)  # type: ignore[arg-type]
    before, settings.DEMO = settings.DEMO, True  # staff sign in without a second step
    here = {"HX-Request": "true"}
    order = f"/desk/queue/part/?place={town.riverside.pk}"

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM visits_visit WHERE state = 'waiting' AND day = %s", [hers.day])
            assert len(cursor.fetchall()) == WAITING

    def queue() -> None:
        assert desk.get(order, headers=here).content.count(b'class="ticket"') == WAITING

    def wait() -> None:
        assert patient.get(f"/visits/{_amaras()}/part/", headers=here).status_code == 200

    def tell() -> None:
        announcing.refresh(town.riverside)

    try:
        least = repeat(f"bare read of {WAITING} who wait", TIMES, lambda number: bare())
        figures = [least]
        work: list[tuple[str, Callable[[], None]]] = [
            (f"queue, the desk's part, {WAITING} waiting", queue),
            ("a patient's wait, part", wait),
            (f"look at all {WAITING} waits again", tell),
        ]
        for name, do in work:
            figures.append(repeat(name, TIMES, lambda number, do=do: do()).beside(least))  # type: ignore[misc]
        figures[1].aiming(f"p99 < {AIM:.0f} ms", figures[1].at(99) < AIM)
    finally:
        settings.DEMO = before
    return figures


def _amaras() -> object:
    from bedside.visits.models import Visit

    return Visit.objects.waiting(cast().riverside).get(patient=cast().amara).pk


def _fill() -> None:
    """A past of ten days, and a room full of people without a time."""
    from bedside.booking.sessions import open_session
    from bedside.hours.clock import now
    from bedside.hours.zones import day_of
    from bedside.journal.actions import record_many
    from bedside.journal.hands import HOUSE
    from bedside.visits.models import State, Visit, ticket_of

    town, dice, moment = cast(), random.Random(5), now()
    crowd, zone = patients(WAITING - 1), town.riverside.zone
    today = day_of(moment, zone)
    for member in (town.osei, town.lee, town.lin):
        open_session(
            member,
            place=town.riverside,
            service=town.nurse if member == town.lin else town.gp,
            starts_at=moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0) - timedelta(minutes=30),
            ends_at=moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=3),
            slot_minutes=20,
            by=HOUSE,
        )

    def visit(number: int, **more: object) -> Visit:
        service = town.nurse if number % 3 == 0 else town.gp
        return Visit(place=town.riverside, service=service, reason="my knee", ticket=ticket_of(number + 1), **more)

    past = []
    for number in range(PAST):
        came = moment - timedelta(days=1 + number // 40, minutes=-6 * (number % 40))
        called = came + timedelta(minutes=dice.uniform(3, 40))
        past.append(
            visit(
                number % 40,
                patient=crowd[number % len(crowd)],
                day=day_of(came, zone),
                state=State.FINISHED,
                arrived_at=came,
                called_at=called,
                ended_at=called + timedelta(minutes=dice.uniform(6, 20)),
            )
        )
    for one in past:  # a past day may have crossed midnight
        one.ticket = f"{one.ticket}{one.day:%d}"[:6]
    record_many("visit.finished", past, by=HOUSE, at=moment)
    levels = ("R14", "R14", "R14", "R72", "S24", "U4")
    waiting = [
        visit(
            number,
            patient=one,
            day=today,
            level=dice.choice(levels),
            arrived_at=moment - timedelta(minutes=dice.uniform(0, 90)),
        )
        for number, one in enumerate([*crowd, town.amara])
    ]
    record_many("visit.walked_in", waiting, by=HOUSE, at=moment)
