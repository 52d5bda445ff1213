"""What a page asks of the database does not grow with what stands on it, and the busiest pages ask little."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bedside.booking import actions as booking
from bedside.booking import waiting
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.cases import actions as cases
from bedside.cases.models import Kind
from bedside.hours.clock import moved_to, now
from bedside.inbox import actions as inbox
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.town.cast import Cast
from bedside.triage import actions as triage

# Inside a test nothing is ever committed: the clinic and the sights are asked for once more than in a running house.
QUESTIONS = {"/home/": 21, "/find/": 14, "times": 22, "/desk/": 25, "/desk/calendar/": 19, "/desk/inbox/": 13}


@pytest.fixture(autouse=True)
def it_is_ten_in_the_morning() -> Iterator[None]:
    with moved_to(datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)):
        yield


def somebody_more(town: Cast, number: int) -> None:
    """One more of everything: a time that is taken, one that is free, a wait, a letter, a case, an emergency."""
    starts = now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1 + number)
    member = town.osei if number % 2 else town.lee
    open_session(
        member,
        place=town.riverside,
        service=town.gp,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=40),
        slot_minutes=20,
        by=HOUSE,
    )
    slot = Slot.objects.filter(starts_at=starts).get()
    patient = people.register(by=HOUSE, given_name=f"Given{number}", family_name=f"Family{number}")
    booking.book(slot, patient if number else town.amara, town.gp_visit, by=town.sam)
    waiting.wait_for(town.gp_visit, patient, by=town.sam)
    inbox.write(town.amara, f"Letter {number}", "Words", by=HOUSE)
    cases.open_case(Kind.MESSAGE, f"Promise {number}", by=HOUSE, patient=patient)
    triage.begin("crushing chest pain and I am sweating", by=HOUSE, patient=patient)


def asked(client: Client, address: str) -> int:
    """How many questions a page asks when it is looked at again."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as questions:
        client.get(address)
    return len(questions)


def test_a_page_of_many_lines_asks_no_more_than_a_page_of_few(town: Cast, settings: Any) -> None:
    settings.DEMO = True
    amara, sam = Client(), Client()
    assert town.amara.login
    amara.force_login(town.amara.login)
    sam.force_login(town.sam)
    somebody_more(town, 0)
    somebody_more(town, 1)
    screening = triage.begin("my knee hurts", by=HOUSE, patient=town.amara)
    screening = triage.want(screening, town.gp_visit.pk, by=HOUSE)
    triage.answer(screening, by=HOUSE, pregnant=False, pregnancy_asked=True, ticked=[], answers={})
    pages = {page: (sam if "desk" in page else amara, page) for page in QUESTIONS} | {
        "times": (amara, f"/times/{screening.pk}/")
    }
    few = {page: asked(*whose) for page, whose in pages.items()}

    for number in range(2, 7):
        somebody_more(town, number)

    assert {page: asked(*whose) for page, whose in pages.items()} == few
    assert {page: many for page, many in few.items() if many > QUESTIONS[page]} == {}
