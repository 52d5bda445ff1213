"""A need that was said after booking books something, or becomes somebody's work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bedside.booking import actions
from bedside.booking.models import Appointment, Slot, Taken
from bedside.cases.models import Case, Kind
from bedside.directory.models import VisitType
from bedside.hours.clock import stopped_at
from bedside.intake import actions as intake
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Entry
from bedside.people import actions as people
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast

from .test_resources import lee, osei, there_is, times

__all__ = ["times"]
pytestmark = pytest.mark.django_db


def asks_for_one(town: Cast) -> None:
    """As she does at check-in."""
    people.change_details(town.lina, by=town.sam, because="checked in", needs="", interpreter=True, language="es")
    work_off(Lane.URGENT, Lane.NEWS)


def knee(town: Cast) -> VisitType:
    return town.knee_check


def test_a_booked_visit_gets_its_interpreter_and_half_as_long_again(town: Cast) -> None:
    carla = there_is(town, "interpreter", "Carla", place=None, languages=["es"])
    booked = actions.book(osei(town)[0], town.lina, knee(town), by=town.sam)

    asks_for_one(town)

    booked = Appointment.objects.get(pk=booked.pk)
    assert booked.ends_at - booked.starts_at == timedelta(minutes=30)
    assert Taken.objects.filter(appointment=booked, resource=carla.pk).count() == 6
    assert Taken.objects.filter(appointment=booked, resource=town.osei.pk).count() == 6
    assert osei(town)[1] not in Slot.objects.free()
    assert not Case.objects.filter(kind=Kind.BOOKING).exists()


def test_where_none_is_free_or_the_time_is_too_short_somebody_sees_to_it_once(town: Cast) -> None:
    actions.book(osei(town)[0], town.lina, knee(town), by=town.sam)
    asks_for_one(town)  # there is no interpreter at all
    there_is(town, "interpreter", "Carla", place=None, languages=["es"])
    people.change_details(town.lina, by=town.sam, interpreter=False)
    actions.book(lee(town)[2], town.lina, knee(town), by=town.sam)  # the last time of the morning
    asks_for_one(town)

    about = list(Case.objects.filter(kind=Kind.BOOKING, patient=town.lina))
    assert len(about) == 2
    assert Appointment.objects.get(slot=lee(town)[2]).ends_at == lee(town)[2].ends_at


def test_told_twice_it_is_done_once(town: Cast) -> None:
    carla = there_is(town, "interpreter", "Carla", place=None, languages=["es"])
    booked = actions.book(osei(town)[0], town.lina, knee(town), by=town.sam)
    asks_for_one(town)

    actions.find_interpreter(Appointment.objects.get(pk=booked.pk), by=town.sam)

    assert Taken.objects.filter(appointment=booked, resource=carla.pk).count() == 6
    assert Entry.objects.filter(verb="appointment.has_interpreter").count() == 1


def test_whoever_turns_out_to_speak_another_language_gets_another_interpreter(town: Cast) -> None:
    carla = there_is(town, "interpreter", "Carla", place=None, languages=["es"])
    booked = actions.book(osei(town)[0], town.lina, knee(town), by=town.sam)
    asks_for_one(town)
    ola = there_is(town, "interpreter", "Ola", place=None, languages=["pl"])

    people.change_details(town.lina, by=town.sam, language="pl")
    work_off(Lane.URGENT, Lane.NEWS)

    held = set(Taken.objects.filter(appointment=booked).values_list("resource", flat=True))
    assert ola.pk in held
    assert carla.pk not in held


def test_for_a_confidential_visit_and_one_under_another_name_an_interpreter_is_found_too(town: Cast) -> None:
    carla = there_is(town, "interpreter", "Carla", place=None, languages=["es"])
    people.change_details(town.lina, by=town.sam, language="es")
    secret = actions.book(osei(town)[0], town.lina, knee(town), by=town.sam, label=Label.CONFIDENTIAL)
    with stopped_at(secret.starts_at - timedelta(days=1)):
        told = intake.begin(secret, by=town.sam)
        intake.say_what_is_needed(told, by=town.sam, needs="", interpreter=True)
        work_off(Lane.URGENT, Lane.NEWS)

    assert Taken.objects.filter(appointment=secret, resource=carla.pk).count() == 6
    assert not Patient.objects.get(pk=town.lina.pk).interpreter, "her record says nothing of it"

    other = actions.book(lee(town)[0], town.ana, knee(town), by=town.sam)
    Patient.objects.filter(pk=town.ana.pk).update(merged_into=town.lina)
    dora = there_is(town, "interpreter", "Dora", place=None, languages=["es"])  # Carla may be busy then
    asks_for_one(town)
    assert Taken.objects.filter(appointment=other, resource__in=[carla.pk, dora.pk]).exists()
