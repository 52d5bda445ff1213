"""A visit with a room, a device and an interpreter: all of them are taken, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.booking import actions, waiting
from bedside.booking.models import Appointment, Means, Resource, Slot, Taken
from bedside.booking.sessions import open_session
from bedside.booking.times import free_times
from bedside.hours.clock import stopped_at
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.town.cast import Cast

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def times(town: Cast):
    """Dr Osei and Dr Lee both have three times on Friday from nine to ten, for the same service; nobody interprets."""
    with stopped_at(MONDAY):
        for one in Resource.objects.in_use():
            actions.change_resource(one, by=HOUSE, is_open=False)
        for member in (town.osei, town.lee):
            member.languages = ["en"]
            record("staff.changed", member, by=HOUSE)
            ends = FRIDAY + timedelta(hours=1)
            here = {"place": town.riverside, "service": town.joints}
            open_session(member, starts_at=FRIDAY, ends_at=ends, slot_minutes=20, by=HOUSE, **here)
        yield


def osei(town: Cast) -> list[Slot]:
    return list(Slot.objects.filter(staff_member=town.osei).order_by("starts_at"))


def lee(town: Cast) -> list[Slot]:
    return list(Slot.objects.filter(staff_member=town.lee).order_by("starts_at"))


def there_is(town: Cast, kind: str, name: str, **details: object) -> Resource:
    said = {"place": town.riverside} | details
    return actions.set_up_resource(Resource(kind=kind, name=name, **said), by=town.ines)


def needs_interpreter(town: Cast, language: str = "es") -> None:
    town.lina.interpreter, town.lina.language = True, language
    record("patient.changed", town.lina, by=town.sam)


def test_a_visit_takes_the_room_and_the_device_it_needs(town: Cast) -> None:
    actions.need(town.knee_check, Means.ROOM, by=town.ines)
    actions.need(town.knee_check, Means.DEVICE, what="ultrasound", by=town.ines)
    room, device = there_is(town, "room", "Room 9"), there_is(town, "device", "Probe", what="ultrasound")

    booked = actions.book(osei(town)[0], town.amara, town.knee_check, by=town.sam)

    taken = set(Taken.objects.filter(appointment=booked).values_list("resource", flat=True))
    assert taken == {town.osei.pk, town.amara.pk, room.pk, device.pk}
    with pytest.raises(Refusal, match="No room or device"):
        actions.book(lee(town)[0], town.lina, town.knee_check, by=town.sam)
    assert Appointment.objects.count() == 1
    assert lee(town)[0] not in free_times(town.knee_check)
    assert lee(town)[1] in free_times(town.knee_check)


def test_a_cancelled_visit_gives_back_its_room(town: Cast) -> None:
    actions.need(town.knee_check, Means.ROOM, by=town.ines)
    there_is(town, "room", "Room 9")
    booked = actions.book(osei(town)[0], town.amara, town.knee_check, by=town.sam)
    actions.cancel(booked, by=town.sam, because="is well")

    assert actions.book(lee(town)[0], town.lina, town.knee_check, by=town.sam)


def test_of_two_rooms_each_visit_has_one(town: Cast) -> None:
    actions.need(town.knee_check, Means.ROOM, by=town.ines)
    rooms = {there_is(town, "room", name).pk for name in ("Room 8", "Room 9")}
    one = actions.book(osei(town)[0], town.amara, town.knee_check, by=town.sam)
    other = actions.book(lee(town)[0], town.lina, town.knee_check, by=town.sam)

    taken = set(Taken.objects.filter(appointment__in=[one, other]).values_list("resource", flat=True))
    assert rooms <= taken


def test_a_room_at_another_place_or_shut_or_out_of_its_hours_does_not_serve(town: Cast) -> None:
    actions.need(town.knee_check, Means.ROOM, by=town.ines)
    there_is(town, "room", "Far", place=town.hillside)
    there_is(town, "room", "Shut", is_open=False)
    there_is(town, "room", "Afternoons", hours={"fri": [["13:00", "17:00"]]})
    assert free_times(town.knee_check) == []

    there_is(town, "room", "Early", hours={"fri": [["09:00", "09:40"]]})
    assert {slot.starts_at for slot in free_times(town.knee_check)} == {FRIDAY, FRIDAY + timedelta(minutes=20)}


def test_who_needs_an_interpreter_is_not_booked_without_one(town: Cast) -> None:
    needs_interpreter(town)

    assert free_times(town.knee_check, patient=town.lina.pk) == []
    with pytest.raises(Refusal, match="No interpreter"):
        actions.book(osei(town)[0], town.lina, town.knee_check, by=town.sam)


def test_an_interpreted_visit_takes_half_as_long_again_and_the_interpreter_too(town: Cast) -> None:
    needs_interpreter(town)
    carla = there_is(town, "interpreter", "Carla", place=None, languages=["es", "pt"])

    booked = actions.book(osei(town)[0], town.lina, town.knee_check, by=town.sam)

    assert booked.ends_at - booked.starts_at == timedelta(minutes=30)
    assert Taken.objects.filter(appointment=booked, resource=carla.pk).count() == 6
    assert osei(town)[1] not in Slot.objects.free()
    assert osei(town)[2] in Slot.objects.free()


def test_the_last_time_of_a_session_is_too_short_for_an_interpreted_visit(town: Cast) -> None:
    needs_interpreter(town)
    there_is(town, "interpreter", "Carla", place=None, languages=["es"])

    shown = free_times(town.knee_check, patient=town.lina.pk)
    assert {slot.starts_at.minute for slot in shown} == {0, 20}
    with pytest.raises(Refusal, match="too short"):
        actions.book(osei(town)[2], town.lina, town.knee_check, by=town.sam)


def test_one_interpreter_is_not_at_two_visits_and_only_where_her_language_is_spoken(town: Cast) -> None:
    needs_interpreter(town)
    there_is(town, "interpreter", "Pawel", place=None, languages=["pl"])
    carla = there_is(town, "interpreter", "Carla", place=None, languages=["es"], modes=["in_person"])
    town.amara.interpreter, town.amara.language = True, "es-MX"
    record("patient.changed", town.amara, by=town.sam)
    booked = actions.book(osei(town)[0], town.lina, town.knee_check, by=town.sam)

    assert Taken.objects.filter(appointment=booked, resource=carla.pk).exists()
    assert lee(town)[0] not in free_times(town.knee_check, patient=town.amara.pk)
    with pytest.raises(Refusal, match="No interpreter"):
        actions.book(lee(town)[0], town.amara, town.knee_check, by=town.sam)


def test_a_clinician_who_speaks_her_language_needs_no_interpreter(town: Cast) -> None:
    needs_interpreter(town)
    town.lee.languages = ["en", "es"]
    record("staff.changed", town.lee, by=HOUSE)

    assert {slot.staff_member for slot in free_times(town.knee_check, patient=town.lina.pk)} == {town.lee}
    booked = actions.book(lee(town)[2], town.lina, town.knee_check, by=town.sam)
    assert booked.ends_at - booked.starts_at == timedelta(minutes=20)


def test_who_knowingly_declined_an_interpreter_is_booked_without_one(town: Cast) -> None:
    needs_interpreter(town)
    with pytest.raises(Refusal, match="own words"):
        actions.decline_interpreter(town.lina, " ", by=town.sam)
    actions.decline_interpreter(town.lina, "My English is good enough for my knee.", by=town.sam)
    assert actions.book(osei(town)[0], town.lina, town.knee_check, by=town.sam)

    actions.want_interpreter(town.lina, by=town.sam)
    with pytest.raises(Refusal, match="No interpreter"):
        actions.book(lee(town)[1], town.lina, town.knee_check, by=town.sam)


def test_nobody_is_offered_a_time_without_the_room_she_needs(town: Cast) -> None:
    actions.need(town.knee_check, Means.ROOM, by=town.ines)
    waiting.wait_for(town.knee_check, town.lina, by=town.sam)
    assert waiting.offer_freed(osei(town)[0], by=HOUSE) == []

    room = there_is(town, "room", "Room 9")
    (offer,) = waiting.offer_freed(osei(town)[0], by=HOUSE)
    assert not Taken.objects.exists()

    assert actions.accept(offer, by=HOUSE).slot == osei(town)[0]
    assert Taken.objects.filter(appointment__isnull=False, resource=room.pk).exists()


def test_a_visit_on_the_phone_needs_no_room(town: Cast) -> None:
    town.knee_check.mode = "phone"
    record("visittype.changed", town.knee_check, by=HOUSE)
    actions.need(town.knee_check, Means.ROOM, by=town.ines)
    Slot.objects.update(mode="phone")

    assert actions.book(osei(town)[0], town.amara, town.knee_check, by=town.sam)


@pytest.mark.parametrize("wish", ["female", "male"])
def test_who_would_rather_have_a_woman_or_a_man_gets_that_interpreter_while_one_is_free(town: Cast, wish: str) -> None:
    for sex in ("female", "male"):
        there_is(town, "interpreter", sex, place=None, languages=["es"], sex=sex)
    for patient in (town.lina, town.omar):
        patient.interpreter, patient.language, patient.interpreter_sex = True, "es", wish
        record("patient.changed", patient, by=town.sam)

    hers = actions.book(osei(town)[0], town.lina, town.knee_check, by=town.sam)
    his = actions.book(lee(town)[0], town.omar, town.knee_check, by=town.sam)

    def interpreter(visit: Appointment) -> str:
        return Resource.objects.get(pk__in=visit.cells.values("resource"), kind="interpreter").name

    assert interpreter(hers) == wish
    assert interpreter(his) != wish  # better another than none


def test_she_says_on_her_own_page_whom_she_would_rather_have(town: Cast) -> None:
    assert town.amara.login
    client = Client()
    client.force_login(town.amara.login)
    hers = {"language": "es", "interpreter": "on", "interpreter_sex": "female", "email": town.amara.email}

    answer = client.post(f"/me/{town.amara.pk}/details/", hers)

    assert answer.status_code == 302
    town.amara.refresh_from_db()
    assert (town.amara.interpreter, town.amara.interpreter_sex) == (True, "female")
