"""One measure, split: counted by hand, and nothing said of few or of what would give them away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bedside.measures.parts import Part, parts, withheld
from bedside.measures.weekly import Counted

DAY = datetime(2026, 11, 16, 9, tzinfo=UTC)


def some(values: list[float], **of: str) -> list[Counted]:
    return [Counted(DAY, None, value, **of) for value in values]


def test_all_of_it_comes_first_then_the_largest_part_of_each_way() -> None:
    told = some([1, 2, 3, 4, 10], channel="portal", language="es") + some([20.0] * 6, channel="phone", language="en")

    found = parts(told, statistic="median", least=5)

    assert [(one.way, one.name, one.n, one.value) for one in found] == [
        ("", "", 11, 20),
        ("channel", "phone", 6, 20),
        ("channel", "portal", 5, 3),
        ("language", "en", 6, 20),
        ("language", "es", 5, 3),
    ]
    assert found[2].p90 == pytest.approx(7.6)  # between 4 and 10, six tenths of the way


def test_of_shares_and_of_thousands_there_is_no_ninth_tenth() -> None:
    told = some([1, 0, 0, 0, 1], team="nurses") + some([0.0] * 5, team="front_desk")

    assert parts(told, statistic="share", least=5)[1:] == [
        Part("team", "front_desk", 5, 0, None),
        Part("team", "nurses", 5, 40, None),
    ]
    assert parts(told, statistic="per_thousand", least=5)[0].value == 200


def test_a_small_part_takes_the_next_larger_one_with_it_so_that_no_difference_gives_it_away() -> None:
    assert withheld({"en": 40, "es": 12, "fr": 3}, 5) == {"fr", "es"}
    assert withheld({"en": 40, "es": 12, "fr": 3, "pl": 2}, 5) == {"fr", "pl"}
    assert withheld({"en": 40, "es": 12, "fr": 2, "pl": 1}, 5) == {"fr", "pl", "es"}
    assert withheld({"en": 40, "es": 12}, 5) == set()


def test_what_is_withheld_has_no_figure_at_all() -> None:
    told = some([1.0] * 9, language="en") + some([0.0] * 2, language="ar")

    found = parts(told, statistic="share", least=5)

    assert found[1:] == [Part("language", "en", None, None, None), Part("language", "ar", None, None, None)]
    assert parts(some([1.0] * 4, language="en"), statistic="share", least=5) == [Part("", "", None, None, None)]
    assert parts([Counted(DAY)], statistic="share", least=5) == []
