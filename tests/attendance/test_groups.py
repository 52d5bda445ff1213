from __future__ import annotations

import pytest

from bedside.attendance.groups import groups
from bedside.attendance.load import load
from bedside.booking.models import Status
from bedside.people.models import Patient
from bedside.town.cast import Cast

from .conftest import told


@pytest.fixture
def quarter(town: Cast, past: list[Patient]) -> None:
    """Sixty visits of the last quarter: forty in English of which eight were missed, and twenty in Polish."""
    days = [-1 - at for at in range(60)]
    hers = [past[2 * at % 80] if at < 40 else past[(2 * at + 1) % 80] for at in range(60)]
    fates = [Status.NOSHOW if at < 8 else Status.FULFILLED for at in range(60)]
    told(town, hers, [float(day) for day in days], [2.0] * 60, fates)


def test_each_group_has_its_share_and_the_sum_is_everybody(town: Cast, quarter: None) -> None:
    found, too_small = groups(town.riverside, "language")

    assert too_small == 0
    assert {one.name for one in found} == {"en", "pl"}
    [everybody], _none = groups(town.riverside, "clinician")
    assert everybody.visits == sum(one.visits for one in found)


def test_a_share_of_so_few_that_somebody_could_be_known_is_not_shown(town: Cast, quarter: None) -> None:
    found, _few = groups(town.riverside, "age")

    assert all(one.missed is None or one.missed == 0 or one.missed * one.visits >= 4.99 for one in found)
    assert all(one.visits >= 30 for one in found)


def test_who_always_sees_the_same_has_full_continuity(town: Cast, quarter: None) -> None:
    [group], _few = groups(town.riverside, "service")

    assert group.seen is not None
    assert group.seen.mean is not None
    assert (group.seen.mean.upc, group.seen.mean.coc, group.seen.mean.secon) == (1, 1, 1)
    assert group.with_their_own == 1


def test_a_place_knows_how_many_it_can_look_after(town: Cast, quarter: None) -> None:
    found = load(town.riverside)

    assert found.patients is not None
    assert found.panel is not None
    assert found.panel > found.patients * 0.9
    assert found.overflow is not None
    assert 0 <= found.overflow.share <= 1
    assert load(town.hillside).panel is None
