"""How often a chart sounds where nothing has changed: what the pages and docs say is what is measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.measures import false_alarms
from bedside.measures.false_alarms import SCREENED, UNSCREENED, FalseAlarms

CARD = Path(__file__).parents[2] / "docs" / "rules" / "charts.md"


@pytest.mark.parametrize(("screening", "written"), [(True, SCREENED), (False, UNSCREENED)])
def test_what_is_written_is_what_is_measured(screening: bool, written: FalseAlarms) -> None:
    assert false_alarms.measure(screening=screening) == written


def test_hardly_a_point_of_a_stable_series_lies_outside_the_limits() -> None:
    assert SCREENED.points_outside <= 0.01
    assert UNSCREENED.points_outside <= 0.01


def test_the_rule_card_says_these_figures() -> None:
    text = CARD.read_text()

    for found in (SCREENED, UNSCREENED):
        for share in (found.any_rule, found.limit, found.two_in_three, found.trend, found.shift):
            assert f"{share * 100:.1f} %" in text
        assert f"{found.points_outside * 100:.2f} %" in text
