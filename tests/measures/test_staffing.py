"""What `bedside ask staffing` takes and answers, and the formulas behind it."""

from __future__ import annotations

from math import isclose
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.measures.erlang import ErlangA, ErlangC, Load, blocked
from bedside.measures.staffing import answer

DESK = {"calls_per_30min": 30, "aht_seconds": 300, "patience_seconds": 180}


def about(found: float, said: float, within: float = 0.0005) -> bool:
    return isclose(found, said, abs_tol=within)


def test_a_big_call_centre_without_abandonment() -> None:
    found = answer({"calls_per_30min": 360, "aht_seconds": 240, "agents": 55, "threshold_seconds": 15})
    told = found["erlang_c"]

    assert found["offered_load"] == 48
    assert about(told["p_wait"], 0.2387)
    assert about(told["service_level"], 0.846)
    assert about(told["asa_seconds"], 8.18, 0.005)
    assert about(told["occupancy"], 0.873)


@pytest.mark.parametrize(("agents", "level", "asa"), [(7, 0.716, 48.6), (8, 0.863, 16.7)])
def test_a_front_desk_without_abandonment(agents: int, level: float, asa: float) -> None:
    told = answer(DESK | {"agents": agents})["erlang_c"]

    assert about(told["service_level"], level)
    assert about(told["asa_seconds"], asa, 0.05)


@pytest.mark.parametrize(
    ("agents", "waits", "gone", "wait"), [(5, 0.506, 0.197, 35.4), (7, 0.218, 0.063, 11.3)]
)  # fmt: skip
def test_a_front_desk_whose_callers_hang_up(agents: int, waits: float, gone: float, wait: float) -> None:
    told = answer(DESK | {"agents": agents})["erlang_a"]

    assert about(told["p_wait"], waits)
    assert about(told["abandonment"], gone)
    assert about(told["asa_seconds"], wait, 0.05)


def test_eight_people_answer_four_of_five_callers_in_twenty_seconds() -> None:
    found = answer(DESK | {"target": "80/20"})

    assert found["agents"] == found["needed"]["erlang_c"] == 8
    assert found["needed"]["erlang_a"] == 7
    assert found["erlang_a"]["service_level"] >= 0.8
    assert found["on_the_rota"] == {"erlang_c": 12, "erlang_a": 10}


@pytest.mark.parametrize(
    "target", [None, 0.8, 80, "80", "80%", "80/20", {"service_level": 0.8, "seconds": 20}, {"sl": 80}, {"seconds": 20}]
)
def test_a_target_is_read_however_it_is_written(target: Any) -> None:
    assert answer(DESK | {"target": target})["needed"]["erlang_c"] == 8


def test_other_targets_than_speed() -> None:
    assert answer(DESK | {"target": {"asa": 20}})["needed"]["erlang_c"] == 8
    few_hang_up = answer(DESK | {"target": {"abandonment": 0.05}})
    assert few_hang_up["erlang_a"]["abandonment"] <= 0.05
    assert answer(DESK | {"agents": few_hang_up["needed"]["erlang_a"] - 1})["erlang_a"]["abandonment"] > 0.05


@pytest.mark.parametrize("agents", [0, 1, 4, 5])
def test_where_more_is_said_than_people_can_listen_to_there_is_no_number(agents: int) -> None:
    found = answer(DESK | {"agents": agents})

    assert found["erlang_c"]["stable"] is False
    assert found["erlang_c"]["asa_seconds"] is found["erlang_c"]["service_level"] is None
    assert "Unstable" in found["erlang_c"]["because"]
    assert 0 < found["erlang_a"]["abandonment"] <= 1


def test_without_calls_nobody_waits() -> None:
    found = answer({"calls_per_30min": 0, "aht_seconds": 300, "patience_seconds": 60, "agents": 3})

    assert found["erlang_c"] == {
        "stable": True, "agents": 3, "occupancy": 0, "p_wait": 0, "asa_seconds": 0, "service_level": 1,
    }  # fmt: skip
    assert found["erlang_a"]["abandonment"] == 0
    assert found["needed"] == {"erlang_c": 0, "erlang_a": 0}


def test_without_patience_whoever_finds_nobody_free_is_gone() -> None:
    told = answer(DESK | {"patience_seconds": 0, "agents": 7})["erlang_a"]

    assert told["abandonment"] == told["p_wait"] == round(blocked(5, 7), 6)
    assert told["asa_seconds"] == 0


def test_without_anybody_there_everybody_hangs_up_when_patience_is_over() -> None:
    told = answer(DESK | {"agents": 0})["erlang_a"]

    assert (told["abandonment"], told["asa_seconds"], told["service_level"]) == (1, 180, 0)


def test_with_endless_patience_both_say_the_same() -> None:
    told = answer(DESK | {"agents": 7, "patience_seconds": 1e9})

    for what in ("p_wait", "asa_seconds", "service_level", "occupancy"):
        assert about(told["erlang_a"][what], told["erlang_c"][what], 1e-4)


def test_without_a_patience_only_the_first_formula_answers() -> None:
    told = answer({"calls_per_30min": 30, "aht_seconds": 300, "agents": 8})["erlang_a"]

    assert told["p_wait"] is None
    assert "patience_seconds" in told["because"]


@pytest.mark.parametrize("agents", [15_000, 16_700, 18_000])
def test_thousands_of_people_are_counted_too(agents: int) -> None:
    told = answer({"calls_per_30min": 100_000, "aht_seconds": 300, "patience_seconds": 180, "agents": agents})

    assert 0 <= told["erlang_a"]["abandonment"] < 0.11
    assert 16_667 <= told["needed"]["erlang_c"] < 17_000
    if agents == 15_000:
        assert about(told["erlang_a"]["abandonment"], 0.1)  # what so many people cannot do
        assert about(told["erlang_a"]["occupancy"], 1)


def stood_by_step(load: Load, agents: int, patience: float, seconds: float) -> tuple[float, float, float]:
    """The same figures by counting every state, and by letting the queue move in small steps."""
    share, states = 1.0, [1.0]
    while len(states) <= agents or share > 1e-15 * max(states):
        ends = min(len(states), agents) / load.handling + max(0, len(states) - agents) / patience
        share *= load.rate / ends
        states.append(share)
    whole = sum(states)
    states = [one / whole for one in states]
    gone = sum((number - agents) * one for number, one in enumerate(states) if number > agents) / patience / load.rate
    before, answered, step = states[agents:], 1 - sum(states[agents:]), seconds / 4000
    for _ in range(4000):
        moved = [one * (agents / load.handling + ahead / patience) * step for ahead, one in enumerate(before)]
        answered += moved[0]
        before = [
            one - out - one * step / patience + come
            for one, out, come in zip(before, moved, [*moved[1:], 0.0], strict=True)
        ]
    return sum(states[agents:]), gone, answered


@pytest.mark.parametrize(("agents", "patience"), [(3, 180), (5, 20), (7, 600)])
def test_the_formula_agrees_with_counting_every_state(agents: int, patience: float) -> None:
    load = Load(30 / 1800, 300)
    model = ErlangA.of(load, agents, patience)
    waits, gone, answered = stood_by_step(load, agents, patience, 20)

    assert about(model.waits, waits, 1e-9)
    assert about(model.abandons, gone, 1e-9)
    assert about(model.answered_within(20), answered, 1e-5)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0, 5000), st.floats(1, 1000), st.integers(0, 900), st.floats(0, 1e6), st.floats(0, 600)
)  # fmt: skip
def test_shares_stay_shares_and_one_more_person_never_makes_it_worse(
    calls: float, handling: float, agents: int, patience: float, seconds: float
) -> None:
    load = Load(calls / 1800, handling)
    fewer, more = (ErlangA.of(load, n, patience) for n in (agents, agents + 1))
    for model in (fewer, more):
        shares = (model.waits, model.abandons, model.occupancy, model.answered_within(seconds))
        assert all(-1e-6 <= share <= 1 + 1e-6 for share in shares)
    assert more.abandons <= fewer.abandons + 1e-9
    assert more.answered_within(seconds) >= fewer.answered_within(seconds) - 1e-6
    assert ErlangC.of(load, agents + 1).waits <= ErlangC.of(load, agents).waits + 1e-9


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"calls_per_30min": None}, "calls_per_30min must be a number"),
        ({"calls_per_30min": "many"}, "calls_per_30min must be a number"),
        ({"calls_per_30min": -1}, "must lie between"),
        ({"aht_seconds": True}, "aht_seconds must be a number"),
        ({"aht_seconds": 1e5, "calls_per_30min": 1e6}, "work for 55,555,556 people"),
        ({"patience_seconds": -1}, "must lie between"),
        ({"agents": 7.5}, "whole number"),
        ({"agents": -1}, "must lie between"),
        ({"target": "fast"}, "target must be a number"),
        ({"target": {}}, "Say what to reach"),
        ({"target": 101}, "must lie between"),
        ({"shrinkage": 1}, "less than the whole"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer(DESK | change)


def test_a_target_nobody_can_reach_is_said_so() -> None:
    found = answer(DESK | {"target": {"occupancy": 0}})

    assert found["needed"]["erlang_c"] is None
    assert "No number of people" in found["erlang_c"]["because"]
