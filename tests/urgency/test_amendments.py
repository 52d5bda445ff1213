"""What a house adds to the rules: its own level, question and words."""

from __future__ import annotations

from datetime import date

import pytest

from bedside.urgency import screen
from bedside.urgency.amendments import Amendment, amended, shortcoming
from bedside.urgency.catalog import catalog
from bedside.urgency.engine import assess, replay

TEXT = "since lunch it is all wobbly jelly in there"
WORDS = Amendment("RF03", words=(("en", "wobbly jelly"),), reviewer="Dr Osei", on=date(2026, 11, 22))


def test_a_phrase_of_the_house_is_a_sign_of_its_rule() -> None:
    house = amended(catalog(), [WORDS])

    decision = assess(TEXT, age=50, rules=house)

    assert assess(TEXT, age=50).rules == ()
    assert (decision.level, decision.rules, decision.edition) == ("E0", ("RF03",), f"{catalog().edition}+1")
    assert decision.versions == (("RF03", catalog()["RF03"].version + 1),)
    assert decision.quotes == (("RF03", "wobbly jelly"),)
    assert replay(decision, house) == decision


@pytest.mark.parametrize("text", ["no wobbly jelly", "my uncle once had wobbly jelly in 1998", "jelly that is wobbly"])
def test_what_is_denied_long_past_or_said_otherwise_is_no_sign(text: str) -> None:
    assert assess(text, age=50, rules=amended(catalog(), [WORDS])).rules == ()


def test_a_phrase_concerns_only_whom_its_rule_may_concern_and_only_its_language() -> None:
    house = amended(catalog(), [WORDS])

    assert assess(TEXT, age=8, rules=house).rules == ()
    assert assess("hoy tengo wobbly jelly y quiero una cita con el médico", age=50, rules=house).rules == ()


def test_words_are_taken_back_and_levels_and_questions_follow_the_last_change() -> None:
    changes = [
        WORDS,
        Amendment("RF03", words_out=WORDS.words, level="E1", questions=(("en", "Chest pain?"), ("es", "¿Dolor?"))),
        Amendment("RF03", questions=(("en", "Is there chest pain now?"),)),
    ]

    house = amended(catalog(), changes)

    assert house.words == ()
    assert (house["RF03"].level, house["RF03"].version) == ("E1", catalog()["RF03"].version + 3)
    assert house["RF03"].question == "Is there chest pain now?"
    assert assess(answers={"RF03": "yes"}, age=50, rules=house).level == "E1"
    told = screen.details("adult", {"chest"}, screen.person_of(age=50), house)
    assert "Is there chest pain now?" in [rule.question for rule in told]
    assert catalog()["RF03"].level == "E0"  # the rules as they come are never touched


@pytest.mark.parametrize(
    ("phrase", "why"),
    [("wobbly jelly", ""), ("jelly .. legs", ""), ("the and", "common"), ("ill", "short"), ("chest|head", "written")],
)
def test_a_phrase_must_say_something_by_itself(phrase: str, why: str) -> None:
    assert shortcoming("en", phrase) == why
