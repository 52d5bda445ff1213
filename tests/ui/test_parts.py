"""The page parts, and how days, times, numbers and names are said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.utils import translation
from jinja2 import UndefinedError

from bedside.hours.clock import stopped_at
from bedside.ui.pages import Clinic

from .conftest import RIVERSIDE

THURSDAY = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)


def drawn(body: str, **context: Any) -> str:
    source = '{% import "ui/parts.html" as ui with context %}' + body
    return str(engines["jinja2"].from_string(source).render({"clinic": RIVERSIDE} | context)).strip()


def said(expression: str, **context: Any) -> str:
    return drawn("{{ " + expression + " }}", **context)


def test_a_misspelt_name_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        said("patinet")


def test_a_button_is_a_button_and_with_an_address_a_link() -> None:
    assert said('ui.button("Save")') == '<button class="button">Save</button>'
    assert (
        said('ui.button("Go", kind="quiet", href="/a/?b=1&c=2")')
        == '<a class="button quiet" href="/a/?b=1&amp;c=2">Go</a>'
    )
    assert 'hx-get="/x/"' in said('ui.button("More", hx_get="/x/")')
    assert "<b>" not in said("ui.button(words)", words="<b>")


def test_an_empty_list_says_what_one_can_do_next() -> None:
    html = said('ui.empty("No free times.", "Join the waiting list", "/wait/")')

    assert "No free times." in html
    assert '<a href="/wait/">Join the waiting list</a>' in html


def test_a_link_to_change_something_says_what() -> None:
    html = said('ui.summary_list([("Phone", "01632", "/p/"), ("Name", "Amara")])')

    assert 'Change<span class="spoken"> Phone</span>' in html
    assert html.count("<dt>") == 2


def test_a_table_has_a_name_and_heads_for_its_columns() -> None:
    html = said('ui.table("Waiting", ["Name", ("Waited", "n")], [["Lina", 6]])')

    assert "<caption" in html
    assert html.count('scope="col"') == 2
    assert '<td class="n">6</td>' in html


def test_where_one_is_in_a_task_is_said_in_words_too() -> None:
    assert "Step 2 of 4: About you" in said('ui.steps(2, 4, "About you")')


def test_the_tab_one_is_on_is_marked_for_everybody() -> None:
    html = said('ui.tabs("Lists", [("Mine", "/m/", true), ("All", "/a/", false, 3)])')

    assert '<a href="/m/" aria-current="page">Mine</a>' in html
    assert html.count("aria-current") == 1


def test_a_list_of_one_page_has_no_way_to_others() -> None:
    assert said("ui.pagination(page)", page=Paginator(range(5), 10).page(1)) == ""

    html = said('ui.pagination(page, "q=knee")', page=Paginator(range(25), 10).page(2))
    assert 'href="?q=knee&amp;page=1"' in html
    assert "Page 2 of 3" in html


def test_an_emergency_gives_a_number_that_can_be_pressed() -> None:
    html = said("ui.emergency(clinic, crisis=true)")

    assert 'role="alert"' in html
    assert 'href="tel:999"' in html
    assert "116 123" in html


def test_a_live_part_follows_its_topics_and_can_say_that_it_has_stopped() -> None:
    html = drawn('{% call ui.live(["desk", "place:7"], "/part/") %}now{% endcall %}')

    assert 'data-live-topics="desk place:7"' in html
    assert 'hx-trigger="live:desk from:body, live:place:7 from:body"' in html
    assert "out of date" in html


def test_a_live_part_that_the_clock_changes_looks_again_by_itself() -> None:
    html = drawn('{% call ui.live("desk", "/part/", every="60s") %}now{% endcall %}')

    assert 'hx-trigger="live:desk from:body, every 60s"' in html


def test_a_face_without_a_picture_shows_two_letters_but_not_the_title() -> None:
    assert said('"Dr Kwame Osei"|initials') == "KO"
    assert said('"Lin"|initials') == "L"
    assert 'aria-hidden="true"' in said('ui.person("Dr Kwame Osei", "Doctor")')


def test_times_are_said_in_the_zone_of_the_place() -> None:
    with stopped_at(THURSDAY):
        summer = datetime(2026, 7, 1, 8, 40, tzinfo=UTC)

        assert said("t|day_and_time", t=summer) == "Wednesday 1 July, 9:40am"
        assert said('t|day_and_time("Asia/Tokyo")', t=summer) == "Wednesday 1 July, 5:40pm"


def test_the_year_is_said_only_where_it_is_another() -> None:
    with stopped_at(THURSDAY):
        assert said("t|day", t=THURSDAY) == "Thursday 26 November"
        assert said("t|day", t=THURSDAY + timedelta(days=60)) == "Monday 25 January 2027"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (3, "this week"),
        (4, "next week"),
        (10, "next week"),
        (11, "in 2 weeks"),
        (80, "in 2 months"),
    ],
)
def test_how_soon_is_said_in_words_and_never_as_a_time(days: int, words: str) -> None:
    with stopped_at(THURSDAY):
        assert said("t|soon", t=THURSDAY + timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=12), "yesterday"),
        (timedelta(days=3), "Monday 23 November"),
    ],
)
def test_how_long_ago_is_said_in_words(before: timedelta, words: str) -> None:
    with stopped_at(THURSDAY):
        assert said("t|ago", t=THURSDAY - before) == words


def test_how_long_something_takes_is_said_in_words() -> None:
    assert said("20|duration") == "20 minutes"
    assert said("75|duration") == "1 hour 15 minutes"
    assert said("t|duration", t=timedelta(hours=2)) == "2 hours"


def test_a_number_can_be_pressed_and_is_grouped_as_at_home() -> None:
    assert said('"01632 960001"|phone') == '<a href="tel:+441632960001" dir="ltr">01632 960001</a>'
    assert said('"+441632960001"|phone') == said('"01632 960001"|phone')
    assert said('"116 123"|phone') == '<a href="tel:116123" dir="ltr">116 123</a>'
    assert said('"+34 912 345 678"|phone') == '<a href="tel:+34912345678" dir="ltr">+34 912 34 56 78</a>'
    assert "<script" not in said("n|phone", n='"><script>')


def test_money_is_written_as_the_reader_writes_it() -> None:
    assert said("n|money", n=Decimal("45")) == "£45.00"
    with translation.override("es"):
        assert "45,00" in said("n|money", n=Decimal("45"))


def test_before_a_clinic_is_set_up_the_numbers_of_all_europe_hold() -> None:
    assert 'href="tel:112"' in said("ui.emergency(clinic)", clinic=Clinic())


def test_things_told_one_after_the_other_have_the_commas_of_the_language() -> None:
    assert said('["a", "<b>"]|listed') == "a, &lt;b&gt;"
    with translation.override("ar"):
        assert said('["a", "b"]|listed') == "a، b"
        assert said("comma()") == "،"


def test_an_address_runs_its_own_way() -> None:
    assert said('"9 Quay Street <b>"|own_way') == "<bdi>9 Quay Street &lt;b&gt;</bdi>"
    assert said('""|own_way or "None"') == "None"
