"""What is told about a wait: the field's own figures, honest rounding, and how often it holds."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from bedside.measures.queues import (
    erlang,
    gamma_quantile,
    head_of_line,
    last_to_enter,
    pinball,
    quantile,
    queue_length,
    queue_length_with_leaving,
    still_inside,
)
from bedside.visits.order import Waiter
from bedside.visits.simulator import MORNING, bailey_welch, lognormal, session
from bedside.visits.waits import ENOUGH, Basis, Outlook, Past, expected, not_before, rounded_up, still_to_come

from .coverage import CLINICS, measure


def outlook(ahead: float | None = 5, level: str = "R14", **more: object) -> Outlook:
    return Outlook(**{"level": level, "ahead": ahead, "clinicians": 2, "mean": 12.0, **more})  # type: ignore[arg-type]


def came(minutes: float, **more: object) -> Waiter:
    return Waiter(**{"id": 1, "level": "R14", "arrived_at": MORNING + timedelta(minutes=minutes), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(("share", "minutes"), [(0.1, 18.9), (0.5, 34.0), (0.8, 47.4), (0.9, 55.6)])
def test_five_ahead_of_two_clinicians_of_twelve_minutes_are_the_fields_figures(share: float, minutes: float) -> None:
    assert queue_length(5, 2, 12) == pytest.approx(36.0)
    assert gamma_quantile(6, 2 / 12, share) == pytest.approx(minutes, abs=0.05)
    assert erlang(6, 2 / 12, gamma_quantile(6, 2 / 12, share)) == pytest.approx(share)


def test_people_who_give_up_shorten_the_line() -> None:
    assert queue_length_with_leaving(5, 2, 12, 0.0) == pytest.approx(36.0)
    assert queue_length_with_leaving(1, 1, 10, 0.1) == pytest.approx(10 + 5)


def test_the_last_to_enter_and_the_head_of_the_line_are_read_from_times() -> None:
    at = [MORNING + timedelta(minutes=minutes) for minutes in range(40)]
    assert last_to_enter([(at[0], at[30]), (at[20], at[25])]) == 30
    assert head_of_line([at[7], at[3]], at[20]) == 17
    assert last_to_enter([]) is None
    assert head_of_line([], at[0]) is None


def test_a_long_line_of_hundreds_has_its_middle_near_its_mean() -> None:
    assert gamma_quantile(400, 1.0, 0.5) == pytest.approx(400 - 1 / 3, abs=0.01)


def test_a_quantile_told_too_low_costs_its_share_and_too_high_the_rest() -> None:
    assert pinball(30, 20, 0.9) == pytest.approx(9)
    assert pinball(10, 20, 0.9) == pytest.approx(1)


def test_of_four_seen_waits_the_longest_is_what_four_in_five_keep_to() -> None:
    assert quantile([9, 3, 5, 7], 0.8) == 9
    assert quantile([9, 3, 5, 7, 1], 0.5) == 5


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, 5), (0.1, 5), (5, 5), (5.1, 10), (47.4, 50), (55.1, 60), (60.1, 75), (76, 90)]
)
def test_what_is_told_is_rounded_up_and_never_below_five(minutes: float, told: int) -> None:
    assert rounded_up(minutes) == told


def test_with_too_few_visits_behind_it_the_range_comes_from_the_queue_and_says_so() -> None:
    told = expected(outlook(), [Past(outlook(), 90.0)] * (ENOUGH - 1))
    assert (told.low, told.high, told.basis) == (35, 50, Basis.QUEUE)
    assert told.said == "About 35 to 50 minutes"
    assert told.rests_on == "From the number of people who wait now."


def test_with_thirty_visits_like_this_one_the_range_comes_from_them_and_says_how_many() -> None:
    told = expected(outlook(), [Past(outlook(), float(minutes)) for minutes in range(10, 10 + ENOUGH)])
    assert (told.low, told.high, told.n) == (25, 35, ENOUGH)
    assert told.rests_on == f"From our last {ENOUGH} visits like yours."


def test_visits_with_another_line_before_them_say_nothing_about_this_one() -> None:
    others = [Past(outlook(20), 5.0)] * 50 + [Past(outlook(5, not_before=90.0), 5.0)] * 50
    assert expected(outlook(), others).basis is Basis.QUEUE


def test_before_the_first_call_of_the_day_only_such_mornings_count() -> None:
    by_day = [Past(outlook(), 20.0)] * 50
    mornings = [Past(outlook(at_work=False), 40.0)] * ENOUGH
    assert expected(outlook(at_work=False), by_day + mornings).middle == pytest.approx(40.0)
    assert expected(outlook(), by_day + mornings).middle == pytest.approx(20.0)
    assert expected(outlook(at_work=False), by_day).middle == pytest.approx(20.0), "better than nothing"


def test_where_few_visits_are_alike_the_nearest_are_asked_but_none_that_is_far() -> None:
    alike, near, far = [Past(outlook(5), 36.0)] * 10, [Past(outlook(8), 54.0)] * 20, [Past(outlook(14), 90.0)] * 20
    assert expected(outlook(5), alike + near).n == ENOUGH
    assert expected(outlook(5), alike + far).basis is Basis.QUEUE


@pytest.mark.parametrize("level", ["E0", "E1", "U2", "H"])
def test_who_needs_somebody_at_once_is_told_no_number(level: str) -> None:
    told = expected(outlook(level=level))
    assert (told.low, told.high, told.said) == (None, None, "You are next.")


@pytest.mark.parametrize("unknown", [{"ahead": None}, {"clinicians": None}, {"clinicians": 0}, {"mean": None}])
def test_what_is_not_known_is_said_to_be_unknown_and_never_zero(unknown: dict[str, object]) -> None:
    told = expected(outlook(**unknown))  # type: ignore[arg-type]
    assert (told.low, told.high, told.basis) == (None, None, Basis.UNKNOWN)
    assert told.said == "We do not know yet how long it will be."


def test_nobody_is_told_a_time_before_her_own() -> None:
    told = expected(outlook(0, not_before=48.0))
    assert (told.low, told.high) == (50, 50)


def test_where_somebody_is_free_for_her_it_is_five_minutes_or_what_it_has_been() -> None:
    free = outlook(0, free=1)
    assert expected(free).said == "About 5 minutes"
    assert expected(free, [Past(free, 8.0)] * ENOUGH).said == "About 10 minutes"


def test_the_longer_the_visit_before_hers_has_taken_the_sooner_it_will_be_over_but_never_at_once() -> None:
    left = [still_inside(minutes, 20.0) for minutes in (0, 5, 10, 20, 60, 500)]
    assert left == sorted(left, reverse=True)
    assert left[0] == pytest.approx(20.0)
    assert left[-1] >= 20 / 3 - 1e-6
    just_begun, long_since = outlook(0, clinicians=1, inside=0.0), outlook(0, clinicians=1, inside=20.0)
    assert expected(just_begun) == expected(outlook(0, clinicians=1))
    assert expected(long_since).high == 10
    assert expected(just_begun).high == 20


def test_before_somebody_on_time_go_those_with_an_earlier_time_and_no_others() -> None:
    now = MORNING + timedelta(minutes=60)
    me = came(55, scheduled_at=MORNING + timedelta(minutes=65), is_walk_in=False)
    booked = [MORNING + timedelta(minutes=minutes) for minutes in (20, 50, 60, 70)]  # 20 would be too late now
    assert still_to_come(me, booked, now, clinicians=1, ahead=0, mean=10) == pytest.approx(1.8)
    assert not_before(me, now) == 0


def test_before_somebody_without_a_time_go_three_at_the_most_and_only_before_her_turn() -> None:
    now = MORNING + timedelta(minutes=60)
    booked = [MORNING + timedelta(minutes=minutes) for minutes in range(60, 120, 5)]
    assert still_to_come(came(60), booked, now, clinicians=1, ahead=4, mean=10) == pytest.approx(3.0)
    assert still_to_come(came(60, overtaken=3), booked, now, clinicians=1, ahead=4, mean=10) == 0
    assert still_to_come(came(60), booked[6:], now, clinicians=1, ahead=0, mean=10) == 0
    assert still_to_come(came(60, level="U4"), booked, now, clinicians=1, ahead=4, mean=10) == 0


@pytest.mark.parametrize(
    ("times", "no_show", "wait", "idle", "overtime"),
    [
        ([number * 15 for number in range(12)], 0.0, 9.1, 15.4, 16.2),
        (bailey_welch(12, 15), 0.0, 15.9, 5.4, 10.9),
        ([0] * 12, 0.0, 82.6, 0.0, 10.2),
        ([number * 15 for number in range(12)], 0.15, 6.1, 33.3, 9.4),
        (bailey_welch(12, 15), 0.15, 10.1, 20.1, 4.5),
    ],
)
def test_simulated_sessions_agree_with_the_table_of_bailey_and_welch(
    times: list[float], no_show: float, wait: float, idle: float, overtime: float
) -> None:
    chance = random.Random(12)
    days = [
        session(times, lambda: lognormal(chance, 15, 0.5), comes=lambda: chance.random() >= no_show, planned=180)
        for _day in range(12_000)
    ]
    found = [sum(column) / len(days) for column in zip(*days, strict=True)]
    assert found == pytest.approx([wait, idle, overtime], abs=0.4)


@pytest.mark.slow
@pytest.mark.parametrize("clinic", CLINICS[:3], ids=lambda clinic: clinic.name)
def test_where_the_clinic_knows_its_own_past_four_in_five_waits_keep_to_what_was_told(clinic: object) -> None:
    score = measure(clinic, 41, own_past=True, days=40, learn=20)  # type: ignore[arg-type]
    assert score.from_history > score.n * 0.9
    assert score.share <= 0.20
    assert score.mae < score.mae_last
    assert score.mae < 0.9 * score.mae_mean
