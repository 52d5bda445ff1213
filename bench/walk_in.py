"""Seconds and presses of two everyday ways through the pages: somebody new gets a ticket, and a visit is finished.

The pages are asked as a browser asks them and must answer; what the hands do is counted as the keystroke-level model of
Card, Moran and Newell (1980) counts it. Nobody was timed, and talking comes on top.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from bedside.people.models import Patient
from bedside.visits.models import Room, Summary, Visit

from .figures import Figure
from .large import cast

KEY, POINT, PRESS, HOME, THOUGHT = 0.28, 1.1, 0.2, 0.4, 1.35  # seconds: an average typist
AIM = 30.0


@dataclass
class Hands:
    """What hands do, counted, and how long the machine takes in between."""

    client: Client
    keys: int = 0
    clicks: int = 0
    thoughts: int = 0
    pages: int = 0
    machine: float = 0.0
    page: HttpResponse = field(default_factory=HttpResponse)

    def thinks(self, times: int = 1) -> None:
        self.thoughts += times

    def types(self, *words: str) -> list[str]:
        """Each into its field, and on to the next."""
        self.keys += sum(len(word) + 1 for word in words)
        return list(words)

    def clicks_on(self, things: int = 1) -> None:
        self.clicks += things

    def goes(self, address: str, told: dict[str, str] | None = None) -> str:
        """To a page, or handing something in; back comes what it says."""
        began = time.perf_counter()
        if told is None:
            self.page = self.client.get(address, follow=True)
        else:
            self.page = self.client.post(address, told, follow=True)
        self.machine, self.pages = self.machine + time.perf_counter() - began, self.pages + 1
        assert self.page.status_code in {200, 409}, f"{address}: {self.page.status_code}"  # 409: mend something first
        return self.page.content.decode()

    @property
    def here(self) -> str:
        return str(self.page.request["PATH_INFO"])  # type: ignore[attr-defined]

    @property
    def seconds(self) -> float:
        click = HOME + POINT + PRESS + HOME  # to the mouse and back
        return self.keys * KEY + self.clicks * click + self.thoughts * THOUGHT + self.machine

    def figure(self, what: str) -> Figure:
        name = f"{what}: {self.keys} keys, {self.clicks} clicks, {self.thoughts} thoughts, {self.pages} pages"
        return Figure(name, self.seconds, [self.seconds])


def measure() -> list[Figure]:
    """Somebody new, until he is registered and holds his ticket; and a visit, until its summary is signed."""
    before, settings.DEMO = settings.DEMO, True  # staff sign in without a second step
    try:
        registered, ticket = _somebody_new()
        return [registered, ticket, _a_visit()]
    finally:
        settings.DEMO = before


def _somebody_new() -> tuple[Figure, Figure]:
    town, client = cast(), Client(headers={"Host": "localhost"})
    client.force_login(town.sam)
    client.get("/desk/queue/")
    sam = Hands(client)
    sam.keys += 1  # W
    sam.goes("/desk/search/")
    sam.thinks()  # what is his name
    assert "Nobody is found" in sam.goes("/desk/search/", {"q": sam.types("osterhagen")[0]})
    sam.thinks()  # he is new
    sam.clicks_on()
    sam.goes("/desk/patients/new/")
    sam.thinks(2)  # his names, his birthday
    given, family, day, month, year = sam.types("otto", "osterhagen", "17", "03", "1988")
    born = {"birth_date-day": day, "birth_date-month": month, "birth_date-year": year}
    sam.keys += 2  # M for his sex, and Enter
    sam.goes("/desk/patients/new/", {"given_name": given, "family_name": family, "sex": "male", **born})
    otto = Patient.objects.get(family_name="osterhagen")
    registered = sam.figure("somebody new is registered").aiming(f"≤ {AIM:.0f} s", sam.seconds <= AIM)
    sam.thinks()
    sam.clicks_on()  # give a ticket
    sam.goes(f"/desk/patients/{otto.pk}/walk-in/")
    sam.thinks()  # why does he come
    sam.goes(f"/desk/patients/{otto.pk}/walk-in/", {"text": sam.types("sore ear")[0]})
    sam.thinks(2)  # is it one of these
    sam.clicks_on(2)
    sam.goes(sam.here, {"ticked": "none"})
    sam.thinks()  # whom does he need
    sam.clicks_on(2)
    sam.goes(sam.here, {"place": str(town.riverside.pk), "service": str(town.gp.pk), "staff_member": ""})
    assert Visit.objects.get(patient=otto).ticket in sam.page.content.decode()
    return registered, sam.figure("he holds his ticket, the safety questions included")


NOTES = "L otitis externa, no perforation. Drops 3x daily, 7 days. R/v if worse."
WORDS = "The skin inside your left ear is sore. The ear drum is not torn. Use the drops 3 times a day for 7 days."


ROWS = {
    f"{kind}-{what}_FORMS": "2" if what == "TOTAL" else "0"
    for kind in ("medicines", "tests")
    for what in ("TOTAL", "INITIAL")
}
ROWS |= {"language": "en", "notes_language": "en", "origin": "written", "version": "0"}


def _a_visit() -> Figure:
    """The clinician's own words are the same on paper; what the pages ask beyond them is clicks and thoughts."""
    from bedside.visits import actions

    town, client = cast(), Client(headers={"Host": "localhost"})
    client.force_login(town.dr_osei)
    otto = Patient.objects.get(family_name="osterhagen")
    room = Room.objects.free_at(town.riverside)[0]
    visit = actions.call(Visit.objects.get(patient=otto), room=room, by=town.dr_osei)
    osei = Hands(client)
    osei.goes(f"/desk/mine/{visit.pk}/brief/")
    osei.thinks(2)  # who is it, what for
    osei.clicks_on()
    osei.goes(f"/desk/mine/{visit.pk}/seeing/", {})
    osei.clicks_on()
    page = osei.goes(f"/desk/mine/{visit.pk}/seen/", {})
    told = ROWS | dict.fromkeys(("next_steps", "get_help", "why_came"), "") | _there(page)
    osei.thinks(2)  # what was found; how to say it
    notes, words = osei.types(NOTES, WORDS)
    told |= {"original": notes, "found": words, "why_came": told["why_came"] or osei.types("a sore ear")[0]}
    osei.thinks()  # is it the same
    osei.clicks_on()
    address = f"/desk/mine/{visit.pk}/summary/"
    osei.goes(address, told | {"sign": "yes"})
    if Summary.objects.get(visit=visit).signed_at is None:  # the comparison has found something to look at
        page = osei.goes(address)
        found = re.findall(r'name="right" value="([^"]+)"', page)
        osei.thinks(1 + len(found))
        osei.clicks_on(1 + len(found))
        why = osei.types("said in plain words")[0]
        osei.goes(address, told | _there(page) | {"right": found, "why_right": why, "sign": "yes"})  # type: ignore[dict-item]
    assert Summary.objects.get(visit=visit).signed_at, "the summary is signed"
    return osei.figure("a visit is finished and its summary signed")


def _there(page: str) -> dict[str, str]:
    """What stands in the form already: hidden fields, and words."""
    found = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    found |= dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"', page))
    texts = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    found.pop("csrfmiddlewaretoken", None)
    return found | {name: text.strip() for name, text in texts}
