from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from bedside.booking import actions
from bedside.booking.calendar_files import calendar_of
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.inbox.models import Channel, Message
from bedside.journal.hands import HOUSE
from bedside.people.models import Label
from bedside.town.cast import Cast

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
