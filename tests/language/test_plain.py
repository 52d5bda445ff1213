from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from bedside.language import plain
from bedside.language.text import Text

SHARED = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[3] / "shared"))


def said(text: str, language: str = "en") -> dict[str, str]:
    return {found["word"]: found["say"] for found in plain.hard_words(Text.of(text), language)}


def test_a_hard_word_comes_with_an_everyday_word_that_fits_in_its_place() -> None:
    assert said("The physician checks for hypertension prior to surgery.") == {
        "physician": "doctor",
        "hypertension": "high blood pressure",
        "prior to": "before",
    }


def test_the_everyday_word_takes_the_form_of_the_hard_one() -> None:
    assert said("Physicians ceased. She is utilizing it. It was administered. He administered it.") == {
        "Physicians": "doctors",
        "ceased": "stopped",
        "utilizing": "using",
        "administered": "given",
    }
    assert said("He administered it.") == {"administered": "gave"}
    assert said("Participants had myocardial infarctions.") == {
        "Participants": "people who take part",
        "myocardial infarctions": "heart attacks",
    }


def test_the_longest_known_phrase_is_answered_as_one() -> None:
    assert said("a deep vein thrombosis") == {"deep vein thrombosis": "blood clot in a leg vein"}


def test_words_that_medicine_builds_from_parts_are_known_without_being_listed() -> None:
    assert said("cholecystectomy, nephropathy and blepharitis") == {
        "cholecystectomy": "surgery to remove the gallbladder",
        "nephropathy": "kidney disease",
        "blepharitis": "swelling of the eyelid",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Hi Amara, your visit is on Thursday 26 November at 9:40am at Riverside Clinic. Please bring your card.",
        "Call us on 0117 496 0123 if you cannot come. We will find you another time.",
        "You will see a nurse first. She will check your blood pressure and ask how you feel.",
        "Take one tablet with food in the morning. Do not drink alcohol while you take this medicine.",
        "You can eat and drink as usual. Tell the doctor if the pain gets worse or you get a fever.",
        "Your test is done. The doctor will call you this week to talk about the next steps.",
        "We are sorry that you had to wait. Thank you for telling us. We will look into it and write to you.",
        "Your child can bring a toy or a book. One parent can stay the whole time.",
        "Please reply YES to keep your appointment or NO to cancel it.",
        "See https://clinic.example/prior-to/commencement for the map.",
    ],
)
def test_ordinary_words_are_left_in_peace(text: str) -> None:
    assert said(text) == {}


def test_spanish_has_its_own_everyday_words() -> None:
    found = said(
        "El facultativo le realizará una intervención quirúrgica por su hipertensión. Los analgésicos ayudan.", "es"
    )
    assert found == {
        "facultativo": "médico",
        "realizará": "hacer",
        "intervención quirúrgica": "operación",
        "hipertensión": "presión alta",
        "analgésicos": "calmantes para el dolor",
    }
    assert said("Hola, su cita es el jueves 26 de noviembre. Llame si no puede venir.", "es") == {}


def test_other_languages_have_no_list_and_no_guess() -> None:
    assert said("Le médecin traitera votre hypertension.", "fr") == {}


def test_the_lists_are_long_enough_to_be_of_use() -> None:
    assert len(plain.glossary("en")) >= 2000
    assert len(plain.glossary("es")) >= 1000


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_explained_by_itself(language: str) -> None:
    known = plain.glossary(language)
    for word, say in known.items():
        for one in [say] if isinstance(say, str) else say.values():
            assert one
            assert one.lower() != word
            assert "*" not in one
            assert "+" not in one


def test_an_everyday_word_is_not_itself_hard() -> None:
    known = plain.glossary("en")
    circular = {
        word: say
        for word, say in known.items()
        if isinstance(say, str) and say in known and " " not in say and say != "medicine"
    }
    assert circular == {}


@pytest.mark.skipif(not (SHARED / "data" / "dialogues").is_dir(), reason="no shared data beside this repository")
def test_of_what_patients_and_doctors_say_aloud_hardly_a_word_is_called_hard() -> None:
    with (SHARED / "data" / "dialogues" / "primock57_utterances.csv").open(encoding="utf-8") as file:
        lines = [line["text"] for line in csv.DictReader(file)]
    words = sum(len(line.split()) for line in lines)
    hard = sum(len(said(line)) for line in lines)

    assert words > 50_000
    assert hard / words < 0.02
