"""A scenario is fit to be played, or the linter says in a sentence why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bedside.training import library
from bedside.training.graph import FEELINGS, Choice, End, Moment, Scenario, faults, ways

GOOD, POOR = {"listening": 3, "empathy": 2}, {"listening": 0}


def moment(name: str, then: str, **changes: Choice) -> Moment:
    """Two answers that lead on: a good one and a poor one; changes put others in their place."""
    choices = {
        "good": Choice("good", "Tell me.", "You asked.", then, GOOD, feeling=1),
        "poor": Choice("poor", "Next!", "You did not.", then, POOR, feeling=-1),
    }
    return Moment(name, "It hurts.", tuple((choices | changes).values()))


def choice(to: str, points: Mapping[str, int] = POOR, *, name: str = "poor", **more: object) -> Choice:
    return replace(Choice(name, "Next!", "You did not.", to, points), **more)  # type: ignore[arg-type]


def scenario(**changes: Moment) -> Scenario:
    """Three moments, one critical mistake in the last, two ends."""
    moments = {
        "one": moment("one", "two"),
        "two": moment("two", "three"),
        "three": moment("three", "well", poor=choice("badly", critical=True)),
    }
    return Scenario(
        name="test",
        language="en",
        title="A test",
        situation="Somebody comes.",
        person="Amara",
        minutes=5,
        start="one",
        feeling=2,
        feelings=tuple("abcdefg"),
        moments=moments | changes,
        ends={"well": End("well", "She smiles."), "badly": End("badly", "She falls.", "Call first.")},
    )


def test_a_good_scenario_has_no_faults() -> None:
    assert faults(scenario()) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (scenario(lost=moment("lost", "well")), "Nothing leads to lost."),
        (scenario(two=moment("two", "nowhere")), "two.good leads to nowhere, which is not there."),
        (scenario(three=moment("three", "well", poor=choice("one"))), "There is no critical mistake to be made."),
        (
            scenario(two=moment("two", "three", poor=choice("one"))),
            "One can come back to one, and so never end.",
        ),
        (
            scenario(two=moment("two", "three", poor=choice("two"))),
            "One can come back to two, and so never end.",
        ),
        (
            scenario(two=moment("two", "well")),
            "Nothing leads to three.",
        ),
        (
            scenario(two=moment("two", "three", poor=choice("well"))),
            "Every way must have 3 to 7 decisions; these have 2 to 3.",
        ),
        (
            scenario(two=Moment("two", "It hurts.", ())),
            "two: there must be 2 to 4 choices, not 0.",
        ),
        (
            scenario(three=moment("three", "well", poor=choice("well", critical=True))),
            "three.poor is a critical mistake and must end with a debrief.",
        ),
        (
            scenario(three=moment("three", "well", poor=choice("badly", GOOD, critical=True, feeling=3))),
            "three.poor: a feeling changes by 2 at most.",
        ),
        (scenario(one=moment("one", "two", poor=choice("two", {"charm": 1}))), "one.poor: charm is not a skill."),
        (scenario(one=moment("one", "two", poor=choice("two", {"safety": 4}))), "one.poor: points go from 0 to 3."),
        (
            scenario(one=moment("one", "two", poor=choice("two", feedback=""))),
            "one.poor: its words or its feedback are missing.",
        ),
    ],
)
def test_a_broken_scenario_is_refused_with_its_reason(broken: Scenario, said: str) -> None:
    assert said in faults(broken)


def test_the_best_way_must_be_good() -> None:
    torn = [choice("two", {"listening": 3}, name="good"), choice("two", {"safety": 3})]

    found = faults(scenario(one=Moment("one", "It hurts.", tuple(torn))))

    assert found == ["The best way gets only 81% of the points on it."]


def test_the_worst_way_must_be_worse() -> None:
    mild = {
        name: moment(name, to, poor=choice(to, {"listening": 2})) for name, to in (("one", "two"), ("two", "three"))
    }
    mild["three"] = moment("three", "well", poor=choice("badly", {"listening": 2}, critical=True))

    assert faults(scenario(**mild)) == ["The worst way still gets 40% of the points on it."]


def test_seven_decisions_are_the_most() -> None:
    long = {str(number): moment(str(number), str(number + 1)) for number in range(1, 6)}
    long["5"] = moment("5", "two")

    found = faults(scenario(one=moment("one", "1"), **long))

    assert found == ["Every way must have 3 to 7 decisions; these have 8 to 8."]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", library.scenario_names())
def test_every_scenario_of_ours_is_fit_to_be_played(name: str, language: str) -> None:
    ours = library.scenario(name, language)

    assert ours is not None
    assert faults(ours) == []
    assert ours.language == language
    assert {way.decisions for way in ways(ours)} <= set(range(3, 8))
    assert len(ours.feelings) == FEELINGS


def test_a_feeling_neither_rises_nor_falls_out_of_its_words() -> None:
    ours = scenario()

    assert ours.after(6, choice("two", feeling=2)) == 6
    assert ours.after(0, choice("two", feeling=-2)) == 0
