"""The page of somebody who stays with us: food first, nothing guessed, and only for those it concerns."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.cases.models import Case
from bedside.config.topics import allowed
from bedside.directory import actions as directory
from bedside.hours.clock import now
from bedside.inbox.models import Message
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Label
from bedside.stays import caring
from bedside.stays.board import kitchen
from bedside.stays.eating import Food
from bedside.stays.kinds import Part, Shift
from bedside.stays.models import Diet, Fast

from .conftest import OnTheWard

HOUR = timedelta(hours=1)


@pytest.fixture
def amara(ward: OnTheWard) -> Client:
    return ward.client(ward.town.amara.login)


def page(ward: OnTheWard) -> str:
    """As she reads it, signed in a moment ago."""
    return ward.client(ward.town.amara.login).get(f"/stays/{ward.stay.pk}/").text


def fed(ward: OnTheWard, **said: object) -> Diet:
    return caring.say_diet(ward.stay, by=ward.town.nurse_lin, **{"allergy": "none"} | said)


def fast(ward: OnTheWard, start: float, end: float | None = None, drink: float | None = None) -> Fast:
    return caring.order_fast(
        ward.stay,
        why="Blood test",
        food_from=now() + start * HOUR,
        drink_from=None if drink is None else now() + drink * HOUR,
        until=None if end is None else now() + end * HOUR,
        by=ward.town.nurse_lin,
    )


def test_she_reads_first_whether_she_may_eat_and_until_when(ward: OnTheWard) -> None:
    fed(ward)
    fast(ward, 8, 24, drink=10)

    text = page(ward)

    assert text.index("Can I eat now?") < text.index("Who is there today")
    assert "Yes" in text
    assert "6pm, today" in text
    assert "8pm, today" in text


def test_whoever_may_not_eat_is_told_to_ask_before_leaving_out_insulin_or_blood_thinners(ward: OnTheWard) -> None:
    fed(ward)
    asked = "Insulin, diabetes tablets or blood thinners?"
    assert asked not in page(ward)

    fast(ward, 8, 24)
    assert asked in page(ward)
    assert "Do not stop or skip them by yourself." in page(ward)


def test_what_nobody_has_written_down_is_said_to_be_unknown(ward: OnTheWard) -> None:
    text = page(ward)

    for said in (
        "Ask the nurse first",
        "Allergies not known",
        "not written down yet who is there",
        "do not know the day",
    ):
        assert said in text


def test_midnight_is_said_as_the_minute_before_for_it_belongs_to_two_days(ward: OnTheWard) -> None:
    fed(ward)
    fast(ward, 14, 24)

    assert "11:59pm, today" in page(ward)


def test_when_the_time_is_over_she_is_told_to_ask_and_a_nurse_ends_it(ward: OnTheWard) -> None:
    fed(ward)
    order = fast(ward, -6, 1)
    assert "No, nothing to eat now" in page(ward)

    ward.clock.move(hours=2)
    assert "Ask the nurse first" in page(ward)

    caring.end_fast(order, by=ward.town.nurse_lin)
    assert "Ask the nurse first" not in page(ward)


def test_an_answer_names_its_time_and_the_open_page_asks_again_by_itself(ward: OnTheWard) -> None:
    text, lin = page(ward), ward.client(ward.town.nurse_lin)
    board = lin.get(f"/desk/ward/?place={ward.town.riverside.pk}").text

    for said in (text, board):
        assert ", every 60s" in said
        assert "As of Monday" in said
    part = ward.client(ward.town.amara.login).get(f"/stays/{ward.stay.pk}/part/", headers={"HX-Request": "true"}).text
    assert "As of Monday" in part
    assert "<h1" not in part


def test_a_custom_never_hides_an_allergy(ward: OnTheWard) -> None:
    fed(ward, customs=["vegetarian", "halal"], allergy="some", allergies="eggs, nuts")

    text = page(ward)

    assert text.index("eggs, nuts") < text.index("Vegetarian")


def test_an_allergy_of_which_another_system_told_us_stands_there_even_if_a_nurse_noted_none(ward: OnTheWard) -> None:
    ward.told(ward.town.amara, "Penicillin")
    ward.told(ward.town.amara, "Milk", status="resolved")
    fed(ward, allergy="none")

    text = page(ward)

    assert "Penicillin" in text
    assert "None known" not in text
    assert "Milk" not in text


def test_while_nobody_has_asked_about_allergies_nobody_is_told_to_eat(ward: OnTheWard) -> None:
    fed(ward, allergy="unknown")

    assert "Nobody has asked about allergies yet." in page(ward)
    row = kitchen(ward.town.riverside, ward.town.nurse_lin)[0]
    assert row.eating
    assert row.eating.food is Food.ASK

    ward.told(ward.town.amara, "Nuts")  # what another system told of them will do
    assert "Ask the nurse first" not in page(ward)


def test_whoever_may_not_read_the_record_is_not_told_that_nothing_is_known(ward: OnTheWard) -> None:
    stay = ward.admit("tomas", 1)
    caring.say_diet(stay, allergy="none", by=HOUSE)
    teresa = ward.client(ward.town.teresa)  # she may not read results
    assert "None known" in teresa.get(f"/stays/{stay.pk}/").text

    ward.told(ward.town.tomas, "Nuts", label=Label.CONFIDENTIAL)

    text = teresa.get(f"/stays/{stay.pk}/").text
    assert "None known" not in text
    assert "Ask the nurse first" in text
    assert "Nuts" not in text
    ward.town.sam.act_as(Role.FRONT_DESK)
    assert kitchen(ward.town.riverside, ward.town.sam)[1].in_record == ["Nuts"]


def test_she_reads_who_is_there_now_and_at_night_the_night_nurse_until_the_morning(ward: OnTheWard) -> None:
    monday = date(2026, 11, 23)
    for member, shift in ((ward.town.lin, Shift.DAY), (ward.town.lee, Shift.NIGHT)):
        caring.look_after(ward.stay, member, part=Part.NURSE, shift=shift, day=monday, by=ward.town.nurse_lin)
    text = page(ward)
    assert text.index(str(ward.town.lin)) < text.index(str(ward.town.lee))

    ward.clock.move(hours=17)  # three in the night
    text = page(ward)
    assert str(ward.town.lee) in text
    assert str(ward.town.lin) not in text


def test_she_reads_todays_tests_and_what_each_is(ward: OnTheWard) -> None:
    caring.plan(ward.stay, kind="ecg", day=now().date(), at=now() + HOUR, where="Room 4", by=ward.town.dr_osei)

    text = page(ward)

    for said in ("Heart tracing", "Small pads on your chest", "Room 4", "11am"):
        assert said in text


def test_she_reads_when_she_may_be_visited_and_says_herself_who_may_come(ward: OnTheWard, amara: Client) -> None:
    directory.change(ward.town.riverside, visiting={"mon": [["14:00", "19:00"]]}, by=HOUSE)
    assert "2pm to 7pm" in page(ward)

    amara.post(f"/stays/{ward.stay.pk}/visitors/", {"coming": "some", "who_comes": "Rosa and Tom"})

    assert "Only some people: Rosa and Tom" in page(ward)


def test_a_question_to_the_ward_becomes_a_message_and_a_case(ward: OnTheWard, amara: Client) -> None:
    answer = amara.post(f"/stays/{ward.stay.pk}/asking/", {"words": "When can I have a shower?"})

    assert answer.headers["Location"].startswith("/messages/")
    work_off(Lane.URGENT, Lane.NEWS)
    assert Case.objects.get().patient == ward.town.amara


def test_a_red_flag_in_a_question_leads_to_the_number_to_call(ward: OnTheWard, amara: Client) -> None:
    answer = amara.post(f"/stays/{ward.stay.pk}/asking/", {"words": "crushing chest pain, I cannot breathe"})

    assert "emergency" in amara.get(answer.headers["Location"]).text.lower()
    assert Message.objects.filter(patient=ward.town.amara, screening__isnull=False).exists()


def test_her_home_leads_to_her_stay_until_it_is_over(ward: OnTheWard, amara: Client) -> None:
    assert f"/stays/{ward.stay.pk}/" in amara.get("/home/").text

    people.note_death(ward.town.amara, on=date(2026, 11, 23), by=HOUSE)

    assert amara.get(f"/stays/{ward.stay.pk}/").status_code == 404


def test_a_carer_sees_the_stay_while_her_grant_stands_and_not_what_is_confidential(ward: OnTheWard) -> None:
    stay = ward.admit("tomas", 1)
    teresa = ward.client(ward.town.teresa)
    assert "Can Tomás eat now?" in teresa.get(f"/stays/{stay.pk}/").text

    people.end_grant(ward.town.teresa.grants.get(), by=HOUSE)
    assert teresa.get(f"/stays/{stay.pk}/").status_code == 404


def test_a_confidential_stay_is_not_the_carers_nor_does_her_screen_hear_of_it(ward: OnTheWard) -> None:
    stay = ward.admit("tomas", 1, label=Label.CONFIDENTIAL)

    assert ward.client(ward.town.teresa).get(f"/stays/{stay.pk}/").status_code == 404
    hers = allowed(ward.town.teresa, [f"patient:{ward.town.tomas.pk}", f"patient:{ward.town.tomas.pk}:confidential"])
    assert not set(hers) & set(stay.topics())
