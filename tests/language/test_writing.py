"""What a draft of a reply lacks, and what `bedside ask reply` answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.language.readability import grade
from bedside.language.text import Text
from bedside.language.writing import LANGUAGES, OWED, TONES, lacks, suggestions, tone
from bedside.language.writing import Tone as Sounds
from bedside.language.writing_ask import answer

HERE = Path(__file__).parent
CODES = dict(zip("esanwb", OWED, strict=True)) | {"-": ""}
SOUNDS = dict(zip("bcl", TONES, strict=True)) | {"-": ""}


def drafts(name: str = "writing_replies.tsv") -> list[tuple[str, set[str], set[str], str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [
        (language, {CODES[one] for one in missing} - {""}, {SOUNDS[one] for one in sounds} - {""}, message, draft)
        for language, missing, sounds, message, draft in rows
    ]


def test_drafts_are_judged_as_well_as_the_page_says() -> None:
    rows = drafts()
    right = sum(set(lacks(message, draft, language)) == missing for language, missing, _, message, draft in rows)
    heard = sum({one.kind for one in tone(draft, language)} == sounds for language, _, sounds, _, draft in rows)

    assert [sum(language == row[0] for row in rows) for language in LANGUAGES] == [63, 15, 15, 15, 15]
    assert right >= 120
    assert heard >= 122


def test_drafts_written_after_the_rules_are_judged_no_worse_than_the_page_says() -> None:
    rows = drafts("writing_second.tsv")

    assert sum(set(lacks(message, draft, language)) == missing for language, missing, _, message, draft in rows) >= 9


def test_a_cold_answer_to_a_complaint_lacks_nearly_everything() -> None:
    found = answer(
        {"message": "I waited three hours and nobody told me why.", "draft": "Times vary.", "language": "en"}
    )

    assert found["missing"] == ["empathy", "apology", "next_step", "who_to_call", "by_when"]
    assert found["suggestions"][1] == "I am sorry that this happened."
    assert found["tone"] == [{"kind": "cold", "text": "Times vary."}]


def test_hard_words_come_with_everyday_ones_and_a_grade() -> None:
    found = answer(
        {"message": "When is my visit?", "draft": "The physician will see you on Monday at 9.", "language": "en"}
    )

    assert found["missing"] == []
    assert found["hard_words"] == [{"word": "physician", "say": "doctor"}]
    assert found["grade"] == grade(Text.of("The physician will see you on Monday at 9."), "en")


@pytest.mark.parametrize(
    ("language", "draft", "word"),
    [
        ("es", "Le haremos una intervención quirúrgica.", "intervención quirúrgica"),
        ("fr", "Venez à jeun.", "à jeun"),
        ("pl", "Proszę przyjść na czczo.", "na czczo"),
        ("ar", "هذا مرض مزمن.", "مزمن"),
    ],
)
def test_every_language_has_its_hard_words(language: str, draft: str, word: str) -> None:
    assert word in [one["word"] for one in answer({"message": "?", "draft": draft, "language": language})["hard_words"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_to_take_over_makes_up_no_fact_and_is_easy(language: str) -> None:
    every = suggestions(list(OWED), [Sounds(kind, "") for kind in TONES], language)

    assert len(every) == len(OWED) + len(TONES)
    assert not any(letter.isdigit() for said in every for letter in said)
    if language == "en":
        assert all((grade(Text.of(said), "en") or 0) <= 6 for said in every)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_taken_over_is_no_longer_lacking(language: str) -> None:
    complaints = {row[0]: row[3] for row in drafts() if "apology" in row[1] and "answer" not in row[1]}
    message = complaints[language]
    missing = lacks(message, "…", language)
    taken = " ".join(suggestions(missing, [], language))

    assert "apology" in missing
    assert not {"apology", "empathy", "who_to_call"} & set(lacks(message, taken, language))


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_draft_is_read(message: str, draft: str, language: str) -> None:
    found = answer({"message": message, "draft": draft, "language": language})

    assert set(found["missing"]) <= set(OWED)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ([], "must be an object"),
        ({"draft": "a"}, "message must be a string"),
        ({"message": "a", "draft": 5}, "draft must be a string"),
        ({"message": "a", "draft": "b", "language": 5}, "must be a code"),
        ({"message": "a", "draft": "b", "language": "fi"}, "not yet in 'fi'"),
        ({"message": "a", "draft": "b" * 200_001}, "characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(line: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer(line)
