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
    hers = town.amara.login
    screening = triage.begin("my knee hurts", by=hers, patient=town.amara)
    triage.want(screening, town.knee_check.pk, by=hers)
    triage.answer(screening, by=hers, ticked=[], answers={}, pregnant=False, pregnancy_asked=True)
    client.force_login(hers)

    assert "You have seen Dr Osei 2 times." in client.get(f"/times/{screening.pk}/").text
