"""Days that never were: two groups of which one misses visits more often, in sessions booked as is advised."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from bedside.prediction.overbooking import advise

TIMES = [datetime(2026, 3, 2, 9) + timedelta(minutes=15 * at) for at in range(12)]
MISSES = {"often": 0.35, "seldom": 0.1}
MOST = 1.10  # times what everybody waits
SESSIONS = 6000


def mean_waits(*, riskiest_doubled: bool, seed: int) -> dict[str, float]:
    """Minutes in the waiting room by group, where more are booked beside the advised times."""
    lot = np.random.default_rng(seed)
    usual = sum(MISSES.values()) / 2
    waits: dict[str, list[float]] = {group: [] for group in MISSES}
    for _session in range(SESSIONS):
        groups = lot.choice(list(MISSES), size=12).tolist()
        advice = advise([MISSES[one] for one in groups], 12, usual=usual, starts=TIMES)
        more = lot.choice(list(MISSES), size=advice.more).tolist()
        if riskiest_doubled:  # what somebody does who looks at persons: two of those who miss most for each time
            booked = [(at, one) for at, one in enumerate(groups) for _twice in range(2 if one == "often" else 1)]
        else:  # as they asked
            booked = [*enumerate(groups), *((TIMES.index(at), one) for at, one in zip(advice.at, more, strict=True))]
        free = 0.0
        for at, group in sorted(booked, key=lambda one: one[0]):
            if lot.random() < MISSES[group]:
                continue
            begins = max(free, 15.0 * at)
            waits[group].append(begins - 15.0 * at)
            free = begins + lot.gamma(9, 14 / 9)
    return {group: float(np.mean(those)) for group, those in waits.items()} | {
        "all": float(np.mean([one for those in waits.values() for one in those]))
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_no_group_waits_longer_where_more_are_booked_as_advised(seed: int) -> None:
    waits = mean_waits(riskiest_doubled=False, seed=seed)

    assert waits["all"] > 0
    assert max(waits[group] for group in MISSES) <= MOST * waits["all"]


def test_the_measure_sees_the_harm_where_two_who_miss_often_share_a_time() -> None:
    waits = mean_waits(riskiest_doubled=True, seed=1)

    assert waits["often"] > MOST * waits["all"]
