"""The pages on which the week is planned: templates, the days they are applied to, and leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.booking import actions
from bedside.booking.models import Appointment, Leave, Slot, Template
from bedside.directory.models import Post
from bedside.hours.clock import stopped_at
from bedside.town.cast import Cast

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with stopped_at(MONDAY) as stopped:
        yield stopped


@pytest.fixture
def ines(town: Cast, client: Client, settings) -> Client:
    settings.DEMO = True
    client.force_login(town.ines)
    return client


def days(first: str, last: str) -> dict[str, str]:
    told = {}
    for name, day in (("first", first), ("last", last)):
        told |= dict(zip((f"{name}-year", f"{name}-month", f"{name}-day"), day.split("-"), strict=True))
    return told


def a_template(town: Cast, ines: Client) -> Template:
    post = Post.objects.get(staff_member=town.osei, service=town.joints, place=town.riverside)
    said = {"post": str(post.pk), "weekdays": ["0", "2"], "begins": "09:00", "ends": "12:00", "minutes": "20"}
    pause = {"break_from": "10:20", "break_until": "10:40", "mode": "in_person", "seats": "1"}
    answer = ines.post("/planning/templates/new/", said | pause)
    made = Template.objects.get()
    assert answer.url == f"/planning/templates/{made.pk}/"
    return made


def test_a_manager_makes_a_template_and_opens_days_with_it(town: Cast, ines: Client) -> None:
    made = a_template(town, ines)
    assert "Break from 10:20 to 10:40" in ines.get(f"/planning/templates/{made.pk}/").text

    answer = ines.post(f"/planning/templates/{made.pk}/days/", days("2026-11-30", "2026-12-04"))

    assert "New days open for booking: 2" in answer.text
    assert Slot.objects.free().filter(session__template=made).count() == 16
    assert (
        "6 December" in ines.get("/planning/templates/").text or "4 December" in ines.get("/planning/templates/").text
    )


def test_a_time_is_held_shortened_or_taken_out_line_by_line(town: Cast, ines: Client) -> None:
    made = a_template(town, ines)
    ines.post(f"/planning/templates/{made.pk}/days/", days("2026-11-30", "2026-11-30"))
    rows = {
        "at": ["09:00", "09:20", ""],
        "minutes": ["20", "15", ""],
        "for": ["urgent", "", ""],
        "hours": ["4", "", ""],
    }

    assert ines.post(f"/planning/templates/{made.pk}/", rows).status_code == 302
    made.refresh_from_db()
    assert [line["minutes"] for line in made.lines] == [20, 15]
    assert Slot.objects.filter(is_closed=False).count() == 2
    assert Slot.objects.free().count() == 1


def test_what_cannot_be_a_day_is_said_beside_what_was_typed(town: Cast, ines: Client) -> None:
    made = a_template(town, ines)
    rows = {"at": ["09:00", "09:10"], "minutes": ["20", "20"], "for": ["", ""], "hours": ["", ""]}
    answer = ines.post(f"/planning/templates/{made.pk}/", rows)

    assert "overlap" in answer.text
    assert 'value="09:10"' in answer.text
    made.refresh_from_db()
    assert len(made.lines) == 8


def test_the_front_desk_enters_leave_and_takes_it_back_on_one_page(town: Cast, ines: Client) -> None:
    made = a_template(town, ines)
    ines.post(f"/planning/templates/{made.pk}/days/", days("2026-11-30", "2026-12-04"))
    actions.book(Slot.objects.order_by("starts_at")[0], town.amara, town.knee_check, by=town.sam)
    ines.force_login(town.sam)

    answer = ines.post(
        "/planning/leave/", {"member": str(town.osei.pk), **days("2026-11-30", "2026-11-30")}, follow=True
    )
    assert "Visits that need a new time: 1" in answer.text
    assert Slot.objects.free().count() == 8
    leave = Leave.objects.get()
    assert leave.ends_at - leave.starts_at == timedelta(days=1)

    ines.post(f"/planning/leave/{leave.pk}/end/")
    assert Slot.objects.free().count() == 15
    assert not Appointment.objects.left_alone().exists()


def test_the_front_desk_finds_new_times_for_whoever_was_left_alone(town: Cast, ines: Client, client: Client) -> None:
    made = a_template(town, ines)
    ines.post(f"/planning/templates/{made.pk}/days/", days("2026-11-30", "2026-12-04"))
    booked = actions.book(Slot.objects.order_by("starts_at")[0], town.amara, town.knee_check, by=town.sam)
    monday = datetime(2026, 11, 30, tzinfo=UTC)
    actions.take_leave(town.osei, monday, monday + timedelta(days=1), by=town.sam)

    client.force_login(town.sam)
    shown = client.get("/planning/new-times/").text
    assert f"/appointments/{booked.pk}/move/" in shown


def test_patients_do_not_plan_the_week(town: Cast, client: Client) -> None:
    client.force_login(town.amara.login)
    for address in ("templates/", "templates/new/", "leave/", "new-times/"):
        assert client.get(f"/planning/{address}").status_code in {403, 404}
