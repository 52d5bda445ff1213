"""How a decision is made of answers, words and what is known of a person."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.urgency import screen
from bedside.urgency.catalog import catalog
from bedside.urgency.engine import Modifiers, assess, replay
from bedside.urgency.levels import HEIGHT, highest, one_step_up

IDS = [rule.id for rule in catalog()]
NAMES = sorted({*IDS, *(rule.number for rule in catalog())})
SENTENCES = [
    "I have a cough.", "I have chest pain.", "I feel sick and I vomited twice.", "My baby is floppy.", "I fainted.",
    "No chest pain.", "A streak of blood on the paper.", "I have a fever.", "My neck is stiff.", "repeat prescription",
    "I am diabetic.", "My face is swollen.", "I hit my head.", "Me duele el pecho.", "I hear voices.", "asdfgh",
]  # fmt: skip


@pytest.mark.parametrize("rule", list(catalog()), ids=lambda rule: rule.id)
def test_a_yes_to_a_rule_gives_that_rule_s_level(rule) -> None:  # type: ignore[no-untyped-def]
    decision = assess(answers={rule.id: "yes"})

    assert (decision.level, decision.rules) == (rule.level, (rule.id,))
    assert rule.id in decision.because


@pytest.mark.parametrize(
    ("name", "age", "case"),
    [("RF04", 9, "RF04a"), ("RF30", 5, "RF30b"), ("RF30", 0.4, "RF30a"), ("RF40", 40, "RF40a"), ("RF40", 8, "RF40a"),
     ("RF05", None, "RF05a"), ("RF04", 30, "RF04a"), ("RF32", None, "RF32a"), ("RF19", 50, "RF19a")],
)  # fmt: skip
def test_a_yes_without_a_letter_means_the_worse_case_that_can_concern_the_person(
    name: str, age: float | None, case: str
) -> None:
    assert assess(answers={name: "yes"}, age=age).rules == (case,)


def test_not_sure_alone_is_a_human_now() -> None:
    decision = assess(answers={"RF03": "unsure", "RF19b": "no"})

    assert (decision.level, decision.rules, decision.hand_over) == ("H", (), "unsure")


def test_not_sure_beside_a_ticked_symptom_counts_as_yes() -> None:
    decision = assess(answers={"RF03": "unsure", "RF19b": "yes"})

    assert (decision.level, decision.rules) == ("E0", ("RF03", "RF19b"))


def test_not_sure_beside_a_red_flag_in_the_words_counts_as_yes() -> None:
    assert assess("there are streaks of blood in my phlegm", answers={"RF42b": "unsure"}).level == "E1"


def test_not_sure_about_a_small_thing_is_still_a_human_when_it_counts_as_yes() -> None:
    assert assess(answers={"RF19b": "unsure", "RF30b": "yes"}).level == "H"


def test_no_to_everything_is_no_red_flag() -> None:
    decision = assess(answers=dict.fromkeys(IDS, "no"))

    assert (decision.level, decision.rules, decision.because) == ("R14", (), "No red flag was found.")


def test_a_no_never_takes_back_what_the_words_say() -> None:
    assert "RF03" in assess("crushing chest pain", answers={"RF03": "no", "RF06": "no"}).rules


def test_a_tick_beats_a_denial_in_the_words() -> None:
    assert assess("I have no chest pain", answers={"RF03": "yes"}).level == "E0"


def test_nothing_asked_and_nothing_said_is_a_human_now() -> None:
    assert assess().level == "H"
    assert assess("   ").level == "H"


def test_the_most_urgent_rule_wins_and_comes_first() -> None:
    decision = assess(answers={"RF30b": "yes", "RF15": "yes", "RF38": "yes"})

    assert (decision.level, decision.rules) == ("E1", ("RF38", "RF15", "RF30b"))


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({"age": 80}, "U4"), ({"age": 75}, "U4"), ({"age": 74}, "S24"), ({"age": 0.5}, "U4"), ({"age": 1}, "S24"),
        ({"pregnant": True}, "U4"), ({"modifiers": {"blood_thinner": True}}, "U4"),
        ({"modifiers": {"immunosuppressed": True}}, "U4"), ({"modifiers": {"third_contact": True}}, "U4"),
        ({"modifiers": {"carer_worried": True}}, "U4"), ({"modifiers": {"after_birth": True}}, "U4"),
        ({"modifiers": {"weeks_pregnant": 30}}, "U4"), ({"modifiers": {}}, "S24"),
        ({"age": 80, "modifiers": {"blood_thinner": True}}, "U4"),
    ],
)  # fmt: skip
def test_a_modifier_raises_an_acute_symptom_by_one_step(given: dict, level: str) -> None:  # type: ignore[type-arg]
    assert assess(answers={"RF20b": "yes"}, **given).level == level


def test_a_modifier_alone_never_reaches_the_ambulance() -> None:
    assert assess(answers={"RF38": "yes"}, age=90).level == "E1"


def test_a_modifier_does_not_raise_what_is_no_acute_symptom() -> None:
    assert assess(answers={"RF15": "yes"}, age=80).level == "U2"


def test_what_a_rule_itself_asks_for_is_not_counted_twice() -> None:
    assert assess(answers={"RF23b": "yes"}, pregnant=True, sex="female").level == "U4"
    assert assess(answers={"RF30a": "yes"}, age=0.4).level == "U4"


def test_a_modifier_lifts_an_acute_complaint_that_is_no_red_flag_by_one_step() -> None:
    assert assess("I have been vomiting since this morning", age=30).level == "R14"
    assert assess("I have been vomiting since this morning", age=80).level == "R72"
    assert assess("I would like to book a flu jab", age=80).level == "R14"


def test_a_word_that_is_no_answer_no_rule_or_no_modifier_is_refused() -> None:
    with pytest.raises(ValueError, match="not an answer"):
        assess(answers={"RF03": "maybe"})
    with pytest.raises(KeyError):
        assess(answers={"RF99": "no"})
    with pytest.raises(ValueError, match="not a modifier"):
        assess(modifiers={"tired": True})


def test_the_crisis_line_is_shown_with_the_suicide_rule_only() -> None:
    assert assess(answers={"RF14": "yes"}).crisis_line
    assert not assess(answers={"RF03": "yes"}).crisis_line


def test_the_ladder_stands() -> None:
    assert [one_step_up(level) for level in ("SC", "R14", "R72", "S24", "U4", "U2", "E1", "E0")] == [
        "R14", "R72", "S24", "U4", "U2", "E1", "E1", "E0",
    ]  # fmt: skip
    assert HEIGHT["H"] == HEIGHT["U2"]
    assert highest(["H", "U2", "S24"]) == "U2"


answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["yes", "no", "unsure"]), max_size=6)
KNOWN: dict[str, list[Any]] = {
    "age": [0, 0.1, 0.4, 3, 11, 15, 16, 40, 61, 80],
    "sex": ["female", "male"],
    "pregnant": [True, False],
    "language": ["en", "es", "de"],
}
MODIFIERS: list[dict[str, Any]] = [{}, {"blood_thinner": True}, {"weeks_pregnant": 30}, {"after_birth": True}]
people = st.fixed_dictionaries({}, optional={field: st.sampled_from(values) for field, values in KNOWN.items()})
texts = st.lists(st.sampled_from(SENTENCES), max_size=2).map(" ".join)
more = st.sampled_from(MODIFIERS)


def test_adding_a_symptom_or_turning_a_no_never_lowers() -> None:
    dice = random.Random(50)
    for case in range(10_000):
        said = {dice.choice(NAMES): dice.choice(["yes", "no", "unsure"]) for _ in range(dice.randint(0, 6))}
        person = {field: dice.choice(values) for field, values in KNOWN.items() if dice.random() < 0.5}
        text, modifiers = dice.choice(["", "", "", *SENTENCES]), dice.choice(MODIFIERS)
        name, turned = dice.choice(NAMES), dice.choice(["yes", "unsure"])

        before = assess(text, answers={**said, name: "no"}, modifiers=modifiers, **person)
        after = assess(text, answers={**said, name: turned}, modifiers=modifiers, **person)

        assert HEIGHT[after.level] >= HEIGHT[before.level], (case, said, person, text, modifiers, name, turned)


@settings(max_examples=1_000, deadline=None)
@given(answers, people, texts, st.sampled_from([each for each in SENTENCES if each not in ("asdfgh",)]))
def test_another_sentence_with_a_symptom_never_lowers(said, person, text, another) -> None:  # type: ignore[no-untyped-def]
    before, after = assess(text, answers=said, **person), assess(f"{text} {another}", answers=said, **person)

    if text.strip() and before.hand_over in ("", "severe"):
        assert HEIGHT[after.level] >= HEIGHT[before.level]
    # which case of a rule a plain yes means may change with an age that the words tell; the rule itself stays
    assert {rule[:4] for rule in before.rules} <= {rule[:4] for rule in after.rules}


@settings(max_examples=500, deadline=None)
@given(answers, people, texts, more)
def test_a_decision_replays_bit_for_bit_even_from_its_stored_inputs(said, person, text, modifiers) -> None:  # type: ignore[no-untyped-def]
    decision = assess(text, answers=said, modifiers=modifiers, **person)
    stored = json.loads(json.dumps(decision.as_dict()))

    assert replay(decision) == decision
    assert json.loads(json.dumps(assess(**stored["inputs"]).as_dict())) == stored


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=300), people)
def test_no_text_at_all_brings_the_engine_down(text, person) -> None:  # type: ignore[no-untyped-def]
    assert assess(text, **person).level in HEIGHT


@pytest.mark.parametrize("number", ["9" * 400, "-" + "9" * 400, "1" + "0" * 400 + ".5"])
def test_a_number_beyond_all_numbers_hides_no_danger_beside_it(number: str) -> None:
    assert assess(f"I have crushing chest pain. My fever is {number}.").level == "E0"


def test_modifiers_may_be_given_as_such() -> None:
    assert assess(answers={"RF20b": "yes"}, modifiers=Modifiers(blood_thinner=True)).level == "U4"


def test_a_page_that_was_skipped_is_a_human_now() -> None:
    answered = screen.answers_from("adult", ticked=(), none_of_these=False)

    assert assess(answers=answered).level == "H"


def test_none_of_these_is_no_to_every_rule() -> None:
    answered = screen.answers_from("adult", ticked=(), none_of_these=True)

    assert set(answered.values()) == {"no"}
    assert assess(answers=answered).level == "R14"


def test_a_ticked_item_that_was_not_told_apart_is_a_human_now() -> None:
    assert assess(answers=screen.answers_from("adult", {"blood"}, none_of_these=False)).level == "H"
    denied = screen.answers_from("adult", {"blood"}, False, {"RF18": "no"})
    assert assess(answers=denied).level == "H"


def test_the_detail_questions_tell_the_letters_apart() -> None:
    asked = [rule.id for rule in screen.details("adult", {"blood"}, screen.person_of(age=40))]
    assert asked == ["RF18", "RF19a", "RF20a", "RF19b", "RF20b"]

    told = screen.answers_from("adult", {"blood"}, False, {"RF20b": "yes"})
    assert assess(answers=told).rules == ("RF20b",)


def test_the_track_follows_pregnancy_and_then_age() -> None:
    assert screen.track_for(30, "female", True) == "pregnancy"
    assert screen.track_for(30, "female", None, after_birth=True) == "pregnancy"
    assert (screen.track_for(15), screen.track_for(16), screen.track_for(None)) == ("child", "adult", "adult")


def test_words_that_come_near_a_rule_suggest_asking_about_it() -> None:
    near = [rule.id for rule in screen.suggested("my neck is stiff", age=30)]

    assert "RF11" in near
    assert screen.suggested("I would like a repeat prescription", age=30) == ()
