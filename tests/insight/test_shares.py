"""A measure by channel, team and language: hand-counted, and nothing said of few, nor of what would tell of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from bedside.insight.models import Share
from bedside.measures.parts import parts, withheld
from bedside.measures.weekly import Counted
from bedside.town.cast import Cast

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)


def told(values: list[float], *, channel: str = "", language: str = "") -> list[Counted]:
    return [Counted(AT, value=value, channel=channel, language=language) for value in values]


def test_each_part_has_its_middle_its_nine_of_ten_and_how_many() -> None:
    found = parts(
        [*told([1, 2, 3, 4, 10], channel="email", language="en"), *told([5] * 6, channel="sms", language="en")],
        statistic="median",
        least=5,
    )

    said = [(one.way, one.name, one.n, one.value, round(one.p90 or 0, 6)) for one in found]
    assert said == [
        ("", "", 11, 5, 5),
        ("channel", "sms", 6, 5, 5),
        ("channel", "email", 5, 3, 7.6),
        ("language", "en", 11, 5, 5),
    ]


def test_a_small_part_is_withheld_and_so_is_what_would_give_it_away() -> None:
    assert withheld({"en": 40, "es": 12, "pl": 3}, 5) == {"pl", "es"}
    assert withheld({"en": 40, "es": 2, "pl": 2}, 5) == {"en", "es", "pl"}
    assert withheld({"en": 40, "es": 3, "pl": 2}, 5) == {"es", "pl"}
    assert withheld({"en": 40, "es": 12}, 5) == set()
    found = parts([*told([1] * 40, language="en"), *told([0] * 12, language="es"), *told([0] * 3, language="pl")],
                  statistic="share", least=5)  # fmt: skip
    hidden = [one for one in found if one.value is None]
    assert {one.name for one in hidden} == {"es", "pl"}
    assert all(one.n is None for one in hidden)


def test_of_fewer_than_are_shown_there_is_no_part_at_all() -> None:
    [only] = parts(told([1, 2, 3, 4], channel="sms"), statistic="mean", least=5)
    assert (only.n, only.value, only.p90) == (None, None, None)


def test_the_managers_page_says_it_in_words(town: Cast, client: Client, settings: Any) -> None:
    settings.DEMO = True
    Share.objects.bulk_create(
        Share(measure="cases.resolved", measure_version=1, position=at, way=way, name=name, n=n, value=value, p90=p90)
        for at, (way, name, n, value, p90) in enumerate(
            [("", "", 52, 3.5, 9), ("channel", "sms", 52, 3.5, 9), ("team", "nurses", 47, 3, 8),
             ("team", "", None, None, None), ("language", "pl", 52, 3.5, 9)]
        )
    )  # fmt: skip
    client.force_login(town.ines)

    page = client.get("/insight/measures/cases.resolved/").text

    for words in ("The last 13 weeks", "3.5 hours", "nine of ten at most 9 hours", "Text message", "Nurses", "Polish"):
        assert words in page, words
    assert page.count("too few to show") >= 1
    assert page.count(">By channel<") == page.count(">By language<") == 2  # of the table, and of its first column
