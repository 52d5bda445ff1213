"""The second reader: it takes no plain alarm back, makes no emergency by its sound alone, and can be done without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedside.urgency import second
from bedside.urgency.engine import assess, by_sound, replay
from bedside.urgency.person import Person
from bedside.urgency.reading import Reading
from bedside.urgency.second import DATA, Sound, features, load
from bedside.urgency.words import clean
from tests.urgency.cases import cases

ORDINARY = (
    "Potrzebuję skierowania do okulisty, wzrok mi się pogorszył, od pracy przy komputerze bolą oczy",
    "Can I have a repeat of my eczema cream please, the same as last time, to the usual pharmacy",
    "¿Me pueden mandar la receta de siempre a la farmacia? Gracias",
    "Je voudrais renouveler mon ordonnance et prendre rendez-vous pour un vaccin",
    "بدي موعد للقاح ابني الأسبوع الجاي لو سمحتم",
)


def test_the_weights_are_those_that_their_description_names_and_are_small() -> None:
    assert load(DATA).version >= 1
    assert (DATA / "weights.bin").stat().st_size < 1_000_000


def test_weights_that_were_changed_are_refused(tmp_path: Path) -> None:
    (tmp_path / "reader.toml").write_bytes((DATA / "reader.toml").read_bytes())
    (tmp_path / "weights.bin").write_bytes((DATA / "weights.bin").read_bytes() + b"0")

    with pytest.raises(ValueError, match="not those"):
        load(tmp_path)


def test_without_the_reader_the_rules_stand_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "DATA", tmp_path)
    second.second.cache_clear()
    try:
        decision = assess("I have chest pain and I am sweating", age=50)
    finally:
        monkeypatch.undo()
        second.second.cache_clear()

    assert (decision.level, decision.second) == ("E0", ())


def test_an_alarm_sounds_louder_than_an_everyday_request() -> None:
    reader = load(DATA)
    loud = reader.score(features(clean("He is grey and sweating, hardly breathing, and does not answer me")))

    assert [text for text in ORDINARY if reader.score(features(clean(text))) >= min(loud, 0)] == []


def test_what_is_set_aside_goes_to_a_person_with_its_reason() -> None:
    text = "Please refill my cream. It is the haemorrhage book club for the parish quiz next month, who answers?"
    decision = assess(text, age=45)

    assert (decision.level, decision.hand_over, decision.rules) == ("H", "calm", ("RF18",))
    assert dict(decision.second)["set aside"] == "RF18"
    assert "a person should look" in decision.because


def test_a_ticked_answer_is_never_set_aside() -> None:
    text = "Please refill my cream. It is the haemorrhage book club for the parish quiz next month, who answers?"

    assert assess(text, age=45, answers={"RF18": "yes"}).level == "E0"


@pytest.mark.parametrize(
    ("near", "very_loud", "levels", "asked"),
    [
        (4, True, (), "E1"), (3, True, (), "H"), (4, False, ("U2",), "H"), (0, True, (), ""), (9, True, ("E0",), ""),
        (9, True, ("E1", "U2"), ""),
    ],
)  # fmt: skip
def test_an_alarming_sound_is_an_emergency_only_where_much_was_said_that_is_near_to_rules(
    near: int, very_loud: bool, levels: tuple[str, ...], asked: str
) -> None:
    sound = Sound(9.0, 9.0, 20, "said", calm=False, loud=True, very_loud=very_loud, version=1)
    reading = Reading(Person(), near=tuple(f"RF{at:02}" for at in range(near)), sound=sound)

    assert by_sound(reading, levels) == asked


@pytest.mark.parametrize("language", ["en", "es", "fr", "pl", "ar"])
def test_a_plain_alarm_is_an_emergency_however_calm_the_request_around_it(language: str) -> None:
    plain = {"en": "en-thirteenth"}.get(language, f"{language}-ninth")
    ordinary = ORDINARY[["pl", "en", "es", "fr", "ar"].index(language)]
    quiet = [
        case for case in cases(plain)
        if not assess(f"{ordinary}. {case.text}.", **dict(case.known)).emergency
    ]  # fmt: skip

    assert quiet == []


LOUD = (
    "She is grey and clammy, will not drink, breath going in and out fast, her eyes are rolling and she is so limp",
    "Está gris y sudando, casi no responde, la respiración le va muy rápida y tiene los ojos en blanco",
)


@pytest.mark.parametrize("text", [*LOUD, *ORDINARY])
def test_a_decision_with_the_reader_s_opinion_is_the_same_when_it_is_made_again(text: str) -> None:
    decision = assess(text, age=40)
    stored = json.loads(json.dumps(decision.as_dict()))

    assert dict(decision.second)["version"] == load(DATA).version
    assert json.loads(json.dumps(replay(decision).as_dict())) == stored
