from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import datetime
from typing import Any

import pytest

from bedside.measures.registry import Measure, Registry
from bedside.measures.weekly import Counted

NO_SHOWS = Measure(
    name="booking.no_show_rate",
    title="Missed visits",
    numerator="visits that were booked and missed",
    denominator="visits that were missed or kept",
    exclusions="visits that the clinic cancelled",
    source_events=("appointment.missed", "appointment.fulfilled"),
    better="down",
    chart="xmr",
)


def test_a_chart_is_made_of_a_registered_measure_and_of_nothing_else() -> None:
    house = Registry()
    with pytest.raises(ValueError, match="not a registered measure"):
        house.chart("booking.no_show_rate", [1, 2, 3])

    house.register(NO_SHOWS)

    chart = house.chart("booking.no_show_rate", [10, 11, 9] * 5 + [30], target=5)
    assert chart.variation == "concerning"
    assert chart.assurance == "fail"


def test_a_house_knows_its_measures_by_name_and_in_the_order_they_are_read() -> None:
    house = Registry()
    waits = replace(NO_SHOWS, name="booking.days_to_wait")
    house.register(NO_SHOWS)
    house.register(waits)

    assert list(house) == [NO_SHOWS, waits]
    assert len(house) == 2
    assert "booking.no_show_rate" in house
    assert house.get("booking.days_to_wait") == waits


def test_what_a_measure_means_changes_only_with_its_version() -> None:
    house = Registry()
    house.register(NO_SHOWS)
    house.register(NO_SHOWS)

    with pytest.raises(ValueError, match="version 2"):
        house.register(replace(NO_SHOWS, exclusions="none"))

    anew = house.register(replace(NO_SHOWS, exclusions="none", version=2))
    assert house.get(NO_SHOWS.name) == anew
    with pytest.raises(ValueError, match="version 3"):
        house.register(NO_SHOWS)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("name", "NoShows"),
        ("name", "no_show_rate"),
        ("title", " "),
        ("numerator", ""),
        ("denominator", ""),
        ("exclusions", ""),
        ("source_events", ()),
        ("source_events", ("",)),
        ("better", "more"),
        ("chart", "pie"),
        ("version", 0),
        ("statistic", "mode"),
        ("unit", "apples"),
        ("unit", "minutes"),
        ("least", 0),
    ],
)
def test_a_measure_that_does_not_say_what_it_is_cannot_be_made(part: str, value: Any) -> None:
    with pytest.raises(ValueError):
        replace(NO_SHOWS, **{part: value})


def test_a_measure_is_not_changed_behind_our_back() -> None:
    with pytest.raises(FrozenInstanceError):
        NO_SHOWS.better = "up"  # type: ignore[misc]


def test_a_kind_of_chart_that_we_cannot_draw_is_refused() -> None:
    house = Registry()
    house.register(replace(NO_SHOWS, chart="funnel"))
    with pytest.raises(ValueError, match="cannot draw yet"):
        house.chart(NO_SHOWS.name, [1, 2, 3])


def test_a_measure_is_counted_by_what_its_room_said() -> None:
    house = Registry()
    house.register(NO_SHOWS)
    with pytest.raises(ValueError, match="Nobody has said"):
        house.source(NO_SHOWS.name)

    house.register(NO_SHOWS, nothing_happened)
    assert house.source(NO_SHOWS.name) is nothing_happened


def nothing_happened(since: datetime, until: datetime) -> list[Counted]:
    return []
