from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bedside.prediction.bookings import Bookings, earlier
from bedside.prediction.features import NAMES, features, prior
from bedside.prediction.judging import auc, bins, brier, calibration, judge
from bedside.prediction.logistic import fit, probability
from bedside.prediction.no_show import Learned, TooLittle, learn, verdict
from bedside.prediction.reading import read_file

from . import made_up

DAY0 = datetime(2024, 1, 1, 9)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Bookings:
    file = tmp_path_factory.mktemp("bookings") / "made_up.csv"
    return read_file(made_up.write(file, made_up.rows(6000)))


@pytest.fixture(scope="module")
def learned(made: Bookings) -> Learned:
    return learn(made)


def book(tmp_path: Path, *visits: tuple[str, int, int, str]) -> Bookings:
    """Patient, day booked, day of the visit, outcome."""
    lines = [
        (who, *((DAY0 + timedelta(days=day)).isoformat() for day in (booked, starts)), "", "", outcome)
        for who, booked, starts, outcome in visits
    ]
    return read_file(made_up.write(tmp_path / "f.csv", lines))


def test_only_what_had_ended_before_she_booked_counts_as_her_past(tmp_path: Path) -> None:
    bookings = book(
        tmp_path,
        ("amara", 0, 10, "noshow"),
        ("amara", 5, 20, "noshow"),  # booked beside the first, before that was missed
        ("lina", 0, 10, "noshow"),
        ("amara", 10, 30, "show"),  # booked at the very moment of the first: not strictly before
        ("amara", 15, 40, "show"),  # the first is known
        ("amara", 35, 50, "show"),  # the first three are known, the fourth is still to come
    )

    before = earlier(bookings.patient, bookings.booked, bookings)

    assert before.visits.tolist() == [0, 0, 0, 0, 1, 3]
    assert before.missed.tolist() == [0, 0, 0, 0, 1, 2]


def test_what_comes_later_changes_nothing_that_was_said_before(made: Bookings) -> None:
    half = int(np.median(made.starts))
    early = made.starts < half
    rows = features(made, earlier(made.patient, made.booked, made))
    turned = np.where(early, made.missed, 1 - made.missed)  # every later outcome is the other way round
    other = Bookings(**{**vars(made), "missed": turned})
    again = features(other, earlier(other.patient, other.booked, other))

    assert np.array_equal(rows[made.booked <= half], again[made.booked <= half], equal_nan=True)
    assert not np.array_equal(rows, again, equal_nan=True)


def test_whoever_has_no_past_is_thought_to_miss_two_of_ten(tmp_path: Path) -> None:
    visits = [("amara", at, at, "noshow") for at in range(10)] + [("lina", 20, 21, "show"), ("amara", 20, 22, "show")]
    bookings = book(tmp_path, *visits)

    odds = prior(earlier(bookings.patient, bookings.booked, bookings))

    assert 1 / (1 + np.exp(-odds[-2:])) == pytest.approx([2 / 10, 12 / 20])


def test_protected_traits_are_no_part_of_it(tmp_path: Path) -> None:
    columns = (*made_up.COLUMNS, "race", "language", "insurance", "postcode", "sex")
    lines = [(*line, "x", "es", "none", "AB1", "f") for line in made_up.rows(600)]

    told = learn(read_file(made_up.write(tmp_path / "f.csv", lines, columns)))

    assert told.model.names == NAMES
    assert {name.split("_")[0] for name in NAMES} == {
        *("prior", "new", "lead", "same", "reminder", "day", "hour", "age"),
    }
    plain = learn(read_file(made_up.write(tmp_path / "g.csv", made_up.rows(600))))
    assert told.model == plain.model


def test_it_is_measured_on_the_last_part_of_time_only(made: Bookings, learned: Learned) -> None:
    assert learned.model.last_day < learned.tested_from
    assert learned.model.n + learned.everybody.n == len(made)
    assert 0.65 < learned.model.n / len(made) < 0.75


def test_it_finds_what_was_put_in(learned: Learned) -> None:
    adds = dict(zip(NAMES, learned.model.coefficients, strict=True))

    assert adds["prior"] > 0.3
    assert adds["same_day"] < -0.3
    assert adds["reminder_sent"] < adds["reminder_none"]
    assert learned.everybody.auc is not None
    assert learned.everybody.auc > 0.62
    assert learned.everybody.brier < learned.everybody.brier_base
    assert learned.not_same_day is not None
    assert learned.not_same_day.n < learned.everybody.n
    assert learned.verdict == "good"


def test_bookings_that_end_by_chance_alone_are_said_to_be_not_good_enough(tmp_path: Path) -> None:
    lot = np.random.default_rng(3)
    lines = [(*line[:5], "noshow" if lot.random() < 0.2 else "show") for line in made_up.rows(2000)]

    told = learn(read_file(made_up.write(tmp_path / "f.csv", lines)))

    assert told.verdict in {"no better", "cannot tell"}


def test_a_model_that_is_worse_than_the_base_rate_is_not_used() -> None:
    missed = np.array([1.0] * 20 + [0.0] * 80)
    upside_down = judge(np.where(missed == 1, 0.1, 0.3), missed, known_share=0.2)

    assert upside_down.brier > upside_down.brier_base
    assert verdict(upside_down, None) == "no better"


def test_from_too_few_bookings_nothing_is_learned(tmp_path: Path) -> None:
    few = read_file(made_up.write(tmp_path / "f.csv", made_up.rows(50)))

    with pytest.raises(TooLittle, match=r"There are 50 bookings.*At least 200"):
        learn(few)


def test_where_everybody_came_nothing_is_learned(tmp_path: Path) -> None:
    lines = [(*line[:5], "show") for line in made_up.rows(400)]

    with pytest.raises(TooLittle, match="0 were missed"):
        learn(read_file(made_up.write(tmp_path / "f.csv", lines)))


@pytest.mark.parametrize("lacking", [["age"], ["reminded"], ["patient"], ["age", "reminded", "patient"]])
def test_it_learns_without_the_columns_that_may_be_missing(tmp_path: Path, lacking: list[str]) -> None:
    keep = [at for at, column in enumerate(made_up.COLUMNS) if column not in lacking]
    lines = [[line[at] for at in keep] for line in made_up.rows(3000)]
    columns = [made_up.COLUMNS[at] for at in keep]

    told = learn(read_file(made_up.write(tmp_path / "f.csv", lines, columns)))

    assert told.everybody.brier < told.everybody.brier_base


def test_a_fit_comes_out_where_its_numbers_came_from() -> None:
    lot = np.random.default_rng(1)
    rows = lot.normal(size=(40_000, 2))
    outcomes = (lot.random(40_000) < probability(-1 + rows @ np.array([0.8, -0.5]))).astype(float)

    found = fit(rows, outcomes, np.zeros(2))

    assert [found.intercept, *found.coefficients] == pytest.approx([-1, 0.8, -0.5], abs=0.05)


def test_a_thing_that_parts_all_outcomes_is_held_and_does_not_run_away() -> None:
    rows = np.array([[0.0]] * 50 + [[1.0]] * 50)

    found = fit(rows, np.array([0.0] * 50 + [1.0] * 50), np.ones(1))

    assert 2 < found.coefficients[0] < 10


def test_auc_brier_and_bins_agree_with_a_count_by_hand() -> None:
    p = np.array([0.1, 0.4, 0.4, 0.8])
    missed = np.array([0.0, 0.0, 1.0, 1.0])

    assert auc(p, missed) == pytest.approx((1 + 1 + 1 + 0.5) / 4)
    assert brier(p, missed) == pytest.approx((0.01 + 0.16 + 0.36 + 0.04) / 4)
    assert [(one.n, one.observed) for one in bins(p, missed, 2)] == [(3, pytest.approx(1 / 3)), (1, 1.0)]


def test_probabilities_that_are_right_have_slope_one_and_those_twice_as_bold_a_half() -> None:
    lot = np.random.default_rng(5)
    odds = lot.normal(-1, 0.8, 60_000)
    missed = (lot.random(60_000) < probability(odds)).astype(float)

    right = calibration(probability(odds), missed)
    bold = calibration(probability(2 * odds), missed)

    assert right == pytest.approx((1, 0, 0), abs=0.05)
    assert bold[0] == pytest.approx(0.5, abs=0.03)
