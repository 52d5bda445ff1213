"""The soonest time that suits her: anywhere, with her own clinician, within her hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from bedside.booking import actions
from bedside.booking.hours import Hours
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.booking.times import free_times
from bedside.hours.clock import Stopped, stopped_at
from bedside.hours.zones import local
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast
from bedside.triage import actions as triage

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(town: Cast):
    """Dr Osei has a whole day on each day of a fortnight."""
    with stopped_at(MONDAY) as stopped:
        for day in range(1, 14):
            start = MONDAY + timedelta(days=day)
            here = {"place": town.riverside, "service": town.joints, "by": HOUSE}
            open_session(town.osei, starts_at=start, ends_at=start + timedelta(hours=8), slot_minutes=20, **here)
        yield stopped


def test_within_her_hours_only_such_times_are_shown_the_soonest_first(town: Cast) -> None:
    after_three = Hours(weekdays={1, 3}, begins=time(15), ends=time(16))
    shown = free_times(town.knee_check, within=after_three)

    said = [f"{local(slot.starts_at, 'Europe/London'):%a %d %H:%M}" for slot in shown]
    days = ["Tue 24", "Thu 26", "Tue 01", "Thu 03"]
    assert said == [f"{day} {wall}" for day in days for wall in ("15:00", "15:20", "15:40")]


def test_how_often_a_clinician_has_seen_her_is_shown_where_she_chooses(
    town: Cast, client: Client, clock: Stopped
) -> None:
    for slot in Slot.objects.order_by("starts_at")[:2]:
        clock.move_to(slot.starts_at - timedelta(hours=1))
        seen = actions.book(slot, town.amara, town.knee_check, by=town.sam)
        clock.move_to(slot.starts_at)
        actions.arrive(seen, by=town.sam)
        actions.fulfil(seen, by=town.sam)
    page = times_of(town, client)

    assert "You saw Dr Osei each of your last 2 times." in client.get(page).text
    assert "My own: Dr Osei" in client.get(page).text


def test_she_says_when_she_can_come_and_sees_only_such_times_until_she_asks_for_the_first_anywhere(
    town: Cast, client: Client
) -> None:
    page = times_of(town, client)
    assert "9am" in client.get(page).text
    wishes = page.replace("/times/", "/find/") + "wishes/"
    client.post(wishes, {"times": "yes", "hours": "yes", "days": ["1", "3"], "begins": "15:00", "ends": "16:00"})

    shown = client.get(page).text
    assert shown.count('name="slot"') == 12
    assert "Tuesday, Thursday" in shown
    assert "not before 15:00" in shown
    assert client.get(f"{page}?show=first").text.count('name="slot"') == 60
    client.post(wishes, {"times": "yes", "hours": "yes", "begins": "22:00"})
    assert "No free time fits what you chose." in client.get(page).text
    client.post(wishes, {"times": "yes", "none": "yes"})
    assert client.get(page).text.count('name="slot"') == 60


def test_how_many_seats_a_group_has_left_is_said_and_a_full_one_is_not_shown(town: Cast, client: Client) -> None:
    monday = Slot.objects.filter(starts_at__gt=MONDAY).order_by("starts_at").first()
    Slot.objects.filter(pk=monday.pk).update(seats=2)
    monday.refresh_from_db()
    page = times_of(town, client)
    assert "In a group: 2 seats left" in client.get(page).text
    actions.book(monday, town.lina, town.knee_check, by=town.sam)
    assert "In a group: 1 seat left" in client.get(page).text
    actions.book(monday, town.ana, town.knee_check, by=town.sam)
    assert str(monday.pk) not in client.get(page).text


def test_a_series_is_one_line_of_her_visits(town: Cast, client: Client) -> None:
    first = Slot.objects.filter(starts_at__gt=MONDAY).order_by("starts_at").first()
    actions.book_series(first, town.amara, town.knee_check, every_weeks=1, times=2, by=town.sam)
    client.force_login(town.amara.login)

    assert "and 1 more like it" in client.get("/appointments/").text


def times_of(town: Cast, client: Client) -> str:
    """Amara has answered the questions; where she chooses a time."""
    hers = town.amara.login
    screening = triage.begin("my knee hurts", by=hers, patient=town.amara)
    triage.want(screening, town.knee_check.pk, by=hers)
    triage.answer(screening, by=hers, ticked=[], answers={}, pregnant=False, pregnancy_asked=True)
    client.force_login(hers)
    return f"/times/{screening.pk}/"
