"""A call shows itself wherever whoever answers the phone is: a number, a likely name, and nothing of a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bedside.access.matrix.calling import DOORS
from bedside.access.models import Role, User
from bedside.calls import actions
from bedside.calls.callers import likely
from bedside.config.topics import allowed
from bedside.journal.hands import Outside
from bedside.journal.models import Sight
from bedside.live.models import Notice
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.town.cast import Cast

MORNING = datetime(2026, 5, 21, 9, tzinfo=UTC)
TELEPHONE = Outside("telephone", "line-1")
PAGES = ("/desk/", "/desk/inbox/", "/desk/search/", "/desk/today/")


@pytest.fixture(autouse=True)
def a_thursday(settings: LazySettings, request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    settings.DEMO = True
    with time_machine.travel(MORNING, tick=False) as clock:
        town: Cast = request.getfixturevalue("town")
        town.nurse_lin.act_as(Role.NURSE)
        town.sam.act_as(Role.FRONT_DESK)
        town.ines.act_as(Role.MANAGER)
        yield clock


def client_of(login: User) -> Client:
    client = Client()
    client.force_login(login)
    return client


def test_every_page_of_those_who_answer_has_a_place_for_it_and_no_other_page(town: Cast) -> None:
    sams, lins, hers = client_of(town.sam), client_of(town.nurse_lin), client_of(town.ines)
    for address in PAGES:
        assert 'class="rings"' in sams.get(address, follow=True).text, address
    assert 'class="rings"' in lins.get("/desk/inbox/").text
    assert 'class="rings"' not in hers.get("/desk/inbox/").text
    assert town.amara.login
    assert 'class="rings"' not in client_of(town.amara.login).get("/", follow=True).text
    assert 'class="rings"' not in sams.get("/desk/telephone/").text  # the list itself is there


def test_the_card_says_who_is_likely_and_nothing_else_of_her_and_that_is_written_down(town: Cast) -> None:
    people.change_details(
        town.amara, by=town.sam, birth_date=date(1984, 3, 9), address="14 Mill Lane", email="amara@home.test"
    )
    actions.ring("c-1", town.amara.phone, by=TELEPHONE)
    before = set(Sight.objects.values_list("pk", flat=True))

    page = client_of(town.sam).get("/desk/telephone/card/").text

    assert town.amara.listed in page
    assert "Answer it" in page
    for kept in ("1984", "Mill Lane", "amara@home.test", str(town.amara.pk)):
        assert kept not in page, kept
    [seen] = Sight.objects.exclude(pk__in=before)
    assert (seen.patient_id, seen.actor_id) == (town.amara.pk, str(town.sam.pk))


def test_a_card_goes_when_somebody_has_the_call_and_open_pages_are_told(town: Cast) -> None:
    ring = actions.ring("c-1", "", by=TELEPHONE)
    assert ring is not None
    assert Notice.objects.filter(topic="calls").exists()
    assert allowed(town.sam, ["calls"]) == ["calls"]
    assert allowed(town.ines, ["calls"]) == []
    sams = client_of(town.sam)
    assert "no number" in sams.get("/desk/telephone/card/").text
    actions.take(ring, by=town.nurse_lin)
    assert sams.get("/desk/telephone/card/").text.strip() == ""


def test_of_many_calls_two_are_shown_and_the_rest_counted(town: Cast) -> None:
    for number in range(5):
        actions.ring(f"c-{number}", f"+44770090010{number}", by=TELEPHONE)

    page = client_of(town.sam).get("/desk/telephone/card/").text

    assert page.count("Answer it") == 2
    assert "3 more calls ring" in page


def test_the_card_keeps_no_session_awake() -> None:
    assert not DOORS["calls:card"].keeps_awake


@pytest.mark.parametrize(
    "written", ["07700 900456", "+44 (0)7700-900456", "0044.7700.900456", "07700900456 ext 12", "07700/900456x9"]
)
def test_a_number_is_found_however_it_is_written(town: Cast, written: str) -> None:
    hers = people.register(by=town.sam, given_name="Nia", family_name="Bell", phone=written)
    people.register(by=town.sam, given_name="Not", family_name="Her", phone="+44 20 7900 456")

    assert [one.patient for one in likely("+447700900456", town.sam)] == [hers]


def test_whose_number_it_is_is_read_from_an_index(town: Cast) -> None:
    Patient.objects.bulk_create(
        [Patient(given_name="P", family_name=f"{n}", phone=f"0770{n:07d}", version=1) for n in range(3_000)]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as asked:
        likely("+447700001234", town.sam)
    [query] = [one["sql"] for one in asked if "REPLACE" in one["sql"]]

    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + query)
        assert "patient_by_last_digits" in str(cursor.fetchall())
