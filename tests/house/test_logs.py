"""A log is read by more people than a record: nothing a patient said, and nobody's name, ever stands in it."""

from __future__ import annotations

import logging
import logging.config
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.config.logs import KindAndPlace
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.jobs.actions import enqueue
from bedside.jobs.tasks import task
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.language.keys import without_keys
from bedside.people import actions as people
from bedside.town.cast import Cast

from .walking import ROUTES, Route

CANARY = "Zyzzogeton"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything any part of the house logs, down to the last detail, as it would stand in the file."""
    paper = StringIO()
    handler = logging.StreamHandler(paper)
    handler.setFormatter(KindAndPlace("{levelname} {name} {message}", style="{"))
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield paper
    root.removeHandler(handler)
    root.setLevel(before)


def fail(about: str) -> None:
    raise ValueError(about)


def test_the_logs_lines_are_made_by_this_formatter() -> None:
    assert house.LOGGING["formatters"]["line"]["()"] == "bedside.config.logs.KindAndPlace"


def test_what_an_error_says_is_not_logged_but_its_kind_and_place_are(log: StringIO) -> None:
    try:
        try:
            int(CANARY)
        except ValueError:
            fail(CANARY)
    except ValueError:
        logging.getLogger("bedside").exception("that went wrong")

    assert "builtins.ValueError" in log.getvalue()
    assert "in fail" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_nobodys_name_and_nothing_they_said_stands_in_the_log(
    town: Cast, client: Client, log: StringIO, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    client.raise_request_exception = False
    details = {"family_name": CANARY, "email": f"{CANARY}@town.example", "phone": "07700 900987"}
    people.change_details(town.amara, by=town.sam, **details)
    starts = now().replace(hour=10, minute=0, second=0, microsecond=0)
    starts = starts.replace(day=1, month=12)
    open_session(
        town.osei, place=town.riverside, service=town.gp, starts_at=starts, ends_at=starts.replace(hour=11),
        slot_minutes=15, by=HOUSE,
    )  # fmt: skip
    visit = booking.book(Slot.objects.all()[0], town.amara, town.gp_visit, by=town.sam, reason=CANARY)
    inbox.write(town.amara, CANARY, f"my {CANARY} hurts", by=town.amara.login)
    task("tests.fail")(fail)
    enqueue("tests.fail", about=CANARY)
    work_off()

    client.post("/sign-in/", {"login": f"{CANARY}@town.example", "password": CANARY})
    client.force_login(town.amara.login)
    client.post("/messages/new/", {"subject": CANARY, "words": CANARY})
    client.post("/find/", {"text": f"my {CANARY} hurts"})
    client.post("/find/", CANARY * 400_000, content_type="application/x-www-form-urlencoded")
    client.post("/find/", f"{CANARY}\x00", content_type="multipart/form-data")
    client.get(f"/appointments/{visit.pk}/")
    client.get("/appointments/nowhere/")
    client.force_login(town.sam)
    client.post("/desk/search/", {"q": CANARY}, follow=True)
    client.post(f"/appointments/{visit.pk}/cancellation/", {"because": CANARY})

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"{CANARY} is broken")

    monkeypatch.setattr("bedside.desk.staff_views.patients_like", broken)
    assert client.get("/desk/search/").status_code == 500

    assert "RuntimeError" in log.getvalue()
    assert "tests.fail" in log.getvalue()
    found = [line for line in log.getvalue().splitlines() if CANARY.lower() in line.lower() or "900987" in line]
    assert found == []


def test_a_link_that_opens_by_itself_is_not_in_the_log(log: StringIO, db: None) -> None:
    Client(enforce_csrf_checks=True).post("/s/this-Is-a_key/", {"overall": "good"})

    assert "/s/…" in log.getvalue()
    assert "this-Is-a_key" not in log.getvalue()


@pytest.mark.parametrize("route", [one for one in ROUTES if ("key", "str") in one.arguments], ids=str)
def test_a_key_that_opens_a_page_stands_in_no_log_and_on_nobody_elses_page(route: Route) -> None:
    key = "aB3_x-Zyzzogeton9"
    address = route.address(key=key)

    assert key in address
    assert key not in without_keys(f"Not Found: https://clinic.example{address} or call")
    assert without_keys(address).startswith(address.partition(key)[0])
