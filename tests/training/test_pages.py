"""Practice through the pages: without scripts, with the back button, and with a press too many."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from bedside.access.models import User
from bedside.town.cast import Cast
from bedside.training import actions, library
from bedside.training.models import Play


@pytest.fixture(autouse=True)
def in_the_demo(settings: Any) -> None:
    settings.DEMO = True  # staff walk in without a second step


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_sam_takes_the_lesson_and_reads_why(town: Cast) -> None:
    sam = as_(town.sam)
    assert "Let her finish" in sam.get("/practice/lessons/listening/").text

    half = sam.post("/practice/lessons/listening/checks/", {"check-0": "1"})
    assert "There is a problem" in half.text

    page = sam.post(
        "/practice/lessons/listening/checks/", {"check-0": "0", "check-1": "0", "check-2": "1"}, follow=True
    )
    assert "2 of 3 right" in page.text
    assert "You chose: “We are very short of staff this week.”" in page.text
    assert "Better:" in page.text


def test_sam_plays_and_is_quoted(town: Cast) -> None:
    sam = as_(town.sam)
    page = sam.post("/practice/scenarios/amara-knee/", follow=True)
    here = page.redirect_chain[-1][0]
    assert "I have been sitting here for forty minutes" in page.text

    for at, said in enumerate(["hear", "fine", "nurse", "keep", "tell"]):
        page = sam.post(f"{here}choices/", {"choice": said, "at": at}, follow=True)

    assert "How it went" in page.text
    assert "“Knees get better. It will be fine.”" in page.text
    assert "You could have said:" in page.text
    assert "“You are afraid for your job. Is that what weighs most?”" in page.text
    assert re.search(r"\d+ of \d+ points", page.text)
    assert "%" not in re.sub(r"<style.*?</style>|<[^>]*>", "", page.text), "never a lone number"


def test_going_back_and_pressing_again_harms_nothing(town: Cast) -> None:
    sam = as_(town.sam)
    here = sam.post("/practice/scenarios/amara-knee/", follow=True).redirect_chain[-1][0]
    for _press in range(2):
        sam.post(f"{here}choices/", {"choice": "hear", "at": 0})

    otherwise = sam.post(f"{here}choices/", {"choice": "late", "at": 0})
    nonsense = sam.post(f"{here}choices/", {"choice": "hear", "at": "x"}, follow=True)

    assert otherwise.status_code == 409
    assert "You have already said something here." in otherwise.text
    assert "What do you say?" in nonsense.text
    assert len(Play.objects.get().choices) == 1


def test_beginning_twice_leads_to_the_same_play(town: Cast) -> None:
    sam = as_(town.sam)
    form = {"once": str(uuid.uuid4())}

    first, second = (sam.post("/practice/scenarios/amara-knee/", form) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Play.objects.count() == 1


@pytest.mark.parametrize("now_on", [None, "another"])
def test_a_play_of_a_scenario_that_changed_or_is_gone_says_so(
    town: Cast, now_on: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = library.scenario("amara-knee", "en")
    assert scenario
    play = actions.begin_play(scenario, by=town.sam)
    then = replace(scenario, edition=now_on) if now_on else None
    monkeypatch.setattr(library, "scenario", lambda name, language: then)

    page = as_(town.sam).get(f"/practice/plays/{play.pk}/")

    assert ("Please begin again." if now_on else "no longer played here") in page.text


def test_ines_sees_who_practised_and_not_a_word_of_it(town: Cast) -> None:
    scenario, lesson = library.scenario("amara-knee", "en"), library.lesson("listening", "en")
    assert scenario
    assert lesson
    play = actions.begin_play(scenario, by=town.sam)
    for at, said in enumerate(["late", "calm", "turn"]):
        actions.choose(play, said, at=at, by=town.sam)
    taken = actions.take_lesson(lesson, [0, 0, 0], by=town.sam)
    ines = as_(town.ines)

    page = ines.get("/practice/team/")

    assert "1 of the 6 who work here practised" in page.text
    assert "Sam Reid" in page.text
    assert "calm down" not in page.text
    assert "another go" not in page.text
    assert ines.get(f"/practice/plays/{play.pk}/").status_code == 404
    assert ines.get(f"/practice/taken/{taken.pk}/").status_code == 404
    assert as_(town.sam).get("/practice/team/").status_code == 404


def test_showing_the_manager_can_be_taken_back(town: Cast) -> None:
    scenario = library.scenario("amara-knee", "en")
    assert scenario
    play = actions.begin_play(scenario, by=town.sam)
    for at, said in enumerate(["hear", "name", "nurse", "keep", "tell"]):
        actions.choose(play, said, at=at, by=town.sam)
    sam, ines = as_(town.sam), as_(town.ines)

    sam.post(f"/practice/plays/{play.pk}/sharing/")
    assert "Went well" in ines.get("/practice/team/").text

    sam.post(f"/practice/plays/{play.pk}/keeping/")
    assert "Went well" not in ines.get("/practice/team/").text


def test_patients_never_see_practice(town: Cast) -> None:
    assert town.amara.login
    amara = as_(town.amara.login)

    assert amara.get("/practice/").status_code == 404
    assert "Practise" not in amara.get("/home/", follow=True).text


def test_a_play_goes_on_in_the_language_in_which_it_began(town: Cast) -> None:
    sam = as_(town.sam)
    sam.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert "Deje que termine" in sam.get("/practice/lessons/listening/").text
    here = sam.post("/practice/scenarios/amara-knee/", follow=True).redirect_chain[-1][0]

    sam.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = sam.post(f"{here}choices/", {"choice": "hear", "at": 0}, follow=True)

    assert "What do you say?" in page.text
    assert "No es solo el dolor" in page.text
