from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.directory.models import VisitType
from bedside.directory.preparing import before_any, fasting
from bedside.hours.clock import stopped_at
from bedside.inbox.models import Message
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast

LONDON = "Europe/London"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_fasting_is_said_as_clock_times_of_the_booked_visit() -> None:
    assert fasting(10, 2, NOON, LONDON) == [
        "Do not eat after 2am on Tuesday 24 November.",
        "Water is fine until 10am on Tuesday 24 November.",
    ]


def test_who_may_drink_is_told_so() -> None:
    assert fasting(10, None, NOON, LONDON) == [
        "Do not eat after 2am on Tuesday 24 November.",
        "Water is fine at any time.",
    ]


def test_neither_food_nor_drink_is_one_sentence() -> None:
    assert fasting(4, 4, NOON, LONDON) == ["Do not eat or drink after 8am on Tuesday 24 November."]


def test_nobody_has_to_wonder_which_midnight_is_meant() -> None:
    assert fasting(12, None, NOON, LONDON)[0] == "Do not eat after 11:59pm on Monday 23 November."


@pytest.mark.parametrize(
    ("starts_at", "says"),
    [
        (datetime(2026, 3, 29, 8, tzinfo=UTC), "10pm on Saturday 28 March"),  # 9am, after an hour that was left out
        (datetime(2026, 10, 25, 9, tzinfo=UTC), "11:59pm on Saturday 24 October"),  # 9am, after an hour that came twice
    ],
)
def test_hours_are_hours_also_in_the_night_the_clocks_change(starts_at: datetime, says: str) -> None:
    said, _ = fasting(10, None, starts_at, LONDON)

    assert said == f"Do not eat after {says}."


def test_the_other_language_has_its_own_clock_and_day() -> None:
    with translation.override("es"):
        assert fasting(10, None, NOON, LONDON)[0] == "No coma después de las 2:00 del martes 24 de noviembre."


def test_before_it_has_a_time_a_visit_says_hours_and_promises_the_times() -> None:
    assert before_any(10, None)[-1] == "We tell you the exact times when you have booked."
    assert before_any(None, None) == fasting(None, None, NOON, LONDON) == []


def test_she_reads_from_when_on_not_to_eat_on_the_page_and_in_no_message(town: Cast, client: Client) -> None:
    with stopped_at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        ends = NOON.replace(hour=13)
        open_session(
            town.lin, place=town.riverside, service=town.nurse, starts_at=NOON, ends_at=ends, slot_minutes=15, by=HOUSE
        )
        test = VisitType.objects.get(name="Blood test before breakfast")
        booked = booking.book(Slot.objects.earliest("starts_at"), town.amara, test, by=HOUSE)
        assert town.amara.login
        client.force_login(town.amara.login)

        shown = client.get(f"/appointments/{booked.pk}/").text
        home = client.get("/home/").text

    for page in (shown, home):
        assert "Do not eat after 2am on Tuesday 24 November." in page
    letters = [f"{one.subject} {one.body}" for one in Message.objects.filter(patient=town.amara)]
    assert letters
    assert not [letter for letter in letters if "eat" in letter.split() or "lood" in letter]
