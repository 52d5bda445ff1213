"""Two hundred people who wait, twenty rooms and twenty clinicians: how long it takes to say who goes where."""

from __future__ import annotations

import random

from bedside.visits.allotting import Chamber, Clinician, Person, allot

from .figures import Figure, repeat

PEOPLE, ROOMS, TIMES = 200, 20, 50
AIM = 2000.0


def measure() -> list[Figure]:
    """Everybody anew at each look; then the same with one room down, as when somebody has just said so."""
    dice = random.Random(7)
    services = ("gp", "nurse", "joints")
    heights = sorted(dice.choices((0, 4, 5, 7), (90, 6, 3, 1), k=PEOPLE), reverse=True)
    people = [
        Person(
            number,
            dice.choice(services),
            height=height,
            named=dice.choice((None, None, dice.randrange(ROOMS))),
            tongue=dice.choice(("en", "en", "es")),
            interpreted=dice.random() < 0.95,
            sex=dice.choice(("", "", "", "", "female")),
            step_free=dice.random() < 0.2,
            hoist=dice.random() < 0.03,
            isolation=dice.random() < 0.05,
        )
        for number, height in enumerate(heights)
    ]
    rooms = [
        Chamber(
            number,
            f"Room {number}",
            free_in=dice.choice((0.0, 0.0, 3.0)),
            step_free=number % 2 == 0,
            hoist=number % 7 == 0,
            isolation=number % 5 == 0,
            walk=float(number % 4),
        )
        for number in range(ROOMS)
    ]
    staff = [
        Clinician(
            number,
            f"Dr {number}",
            offers=frozenset(dice.sample(services, 2)),
            tongues=frozenset({"en", "es"} if number % 3 == 0 else {"en"}),
            sex=dice.choice(("female", "male")),
            seen=number % 8,
        )
        for number in range(ROOMS)
    ]
    least = [room for room in rooms if room.id]
    planned = repeat(f"rooms for {PEOPLE} people, {ROOMS} rooms", TIMES, lambda _number: allot(people, rooms, staff))
    again = repeat("the same, one room down", TIMES, lambda _number: allot(people, least, staff))
    return [one.aiming(f"p99 < {AIM:.0f} ms", one.at(99) < AIM) for one in (planned, again)]
