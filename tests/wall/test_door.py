"""The code on the door, read by her own phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.booking.models import Appointment
from bedside.cases.models import Case
from bedside.hours.clock import moved_to, now
from bedside.journal.models import Entry, Sight
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.visits import actions as visits
from bedside.visits.keys import link_to
from bedside.visits.models import Visit
from bedside.wall.models import Tries

from .conftest import NINE, Screen


class Phone:
    """Her own phone, at the door of Riverside; each from a network of its own unless one is given."""

    def __init__(self, town: Cast, network: str = "192.0.2.1") -> None:
        self.client, self.place = Client(REMOTE_ADDR=network), town.riverside
        self.door = f"/here/{self.place.pk}/"

    def say(self, patient: Patient, **otherwise: str) -> str:
        """Where it leads to say birthday, name and the end of the phone; or the page where it leads nowhere."""
        born = patient.birth_date
        assert born
        told = {"birth_date-day": born.day, "birth_date-month": born.month, "birth_date-year": born.year}
        named = {"family_name": patient.family_name, "phone_end": patient.phone[-4:] or "0000"}
        answer = self.client.post(self.door, told | named | otherwise)
        return answer.headers.get("Location", answer.text)

    def press(self, visit: Appointment) -> str:
        """I am here, for this visit."""
        answer = self.client.post(f"{self.door}visits/", {"visit": str(visit.pk)})
        return answer.headers.get("Location", answer.text)

    def read(self) -> str:
        return self.client.get(f"{self.door}visits/").text


def test_she_says_three_things_and_is_here(town: Cast, booked: dict[str, Appointment]) -> None:
    phone = Phone(town)
    assert phone.say(town.amara) == f"{phone.door}visits/"
    page = phone.read()
    assert "9am" in page
    assert "I am here" in page

    assert phone.press(booked["amara"]) == link_to(Visit.objects.get())

    assert Visit.objects.get().ticket in phone.client.get(link_to(Visit.objects.get())).text
    for told in ("Amara", "Okafor", "Joint", "knee", "Osei"):
        assert told not in page, told
    arrived = Entry.objects.get(verb="visit.arrived")
    assert (arrived.actor_kind, arrived.actor_id) == ("guest", f"door:{town.riverside.pk}")
    assert Sight.objects.filter(patient_id=town.amara.pk, what="wall/here").count() == 1


@pytest.mark.parametrize("wrong", [{"family_name": "Brandt"}, {"birth_date-year": "1983"}, {"phone_end": "9999"}])
def test_whoever_guesses_wrong_reads_what_one_reads_who_has_no_visit(
    town: Cast, booked: dict[str, Appointment], wrong: dict[str, str]
) -> None:
    def bare(page: str) -> str:  # without what was typed, and the marks of the form
        return page.split("<h1>")[0].split("<main")[1]

    guessed, without = Phone(town).say(town.amara, **wrong), Phone(town).say(town.ana)

    assert "We could not find a visit for today." in guessed
    assert bare(guessed) == bare(without)


@pytest.mark.parametrize("kept_back", ["family_name", "phone_end"])
def test_a_birthday_and_one_thing_more_do_not_do(town: Cast, booked: dict[str, Appointment], kept_back: str) -> None:
    phone = Phone(town)

    assert not phone.say(town.amara, **{kept_back: ""}).endswith("/visits/")
    assert phone.client.get(f"{phone.door}visits/").headers["Location"] == phone.door


def test_whoever_left_us_no_phone_is_sent_to_the_desk(town: Cast, booked: dict[str, Appointment]) -> None:
    people.change_details(town.amara, by=town.sam, because="she said so", phone="")

    assert "We could not find a visit for today." in Phone(town).say(town.amara, phone_end="0101")


def test_nobody_reads_visits_who_has_not_said_who_she_is(town: Cast, booked: dict[str, Appointment]) -> None:
    phone = Phone(town)

    assert phone.client.get(f"{phone.door}visits/").headers["Location"] == phone.door
    assert phone.press(booked["amara"]) == phone.door
    phone.say(town.amara)
    with moved_to(now() + timedelta(minutes=11)):
        assert phone.client.get(f"{phone.door}visits/").headers["Location"] == phone.door


def test_somebody_elses_visit_is_not_hers_to_arrive_for(town: Cast, booked: dict[str, Appointment]) -> None:
    phone = Phone(town)
    phone.say(town.amara)

    assert phone.press(booked["omar"]) == f"{phone.door}visits/"
    assert not Visit.objects.exists()


def test_ten_wrong_tries_from_one_network_shut_the_door_for_it_and_no_other(
    town: Cast, booked: dict[str, Appointment]
) -> None:
    phone = Phone(town)
    for number in range(10):
        phone.say(town.ana, family_name=f"Guess{number}", **{"birth_date-year": str(1950 + number)})

    assert "too many wrong tries" in phone.say(town.amara)
    assert Phone(town, "198.51.100.7").say(town.amara).endswith("/visits/")
    with moved_to(now() + timedelta(minutes=15, seconds=1)):
        assert phone.say(town.amara).endswith("/visits/")


def test_nobody_is_guessed_at_from_many_networks(town: Cast, booked: dict[str, Appointment], kiosk: Screen) -> None:
    for number in range(10):
        Phone(town, f"198.51.{number}.7").say(town.amara, phone_end=f"{number:04}")

    assert "We could not find" in Phone(town).say(town.amara)  # right, and nobody is told so
    kiosk.begin()
    assert kiosk.say(town.amara) == "/kiosk/visits/"  # what is guessed from afar shuts nothing in the house


def test_many_guesses_from_everywhere_shut_the_door_and_the_desk_is_told_once(
    town: Cast, booked: dict[str, Appointment]
) -> None:
    Tries.objects.create(key=f"door:{town.riverside.pk}", count=59, since=now())
    Phone(town).say(town.ana)

    assert "too many wrong tries" in Phone(town, "198.51.100.7").say(town.amara)
    assert [str(one) for one in Case.objects.all()] == [
        f"{town.riverside.name}: checking in by phone at the door is shut for 15 minutes after wrong tries"
    ]


def test_whoever_is_right_uses_up_no_try(town: Cast, booked: dict[str, Appointment]) -> None:
    for _time in range(12):
        assert Phone(town).say(town.amara).endswith("/visits/")


def test_a_confidential_visit_needs_the_end_of_her_phone_number_and_shows_its_ticket(
    town: Cast, booked: dict[str, Appointment]
) -> None:
    phone = Phone(town)
    assert "We could not find" in phone.say(town.lina, phone_end="9999")
    phone.say(town.lina, phone_end="0102")

    assert phone.press(booked["lina"]) == f"{phone.door}visits/"

    page = phone.read()
    assert Visit.objects.get().ticket in page
    assert "/w/" not in page
    assert set(Sight.objects.filter(patient_id=town.lina.pk).values_list("label", flat=True)) == {"confidential"}


def test_whoever_has_a_ticket_is_led_to_the_same_one(town: Cast, booked: dict[str, Appointment]) -> None:
    visit = visits.arrive(booked["amara"], by=town.sam)
    phone = Phone(town)
    phone.say(town.amara)

    assert "See your wait" in phone.read()
    assert phone.press(booked["amara"]) == link_to(visit)
    assert Visit.objects.count() == 1


def test_too_early_she_is_told_when_to_come(town: Cast, booked: dict[str, Appointment]) -> None:
    with moved_to(NINE - timedelta(hours=4)):
        phone = Phone(town)
        phone.say(town.amara)

        assert "from 3 hours before" in phone.read()
        assert "Check-in opens 3 hours before a visit" in phone.press(booked["amara"])
    assert not Visit.objects.exists()


def test_while_an_emergency_stands_she_is_sent_to_the_desk_and_the_alarm_rings_once(
    town: Cast, booked: dict[str, Appointment]
) -> None:
    triage.begin("crushing chest pain and I cannot breathe", by=town.sam, patient=town.amara)
    for _time in range(2):
        phone = Phone(town)
        phone.say(town.amara)
        assert "Please see the front desk" in phone.read()
        phone.press(booked["amara"])

    assert not Visit.objects.exists()
    [case] = Case.objects.filter(subject__contains="could be an emergency")
    assert case.patient == town.amara


def test_whoever_has_signed_in_and_one_visit_need_not_say_who_she_is(
    town: Cast, booked: dict[str, Appointment]
) -> None:
    phone = Phone(town)
    assert town.amara.login
    phone.client.force_login(town.amara.login)

    assert phone.client.get(phone.door).headers["Location"] == f"/appointments/{booked['amara'].pk}/check-in/"


def test_any_staff_of_the_place_print_its_code(town: Cast, settings: LazySettings) -> None:
    settings.DEMO = True
    for somebody in (town.sam, town.nurse_lin, town.dr_osei, town.ines):
        client = Client()
        client.force_login(somebody)
        page = client.get("/door/", {"place": str(town.riverside.pk)}).text
        assert "<svg" in page
        assert f"/here/{town.riverside.pk}/" in page
        assert [code for code in ("en", "es", "fr", "pl", "ar") if f'lang="{code}"' not in page] == []
