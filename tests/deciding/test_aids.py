"""Aids for choices: what keeps one out, and how a number is drawn."""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import Any

import pytest
from django.test import override_settings

from bedside.deciding.aids import Aid, aids, faults, read
from bedside.ui.icon_arrays import icon_array


@pytest.fixture
def ear() -> Aid:
    return next(one for one in aids() if one.slug == "ear-infection-child")


def test_every_aid_that_is_shown_is_counted_of_one_number_sourced_and_in_every_language() -> None:
    with override_settings(DEMO=True):
        assert {one.slug for one in aids()} == {"ear-infection-child", "example-band"}
        for one in aids():
            assert list(faults(one.raw)) == []
            assert one.written <= date(2026, 12, 31)


def test_what_is_made_up_is_shown_in_the_demo_alone() -> None:
    with override_settings(DEMO=False):
        assert [one.is_example for one in aids()] == [False]
        assert [one.slug for one in aids()] == ["ear-infection-child"]


def test_the_numbers_of_an_ear_infection_are_those_of_its_source(ear: Aid) -> None:
    of_a_thousand = {  # no antibiotics, antibiotics, and between what and what
        "pain-next-day": (426, 379, 332, 431),
        "pain-third-day": (159, 111, 90, 137),
        "upset": (196, 270, 233, 311),
    }
    assert ear.out_of == 100
    for outcome in ear.outcomes:
        without, with_them, low, high = (round(number / 10) for number in of_a_thousand[outcome.key])
        assert outcome.numbers == {"wait": without, "antibiotics": with_them}
        assert outcome.ranges == {"antibiotics": (low, high)}


def _without_harm(raw: dict[str, Any]) -> None:
    raw["outcomes"] = [one for one in raw["outcomes"] if one["kind"] != "harm"]


def _not_all_counted(raw: dict[str, Any]) -> None:
    del raw["outcomes"][0]["counts"]["wait"]


def _nothing_is_no_way(raw: dict[str, Any]) -> None:
    for one in raw["options"]:
        one.pop("nothing", None)


def _no_year(raw: dict[str, Any]) -> None:
    del raw["sources"][0]["year"]


def _silent_in_polish(raw: dict[str, Any]) -> None:
    raw["title"]["pl"] = " "


def _of_a_dozen(raw: dict[str, Any]) -> None:
    raw["out_of"] = 12


def _hard_words(raw: dict[str, Any]) -> None:
    raw["about"]["en"] = "Notwithstanding considerable epidemiological heterogeneity, administration " * 4 + "helps."


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_without_harm, "harm"),
        (_not_all_counted, "a number for each way to go"),
        (_nothing_is_no_way, "do nothing"),
        (_no_year, "source"),
        (_silent_in_polish, "“What is to be chosen?”: nothing is written in this language yet: Polish."),
        (_of_a_dozen, "100 or all of 1,000"),
        (_hard_words, "“What it is about” (English): "),
    ],
)
def test_an_aid_that_says_only_one_side_or_hides_where_it_comes_from_is_kept_out(
    ear: Aid, spoil: Any, says: str
) -> None:
    raw = copy.deepcopy(ear.raw)
    spoil(raw)

    assert any(says in one for one in faults(raw))


def test_the_least_change_of_an_aid_asks_for_approval_anew(ear: Aid) -> None:
    raw = copy.deepcopy(ear.raw)
    raw["outcomes"][0]["counts"]["wait"] = 44

    assert read(raw).digest != ear.digest


@pytest.mark.parametrize("out_of", [100, 1_000])
@pytest.mark.parametrize("share", [0, 1, 7, 10, 43, 99, 100])
def test_as_many_are_filled_as_are_said_and_all_the_others_are_rings(out_of: int, share: int) -> None:
    count = share * out_of // 100
    svg = str(icon_array(count, out_of, "one", "so many"))

    areas = {"has": 0, "not": 0}
    for kind, width, height in re.findall(r'url\(#one-(has|not)\)" x="\d+" y="\d+" width="(\d+)" height="(\d+)"', svg):
        areas[kind] += int(width) * int(height) // 100
    assert areas == {"has": count, "not": out_of - count}
    assert 'role="img" aria-label="so many"' in svg


def test_what_cannot_be_counted_is_not_drawn() -> None:
    for count, out_of in ((101, 100), (-1, 100), (3, 50)):
        with pytest.raises(ValueError, match="cannot be drawn"):
            icon_array(count, out_of, "one", "so many")
