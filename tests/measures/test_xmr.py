from __future__ import annotations

import csv
import gzip
import os
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.measures.ask import answer
from bedside.measures.xmr import xmr

SPC = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "spc"

OUTLIER = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
SHIFT = [20, 22, 19, 21, 20, 23, 17, 16, 15, 17, 14, 16, 15]
TREND = [30, 36, 29, 35, 28, 26, 28, 30, 32, 34, 36, 38, 31, 35]
TWO = [50, 53, 49, 53, 50, 53, 49, 53, 50, 53, 49, 53, 51, 59, 55, 59, 51, 50, 52, 50]


def at(points: tuple[str, ...], kind: str) -> list[int]:
    return [number for number, point in enumerate(points, 1) if point == kind]


@pytest.mark.parametrize(
    ("values", "screening", "mean", "lower", "upper", "kind", "where"),
    [
        (OUTLIER, True, 1.944, -0.716, 4.604, "above_limit", [5]),
        (OUTLIER, False, 1.944, -3.06, 6.95, "above_limit", [5]),
        ([12, 14, 11, 13, 12, 15, 13, 12, 14, 13, 24, 13], False, 13.833, 4.402, 23.264, "above_limit", [11]),
        (SHIFT, True, 18.077, 12.092, 24.062, "shift_below", list(range(7, 14))),
        (TREND, True, 32, 21.565, 42.435, "trend_up", list(range(6, 13))),
        (TWO, True, 52.1, None, 61.9, "two_in_three_above", [14, 16]),
    ],
)
def test_the_chart_gives_what_the_field_gives(
    values: list[float], screening: bool, mean: float, lower: float | None, upper: float, kind: str, where: list[int]
) -> None:
    chart = xmr(values, screening=screening)

    assert chart.mean == pytest.approx(mean, abs=0.0005)
    assert chart.upper == pytest.approx(upper, abs=0.006)
    assert lower is None or chart.lower == pytest.approx(lower, abs=0.006)
    assert at(chart.points, kind) == where
    assert {point for number, point in enumerate(chart.points, 1) if number not in where} == {"none"}


def test_a_point_on_the_mean_breaks_a_shift_and_a_tie_breaks_a_trend() -> None:
    shift = xmr([2, 2, 2, 1, 2, 2, 2, 0, 0, 0, 1, 0, 0, 0])
    assert shift.mean == 1
    assert at(shift.points, "shift_above") == []
    assert at(xmr([*[9, 1] * 9, 1, 2, 3, 3, 4, 5, 6, 7]).points, "trend_up") == []
    assert len(at(xmr([*[9, 1] * 9, 2, 3, 4, 5, 6, 7]).points, "trend_up")) == 7


def test_outside_the_limit_comes_before_trend_before_two_of_three_before_shift() -> None:
    usual = [10, 11] * 10  # mean 10.5, limits 7.84 and 13.16, near the limit from 12.28
    rising = xmr([*usual, 11.1, 11.3, 11.6, 12.4, 12.6, 12.8, 13.5], fix_after=20)
    high = xmr([*usual, 11, 12.4, 11, 12.4, 11, 11, 11], fix_after=20)

    assert rising.points[-7:] == ("trend_up",) * 6 + ("above_limit",)
    two, shift = "two_in_three_above", "shift_above"
    assert high.points[-7:] == (shift, two, shift, two, shift, shift, shift)


@pytest.mark.parametrize(
    ("better", "high", "low"),
    [
        ("up", "improving", "concerning"),
        ("down", "concerning", "improving"),
        ("neither", "neutral_high", "neutral_low"),
    ],
)
def test_the_last_point_decides_whether_things_get_better(better: str, high: str, low: str) -> None:
    usual = [10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11, 9]
    assert xmr([*usual, 10], better=better).variation == "common"
    assert xmr([*usual, 30], better=better).variation == high
    assert xmr([*usual, -10], better=better).variation == low


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        ("up", 5, "pass"),
        ("up", 10, "hit_or_miss"),
        ("up", 20, "fail"),
        ("down", 5, "fail"),
        ("down", 20, "pass"),
        ("down", 10, "hit_or_miss"),
        ("neither", 10, None),
        ("up", None, None),
    ],
)
def test_a_target_is_met_always_never_or_by_chance(better: str, target: float | None, assurance: str | None) -> None:
    assert xmr([10, 11, 9] * 5, better=better, target=target).assurance == assurance


def test_equal_values_have_limits_on_the_mean_and_no_signal() -> None:
    chart = xmr([0.1] * 20)
    assert (chart.lower, chart.mean, chart.upper) == (0.1, 0.1, 0.1)
    assert set(chart.points) == {"none"}


def test_limits_from_few_points_are_called_a_trial() -> None:
    assert xmr([1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]).trial
    assert not xmr([1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2]).trial
    assert xmr([1, 2] * 20, fix_after=6).trial


@pytest.mark.skipif(not SPC.is_dir(), reason="no shared data beside this repository")
def test_every_point_of_164_published_charts_is_named_as_published() -> None:
    named = {
        "Above UCL": "above_limit",
        "Below LCL": "below_limit",
        "7 Point Trend (Increasing)": "trend_up",
        "7 Point Trend (Decreasing)": "trend_down",
        "2 in 3 Above CL": "two_in_three_above",
        "2 in 3 Below CL": "two_in_three_below",
        "7 Points Above CL": "shift_above",
        "7 Points Below CL": "shift_below",
        "Common Cause": "none",
    }
    said = {"consistent_pass": "pass", "consistent_fail": "fail", "inconsistent": "hit_or_miss", "NA": None, "": None}
    better = {"increase": "up", "decrease": "down", "neutral": "neither"}
    varied = {
        "common_cause": "common",
        "special_cause_improvement": "improving",
        "special_cause_concern": "concerning",
        "special_cause_neutral_high": "neutral_high",
        "special_cause_neutral_low": "neutral_low",
    }
    series: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(SPC / "expected_examples_points.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            series[row["case_id"]].append(row)
    with (SPC / "expected_examples_summary.csv").open(encoding="utf-8") as file:
        charts = list(csv.DictReader(file))
    points = 0
    for chart in charts:
        rows = sorted(series[chart["case_id"]], key=lambda row: row["period"])
        found = answer(
            {
                "values": [float(row["y"]) for row in rows],
                "better": better[chart["improvement_direction"]],
                "target": 0.95 if chart["measure"] == "performance" else None,
                "screening": chart["variant"] != "noscreen",
                "fix_after": 12 if chart["variant"] == "fix12" else None,
            }
        )
        assert [found["mean"], found["lower"], found["upper"]] == pytest.approx(
            [float(chart["mean"]), float(chart["lpl"]), float(chart["upl"])], rel=1e-9, abs=1e-9
        )
        assert found["points"] == [named[row["special_cause_type"]] for row in rows], chart
        assert found["variation"] == varied[rows[-1]["point_type"]], chart
        assert found["assurance"] == said[chart["assurance"]], chart
        points += len(rows)
    assert (len(charts), points) == (164, 5904)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), st.sampled_from(["up", "down"]))
def test_turning_a_series_upside_down_turns_its_chart(values: list[float], better: str) -> None:
    chart, turned = xmr(values, better=better), xmr([-value for value in values], better=better)

    assert (turned.lower, turned.mean, turned.upper) == (-chart.upper, -chart.mean, -chart.lower)
    swap = {"above": "below", "below": "above", "up": "down", "down": "up"}
    assert [point.split("_")[-1] for point in turned.points] == [
        {"limit": "limit"}.get(end, swap.get(end, end)) for end in (point.split("_")[-1] for point in chart.points)
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ([], "must be an object"),
        ({}, "list of numbers"),
        ({"values": "12"}, "list of numbers"),
        ({"values": [1]}, "from 2 to"),
        ({"values": [1] * 10_001}, "from 2 to"),
        ({"values": [1, None]}, "ordinary number"),
        ({"values": [1, "2"]}, "ordinary number"),
        ({"values": [1, True]}, "ordinary number"),
        ({"values": [1, float("nan")]}, "ordinary number"),
        ({"values": [1, float("inf")]}, "ordinary number"),
        ({"values": [1, 10**400]}, "ordinary number"),
        ({"values": [1, 2], "better": "more"}, "up, down or neither"),
        ({"values": [1, 2], "better": 1}, "up, down or neither"),
        ({"values": [1, 2], "target": "5"}, "target must be an ordinary number"),
        ({"values": [1, 2], "target": float("nan")}, "target must be an ordinary number"),
        ({"values": [1, 2], "screening": "yes"}, "true or false"),
        ({"values": [1, 2], "fix_after": 1}, "fixed after"),
        ({"values": [1, 2], "fix_after": 3}, "fixed after"),
        ({"values": [1, 2], "fix_after": 1.5}, "fixed after"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_in_words(line: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer(line)


def test_the_answer_has_the_limits_the_points_and_both_judgements() -> None:
    assert answer({"values": [1, 2, 1], "better": "up", "target": 9}) == {
        "mean": pytest.approx(4 / 3),
        "lower": pytest.approx(4 / 3 - 2.66),
        "upper": pytest.approx(4 / 3 + 2.66),
        "points": ["none", "none", "none"],
        "variation": "common",
        "assurance": "fail",
    }
