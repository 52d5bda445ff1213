from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.hours.clock import stopped_at
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.town.cast import Cast
from bedside.visits import actions, phrases, summaries
from bedside.visits.models import Phrase, Summary, Visit

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COLD = {"found": "You have a cold, {name}.", "next_steps": "Rest for {how long}. Call {phone}."}
ROWS = {"medicines-TOTAL_FORMS": 0, "medicines-INITIAL_FORMS": 0, "tests-TOTAL_FORMS": 0, "tests-INITIAL_FORMS": 0}
FORM: dict[str, Any] = ROWS | {"language": "en", "notes_language": "en", "origin": "written"}


@pytest.fixture
def visit(town: Cast) -> Iterator[Visit]:
    with stopped_at(MORNING):
        town.dr_osei.act_as(Role.CLINICIAN)
        room = actions.open_room(town.riverside, name="Room 8", by=HOUSE)
        about: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
        came = actions.walk_in(town.amara, staff_member=town.osei, by=town.sam, **about)
        yield actions.begin(actions.call(came, room=room, by=town.dr_osei), by=town.dr_osei)


@pytest.fixture
def osei(town: Cast, client: Client, settings: Any) -> Client:
    settings.DEMO = True
    client.force_login(town.dr_osei)
    return client


def own(town: Cast, name: str = "A cold", language: str = "en", words: dict[str, str] | None = None) -> Phrase:
    return phrases.keep(Phrase(owner=town.dr_osei, name=name, language=language, words=words or COLD), by=town.dr_osei)


def test_one_press_puts_a_template_into_its_parts_and_fills_the_blanks_we_know(
    visit: Visit, town: Cast, osei: Client
) -> None:
    page, cold = f"/desk/mine/{visit.pk}/summary/", own(town)
    assert str(cold.pk) in osei.get(page).text

    answer = osei.post(page, FORM | {"found": "Your lungs are fine.", "phrase": cold.pk, "version": 0})

    assert answer.headers["Location"] == f"{page}#phrases"
    kept = Summary.objects.get()
    assert kept.found == "Your lungs are fine.\nYou have a cold, Amara."
    assert kept.next_steps.startswith("Rest for {how long}. Call 0")
    assert phrases.open_blanks(kept) == {"next_steps": ["how long"]}


def test_an_open_blank_is_filled_in_beside_it_and_nothing_is_signed_before(
    visit: Visit, town: Cast, osei: Client
) -> None:
    page = f"/desk/mine/{visit.pk}/summary/"
    said = FORM | {"original": "Rest for 3 days.", "next_steps": "Rest for {how long}."}

    refused = osei.post(page, said | {"version": 0, "sign": "yes"})
    assert refused.status_code == 409
    assert "Fill in the blank first: how long" in refused.text
    assert 'name="fill:next_steps:how long"' in refused.text

    osei.post(page, said | {"version": 1, "fill:next_steps:how long": "3 days", "sign": "yes"})
    assert Summary.objects.get().next_steps == "Rest for 3 days."
    assert Summary.objects.get().is_signed


def test_of_a_correction_a_phrase_keeps_nothing_before_it_is_signed(visit: Visit, town: Cast, osei: Client) -> None:
    found = summaries.draft(visit, by=town.dr_osei, original="A cold.", found="A cold.")
    summaries.sign(found, by=town.dr_osei)

    answer = osei.post(
        f"/desk/mine/{visit.pk}/summary/",
        FORM | {"original": "A cold.", "found": "A cold.", "version": 2, "phrase": own(town).pk},
    )

    assert "You have a cold, Amara." in answer.text
    assert Summary.objects.get().found == "A cold."


def test_phrases_are_offered_in_the_language_that_is_written(visit: Visit, town: Cast) -> None:
    own(town)
    own(town, language="es", words={"found": "Tiene un resfriado."})
    own(town, name="Chest", words={"original": "Chest clear."})
    found = summaries.draft(visit, by=town.dr_osei)
    assert [one.name for one in phrases.offered(found, town.dr_osei)] == ["A cold", "Chest"]

    found.language = "es"
    assert [(one.name, one.language) for one in phrases.offered(found, town.dr_osei)] == [
        ("Chest", "en"),
        ("A cold", "es"),
    ]


def test_ones_own_are_ones_own_and_a_manager_keeps_those_for_everybody(town: Cast) -> None:
    town.dr_osei.act_as(Role.CLINICIAN)
    town.nurse_lin.act_as(Role.NURSE)
    town.ines.act_as(Role.MANAGER)
    mine = own(town)
    house = phrases.keep(Phrase(name="Back", language="en", words={"found": "A sore back."}), by=town.ines)

    assert list(Phrase.objects.visible_to(town.nurse_lin)) == [house]
    assert list(Phrase.objects.visible_to(town.ines)) == [house]
    assert set(Phrase.objects.visible_to(town.dr_osei)) == {mine, house}
    with pytest.raises(Refusal, match="somebody else"):
        phrases.give_up(mine, by=town.nurse_lin)
    with pytest.raises(Refusal, match="of this name"):
        phrases.keep(Phrase(name="Back", language="en", words={"found": "Again."}), by=town.ines)
    with pytest.raises(Refusal, match="Write what"):
        phrases.keep(Phrase(name="Empty", language="en", words={}), by=town.ines)
    phrases.give_up(house, by=town.ines)
    assert not Phrase.objects.visible_to(town.ines).in_use().exists()


def test_a_phrase_is_kept_changed_and_given_up_on_its_page(town: Cast, osei: Client) -> None:
    osei.post("/desk/phrases/new/", {"name": "A cold", "language": "en", "version": 0, "found": "A cold."})
    kept = Phrase.objects.get()
    assert (kept.owner, kept.words) == (town.dr_osei, {"found": "A cold."})

    page = f"/desk/phrases/{kept.pk}/"
    osei.post(page, {"name": "Cold", "language": "en", "version": 1, "found": "A bad cold."})
    assert osei.post(page, {"name": "X", "language": "en", "version": 1, "found": "Y"}).status_code == 409
    assert "Cold" in osei.get("/desk/phrases/").text
    osei.post(f"{page}ending/")

    kept.refresh_from_db()
    assert (kept.name, kept.words, kept.is_open) == ("Cold", {"found": "A bad cold."}, False)
    assert osei.get(page).status_code == 404


def test_what_is_put_into_a_blank_is_text_that_can_be_kept() -> None:
    given = {"fill:found:how long": " two\x00 days\x00 ", "fill:found:name": "\x00"}
    assert phrases.filled({"found": "Rest {how long}, {name}."}, given) == {"found": "Rest two days, {name}."}
