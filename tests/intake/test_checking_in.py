"""Checking in from home: by the link or signed in, step by step, kept on the way, heard at once, seen by the desk."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from bedside.booking.models import Appointment
from bedside.booking.visit_links import key_of
from bedside.hours.clock import now
from bedside.inbox.models import Message
from bedside.intake import actions, editing
from bedside.intake.beside import said_before_the_visit
from bedside.intake.models import CheckIn, Form, Sheet, SheetState
from bedside.intake.parts import checked_in
from bedside.intake.response import told
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms
from bedside.triage.models import Screening

from .ways import at, details, hers, visit_of


def fill_in_health(client: Client, visit: Appointment, **said: object) -> None:
    """The three pages of the town's form about her health; names follow the order on each page."""
    client.post(at(visit, "health", 1), {"q1": "no", **said})
    client.post(at(visit, "health", 2), {})
    client.post(at(visit, "health", 3), {"q1": "no"})


def test_a_patient_checks_in_from_home_step_by_step(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    assert "Check in from home" in client.get(f"/appointments/{visit.pk}/").text
    assert client.post(at(visit, "details"), details(town))["Location"] == at(visit, "needs")
    assert client.post(at(visit, "needs"), {"reason": "my knee is stiff"})["Location"] == at(visit, "health")
    assert client.get(at(visit, "health"))["Location"] == at(visit, "health", 1)
    fill_in_health(client, visit)
    assert "No" in client.get(at(visit, "health")).text
    assert client.post(at(visit, "health"))["Location"] == at(visit, "sharing")
    assert client.post(at(visit, "sharing", 1), {"q1": "0"})["Location"] == at(visit, "sharing")
    client.post(at(visit, "sharing"))
    assert "You only have to come" in client.post(at(visit), follow=True).text

    assert CheckIn.objects.get().done_at == now()
    assert checked_in([visit]) == {visit.pk: SheetState.DONE}
    desk = Client()
    desk.force_login(town.sam)
    assert "my knee is stiff" in desk.get(f"/desk/check-ins/{visit.pk}/").text
    assert "my knee is stiff" in [line.text for line in said_before_the_visit(town.dr_osei, town.amara)]


def test_every_page_on_which_she_types_keeps_her_words_where_there_is_no_network(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    for page in (at(visit, "details"), at(visit, "needs"), at(visit, "health", 1)):
        text = client.get(page).text
        assert f'data-keep="{visit.pk}"' in text
        assert "intake/keep" in text
        assert "What you wrote is kept on this phone." in text


def test_a_question_that_an_answer_calls_for_is_asked_on_the_same_page_before_the_next(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    assert "Which medicine" not in client.get(at(visit, "health", 1)).text
    assert client.post(at(visit, "health", 1), {"q1": "yes"})["Location"] == at(visit, "health", 1)
    assert "Which medicine" in client.get(at(visit, "health", 1)).text
    assert client.post(at(visit, "health", 1), {"q1": "yes", "q2": "ibuprofen, twice a day"})["Location"] == at(
        visit, "health", 2
    )
    assert client.post(at(visit, "health", 1), {"q1": "no"})["Location"] == at(visit, "health", 2)
    assert "ibuprofen" not in str(Sheet.objects.get(slug="health").answers)


def test_she_stops_and_goes_on_later_where_she_was(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    assert client.post(at(visit, "health", 1), {"q3-other": "bees", "then": "later"})["Location"] == at(visit)
    assert client.get(at(visit, "health"))["Location"] == at(visit, "health", 1)
    assert "bees" in client.get(at(visit, "health", 1)).text


def test_a_form_is_not_handed_in_while_something_has_no_answer(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    assert "Please answer this" in client.post(at(visit, "health", 1), {}).text
    assert Sheet.objects.count() == 0
    assert client.post(at(visit, "health")).status_code == 409
    assert client.post(at(visit)).status_code == 409


def test_the_same_page_sent_again_is_kept_once(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)
    sent = {"q1": "no", "once": str(uuid.uuid4())}

    first, again = client.post(at(visit, "health", 1), sent), client.post(at(visit, "health", 1), sent)

    assert first["Location"] == again["Location"]
    assert Entry.objects.filter(verb="sheet.answered").count() == 1


def test_an_unlikely_number_is_asked_about_once_and_then_believed(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)
    heavy = {"q2": "230", "q2-unit": "0"}

    page = client.post(at(visit, "health", 2), heavy)
    assert "230 pounds is 104.3 kg" in page.text
    sure = unescape(page.text.split('name="sure" value="')[1].split('"')[0])
    assert client.post(at(visit, "health", 2), heavy | {"sure": sure}).status_code == 302


def test_what_was_said_last_time_stands_there_to_be_confirmed(town: Cast) -> None:
    ask_forms()
    client, first = hers(town), visit_of(town)
    fill_in_health(client, first, **{"q3-other": "bees"})
    client.post(at(first, "health"))
    second = visit_of(town, days=2)

    page = client.get(at(second, "health", 1)).text

    assert "bees" in page
    assert "Is it still right?" in page
    assert Sheet.objects.filter(appointment=second).count() == 0


def test_a_consent_is_asked_again_only_when_its_words_change(town: Cast) -> None:
    ask_forms()
    client, first = hers(town), visit_of(town)
    client.post(at(first, "sharing", 1), {"q1": "0"})
    client.post(at(first, "sharing"))
    second = visit_of(town, days=2)

    assert [one.slug for one in actions.forms_of(second)] == ["health"]
    old = Form.objects.get(slug="sharing")
    editing.ask(editing.write(old.definition, slug="sharing", by=town.ines), by=town.ines)
    assert [one.slug for one in actions.forms_of(second)] == ["health", "sharing"]
    assert told(Sheet.objects.get(slug="sharing"))["questionnaire"].endswith("|1")


def test_a_red_flag_on_a_form_leads_to_the_number_to_call(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    page = client.post(
        at(visit, "health", 1), {"q1": "no", "q3-other": "crushing chest pain, can't breathe"}, follow=True
    )

    assert "emergency-panel" in page.text
    assert Screening.objects.emergencies_standing().get().patient == town.amara


def test_the_link_says_nothing_before_two_things_fit_and_shuts_after_five_wrong_tries(town: Cast) -> None:
    visit = visit_of(town)
    client, link = Client(), f"/i/{key_of(visit)}/"
    wrong = {"family_name": "Nobody", "birth_date-day": "1", "birth_date-month": "1", "birth_date-year": "1990"}
    born = town.amara.birth_date
    assert born
    day = {"birth_date-day": born.day, "birth_date-month": born.month, "birth_date-year": born.year}
    right = {"family_name": town.amara.family_name, **day}

    assert town.amara.given_name not in client.get(link).text
    assert client.get(at(visit)).status_code == 404
    for _ in range(4):
        assert "do not fit" in client.post(link, wrong).text
    assert client.post(link, right)["Location"] == at(visit)
    assert client.get(at(visit)).status_code == 200
    for _ in range(5):
        Client().post(link, wrong)
    assert Client().post(link, right).status_code == 409


def test_a_new_phone_is_told_to_the_old_one(town: Cast) -> None:
    visit, client, old = visit_of(town), hers(town), town.amara.phone

    client.post(at(visit, "details"), details(town, phone="07700 900999"))

    said = Message.objects.filter(template="contact_changed")
    assert [one.to for one in said] == [old]
    client.post(at(visit, "details"), details(town, phone="07700 900999"))
    assert said.count() == 1


def test_the_link_goes_out_once_within_three_days_and_never_of_what_is_confidential(town: Cast) -> None:
    visit_of(town, days=1)
    visit_of(town, days=5)
    visit_of(town, days=2, label=Label.CONFIDENTIAL)

    assert actions.send_links() == 1
    assert actions.send_links() == 0
    assert Message.objects.filter(template="check_in").values("about_id").distinct().count() == 1


def test_half_an_hour_before_it_is_over(town: Cast, a_morning: time_machine.Traveller) -> None:
    visit = visit_of(town)
    a_morning.move_to(visit.starts_at - timedelta(minutes=29))
    client = hers(town)

    assert client.post(at(visit, "details"), details(town)).status_code == 409
    assert "3 days to 30 minutes" in client.get(at(visit)).text


def test_a_confidential_check_in_is_the_patients_and_of_those_who_treat_her(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town, label=Label.CONFIDENTIAL), hers(town)
    client.post(at(visit, "needs"), {"reason": "zaqcanary"})
    fill_in_health(client, visit, **{"q3-other": "zaqcanary"})

    desk = Client()
    desk.force_login(town.sam)
    assert desk.get(f"/desk/check-ins/{visit.pk}/").status_code == 404
    assert said_before_the_visit(town.sam, town.amara) == []
    assert "zaqcanary" not in client.get(at(visit_of(town, days=2), "health", 1)).text


def test_an_edition_that_is_asked_is_never_changed(town: Cast) -> None:
    ask_forms()
    form = Form.objects.get(slug="health")

    with pytest.raises(Refusal, match="asked already"):
        editing.change(form, by=town.ines, definition={"resourceType": "Questionnaire", "item": []})
