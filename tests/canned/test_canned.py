"""Answers kept ready: who has which, how they are found and filled in, and that none leaves with an open field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.canned import actions
from bedside.canned.filling import fitting, taken
from bedside.canned.models import ReadyAnswer
from bedside.cases.models import Case, Kind
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.town.cast import Cast

pytestmark = pytest.mark.django_db
WORDS = {"en": "Hello {name}, we see you on {visit} with {clinician}. Call us on {phone}."}


@pytest.fixture
def case(town: Cast, settings: Any) -> Case:
    settings.DEMO = True
    town.sam.act_as(Role.FRONT_DESK)
    town.nurse_lin.act_as(Role.NURSE)
    inbox.write(town.amara, "My visit", "When do I come?", by=town.amara.login)
    work_off()
    return Case.objects.select_related("patient", "conversation", "chat").get(kind=Kind.MESSAGE)


@pytest.fixture
def sam(town: Cast, case: Case) -> Client:
    client = Client()
    client.force_login(town.sam)
    return client


def kept(town: Cast, team: str = "front_desk", short: str = "when", **words: str) -> ReadyAnswer:
    said = words or WORDS
    return actions.keep(None, team=team, short=short, title="When you come", words=said, by=town.sam)


def book(town: Cast) -> None:
    start = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    times: dict[str, Any] = {"starts_at": start, "ends_at": start + timedelta(hours=1), "slot_minutes": 20}
    open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **times)
    booking.book(Slot.objects.filter(starts_at=start).get(), town.amara, town.knee_check, by=town.sam)


def test_it_is_found_by_letters_or_its_short_name_and_filled_in_for_the_patient(town: Cast, case: Case) -> None:
    kept(town)
    book(town)

    (by_letters,) = fitting(case, town.sam, letters="you com")
    (by_short,) = fitting(case, town.sam, letters="", draft="Dear Amara\n/wh")
    assert by_letters.words == by_short.words
    assert by_short.words.startswith("Hello Amara, we see you on ")
    assert "Osei" in by_short.words
    assert by_short.open_fields == []
    assert taken("Dear Amara\n/wh", "Yes.") == "Dear Amara\nYes."
    assert fitting(case, town.sam, letters="", draft="and/or") == []
    assert fitting(case, town.sam, letters="parking") == []


def test_an_answer_with_an_open_field_is_not_sent_and_stays_on_the_page(town: Cast, case: Case, sam: Client) -> None:
    ready = kept(town)
    page = sam.post(f"/desk/cases/{case.pk}/ready/", {"words": "/when", "find": "", "ready": str(ready.pk)}).text
    assert "Hello Amara, we see you on {visit} with {clinician}." in page

    draft = "Hello Amara, we see you on {visit}."
    sent = sam.post(f"/desk/inbox/{case.pk}/answers/", {"words": draft, "then": "close"})
    assert "Fill in {visit} first, or take it out." in sent.text
    assert draft in sent.text
    assert not Message.objects.filter(body=draft).exists()


def test_nobody_takes_an_answer_that_is_not_written_in_the_patients_language(town: Cast, case: Case) -> None:
    kept(town, short="cita", es="Le vemos pronto.")

    (found,) = fitting(case, town.sam, letters="/cita")
    assert found.words == ""


def test_ones_own_and_ones_teams_are_seen_and_no_others(town: Cast, case: Case, sam: Client) -> None:
    mine = kept(town, team="", short="mine")
    teams = kept(town)
    actions.drop(kept(town, short="gone"), by=town.sam)

    assert set(ReadyAnswer.objects.visible_to(town.sam)) == {mine, teams}
    assert not ReadyAnswer.objects.visible_to(town.nurse_lin).exists()
    assert not ReadyAnswer.objects.visible_to(town.amara.login).exists()
    with pytest.raises(Refusal, match="do not work in this team"):
        kept(town, team="nurses", short="x")
    with pytest.raises(Refusal, match="kept already"):
        kept(town)


def test_words_are_checked_as_the_clinics_own_before_they_are_kept(town: Cast, sam: Client) -> None:
    told = {"version": "0", "team": "front_desk", "short": "results", "title": "Results"}
    wrong = sam.post("/desk/ready/new/", told | {"words_en": "Your {diagnosis} is here."}).text
    assert "{diagnosis} cannot be read" in wrong
    assert "Your {diagnosis} is here." in wrong
    long = sam.post("/desk/ready/new/", told | {"words_en": "We " + "really " * 30 + "see you."}).text
    assert "This sentence has" in long
    assert not ReadyAnswer.objects.exists()

    sam.post("/desk/ready/new/", told | {"words_en": "We see you on {visit}."})
    assert ReadyAnswer.objects.get().words == {"en": "We see you on {visit}."}
    assert "/results" in sam.get("/desk/ready/").text
