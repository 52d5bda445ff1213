"""Two things that somebody tells us tell us who she is: at a kiosk, or at the door on her own phone.

Every guess about one person is counted before it is looked at, and whoever was right gets hers back. The two are
counted apart: from a kiosk one has to stand there, to the door anybody can write from afar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bedside.booking.models import Appointment
from bedside.directory.models import Place
from bedside.journal.digests import keyed
from bedside.people.models import Label, Patient
from bedside.people.names import plain

from . import tries
from .matching import the_one, visits_today
from .tries import Limit

ABOUT_ONE_PERSON = Limit(most=10, lasts=timedelta(hours=1))


@dataclass(frozen=True)
class Found:
    """Who she is, her visits here today, and by which two things we know her."""

    patient: Patient
    visits: list[Appointment]
    known_by: str
    counted: list[str]

    @property
    def label(self) -> str:
        return Label.CONFIDENTIAL if all(one.label for one in self.visits) else Label.NONE

    def give_back(self) -> None:
        """She was right: none of it was a guess."""
        for key in self.counted:
            tries.give_back(key, ABOUT_ONE_PERSON)


def look_for(place: Place, where: str, *, birth_date: date, family_name: str, phone_end: str) -> Found | None:
    """Whoever these fit, if she has a visit here today; every other way is one and the same no."""
    about = _about(where, birth_date, family_name, phone_end)
    taken = [tries.take(key, ABOUT_ONE_PERSON) for key in about]  # every one of them counts
    patient = the_one(birth_date, family_name, phone_end)
    visits = visits_today(patient, place, private=bool(phone_end)) if patient and all(taken) else []
    if patient is None or not visits:
        return None
    told = {"birth_date": birth_date, "family_name": family_name, "phone": phone_end}
    return Found(patient, visits, ", ".join(name for name, value in told.items() if value), about)


def _about(where: str, birth_date: date, family_name: str, phone_end: str) -> list[str]:
    """Under which keys guesses about one person are counted, at whichever kiosk or door: each thing that was told."""
    told = [("born", birth_date.isoformat()), ("named", plain(family_name)), ("phone", phone_end)]
    return [f"about:{keyed(where, what, text)[:40]}" for what, text in told if text]
