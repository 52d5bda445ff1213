from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot, Status
from bedside.booking.sessions import open_session
from bedside.desk.phoning import kinds_for, letters_for
from bedside.hours.clock import moved_to, now
from bedside.journal.hands import HOUSE
from bedside.people.models import Label, Patient, StaffMember
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.urgency.screen import screening as page_of


@pytest.fixture
def sam(town: Cast, settings: Any) -> Client:
    settings.DEMO = True  # staff come in without a second step
    client = Client()
    client.force_login(town.sam)
    return client


def times_of(town: Cast, member: StaffMember, starts: datetime) -> list[Slot]:
    ends = starts + timedelta(hours=1)
    open_session(
        member, place=town.riverside, service=town.gp, starts_at=starts, ends_at=ends, slot_minutes=20, by=HOUSE
    )
    return list(Slot.objects.filter(staff_member=member, starts_at__gte=starts).order_by("starts_at"))


@pytest.fixture
def tomorrow(town: Cast) -> dict[str, list[Slot]]:
    """Dr Lee at nine, Dr Osei at two."""
    nine = now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        "lee": times_of(town, town.lee, nine),
        "osei": times_of(town, town.osei, nine + timedelta(hours=5)),
    }


def answered(client: Client, patient: Patient, **said: Any) -> str:
    """The caller was asked; where that leads."""
    answer = client.post(f"/desk/phone/{patient.pk}/", said or {"none": "yes"})
    return str(answer.headers.get("Location", ""))


def seen_by(town: Cast, member: StaffMember, patient: Patient, *, label: str = "") -> None:
    """She was with this clinician a week ago."""
    with moved_to(now() - timedelta(days=7)):
        slot = times_of(town, member, (now() + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0))[0]
        visit = booking.book(slot, patient, town.gp_visit, by=HOUSE, label=label)
        booking.arrive(visit, by=HOUSE)
        booking.fulfil(visit, by=HOUSE)


def test_a_caller_is_booked_with_plain_forms(town: Cast, sam: Client, tomorrow: dict[str, list[Slot]]) -> None:
    found = sam.post("/desk/phone/", {"q": "Silva"})
    assert "Silva, Tomás" in found.text
    assert "born" in found.text
    chosen = sam.post("/desk/phone/", {"q": "Silva", "patient": str(town.tomas.pk)})
    assert chosen.headers["Location"] == f"/desk/phone/{town.tomas.pk}/"
    assert "9am" not in sam.get(chosen.headers["Location"]).text, "no time before the questions"

    times = answered(sam, town.tomas, none="yes", visit_type=str(town.gp_visit.pk))
    page = sam.get(times)
    first = page.text.index(str(tomorrow["lee"][0].pk))
    assert "checked" in page.text[first : first + 60]
    read_back = sam.post(times, {"slot": str(tomorrow["lee"][0].pk)}, follow=True)

    booked, said = Appointment.objects.get(), Screening.objects.get()
    assert (booked.patient, booked.slot, booked.screening_id) == (town.tomas, tomorrow["lee"][0], said.pk)
    assert (said.channel, said.decision["level"]) == ("phone", said.level)
    assert "Dr Lee" in read_back.text


def test_who_has_seen_her_comes_first_and_it_is_said_how_often(
    town: Cast, sam: Client, tomorrow: dict[str, list[Slot]]
) -> None:
    seen_by(town, town.osei, town.omar)

    times = answered(sam, town.omar, none="yes", visit_type=str(town.gp_visit.pk))
    page = sam.get(times).text

    assert "Their own clinician: Dr Osei" in page
    assert "seen 1 time" in page
    assert page.index(str(tomorrow["osei"][0].pk)) < page.index(str(tomorrow["lee"][0].pk))


def test_what_she_had_last_is_proposed_but_not_what_was_in_confidence(town: Cast, sam: Client) -> None:
    proposed = f'value="{town.gp_visit.pk}" selected'
    seen_by(town, town.lee, town.tomas, label=Label.CONFIDENTIAL)
    assert proposed not in sam.get(f"/desk/phone/{town.tomas.pk}/").text

    Appointment.objects.update(label=Label.NONE)

    assert proposed in sam.get(f"/desk/phone/{town.tomas.pk}/").text


def test_what_is_ticked_is_asked_more_about_and_an_emergency_hears_no_time(
    town: Cast, sam: Client, tomorrow: dict[str, list[Slot]]
) -> None:
    item = next(one for one in page_of("adult").items if any(rule.level == "E0" for rule in one.rules))
    details = answered(sam, town.omar, ticked=[item.id], visit_type=str(town.gp_visit.pk))
    said = Screening.objects.get()
    assert details == f"/screenings/{said.pk}/details/"

    rule = next(rule for rule in item.rules if rule.level == "E0")
    sam.post(details, {rule.id: "yes"})

    for address in (f"/desk/phone/times/{said.pk}/", f"/desk/phone/{town.omar.pk}/"):
        assert sam.get(address).headers["Location"] == f"/emergency/{said.pk}/"


def test_words_that_warn_are_heard_though_nothing_was_ticked(
    town: Cast, sam: Client, tomorrow: dict[str, list[Slot]]
) -> None:
    words = "crushing chest pain and I am sweating"

    leads_to = answered(sam, town.omar, none="yes", text=words, visit_type=str(town.gp_visit.pk))

    assert leads_to.startswith("/emergency/")


def test_whoever_may_be_pregnant_is_asked_which_before_the_rest(
    town: Cast, sam: Client, tomorrow: dict[str, list[Slot]]
) -> None:
    asked = answered(sam, town.amara, ticked=["pregnant"], visit_type=str(town.gp_visit.pk))
    person = sam.get(asked)
    assert person.headers["Location"].endswith("/person/")
    sam.post(person.headers["Location"], {"pregnant": "yes"})

    times = sam.post(asked, {"ticked": ["none"]})

    assert times.headers["Location"] == f"/desk/phone/times/{Screening.objects.get().pk}/"
    assert Screening.objects.get().inputs["pregnant"] is True


@pytest.mark.parametrize("level", ["E0", "E1"])
def test_what_was_ticked_beside_pregnant_is_not_asked_again(
    town: Cast, sam: Client, tomorrow: dict[str, list[Slot]], level: str
) -> None:
    hers = {item.id for item in page_of("pregnancy").items}
    wanted = hers if level == "E0" else {item.id for item in page_of("adult").items} - hers  # with a box there, without
    item = next(one for one in page_of("adult").items if one.id in wanted and any(r.level == level for r in one.rules))

    asked = answered(sam, town.amara, ticked=[item.id, "pregnant"], visit_type=str(town.gp_visit.pk))
    person = sam.get(asked).headers["Location"]
    sam.post(person, {"pregnant": "yes"})
    again = sam.get(asked).text
    assert (f'value="{item.id}" checked' in again) == (item.id in hers)
    details = sam.post(asked, {"ticked": [item.id if item.id in hers else "none"]}).headers["Location"]
    page = sam.get(details).text
    rule = next(rule for rule in item.rules if rule.level == level and f'name="{rule.id}"' in page)
    sam.post(details, {one.id: "yes" if one == rule else "no" for one in item.rules})

    said = Screening.objects.get()
    assert said.level == level
    assert rule.id in said.rules
    assert sam.get(f"/desk/phone/times/{said.pk}/").headers["Location"].startswith("/emergency/")


def test_neither_a_tick_nor_none_of_these_is_no_answer(
    town: Cast, sam: Client, tomorrow: dict[str, list[Slot]]
) -> None:
    answer = sam.post(f"/desk/phone/{town.omar.pk}/", {"visit_type": str(town.gp_visit.pk)})

    assert "None of these" in answer.text
    assert not Screening.objects.exists()


def test_a_time_that_was_taken_meanwhile_is_answered_with_others(
    town: Cast, sam: Client, tomorrow: dict[str, list[Slot]]
) -> None:
    times = answered(sam, town.omar, none="yes", visit_type=str(town.gp_visit.pk))
    booking.book(tomorrow["lee"][0], town.lina, town.gp_visit, by=HOUSE)

    refused = sam.post(times, {"slot": str(tomorrow["lee"][0].pk)})

    assert refused.status_code == 409
    assert "just been taken" in refused.text
    assert str(tomorrow["lee"][1].pk) in refused.text
    assert Appointment.objects.filter(status=Status.BOOKED).count() == 1


def test_answers_given_elsewhere_lead_to_no_times_on_the_phone(town: Cast, sam: Client) -> None:
    portal = triage.begin("my knee hurts", by=HOUSE, patient=town.amara)

    assert sam.get(f"/desk/phone/times/{portal.pk}/").status_code == 404


def test_keys_can_be_switched_off(town: Cast, sam: Client) -> None:
    assert "ui/keys.js" in sam.get("/desk/").text

    sam.post("/desk/keys/", {"off": "yes"})

    assert "ui/keys.js" not in sam.get("/desk/").text
    assert "Switch keys on" in sam.get("/desk/keys/").text


def test_two_letters_find_each_kind_of_visit(town: Cast) -> None:
    letters = letters_for(kinds_for(town.omar))

    assert letters[str(town.gp_visit.pk)] == "gv"
    assert len(set(letters.values())) == len(letters) == len([two for two in letters.values() if len(two) == 2])
