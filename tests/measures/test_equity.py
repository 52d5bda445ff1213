from __future__ import annotations

import pytest

from bedside.measures.equity import gini, most_to_middle
from bedside.measures.weekly import summed_up


def test_the_gini_of_what_is_shared_evenly_is_nothing() -> None:
    assert gini([10, 10, 10, 10]) == 0
    assert gini([4, 8, 12, 16]) == pytest.approx(0.25)
    assert gini([16, 4, 12, 8]) == pytest.approx(0.25)  # in whatever order they are told
    assert gini([0, 0, 0, 20]) == pytest.approx(0.75)  # all with one of four
    assert gini([1, 2, 3, 4]) == gini([10, 20, 30, 40])  # whatever a load is counted in
    assert gini([0, 0]) == 0
    assert summed_up([4, 8, 12, 16], "gini") == pytest.approx(0.25)


def test_the_gini_of_nobody_or_of_less_than_nothing_is_refused() -> None:
    for strange in ([], [1, -1]):
        with pytest.raises(ValueError, match="load of each"):
            gini(strange)


def test_the_most_is_told_against_the_middle() -> None:
    assert most_to_middle([10, 10, 13]) == pytest.approx(1.3)
    assert most_to_middle([4, 8, 12, 16]) == pytest.approx(1.6)
    assert most_to_middle([0, 0, 5]) is None
    assert most_to_middle([]) is None
