from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from bedside.booking import actions
from bedside.booking.calendar_files import calendar_of
from bedside.booking.models import Appointment, Slot
from bedside.booking.repeating import MOST_TIMES
from bedside.booking.sessions import open_session
from bedside.inbox.models import Channel, Message
from bedside.journal.hands import HOUSE
from bedside.people.models import Label
from bedside.town.cast import Cast

pytestmark = pytest.mark.usefixtures("december")
LONDON = ZoneInfo("Europe/London")
SUMMER = datetime(2027, 7, 5, 8, 0, tzinfo=UTC)  # nine on London's clocks


@pytest.fixture
def times(town: Cast) -> list[Slot]:
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=SUMMER,
        ends_at=SUMMER + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    )
    return list(Slot.objects.order_by("starts_at"))


def all_sent(name: str) -> tuple[Calendar, dict[str, Event]]:
    """The calendar file that left with an e-mail, and its events by their names."""
    file = Calendar.from_ical(Message.objects.get(template=name, channel=Channel.EMAIL).attachment)
    return file, {str(event["uid"]): event for event in file.walk("VEVENT")}


def sent(name: str) -> tuple[Calendar, Event]:
    """The calendar file that left with an e-mail, and its one event."""
    file = Calendar.from_ical(Message.objects.get(template=name, channel=Channel.EMAIL).attachment)
    (event,) = file.walk("VEVENT")
    return file, event


def test_a_booking_a_move_and_a_cancellation_speak_of_one_entry_in_her_calendar(town: Cast, times: list[Slot]) -> None:
    visit = actions.book(times[0], town.amara, town.knee_check, by=town.sam)
    actions.reschedule(visit, times[1], by=town.sam)
    actions.cancel(visit, by=town.sam, because="feeling better")

    files = [sent(name) for name in ("booked", "moved", "cancelled")]
    assert [str(file["method"]) for file, _ in files] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["uid"]) for _, event in files}) == 1
    counted = [int(event["sequence"]) for _, event in files]
    assert counted == sorted(set(counted))


def test_the_time_is_written_in_the_zone_of_the_place(town: Cast, times: list[Slot]) -> None:
    actions.book(times[0], town.amara, town.knee_check, by=town.sam)
    file, event = sent("booked")

    assert event["dtstart"].params["tzid"] == "Europe/London"
    assert event["dtstart"].dt == SUMMER
    assert event["dtstart"].dt.hour == 9
    assert [str(zone["tzid"]) for zone in file.walk("VTIMEZONE")] == ["Europe/London"]


def test_a_confidential_visit_leaves_no_calendar_file(town: Cast, times: list[Slot]) -> None:
    visit = actions.book(times[0], town.amara, town.knee_check, by=town.sam, label=Label.CONFIDENTIAL)

    assert calendar_of(visit) == ""
    assert not Message.objects.exists()


def weekly(town: Cast, times: int, label: str = "") -> list[Appointment]:
    """The same visit each week at nine on the wall; the clocks change on the way."""
    for week in range(1, times):
        start = (SUMMER.astimezone(LONDON) + timedelta(weeks=week)).astimezone(UTC)
        hour: dict[str, Any] = {"starts_at": start, "ends_at": start + timedelta(hours=1), "slot_minutes": 20}
        open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **hour)
    first = Slot.objects.order_by("starts_at")[0]
    series: dict[str, Any] = {"every_weeks": 1, "times": times, "by": town.sam, "label": label}
    found = actions.book_series(first, town.amara, town.knee_check, **series)
    return [one.appointment for one in found if one.appointment]


def test_the_longest_series_is_one_file_in_which_each_visit_is_the_entry_it_is_alone(
    town: Cast, times: list[Slot]
) -> None:
    visits = weekly(town, MOST_TIMES)
    file, events = all_sent("booked_several")

    assert str(file["method"]) == "REQUEST"
    assert len(visits) == len(events) == MOST_TIMES
    assert {one["dtstart"].dt.hour for one in events.values()} == {9}
    assert [str(zone["tzid"]) for zone in file.walk("VTIMEZONE")] == ["Europe/London"]
    kept = Message.objects.get(template="booked_several", channel=Channel.EMAIL).attachment
    longest = Message._meta.get_field("attachment").max_length
    widest = 200 + 300 + 200 + 2 * 254  # a clinic's, a place's and a patient's longest names and addresses
    assert longest
    assert len(kept) + MOST_TIMES * widest * 75 // 73 < longest

    actions.reschedule(visits[2], Slot.objects.get(starts_at=visits[2].starts_at + timedelta(minutes=20)), by=town.sam)
    _, moved = sent("moved")
    assert events[str(moved["uid"])]["dtstart"].dt < moved["dtstart"].dt
    actions.cancel_following(visits[1], by=town.sam, because="is well")
    off, gone = all_sent("cancelled_several")
    assert str(off["method"]) == "CANCEL"
    assert set(gone) == set(events) - {f"{visits[0].pk}@bedside"}
    assert {str(one["status"]) for one in gone.values()} == {"CANCELLED"}
    assert all(one["sequence"] > events[uid]["sequence"] for uid, one in gone.items())
    assert gone[str(moved["uid"])]["sequence"] > moved["sequence"]


def test_of_several_visits_the_confidential_ones_are_in_no_file(town: Cast, times: list[Slot]) -> None:
    visits = weekly(town, 3)
    visits[1].label = Label.CONFIDENTIAL
    written = calendar_of(*visits)

    assert str(visits[1].pk) not in written
    assert written.count("BEGIN:VEVENT") == 2


def test_a_confidential_series_leaves_no_file_when_it_is_booked_nor_when_it_is_cancelled(
    town: Cast, times: list[Slot]
) -> None:
    visits = weekly(town, 3, label=Label.CONFIDENTIAL)
    actions.cancel_following(visits[0], by=town.sam, because="is well")

    assert not Message.objects.exists()
