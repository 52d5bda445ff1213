"""Finding a service by one's own words, and the free times of a kind of visit."""

from __future__ import annotations

from bedside.booking.finding import find
from bedside.booking.times import free_times

from .figures import Figure, repeat
from .large import clinic

AIM = 30.0


def finds() -> list[Figure]:
    clinic()
    asked = ["my knee hurts", "sore throat since a week", "I need my blod pressure checked", "me duele la rodilla", ""]
    return [repeat("find, with how soon", 100, lambda number: find(asked[number % len(asked)]))]


def times() -> list[Figure]:
    *strewn, full = clinic()
    found = repeat("free times", 200, lambda number: free_times(strewn[number % len(strewn)]))
    late = repeat("free times, nine weeks full", 20, lambda number: free_times(full))
    assert len(free_times(full)) == len(free_times(strewn[0])) == 60
    return [found.aiming(f"p50 < {AIM:.0f} ms", found.at(50) < AIM), late]
