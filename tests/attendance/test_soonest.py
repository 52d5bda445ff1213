from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.attendance import kinds, measures, soonest
from bedside.attendance.models import Sampled
from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Leave, Session, Slot, Use
from bedside.booking.sessions import open_session
from bedside.directory.models import Post
from bedside.hours.clock import Stopped, now
from bedside.journal.actions import record, record_many
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tuesday_at_ten(clock: Stopped) -> None:
    clock.move_to(TUESDAY)


def opened(town: Cast, day: int, times: int, hour: int = 14) -> list[Slot]:
    """So many quarter hours of Dr Osei's, so many days from Tuesday."""
    starts = TUESDAY.replace(hour=hour) + timedelta(days=day)
    session: Session = open_session(
        town.osei,
        place=town.riverside,
        service=town.gp,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=15 * times),
        slot_minutes=15,
        by=HOUSE,
    )
    return list(session.slots.order_by("starts_at"))


def days(town: Cast) -> int | None:
    Sampled.objects.all().delete()
    soonest.look()
    return Sampled.objects.get(staff_member=town.osei, service=town.gp, place=town.riverside).days


def hold(slots: list[Slot], use: Use, **more: datetime) -> None:
    Slot.objects.filter(pk__in=[one.pk for one in slots]).update(held_for=use, **more)


def test_weekends_count_and_taken_and_closed_times_do_not(town: Cast) -> None:
    today = opened(town, 0, 2)
    friday = opened(town, 3, 4)
    monday = opened(town, 6, 1)
    assert days(town) == 3

    booking.book(friday[0], town.lina, town.gp_visit, by=HOUSE)
    assert days(town) == 3
    Slot.objects.filter(pk__in=[one.pk for one in friday[1:]]).update(is_closed=True)
    assert days(town) == 6
    assert len(today) + len(monday) == 3


def test_a_time_that_was_called_off_counts_again(town: Cast) -> None:
    [slot, *_others] = opened(town, 1, 3)
    opened(town, 9, 1)
    visit = booking.book(slot, town.lina, town.gp_visit, by=HOUSE)
    assert days(town) == 9

    booking.cancel(visit, by=HOUSE, because="better")

    assert days(town) == 1


def test_times_kept_for_urgent_or_same_day_visits_do_not_count_not_even_today(town: Cast) -> None:
    kept, urgent = opened(town, 0, 3), opened(town, 1, 3)
    opened(town, 13, 3)
    hold(kept, Use.SAME_DAY)
    hold(urgent, Use.URGENT)
    assert days(town) == 13

    hold(urgent, Use.URGENT, release_at=TUESDAY - timedelta(hours=1))

    assert days(town) == 1


def test_a_clinician_away_for_more_than_three_days_is_left_out(town: Cast) -> None:
    opened(town, 5, 3)
    leave = Leave(staff_member=town.osei, starts_at=TUESDAY, ends_at=TUESDAY + timedelta(days=2))
    record("leave.began", leave, by=HOUSE)
    assert days(town) == 5

    leave.ends_at = TUESDAY + timedelta(days=5)
    record("leave.began", leave, by=HOUSE)
    Sampled.objects.all().delete()
    soonest.look()

    assert not Sampled.objects.filter(staff_member=town.osei).exists()
    assert Sampled.objects.count() == Post.objects.offered().exclude(staff_member=town.osei).count()


def test_the_figures_are_counted_by_the_week_and_shown_by_clinician(
    town: Cast, client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    opened(town, 4, 3)
    soonest.look()

    counted = list(measures.third_next(TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=1)))
    found, mean = soonest.soonest(town.riverside)
    client.force_login(town.ines)
    page = client.get(f"/insight/groups/?place={town.riverside.pk}&by=age").text

    assert 4.0 in [one.value for one in counted]
    assert mean == 4
    assert [one.days for one in found if one.name == str(town.osei)].count(4.0) == 1
    assert "Days to the third free time" in page
    assert "fewer than three are free" in page


def test_the_third_free_time_is_told_by_kind_of_visit_with_what_each_needs(town: Cast) -> None:
    opened(town, 1, 2)
    opened(town, 4, 4)
    told = {one.name: one.days for one in kinds.kinds_of_visit(town.riverside)}
    assert told["GP visit"] == 4
    assert told["Nurse visit"] is None

    booking.need(town.gp_visit, "device", what="ultrasound", by=town.ines)  # and there is none
    assert {one.name: one.days for one in kinds.kinds_of_visit(town.riverside)}["GP visit"] is None


def test_how_long_patients_waited_is_the_middle_of_their_visits_where_there_are_enough(
    town: Cast, client: Client, settings
) -> None:
    slots = [*opened(town, 2, 5), *opened(town, 6, 5)]
    booked = [Appointment(**_of(town, slot)) for slot in slots]
    record_many("appointment.booked", booked[:9], by=HOUSE, at=now())
    assert kinds.waits_by_clinician(town.riverside) == {}
    record_many("appointment.booked", booked[9:], by=HOUSE, at=now())

    told = next(one for one in kinds.kinds_of_visit(town.riverside) if one.name == "GP visit")
    assert told.lead == pytest.approx(4.19, abs=0.02)
    settings.DEMO = True
    client.force_login(town.ines)
    assert "By kind of visit" in client.get(f"/insight/groups/?place={town.riverside.pk}").text


def _of(town: Cast, slot: Slot) -> dict[str, object]:
    """A visit of Amara's that she asked for a moment ago."""
    whom = {"patient": town.amara, "slot": slot, "visit_type": town.gp_visit, "service": town.gp}
    when = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "asked_at": now() - timedelta(minutes=1)}
    return {**whom, **when, "staff_member": town.osei, "place": town.riverside}
