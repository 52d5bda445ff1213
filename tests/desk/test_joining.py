from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.sessions import open_session
from bedside.desk.comparing import compared
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.town.cast import Cast

ALIKE = ["name", "birth", "phone"]


@pytest.fixture
def sam(town: Cast, settings: Any) -> Client:
    settings.DEMO = True  # staff come in without a second step
    client = Client()
    client.force_login(town.sam)
    return client


@pytest.fixture
def twice(town: Cast) -> Patient:
    """Amara, whom somebody registered again."""
    hers = town.amara
    return people.register(
        by=town.sam, given_name="AMARA", family_name=hers.family_name, birth_date=hers.birth_date, phone=hers.phone
    )


def _join(sam: Client, one: Patient, other: Patient, keep: Patient, agreed: list[str] = ALIKE) -> Any:
    told = {"other": other.pk, "keep": keep.pk, "because": "Her passport says so", "agreed": agreed}
    return sam.post(f"/desk/patients/{one.pk}/joining/", told)


def test_whoever_is_registered_twice_is_named_on_her_page_compared_and_made_one(
    town: Cast, sam: Client, twice: Patient
) -> None:
    page = f"/desk/patients/{town.amara.pk}/joining/?other={twice.pk}"
    assert page in sam.get(f"/desk/patients/{town.amara.pk}/").text
    assert "alike" in sam.get(page).text

    assert _join(sam, town.amara, twice, keep=town.amara)["Location"] == f"/desk/patients/{town.amara.pk}/"

    assert Patient.objects.get(pk=twice.pk).merged_into == town.amara
    entry = Entry.objects.get(verb="patient.merged")
    assert entry.because == "Her passport says so (name, birth, phone)"
    assert f"/desk/patients/{twice.pk}/apart/" in sam.get(f"/desk/patients/{town.amara.pk}/").text


def test_what_was_booked_under_the_other_name_stands_on_her_page(town: Cast, sam: Client, twice: Patient) -> None:
    start = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    slot = open_session(
        town.osei,
        place=town.riverside,
        service=town.gp,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    ).slots.all()[0]
    visit = booking.book(slot, twice, town.gp_visit, by=HOUSE)
    people.merge(twice, town.amara, by=town.sam, because="one person")

    assert f"/appointments/{visit.pk}/" in sam.get(f"/desk/patients/{town.amara.pk}/").text


def test_two_things_alike_are_too_few(town: Cast, sam: Client, twice: Patient) -> None:
    assert "Compare at least three" in _join(sam, town.amara, twice, keep=town.amara, agreed=ALIKE[:2]).text
    assert Patient.objects.get(pk=twice.pk).merged_into is None


def test_a_record_that_somebody_signs_in_to_is_the_one_that_stays(town: Cast, twice: Patient) -> None:
    with pytest.raises(Refusal, match="sign-in"):
        people.merge(town.amara, twice, by=town.sam, because="one person")


def test_nobody_takes_over_a_record_with_one_that_was_not_checked(town: Cast, twice: Patient) -> None:
    people.register(by=HOUSE, is_verified=False, given_name="A", family_name="B")
    unchecked = Patient.objects.get(given_name="A")
    with pytest.raises(Refusal, match="Check first"):
        people.merge(twice, unchecked, by=town.sam, because="says so")


def test_nobody_joins_a_record_into_their_own(town: Cast, twice: Patient) -> None:
    town.amara.login = town.sam
    town.amara.save(update_fields=["login"])
    with pytest.raises(Refusal, match="your own"):
        people.merge(twice, town.amara, by=town.sam, because="says so")


def test_somebody_who_has_died_is_not_joined_to_somebody_who_lives(town: Cast, twice: Patient) -> None:
    people.note_death(twice, on=date(2026, 1, 2), by=HOUSE)
    with pytest.raises(Refusal, match="died"):
        people.merge(twice, town.amara, by=town.sam, because="one person")


def test_two_records_never_become_each_others_other_name(town: Cast, twice: Patient) -> None:
    third = people.register(by=HOUSE, given_name="A", family_name="B")
    seen_before = Patient.objects.get(pk=third.pk)
    people.merge(twice, third, by=town.sam, because="one person")

    with pytest.raises(Refusal):
        people.merge(seen_before, twice, by=town.sam, because="the other way round")


def test_they_are_taken_apart_again_and_both_stand_as_they_were(town: Cast, sam: Client, twice: Patient) -> None:
    people.merge(twice, town.amara, by=town.sam, because="one person")
    address = f"/desk/patients/{twice.pk}/apart/"
    assert sam.post(address, {"because": ""}).status_code == 200

    sam.post(address, {"because": "A cousin"})

    assert Patient.objects.get(pk=twice.pk).merged_into is None
    assert Entry.objects.get(verb="patient.unmerged").because == "A cousin"
    assert sam.get(address).status_code == 404, "there is nothing left to take apart"


def test_what_one_record_does_not_know_is_neither_alike_nor_different() -> None:
    one = Patient(given_name="Zoë", family_name="O'Neill", birth_date=date(1980, 2, 3), phone="+44 7700 900123")
    other = Patient(given_name="Zoe", family_name="ONeill", birth_date=date(1980, 3, 2), phone="07700 900123")

    told = [line.alike for line in compared(one, other)]

    assert told == [True, True, False, None, True, None, None, None, None]


def test_the_other_record_is_found_by_its_name_too(town: Cast, sam: Client) -> None:
    found = sam.post(f"/desk/patients/{town.amara.pk}/joining/", {"q": town.tomas.family_name}).text
    assert f"?other={town.tomas.pk}" in found
    assert sam.get(f"/desk/patients/{town.amara.pk}/joining/?other={town.amara.pk}").status_code == 404
    assert sam.get(f"/desk/patients/{town.amara.pk}/joining/?other=nonsense").status_code == 200
