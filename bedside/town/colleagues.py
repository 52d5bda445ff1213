"""Who else works in the town. They have no story of their own: they make the queues move."""

from __future__ import annotations

from bedside.directory import actions as directory
from bedside.journal.hands import HOUSE
from bedside.people import actions as people

from .cast import Cast
from .said import sayings

COLLEAGUES = [
    ("Dr", "Nadia", "Rahman", "GP", "female", ["en", "ar"], ("gp", "hillside")),
    ("Nurse", "Joy", "Mensah", "practice nurse", "female", ["en"], ("nurse", "hillside")),
    ("", "Eva", "Lindqvist", "physiotherapist", "female", ["en", "es"], ("joints", "riverside")),
]


def join(cast: Cast) -> None:
    """Let them start work, each in one post."""
    for title, given, family, job, sex, languages, (service, place) in COLLEAGUES:
        member = people.employ(
            **{"title": title, "given_name": given, "family_name": family},
            **{"job": job, "sex": sex, "languages": languages},
            **sayings()["person"][family],
            by=HOUSE,
        )
        directory.appoint(member, place=getattr(cast, place), service=getattr(cast, service), by=HOUSE)
