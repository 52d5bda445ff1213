from __future__ import annotations

import pytest

from bedside.measures.continuity import continuity, slicc, together


@pytest.mark.parametrize(
    ("seen", "upc", "coc", "secon", "mmci"),
    [
        ("AABAC", 0.6, 0.3, 0.25, 0.5122),
        ("AAAAA", 1, 1, 1, 1),
        ("ABCDE", 0.2, 0, 0, 0.0244),
    ],
)
def test_the_four_figures_are_those_of_the_field(seen: str, upc: float, coc: float, secon: float, mmci: float) -> None:
    found = continuity(seen)

    assert found is not None
    assert [round(one, 4) for one in (found.upc, found.coc, found.secon, found.mmci)] == [upc, coc, secon, mmci]


def test_of_one_visit_nothing_is_said() -> None:
    assert continuity("A") is None


def test_patients_with_one_visit_are_left_out_and_counted() -> None:
    found = together(["AA", "AB", "A", ""])

    assert (found.patients, found.too_few_visits) == (2, 2)
    assert found.mean is not None
    assert found.mean.upc == 0.75


def test_of_a_list_counts_the_share_of_visits_with_the_one_who_is_named() -> None:
    visits = [("amara", "osei"), ("amara", "lin"), ("lina", "osei"), ("nobodys", "osei")]

    assert slicc(visits, {"amara": "osei", "lina": "osei"}) == pytest.approx(2 / 3)
    assert slicc(visits, {}) is None
