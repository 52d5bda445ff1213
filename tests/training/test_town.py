"""The town's staff have practised before a visitor comes."""

from __future__ import annotations

from bedside.town.cast import Cast
from bedside.town.practising import practise
from bedside.training.looking import team


def test_the_managers_list_of_the_demo_means_something(town: Cast) -> None:
    practise(town)

    members = {one.name: one for one in team("en")}

    assert members["Kwame Osei"].is_due
    assert (members["Hua Lin"].lessons, members["Hua Lin"].scenarios) == (1, 1)
    assert members["Sam Reid"].last_at is None, "Sam begins in the demo"
