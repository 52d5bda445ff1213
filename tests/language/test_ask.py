from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.language.ask import answer

SHARED = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[3] / "shared"))


def test_the_answer_has_grade_hard_words_and_problems() -> None:
    found = answer({"text": "The physician will call you.", "kind": "page", "language": "en-GB"})

    assert set(found) == {"grade", "hard_words", "problems"}
    assert isinstance(found["grade"], float)
    assert found["hard_words"] == [{"word": "physician", "say": "doctor"}]
    assert found["problems"] == []


def test_what_is_not_told_is_taken_as_a_page_in_english() -> None:
    assert answer({"text": "The physician."}) == answer({"text": "The physician.", "kind": "page", "language": "en"})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ([], "must be an object"),
        ("text", "must be an object"),
        (None, "must be an object"),
        ({}, "text must be a string"),
        ({"text": 5}, "text must be a string"),
        ({"text": "a", "kind": "fax"}, "must be sms, email or page"),
        ({"text": "a", "kind": []}, "must be sms, email or page"),
        ({"text": "a", "language": 5}, "must be a code"),
        ({"text": "a", "language": " "}, "must be a code"),
        ({"text": "a" * 200_001}, "at most"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_in_words(line: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer(line)


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "\u202eabc",
        "\ud800",
        "🙂👩‍👩‍👧",
        "مرحبا",
        "{{",
        "{{}}",
        "{%",
        "http://",
        "@",
        "'",
        "-",
        "\n\n\n",
        "a\u0301",
        "İ",
        "ﬁ",
    ],
)
@pytest.mark.parametrize("kind", ["sms", "email", "page"])
@pytest.mark.parametrize("language", ["en", "es", "ar", "zz"])
def test_strange_characters_get_an_answer_that_can_be_written_down(text: str, kind: str, language: str) -> None:
    found = answer({"text": text * 3, "kind": kind, "language": language})
    json.dumps(found, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a.",
        "{{",
        "Aa. ",
        "1 ",
        "🙂",
        "AB,",
        "a@",
        "a-",
        "http://",
        "please call. ",
        "hypertension ",
        " ",
        "'",
        "(",
        "{% ",
    ],
)
def test_a_huge_text_is_answered_too(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    found = answer({"text": text, "kind": "sms"})
    assert len(found["problems"]) <= 200
    assert len(found["hard_words"]) <= 200


@given(st.text(max_size=300), st.sampled_from(["sms", "email", "page"]), st.sampled_from(["en", "es", "fr", "ar"]))
def test_no_text_breaks_it(text: str, kind: str, language: str) -> None:
    found = answer({"text": text, "kind": kind, "language": language})
    assert found["grade"] is None or found["grade"] >= 0


@pytest.mark.skipif(not (SHARED / "data" / "dialogues").is_dir(), reason="no shared data beside this repository")
def test_real_notes_are_answered_and_seen_to_be_full_of_health_details() -> None:
    answers = []
    for name in ("mts_dialog_valid.csv", "primock57_notes.csv"):
        with (SHARED / "data" / "dialogues" / name).open(encoding="utf-8") as file:
            texts = [max(line.values(), key=len) for line in csv.DictReader(file)]
        answers.append([answer({"text": text, "kind": "email"}) for text in texts])
    leaking = [any(problem["kind"] == "health_detail" for problem in found["problems"]) for found in answers[1]]

    assert len(answers[0]) >= 100
    assert sum(leaking) / len(leaking) > 0.9
