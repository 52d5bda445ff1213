"""What is read out of words: every development case reaches its rule, no ordinary message is an emergency."""

from __future__ import annotations

import pytest

from bedside.urgency.catalog import catalog
from bedside.urgency.engine import Decision, assess
from bedside.urgency.levels import at_least
from tests.urgency.cases import FOLDER, Case, cases
from tests.urgency.rounds import lines

FILES = sorted(path.stem for path in FOLDER.glob("*.txt"))
URGENT = {name: [case for case in cases(name) if case.rule != "-"] for name in FILES}
ORDINARY = {name: [case for case in cases(name) if case.rule == "-"] for name in FILES}
ROUNDS = {path.stem: lines(path) for path in sorted(FOLDER.glob("round*.jsonl"))}


def every(files: dict[str, list[Case]]) -> list[Case]:
    return [case for those in files.values() for case in those]


def decide(case: Case) -> Decision:
    return assess(case.text, **dict(case.known))


@pytest.mark.parametrize("name", FILES)
def test_an_urgent_message_is_as_urgent_as_its_rule(name: str) -> None:
    decided = [(case, decide(case)) for case in URGENT[name]]

    assert [(case, found) for case, found in decided if not at_least(found.level, catalog()[case.rule].level)] == []


@pytest.mark.parametrize("name", FILES)
def test_an_ordinary_message_is_no_emergency(name: str) -> None:
    decided = [(case, decide(case)) for case in ORDINARY[name]]

    assert [(case, found) for case, found in decided if found.emergency] == []


@pytest.mark.parametrize("name", ROUNDS)
def test_a_message_of_the_rounds_is_an_emergency_or_not_as_its_writer_holds(name: str) -> None:
    decided = [(line, line.decide()) for line in ROUNDS[name]]

    assert [(line, found) for line, found in decided if line.urgent and not found.emergency] == []
    assert [(line, found) for line, found in decided if found.emergency and not line.urgent] == []


def test_every_rule_has_a_development_case_in_english_that_reaches_that_very_rule() -> None:
    reached = {
        rule for case in every(URGENT) if case.language == "en" for rule in decide(case).rules if rule == case.rule
    }

    assert reached == {rule.id for rule in catalog()}


def test_there_are_enough_development_cases() -> None:
    assert len(every(URGENT)) >= 400
    assert len(every(ORDINARY)) >= 120


@pytest.mark.parametrize(
    ("denied", "said", "rule"),
    [
        ("I have no chest pain", "I have chest pain", "RF03"),
        ("no headache, fever, or stiff neck", "headache, fever and stiff neck", "RF11"),
        ("she denies any thoughts of suicide", "she speaks of thoughts of suicide", "RF15"),
        ("chest pain: no", "chest pain: yes", "RF03"),
        ("he is not confused and has no fever", "he is confused and has a fever", "RF43"),
        ("I had chest pain three years ago", "I had chest pain three hours ago", "RF03"),
        ("when I was a child I had a seizure", "this morning I had a seizure", "RF13"),
        ("what should I do if I get chest pain", "what should I do, I get chest pain", "RF03"),
        ("I would like a chest x-ray", "I would like help, chest pain", "RF03"),
        ("my dad died of a heart attack at 50", "my dad is having a heart attack", "RF03"),
        ("no tengo dolor de pecho", "tengo dolor de pecho", "RF03"),
        ("sin fiebre ni dolor de pecho", "con fiebre y dolor de pecho", "RF03"),
        ("je n'ai pas de douleur à la poitrine", "j'ai une douleur à la poitrine", "RF03"),
        ("nie mam bólu w klatce piersiowej", "mam ból w klatce piersiowej", "RF03"),
        ("ليس عندي ألم في الصدر", "عندي ألم في الصدر", "RF03"),
    ],
)
def test_what_is_denied_long_past_or_only_asked_about_does_not_fire_and_what_is_said_does(
    denied: str, said: str, rule: str
) -> None:
    assert rule not in assess(denied, age=40).rules
    assert rule in assess(said, age=40).rules


@pytest.mark.parametrize(
    "text",
    [
        "he isn't breathing", "not only chest pain but sweating too", "no puedo respirar", "elle ne respire plus",
        "I can't shake this chest pain", "the chest pain won't go away", "not breathing", "nie może oddychać",
        "I can't sleep and my chest hurts", "no es solo tos, me duele el pecho", "I have no fever but my chest hurts",
        "never had chest pain like this before", "لا يتنفس",
    ],
)  # fmt: skip
def test_a_word_for_no_that_denies_no_symptom_suppresses_none(text: str) -> None:
    assert assess(text, age=50).level == "E0"


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("cant breath", "RF06"), ("brething is realy hard", "RF06"), ("found him unconcious", "RF02"),
        ("hes having a siezure", "RF13"), ("CHEST PAIN!!!", "RF03"), ("chest   pain", "RF03"),
        ("chest’s hurting", "RF03"), ("cheeest paiiin", "RF03"), ("crushing chset pain", "RF03"),
        ("no puedo respirár", "RF06"), ("dolor de pexo", "RF03"), ("douleur a la poitrine", "RF03"),
        ("bol w klatce piersiowej", "RF03"), ("أَلَم في الصَّدْر", "RF03"), ("الم فى الصدر", "RF03"),
    ],
)  # fmt: skip
def test_slips_of_the_finger_accents_and_old_letters_do_not_hide_a_symptom(written: str, rule: str) -> None:
    assert rule in assess(written, age=50).rules


@pytest.mark.parametrize(
    "text",
    ["", "asdfgh qwer zxcv", "????", "12345", "Ich habe starke Schmerzen in der Brust", "我胸口很痛", "не могу дышать",
     "ho un forte dolore al petto", "xyzzy plugh frobnicate", "ဗမာစာ"],
)  # fmt: skip
def test_what_cannot_be_read_is_a_human_now(text: str) -> None:
    assert assess(text).level == "H"


def test_a_language_we_do_not_have_is_a_human_now_even_if_some_words_are_known() -> None:
    assert assess("hello I need a repeat prescription", language="de").level == "H"
    assert assess("hello I need a repeat prescription", language="en-GB").level == "R14"
    assert assess("chest pain", language="de").level == "E0"


def test_two_languages_in_one_message_are_both_read() -> None:
    assert "RF03" in assess("Hello, I need help. Me duele mucho el pecho.", age=50).rules


@pytest.mark.parametrize(
    ("text", "known", "rule"),
    [
        ("my 3 week old has a temperature of 38.2", {}, "RF29"),
        ("my baby is 2 months old and his temp is 101F", {}, "RF29"),
        ("mi bebé de 3 semanas tiene 38,5", {}, "RF29"),
        ("I am 32 weeks pregnant and there is blood", {}, "RF24"),
        ("estoy embarazada de 30 semanas y sangro", {}, "RF24"),
        ("my 8 year old has chest pain", {}, "RF04b"),
        ("I am 75 and I fainted", {}, "RF21a"),
        ("my 10 year old fainted", {"age": 10}, "RF21b"),
        ("diabetic, blood sugar 300 mg/dL with ketones", {"age": 30}, "RF40a"),
        ("diabetic and glucose is 3.1 mmol, very drowsy", {"age": 30}, "RF40a"),
        ("on chemo, temperature 100.9F", {"age": 50}, "RF41"),
    ],
)
def test_ages_weeks_temperatures_and_sugar_are_read_from_the_words(text: str, known: dict[str, int], rule: str) -> None:
    assert rule in assess(text, **known).rules  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "rule"),
    [("temperature 37.9", "RF29"), ("temperature 36.2", "RF29"), ("temp 38.9", "RF30a")],
)
def test_a_temperature_just_inside_the_limit_does_not_fire(text: str, rule: str) -> None:
    assert rule not in assess(text, age=0.1 if rule == "RF29" else 0.4).rules


def test_an_unknown_age_takes_the_worse_branch() -> None:
    assert assess("I fainted").level == "E0"
    assert assess("I fainted", age=30).level == "U4"


def test_the_words_that_were_found_are_quoted_as_they_were_written() -> None:
    assert '"Crushing  pain in my CHEST"'.replace("  ", " ") in assess("Crushing  pain in my CHEST", age=50).because
