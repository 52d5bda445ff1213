"""What counts as abuse in a message, and what `bedside ask abuse` answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.language.abuse import LANGUAGES, judge
from bedside.language.abuse_ask import answer
from bedside.language.obscured import read

HERE = Path(__file__).parent
LEAST = {  # found of those that are abuse, wrongly found of those that are none: what the card says, and no worse
    "abuse.tsv": (105, 0),
    "abuse_second.tsv": (37, 0),
    "abuse_third.tsv": (16, 1),
}


def messages(name: str) -> list[tuple[str, int, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(language, int(severity), text) for language, severity, text in rows]


@pytest.mark.parametrize("name", LEAST)
def test_messages_are_judged_as_well_as_the_card_says(name: str) -> None:
    rows = messages(name)
    found = sum(judge(text).severity > 0 for _, severity, text in rows if severity)
    wrongly = sum(judge(text).severity > 0 for _, severity, text in rows if not severity)

    assert {language for language, *_ in rows} == set(LANGUAGES)
    assert found >= LEAST[name][0]
    assert wrongly <= LEAST[name][1]


def test_the_answer_says_how_gravely_and_by_which_words() -> None:
    assert answer({"text": "Give me my file or I will kill you."}) == {
        "abusive": True,
        "score": 0.97,
        "severity": 4,
        "because": ["A threat: “I will kill you”"],
    }


def test_swearing_in_a_fair_complaint_is_no_abuse() -> None:
    found = answer({"text": "this is f***ing awful service, I waited 4 hours"})

    assert (found["abusive"], found["severity"]) == (False, 0)
    assert found["because"] == ["Swearing, but at nobody"]


@pytest.mark.parametrize(
    "text",
    [
        "I would never hit you",
        "He called me an idiot",
        "I am an idiot",
        "My dog is a bitch",
        "She said “I will kill you”",
    ],
)
def test_what_others_said_what_one_is_oneself_and_what_is_denied_is_no_abuse(text: str) -> None:
    assert answer({"text": text})["abusive"] is False


@pytest.mark.parametrize(
    "text",
    ["f u c k you", "F.U.C.K you", "fuuuuck you", "f*ck you", "f**k you", "fck you"],
)
def test_a_hidden_word_is_read_and_quoted_as_it_was_written(text: str) -> None:
    found = answer({"text": f"Hello. {text}!"})

    assert found["severity"] == 2
    assert text in found["because"][0]


def test_whoever_speaks_of_harming_herself_is_not_abusive_but_needs_somebody_at_once() -> None:
    found = answer({"text": "I want to kill myself"})

    assert found["abusive"] is False
    assert found["needs_urgency"] is True


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_letter_knows_its_place(text: str) -> None:
    found = read(text)

    assert len(found.text) == len(found.spans)
    assert all(0 <= start < end <= len(text) for start, end in found.spans)
    assert 0 <= judge(text).score <= 1


@pytest.mark.parametrize("line", [[], {}, {"text": None}, {"text": "a" * 200_001}])
def test_what_is_no_message_is_refused(line: Any) -> None:
    with pytest.raises(ValueError, match=r"must be|characters"):
        answer(line)
