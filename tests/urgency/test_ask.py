"""What `bedside ask urgency` takes and answers."""

from __future__ import annotations

import pytest

from bedside.urgency.ask import answer


def test_a_case_is_answered_with_level_rules_and_one_plain_sentence() -> None:
    said = answer({"text": "He has crushing chest pain\x00 and is sweating", "age": 61, "sex": "male"})

    assert said["level"] == "E0"
    assert said["rules"][0] == "RF03"
    assert "crushing chest pain" in said["because"]
    assert said["because"].endswith(".")


def test_everything_but_the_text_may_be_left_out_and_so_may_the_text() -> None:
    assert answer({"text": "I need a repeat prescription please"})["level"] == "R14"
    assert answer({"answers": {"RF03": "yes"}})["level"] == "E0"
    assert (
        answer({"text": None, "age": None, "sex": None, "pregnant": None, "language": None, "answers": None})["level"]
        == "H"
    )


def test_a_week_may_stand_for_pregnant() -> None:
    assert answer({"text": "spotting a little", "pregnant": 30})["rules"] == ["RF24"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ({"text": 5}, "text must be a string"),
        ({"text": "a", "age": "old"}, "age must be a number"),
        ({"text": "a", "age": True}, "age must be a number"),
        ({"text": "a", "age": -1}, "between 0 and 130"),
        ({"text": "a", "age": 131}, "between 0 and 130"),
        ({"text": "a", "age": float("nan")}, "age must be a number"),
        ({"text": "a", "sex": "cat"}, "Sex must be"),
        ({"text": "a", "sex": 3}, "Sex must be"),
        ({"text": "a", "pregnant": "yes"}, "Pregnant must be"),
        ({"text": "a", "pregnant": 99}, "week from 0 to 45"),
        ({"text": "a", "language": 7}, "language must be"),
        ({"text": "a", "language": "e n"}, "language must be"),
        ({"text": "a", "answers": ["RF03"]}, "Answers must be"),
        ({"text": "a", "answers": {"RF77": "yes"}}, "There is no rule 'RF77'"),
        ({"text": "a", "answers": {"RF03": "perhaps"}}, "must be yes, no or unsure"),
        ({"text": "a", "answers": {"RF03": []}}, "must be yes, no or unsure"),
        ({"text": "a", "modifiers": []}, "Modifiers must be"),
        ({"text": "a", "modifiers": {"blood_thinner": "yes"}}, "must be true or false"),
        ({"text": "a" * 100_001}, "too long"),
        ("text", "must be an object"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(line: object, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        answer(line)  # type: ignore[arg-type]
