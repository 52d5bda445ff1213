"""Once she is here she may finish her check-in until she is called; who told only two things reads nothing back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from bedside.booking.models import Appointment
from bedside.booking.visit_links import key_of
from bedside.intake.models import CheckIn, Sheet, SheetState
from bedside.intake.parts import checked_in
from bedside.people import actions as people
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms
from bedside.triage.models import Screening
from bedside.visits import actions as visits
from bedside.visits.keys import key_of as wait_key
from bedside.visits.models import Visit

from .ways import asks, at, details, hers, knocks_right, question, visit_of


@pytest.fixture
def visit(town: Cast, a_morning: time_machine.Traveller) -> Appointment:
    """Tomorrow at ten; it is a quarter to, and the form about her health was begun at home."""
    ask_forms()
    booked = visit_of(town)
    client = hers(town)
    client.post(at(booked, "health", 1), {"q1": "no", "q3-other": "zaqbees"})
    client.post(at(booked, "health", 2), {"q2": "71", "q2-unit": "0", "then": "later"})
    a_morning.move_to(booked.starts_at - timedelta(minutes=15))
    return booked


def here(town: Cast, visit: Appointment) -> Visit:
    return visits.arrive(Appointment.objects.get(pk=visit.pk), by=town.sam)


def by_the_key(town: Cast, waiting: Visit) -> Client:
    client = Client()
    door = f"/w/{wait_key(waiting)}/check-in/"
    assert "Before you are seen" in client.get(door).text
    assert client.post(door, knocks_right(town))["Location"] == f"/check-in/{waiting.appointment_id}/"
    return client


def test_shortly_before_her_visit_she_finishes_on_her_own_phone_once_she_is_here(
    town: Cast, visit: Appointment
) -> None:
    client = hers(town)
    assert client.post(at(visit, "details"), details(town)).status_code == 409
    here(town, visit)

    client.post(at(visit, "details"), details(town))
    client.post(at(visit, "needs"), {"reason": "my knee"})
    client.post(at(visit, "health", 2), {})
    client.post(at(visit, "health", 3), {"q1": "no"})
    client.post(at(visit, "health"))
    client.post(at(visit, "sharing", 1), {"q1": "0"})
    client.post(at(visit, "sharing"))
    assert "until we call you" in client.post(at(visit), follow=True).text

    assert checked_in([visit]) == {visit.pk: SheetState.DONE}
    desk = Client()
    desk.force_login(town.sam)
    assert "zaqbees" in desk.get(f"/desk/check-ins/{visit.pk}/").text
    assert "Send the check-in now" not in desk.get(f"/desk/check-ins/{visit.pk}/").text


def test_the_link_in_her_message_opens_again_once_she_is_here(town: Cast, visit: Appointment) -> None:
    client = Client()
    assert client.post(f"/i/{key_of(visit)}/", knocks_right(town)).status_code == 409
    here(town, visit)

    client.post(f"/i/{key_of(visit)}/", knocks_right(town))

    assert "zaqbees" in client.get(at(visit, "health", 1)).text


def test_from_her_call_on_nothing_is_changed(town: Cast, visit: Appointment) -> None:
    client = hers(town)
    visits.call(here(town, visit), room=town.rooms[0], by=town.sam)

    refused = client.post(at(visit, "details"), details(town))

    assert refused.status_code == 409
    assert "It is your turn now." in refused.text
    assert CheckIn.objects.filter(details_at__isnull=False).count() == 0


def test_a_visit_that_nobody_ended_yesterday_opens_nothing(
    town: Cast, visit: Appointment, a_morning: time_machine.Traveller
) -> None:
    here(town, visit)
    a_morning.shift(timedelta(days=1))

    assert hers(town).post(at(visit, "details"), details(town)).status_code == 409


def test_by_the_key_to_her_wait_she_adds_what_is_missing_and_reads_nothing_back(town: Cast, visit: Appointment) -> None:
    client = by_the_key(town, here(town, visit))
    pages = [client.get(at(visit)).text, client.get(at(visit, "details")).text, client.get(at(visit, "needs")).text]
    assert client.get(at(visit, "health")).status_code == 404  # a page of it was begun at home
    assert client.get(at(visit, "health", 1)).status_code == 404
    told = [town.amara.phone, f"… {town.amara.phone[-3:]}", town.amara.email, town.amara.given_name, "zaqbees"]
    assert [one for one in told for page in pages if one in page.split("<main")[1].split("<footer")[0]] == []

    client.post(at(visit, "details"), details(town, phone="07700 900999"))
    client.post(at(visit, "needs"), {"reason": "my knee"})
    assert "Finish this on your own phone" in client.get(at(visit)).text

    check_in = CheckIn.objects.get()
    assert (check_in.reason, bool(check_in.details_at)) == ("my knee", True)
    assert type(town.amara).objects.get(pk=town.amara.pk).phone == town.amara.phone
    assert "zaqbees" in str(Sheet.objects.get(slug="health").answers)


def test_who_knows_a_birthday_and_a_name_adds_to_what_stands_and_takes_nothing_away(
    town: Cast, visit: Appointment
) -> None:
    people.change_details(town.amara, by=town.sam, because="she said so", needs="A ramp")
    client = by_the_key(town, here(town, visit))

    client.post(at(visit, "needs"), {"reason": "my knee", "needs": "No stairs", "payer": "Acme"})
    again = client.post(at(visit, "needs"), {"reason": "my hip", "needs": "", "payer": "Other"})
    client.post(at(visit, "details"))
    client.post(at(visit, "details"), {"then": "not_right"})

    check_in = CheckIn.objects.get()
    assert again.status_code == client.get(at(visit, "needs")).status_code == 302
    assert (check_in.reason, check_in.payer, check_in.details_doubted) == ("my knee", "Acme", False)
    assert type(town.amara).objects.get(pk=town.amara.pk).needs == "A ramp; No stairs"


def test_a_page_that_nobody_has_touched_may_be_filled_in_there_and_read_until_she_gets_up(
    town: Cast, visit: Appointment
) -> None:
    asks(
        question("about you", "string", required=True),
        {"linkId": "g", "type": "group", "item": [question("b", "string")]},
    )
    signed_in = hers(town)
    waiting = here(town, visit)
    signed_in.post(at(visit, "own", 1), {"q0": "zaqold"})
    client = by_the_key(town, waiting)

    assert "zaqold" not in client.get(at(visit, "own", 2)).text
    assert client.get(at(visit, "own", 1))["Location"] == at(visit, "own")
    client.post(at(visit, "own", 2), {"q1": "zaqnew"})
    looked = client.get(at(visit, "own")).text
    assert ("zaqnew" in looked, "zaqold" in looked) == (True, False)
    client.post(at(visit, "own"))

    assert Sheet.objects.get(slug="own").done_at
    assert "zaqnew" not in by_the_key(town, waiting).get(at(visit, "own")).text


def test_what_she_said_last_time_is_not_laid_before_her_there(town: Cast, visit: Appointment) -> None:
    asks(question("weight", "string"))
    earlier = visit_of(town, days=2)
    client = hers(town)
    client.post(at(earlier, "own", 1), {"q0": "zaqold"})
    client.post(at(earlier, "own"))
    assert "zaqold" in client.get(at(visit_of(town, days=3), "own", 1)).text

    assert "zaqold" not in by_the_key(town, here(town, visit)).get(at(visit, "own", 1)).text


def test_the_key_opens_no_check_in_of_a_confidential_visit_nor_of_a_walk_in(
    town: Cast, a_morning: time_machine.Traveller
) -> None:
    secret = visit_of(town, label=Label.CONFIDENTIAL)
    a_morning.move_to(secret.starts_at - timedelta(minutes=15))
    about = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    for waiting in (here(town, secret), visits.walk_in(town.ana, by=town.sam, **about)):  # type: ignore[arg-type]
        assert Client().get(f"/w/{wait_key(waiting)}/check-in/").status_code == 404


def test_her_words_at_the_clinic_are_heard_at_once(town: Cast, visit: Appointment) -> None:
    client = by_the_key(town, here(town, visit))

    page = client.post(at(visit, "needs"), {"reason": "crushing chest pain and I cannot breathe"}).text

    assert "may be an emergency" in page
    assert Screening.objects.emergency_of(town.amara) is not None


def test_the_page_of_her_wait_leads_to_what_is_left(town: Cast, visit: Appointment) -> None:
    waiting = here(town, visit)
    own, key = hers(town).get(f"/visits/{waiting.pk}/").text, Client().get(f"/w/{wait_key(waiting)}/").text

    assert at(visit, "details") in own
    assert "form=health" in own
    assert f"/w/{wait_key(waiting)}/check-in/" in key
    assert "form=health" not in key
    assert "Your details" not in key
    visits.call(waiting, room=town.rooms[0], by=town.sam)
    assert "What to do meanwhile" not in hers(town).get(f"/visits/{waiting.pk}/").text


def test_on_her_page_at_the_desk_stands_how_far_each_form_is_while_she_waits(town: Cast, visit: Appointment) -> None:
    here(town, visit)
    desk = Client()
    desk.force_login(town.sam)

    assert f"/desk/check-ins/{visit.pk}/" in desk.get(f"/desk/patients/{town.amara.pk}/").text
