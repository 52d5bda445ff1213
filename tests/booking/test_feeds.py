from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from bedside.access import actions as access
from bedside.access.models import Role
from bedside.booking import actions
from bedside.booking.calendar_files import calendar_of
from bedside.booking.feeds import address_of, calendar_for, key_of
from bedside.booking.models import Feed, Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.people.models import Label
from bedside.town.cast import Cast


@pytest.fixture
def times(town: Cast) -> list[Slot]:
    first = (now() + timedelta(days=10)).replace(hour=9, minute=0, second=0, microsecond=0)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=first,
        ends_at=first + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    )
    return list(Slot.objects.order_by("starts_at"))


@pytest.fixture
def feed(town: Cast) -> Feed:
    return actions.open_feed(town.osei, by=town.dr_osei)


def path_of(feed: Feed) -> str:
    return f"/calendars/{key_of(feed)}.ics"


def read(feed: Feed) -> dict[str, str]:
    """What her calendar program is told: when each event begins, and what it is called."""
    answer = Client().get(path_of(feed))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["uid"]): str(one["summary"]) for one in events}


def test_a_clinicians_calendar_has_her_visits_and_no_patient_in_it(town: Cast, times: list[Slot], feed: Feed) -> None:
    visit = actions.book(times[0], town.amara, town.knee_check, by=town.sam, reason="my knee is swollen")
    hidden = actions.book(times[1], town.lina, town.knee_check, by=town.sam, label=Label.CONFIDENTIAL)
    gone = actions.book(times[2], town.ana, town.knee_check, by=town.sam)
    actions.cancel(gone, by=town.sam, because="feeling better")
    begins = now() + timedelta(days=20)
    leave = actions.take_leave(town.osei, begins, begins + timedelta(days=2), by=town.ines)

    assert read(feed) == {
        f"{visit.pk}@bedside": town.knee_check.name,
        f"{hidden.pk}@bedside": "Busy",
        f"{leave.pk}@bedside": "Away",
    }
    said = calendar_for(feed)
    assert not [word for word in ("Amara", "Okafor", "Brandt", "knee is", "swollen", "cancel") if word in said]


def test_the_address_is_hers_alone_and_the_old_one_dies_with_the_new(town: Cast, feed: Feed) -> None:
    fresh = actions.open_feed(town.osei, by=town.dr_osei)
    torn = path_of(fresh)[:-5] + ("B" if path_of(fresh)[-5] == "A" else "A") + path_of(fresh)[-4:]

    assert Client().get(path_of(fresh)).status_code == 200
    for wrong in (path_of(feed), torn, "/calendars/x.ics", f"/calendars/{'é' * 46}.ics", f"/calendars/{'A' * 46}.ics"):
        assert Client().get(wrong).status_code == 404, wrong
    assert Feed.objects.visible_to(town.nurse_lin).count() == 0


@pytest.mark.parametrize("gone", ["closed", "no longer a clinician"])
def test_whoever_has_left_reads_nothing_more(town: Cast, feed: Feed, gone: str) -> None:
    login = town.dr_osei
    if gone == "closed":
        login.is_active = False
        login.save()
    else:
        access.take_role(login, Role.CLINICIAN, by=HOUSE, because="left")

    assert Client().get(path_of(feed)).status_code == 404


def test_a_program_that_has_read_it_is_told_that_nothing_is_new_until_something_is(
    town: Cast, times: list[Slot], feed: Feed
) -> None:
    first = Client().get(path_of(feed))
    again = Client().get(path_of(feed), headers={"if-none-match": first["ETag"]})
    actions.book(times[0], town.amara, town.knee_check, by=town.sam)
    after = Client().get(path_of(feed), headers={"if-none-match": first["ETag"]})

    assert (again.status_code, after.status_code) == (304, 200)


def test_she_makes_her_address_on_a_page_and_switches_it_off_there(town: Cast, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    client = Client()
    client.force_login(town.dr_osei)
    client.post("/my-calendar/")
    feed = Feed.objects.get()

    assert address_of(feed) in client.get("/my-calendar/").content.decode()
    client.post("/my-calendar/end/")
    assert Client().get(path_of(feed)).status_code == 404
    assert address_of(feed) not in client.get("/my-calendar/").content.decode()


DAYS = [  # a zone, a day there, and how far nine o'clock is from Greenwich on it
    ("Europe/London", datetime(2027, 3, 27, 9), 0),
    ("Europe/London", datetime(2027, 3, 28, 9), 1),  # the clocks went forward in the night
    ("Europe/London", datetime(2027, 10, 31, 9), 0),  # and back
    ("America/New_York", datetime(2027, 3, 14, 9), -4),
    ("America/New_York", datetime(2027, 11, 7, 9), -5),
    ("Europe/Warsaw", datetime(2028, 2, 29, 9), 1),
    ("Asia/Kolkata", datetime(2027, 6, 1, 9), 5.5),
    ("Australia/Lord_Howe", datetime(2027, 4, 4, 9), 10.5),  # half an hour of summer time
]


@pytest.mark.usefixtures("december")
@pytest.mark.parametrize(("zone", "nine", "offset"), DAYS, ids=lambda one: str(one).replace(" 09:00:00", ""))
def test_nine_o_clock_is_nine_o_clock_on_the_days_when_the_clocks_change(
    town: Cast, zone: str, nine: datetime, offset: float
) -> None:
    town.riverside.zone = zone
    town.riverside.save()
    starts_at = nine.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    )
    slot = Slot.objects.order_by("starts_at").first()
    assert slot
    visit = actions.book(slot, town.amara, town.knee_check, by=town.sam)
    told = Calendar.from_ical(calendar_of(visit))
    (event,) = told.walk("VEVENT")

    begins, ends = event["dtstart"].dt, event["dtend"].dt
    assert (begins.replace(tzinfo=None), ends - begins) == (nine, timedelta(minutes=20))
    assert begins.utcoffset() == timedelta(hours=offset)
    assert event["dtstart"].params["tzid"] == zone
    assert _as_the_file_defines_it(told, zone, begins) == timedelta(hours=offset)


def _as_the_file_defines_it(told: Calendar, zone: str, moment: datetime) -> timedelta:
    """The offset by the file's own definition of its zone, for a program that knows no zones by name."""
    (defined,) = [one for one in told.walk("VTIMEZONE") if str(one["tzid"]) == zone]
    return defined.to_tz(lookup_tzid=False).utcoffset(moment.replace(tzinfo=None))
