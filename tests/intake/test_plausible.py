"""Numbers and days that cannot be are not taken; those that are unlikely are asked about once, with what would fit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bedside.intake.items import read
from bedside.intake.plausible import doubts
from bedside.intake.tree import grow

TODAY, BORN = date(2026, 11, 22), date(1984, 3, 9)
WEIGHT, HEIGHT, WARMTH, UPPER, LOWER, PULSE = "29463-7", "8302-2", "8310-5", "8480-6", "8462-4", "8867-4"
SUGAR, SUGAR_BY_WEIGHT = "15074-8", "2339-0"


def look(*given: tuple[str, Any], kind: str = "decimal", born: date | None = BORN, before: float = 0) -> list[str]:
    """What is said of answers, each a LOINC code and a value: "!" before what is not taken."""
    items = [{"linkId": code, "type": kind, "code": [{"code": code}]} for code, _ in given]
    name = {"decimal": "valueDecimal", "date": "valueDate", "quantity": "valueQuantity"}[kind]
    answers = [{"linkId": code, "answer": [{name: value}]} for code, value in given]
    earlier = {WEIGHT: [{"valueDecimal": before}]} if before else {}
    root = grow(read({"resourceType": "Questionnaire", "item": items}), answers)
    found = doubts(root, today=TODAY, born=born, earlier=earlier)
    return [("!" if one.cannot else "") + one.sentence for one in found]


FITS = [(WEIGHT, 82), (HEIGHT, 170), (WARMTH, 37.2), (PULSE, 64), (UPPER, 128), (SUGAR, 5.5), (SUGAR_BY_WEIGHT, 99)]
CANNOT = [
    (WARMTH, 98.6, "Fahrenheit. 98.6 °F is 37 °C"),
    (WARMTH, 372, "37.2 would fit"),
    (WARMTH, 12, "cannot be right"),
    (WEIGHT, 400, "400 pounds is 181.4 kg"),
    (WEIGHT, 1, "cannot be right"),
    (HEIGHT, 1.7, "1.7 m is 170 cm"),
    (HEIGHT, 300, "cannot be right"),
    (PULSE, 300, "cannot be right"),
    (WEIGHT, 825, "82.5 would fit"),
    (HEIGHT, 17, "170 would fit"),
    (HEIGHT, 1705, "170.5 would fit"),
    (PULSE, 640, "64 would fit"),
    (SUGAR, 0.55, "5.5 would fit"),
    (UPPER, 1280, "128 would fit"),
    (SUGAR, 99, "mg/dL. 99 mg/dL is 5.5 mmol/L"),
    (SUGAR_BY_WEIGHT, 5.5, "mmol/L. 5.5 mmol/L is 99 mg/dL"),
]
UNLIKELY = [
    (WEIGHT, 230, "230 pounds is 104.3 kg"),
    (HEIGHT, 67, "67 inches is 170.2 cm"),
    (PULSE, 30, "unusual"),
    (WEIGHT, 8.2, "82 would fit"),
    (WARMTH, 42, "unusual"),
    (SUGAR, 40, "mg/dL. 40 mg/dL is 2.2 mmol/L"),
    (SUGAR_BY_WEIGHT, 700, "unusual"),
    (SUGAR, 2, "unusual"),
]


@pytest.mark.parametrize("given", FITS)
def test_of_what_is_usual_nothing_is_said(given: tuple[str, float]) -> None:
    assert look(given) == []


@pytest.mark.parametrize(("code", "value", "words"), CANNOT)
def test_what_cannot_be_is_not_taken_and_what_would_fit_is_said(code: str, value: float, words: str) -> None:
    [said] = look((code, value))

    assert said.startswith("!")
    assert words in said


@pytest.mark.parametrize(("code", "value", "words"), UNLIKELY)
def test_what_is_unlikely_is_asked_about(code: str, value: float, words: str) -> None:
    [said] = look((code, value))

    assert not said.startswith("!")
    assert words in said


def test_a_childs_numbers_are_not_judged_as_an_adults() -> None:
    assert look((PULSE, 160), born=date(2026, 1, 1)) == []
    assert look((PULSE, 160)) != []
    assert look((WEIGHT, 9), born=date(2026, 1, 1)) == []


@pytest.mark.parametrize(("years", "usual", "odd"), [(0, 140, 70), (4, 110, 160), (10, 90, 150), (17, 60, 135)])
def test_a_childs_pulse_is_judged_by_its_age(years: int, usual: int, odd: int) -> None:
    born = TODAY.replace(year=TODAY.year - years)

    assert look((PULSE, usual), born=born) == []
    assert "unusual" in look((PULSE, odd), born=born)[0]


def test_a_lost_point_is_known_by_what_is_usual_at_a_childs_age_or_by_last_time() -> None:
    [said] = look((WEIGHT, 125), born=date(2024, 1, 1))
    assert "12.5 would fit" in said
    [said] = look((HEIGHT, 9), born=date(2024, 1, 1))
    assert said.startswith("!")
    assert "90 would fit" in said
    [said] = look((WEIGHT, 7.1), before=71)
    assert "Last time it was 71 kg. Did you mean 71 kg?" in said


def test_pounds_are_known_by_what_the_weight_was_last_time() -> None:
    [said] = look((WEIGHT, 181), before=82)

    assert "Last time it was 82 kg. Did you mean 181 pounds, which is 82.1 kg?" in said


def test_a_number_said_in_pounds_or_inches_is_judged_in_ours() -> None:
    assert look((WEIGHT, {"value": 180, "code": "[lb_av]"}), kind="quantity") == []
    assert look((HEIGHT, {"value": 67, "code": "[in_i]"}), kind="quantity") == []
    assert look((WEIGHT, {"value": 900, "code": "[lb_av]"}), kind="quantity") != []


def test_a_blood_pressure_the_wrong_way_round_is_not_taken() -> None:
    assert look((UPPER, 128), (LOWER, 82)) == []
    [said] = look((UPPER, 82), (LOWER, 128))
    assert "Did you mean 128 over 82?" in said
    assert said.startswith("!")


def test_a_weight_that_fits_no_height_is_not_taken() -> None:
    [said] = look((WEIGHT, 190), (HEIGHT, 125))

    assert "does not fit this height" in said
    assert "does not fit this height" in look((WEIGHT, 230), (HEIGHT, 67))[-1]


DAYS = [("2026-11-22", ""), ("1801-01-01", "!That day cannot be"), ("2062-01-01", "!That day cannot be")]
DAYS += [("2026-11-23", "still to come"), ("1980-01-01", "before the birth date"), ("2026-02", "")]


@pytest.mark.parametrize(("day", "words"), DAYS)
def test_days_that_do_not_fit_a_life_are_asked_about(day: str, words: str) -> None:
    said = look(("day", day), kind="date")

    assert (said == []) if not words else (words in said[0])
