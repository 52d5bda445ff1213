"""What a chart says, and in which words."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import translation

from bedside.insight import drawing, sentences
from bedside.insight.charts import Chart, charts
from bedside.insight.counting import this_week
from bedside.insight.models import Figure, NewLimits
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.measures.registry import MEASURES
from bedside.measures.xmr import xmr
from bedside.town.cast import Cast

from .conftest import weeks

CALM = [14.0, 16, 13, 15, 14, 17, 13, 15, 16, 14, 15, 13]
SVG = "{http://www.w3.org/2000/svg}"


def the_chart(name: str = "visits.wait", place: object = None) -> Chart:
    [found] = charts([MEASURES.get(name)], places=[place])  # type: ignore[list-item]
    return found


def said(values: list[float], *, name: str = "visits.wait") -> str:
    weeks(values, name=name)
    return sentences.what_changed(the_chart(name))


def test_a_chart_has_the_limits_and_points_of_its_whole_weeks(town: Cast) -> None:
    weeks([*CALM, 40.0])

    found, wanted = the_chart(), xmr([*CALM, 40.0], better="down")

    limits = found.last.limits if found.last else None
    assert limits is not None
    assert (limits.mean, limits.lower, limits.upper) == (wanted.mean, wanted.lower, wanted.upper)
    assert [mark.placed.kind for mark in found.points] == list(wanted.points)


def test_the_running_week_is_drawn_hatched_and_no_rule_looks_at_it(town: Cast) -> None:
    weeks(CALM)
    before = the_chart()
    facts = {"measure": "visits.wait", "measure_version": 1, "waiting": 3, "unknown": 0}
    Figure.objects.create(**facts, place=None, week=this_week(), value=400.0, n=40)

    found = the_chart()

    assert found.running is not None
    assert found.points == before.points
    assert not found.has_changed
    assert "pattern" not in str(drawing.draw(before, "c"))
    svg = ElementTree.fromstring(
        str(drawing.draw(found, "c")).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
    )
    assert len(svg.findall(f".//{SVG}pattern")) == 1
    assert [one.get("class") for one in svg.iter(f"{SVG}circle")].count("open") == 1
    assert "3 still waiting" in "".join(svg.itertext())


def test_a_week_of_too_few_has_no_point_and_shows_no_number(town: Cast) -> None:
    weeks([*CALM, 90.0], n=4)

    found = the_chart()

    assert found.points == []
    assert drawing.draw(found, "c") == ""
    assert sentences.counted_how_many(found.marks[-1]) == "too few to show"
    assert found.last is None
    assert found.found.points == ()  # nor do the limits know of it


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            [*CALM, 17, 18, 17, 18, 17, 18, 17],
            "Longer waits since 5 October: 17 minutes last week, 14.6 minutes before "
            "(7 weeks in a row above the mean).",
        ),
        (
            [*CALM, 44],
            "Longer waits in the week of 16 November: 44 minutes, where 11.3 to 22 is usual.",
        ),
        (
            [*CALM, 2],
            "Shorter waits in the week of 16 November: 2 minutes, where 8.1 to 19.2 is usual.",
        ),
        (
            [*CALM, 12, 13, 14, 15, 16, 16.5, 17],
            "Longer waits since 5 October: 17 minutes last week, 14.6 minutes before "
            "(7 weeks, each higher than the one before).",
        ),
        (
            [*CALM, 13, 16, 12, 20, 16, 20],
            "Longer waits since 2 November: 20 minutes last week, 14.4 minutes before "
            "(2 of 3 weeks close to the upper limit).",
        ),
    ],
)
def test_each_kind_of_change_has_its_sentence(town: Cast, values: list[float], sentence: str) -> None:
    assert said(values) == sentence


def test_a_sentence_names_its_place_and_the_value_in_its_own_measure(town: Cast) -> None:
    weeks([90, 91, 89, 90, 92, 90, 91, 89, 90, 91, 92, 90, 60], name="cases.kept_promises")
    weeks([*CALM, 44], place=town.riverside)

    assert sentences.what_changed(the_chart("cases.kept_promises")).startswith(
        "Fewer promises kept in the week of 16 November: 60%, where"
    )
    assert "Longer waits at Riverside in the week of 16 November" in sentences.what_changed(
        the_chart(place=town.riverside)
    )
    with translation.override("es"):
        assert "Esperas más largas en Riverside" in sentences.what_changed(the_chart(place=town.riverside))


@pytest.mark.parametrize(("changed", "counted"), [(0, 0), (0, 3), (1, 3), (2, 3), (5, 6)])
def test_the_first_words_say_how_much_changed(changed: int, counted: int) -> None:
    first = {0: "Nothing unusual in the week of 16 November.", 1: "One thing", 2: "Two things", 5: "5 things"}
    wanted = first[changed] if counted else "There are not enough weeks"
    assert sentences.in_all(changed, counted, date(2026, 11, 16)).startswith(wanted)


def test_calm_weeks_and_weeks_long_past_are_no_news(town: Cast) -> None:
    weeks(CALM)
    weeks([*CALM, 44.0, None], name="booking.lead_time")

    assert not the_chart().has_changed
    assert the_chart("booking.lead_time").run is not None
    assert not the_chart("booking.lead_time").has_changed


def test_of_fewer_than_12_weeks_nothing_is_said(town: Cast) -> None:
    weeks([*CALM[:10], 44.0])

    assert the_chart().is_trial
    assert not the_chart().has_changed


def test_limits_drawn_anew_leave_the_old_ones_to_be_seen(town: Cast) -> None:
    weeks([*CALM, 30, 31, 29, 30, 31, 30, 29, 31, 30, 29, 31, 30])
    assert the_chart().variation == "concerning"
    drawn = NewLimits(
        measure="visits.wait", week=this_week() - timedelta(weeks=12), cause="One doctor fewer", owner=town.ines
    )
    record("limits.drawn_anew", drawn, by=HOUSE)

    found = the_chart()

    assert found.variation == "common"
    first, last = found.points[0].limits, found.points[-1].limits
    assert first is not None
    assert last is not None
    assert (round(first.mean, 2), round(last.mean, 2)) == (14.58, 30.08)
    assert str(drawing.draw(found, "c")).count('class="anew"') == 1
    assert str(drawing.draw(found, "c")).count('class="mean" x1') == 2


def test_what_a_point_says_is_in_its_shape_and_the_chart_is_told_in_words(town: Cast) -> None:
    weeks([*CALM, 44.0], name="visits.long_wait")

    drawn = str(drawing.draw(the_chart("visits.long_wait"), "c"))

    assert drawn.count('<rect class="concerning"') == 1
    assert drawn.count('<circle class="common"') == len(CALM)
    assert '<title id="c-t">The longest waits, week by week</title>' in drawn
    assert "The last whole week, of 16 November: 44 minutes." in drawn
    assert 'class="target"' in drawn


def test_a_name_cannot_break_out_of_a_drawing(town: Cast) -> None:
    town.riverside.name = "<script>alert(1)</script>"
    record("place.renamed", town.riverside, by=HOUSE)
    weeks(CALM, place=town.riverside)

    assert "<script" not in str(drawing.draw(the_chart(place=town.riverside), "c"))
