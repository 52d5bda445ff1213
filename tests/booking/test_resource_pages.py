"""The pages about rooms, devices and interpreters, about what visits need, and about groups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.booking import actions
from bedside.booking.models import Appointment, Means, Need, Resource, Slot
from bedside.booking.sessions import open_session
from bedside.booking.times import free_times
from bedside.hours.clock import stopped_at
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.town.cast import Cast

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def clock(town: Cast):
    """Dr Osei has three times on Friday from nine to ten."""
    with stopped_at(MONDAY) as stopped:
        here = {"place": town.riverside, "service": town.joints, "by": HOUSE}
        open_session(town.osei, starts_at=FRIDAY, ends_at=FRIDAY + timedelta(hours=1), slot_minutes=20, **here)
        yield stopped


@pytest.fixture
def ines(town: Cast, client: Client, settings) -> Client:
    settings.DEMO = True
    client.force_login(town.ines)
    return client


def scanner(town: Cast, name: str = "Scanner 1") -> Resource:
    thing = Resource(kind=Means.DEVICE, what="ultrasound", name=name, place=town.riverside)
    return actions.set_up_resource(thing, by=town.ines)


def day(name: str, at: datetime) -> dict[str, str]:
    return {f"{name}-day": str(at.day), f"{name}-month": str(at.month), f"{name}-year": str(at.year)}


def out(thing: Resource) -> dict[str, str]:
    return {"version": str(thing.version), "because": "repair", **day("first", FRIDAY), **day("last", FRIDAY)}


def test_a_manager_writes_down_a_device_and_what_visits_need_it(town: Cast, ines: Client) -> None:
    said = {"version": "0", "name": "Scanner 1", "what": "Ultrasound", "place": str(town.riverside.pk)}
    assert ines.post("/planning/resources/new/?kind=device", said).status_code == 302
    assert "Scanner 1" in ines.get("/planning/resources/").text

    page = f"/planning/needs/{town.knee_check.pk}/"
    ines.post(page, {"seen": "", "needs": ["device:Ultrasound", "room:"]})
    assert set(Need.objects.values_list("kind", "what")) == {("device", "Ultrasound"), ("room", "")}
    assert "Needs from now on: Ultrasound" in ines.get(page).text
    assert free_times(town.knee_check) == []  # no room is written down


def test_who_began_to_write_before_somebody_else_is_refused(town: Cast, ines: Client) -> None:
    thing = scanner(town)
    actions.change_resource(thing, name="Scanner A", by=town.ines)
    said = {"version": "1", "name": "Scanner B", "what": "ultrasound", "place": str(town.riverside.pk)}
    assert ines.post(f"/planning/resources/{thing.pk}/", said).status_code == 409
    actions.need(town.knee_check, "device", what="ultrasound", by=town.ines)
    assert ines.post(f"/planning/needs/{town.knee_check.pk}/", {"seen": "", "needs": []}).status_code == 409

    thing.refresh_from_db()
    assert thing.name == "Scanner A"
    assert Need.objects.filter(is_ended=False).count() == 1


def test_what_changed_is_told_with_before_and_after(town: Cast, ines: Client) -> None:
    thing = scanner(town)
    ines.post(f"/planning/resources/{thing.pk}/out/", out(thing))
    page = ines.get(f"/planning/resources/{thing.pk}/changes/").text

    assert "Out of use" in page
    assert "repair" in page


def test_what_is_out_of_use_is_not_booked_and_its_visits_get_another_or_a_new_time(town: Cast, ines: Client) -> None:
    one = scanner(town)
    actions.need(town.knee_check, "device", what="ultrasound", by=town.ines)
    nine, later, _ = Slot.objects.order_by("starts_at")
    amaras = actions.book(nine, town.amara, town.knee_check, by=town.sam)
    other = scanner(town, "Scanner 2")
    page = ines.post(f"/planning/resources/{one.pk}/out/", out(one), follow=True)

    assert "has another one now" in page.text
    assert amaras.cells.filter(resource=other.pk).count() == 4
    assert not amaras.cells.filter(resource=one.pk).exists()
    assert later in free_times(town.knee_check)

    page = ines.post(f"/planning/resources/{other.pk}/out/", out(other), follow=True)
    assert "1 visit could not be given another" in page.text
    assert Appointment.objects.left_alone().get() == amaras
    assert free_times(town.knee_check) == []

    one.refresh_from_db()
    ines.post(f"/planning/resources/{one.pk}/back/", {"version": one.version, "starts_at": one.out[0][0]})
    assert later in free_times(town.knee_check)


def test_what_is_given_up_is_not_booked_until_it_is_used_again(town: Cast, ines: Client) -> None:
    one = scanner(town)
    actions.need(town.knee_check, "device", what="ultrasound", by=town.ines)
    ines.post(f"/planning/resources/{one.pk}/end/", {"version": one.version, "because": "sold"})
    assert free_times(town.knee_check) == []

    ines.post(f"/planning/resources/{one.pk}/end/")
    assert len(free_times(town.knee_check)) == 3


def test_a_group_gets_more_seats_or_fewer_but_nobody_is_sent_away(town: Cast, ines: Client) -> None:
    lines = [{"at": "14:00", "minutes": 60}]
    made = actions.make_template(
        town.osei, place=town.riverside, service=town.joints, weekdays=[4], lines=lines, seats=5, by=town.ines
    )
    actions.apply_template(made, FRIDAY.date(), FRIDAY.date(), by=town.ines)
    knees = Slot.objects.get(seats=5)
    for patient in (town.amara, town.lina, town.ana):
        actions.book(knees, patient, town.knee_check, by=town.sam)
    assert "2 left" in ines.get("/planning/groups/").text
    page = f"/planning/groups/{knees.pk}/"
    assert "Okafor" not in ines.get(page).text  # names are for those who look after patients

    version = knees.session.version
    with pytest.raises(Refusal, match="3 have joined"):
        actions.change_seats(knees, 2, by=town.ines)
    ines.post(f"{page}seats/", {"version": version, "seats": "3"})
    assert ines.post(f"{page}seats/", {"version": version, "seats": "9"}).status_code == 409
    knees.refresh_from_db()
    assert knees.seats == 3
    assert knees not in Slot.objects.free()
    assert sorted(Appointment.objects.values_list("seat", flat=True)) == [0, 1, 2]

    ines.force_login(town.sam)
    assert "Okafor" in ines.get(page).text
