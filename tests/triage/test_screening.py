from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.town.cast import Cast
from bedside.triage import actions, deciding
from bedside.triage.models import Screening
from bedside.urgency.screen import screening as page_of


def test_words_alone_can_be_an_emergency(town: Cast) -> None:
    found = actions.begin("crushing chest pain and I am sweating", by=town.amara.login, patient=town.amara)

    assert found.is_emergency
    assert Entry.objects.filter(verb="screening.emergency", subject_id=found.pk).exists()


def test_what_no_database_keeps_hides_no_danger(town: Cast) -> None:
    def aside(text: str) -> Screening | None:
        return actions.told(text, town.amara, by=town.amara.login, channel="complaint")

    begun = actions.begin("crushing chest\0 pain", by=town.amara.login, patient=town.amara)
    told = aside("crushing chest\0 pain")

    assert told is not None
    assert begun.is_emergency
    assert told.is_emergency
    assert begun.text == told.text == "crushing chest pain"
    assert aside("\0") is None


def test_what_was_asked_and_decided_is_kept_with_the_edition_of_the_rules(town: Cast) -> None:
    found = actions.begin("my knee hurts", by=town.amara.login, patient=town.amara)
    actions.answer(found, by=town.amara.login, answers={"RF36": "yes"})

    assert found.level == "E0"
    assert found.rules == ["RF36"]
    assert found.edition
    assert found.inputs["answers"] == {"RF36": "yes"}
    again = deciding.decide(found.text, found.inputs)
    assert (again.level, again.rules) == (found.level, found.rules)


def test_answering_no_to_everything_never_lowers_an_emergency_that_was_written(town: Cast) -> None:
    found = actions.begin("I took all my pills, I want to die", by=town.amara.login, patient=town.amara)
    quiet = {rule.id: "no" for item in page_of("adult").items for rule in item.rules}

    actions.answer(found, by=town.amara.login, answers=quiet)

    assert found.is_emergency


def test_only_a_clinician_with_a_reason_lowers_urgency_or_stands_an_emergency_down(town: Cast) -> None:
    found = actions.begin("crushing chest pain and I am sweating", by=HOUSE, patient=town.amara)

    for hand in (town.sam, town.nurse_lin, town.ines, HOUSE):
        with pytest.raises(Refusal, match="Only a clinician"):
            actions.stand_down(found, to="R72", by=hand, because="spoke with her")
        with pytest.raises(Refusal, match="Only a clinician"):
            actions.lower(found, to="R14", by=hand, because="spoke with her")
    with pytest.raises(Refusal, match="reason"):
        actions.stand_down(found, to="R72", by=town.dr_osei, because=" ")

    actions.stand_down(found, to="R72", by=town.dr_osei, because="spoke with her, muscle strain")
    actions.no_emergency(town.amara)


def test_whoever_stands_an_emergency_down_says_how_soon_she_is_seen_and_her_answers_lead_on(town: Cast) -> None:
    found = actions.begin("crushing chest pain and I am sweating", by=HOUSE, patient=town.amara)
    for level in ("", "E1", "U2", "no level"):
        with pytest.raises(Refusal, match="how soon"):
            actions.stand_down(found, to=level, by=town.dr_osei, because="spoke with her")

    actions.stand_down(found, to="R72", by=town.dr_osei, because="spoke with her, muscle strain")
    actions.answer(found, by=HOUSE, ticked=[], answers={})

    assert found.lets_book
    assert found.latest_start == found.decided_at + timedelta(days=3)


def test_what_a_clinician_lowered_is_no_emergency_in_any_list(town: Cast) -> None:
    found = actions.begin("crushing chest pain and I am sweating", by=HOUSE, patient=town.amara)
    assert Screening.objects.emergency_of(town.amara) == found

    actions.lower(found, to="E1", by=town.dr_osei, because="she is with her sister, who drives")
    assert Screening.objects.emergency_of(town.amara) == found

    actions.lower(found, to="S24", by=town.dr_osei, because="spoke with her")
    assert Screening.objects.emergency_of(town.amara) is None


def test_when_the_engine_fails_a_person_must_look(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(deciding, "assess", broken)
    found = actions.begin("my knee hurts", by=town.amara.login, patient=town.amara)
    actions.answer(found, by=town.amara.login, answers={})

    assert found.level == "H"
    assert found.needs_a_person
    assert not found.lets_book


def test_a_guests_screening_is_hers_alone(town: Cast, client: Client) -> None:
    client.post("/find/", {"text": "my knee hurts"})
    hers = Screening.objects.get()

    assert client.get(f"/find/{hers.pk}/").status_code == 200
    assert Client().get(f"/find/{hers.pk}/").status_code == 404
