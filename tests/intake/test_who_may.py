"""Who may open a check-in, how long, and what each may see and change."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Appointment
from bedside.booking.visit_links import key_of
from bedside.hours.clock import now
from bedside.intake import actions
from bedside.intake.models import CheckIn
from bedside.journal.models import Entry
from bedside.people.models import Grant, Label, Patient
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms

from .ways import MORNING, at, details, hers, knocks_right, visit_of


def test_a_link_opens_nothing_after_its_time_nor_of_a_visit_that_is_off(
    town: Cast, a_morning: time_machine.Traveller
) -> None:
    visit, other, client = visit_of(town), visit_of(town, days=2), Client()
    client.post(f"/i/{key_of(other)}/", knocks_right(town))
    assert client.get(at(other, "details")).status_code == 200
    booking.cancel(other, by=town.sam, because="asked to")
    refused = client.get(at(other, "details"))
    assert refused.status_code == 409
    assert town.amara.phone not in refused.text

    client.post(f"/i/{key_of(visit)}/", knocks_right(town))
    assert client.get(at(visit, "details")).status_code == 200
    a_morning.move_to(visit.starts_at - timedelta(minutes=29))
    late = Client()
    assert late.post(f"/i/{key_of(visit)}/", knocks_right(town)).status_code == 409
    assert late.get(at(visit)).status_code == 404


def test_a_link_under_another_name_opens_nothing_once_she_has_died(town: Cast) -> None:
    visit, client = visit_of(town), Client()
    client.post(f"/i/{key_of(visit)}/", knocks_right(town))
    Appointment.objects.filter(pk=visit.pk).update(patient=town.lina)
    type(town.amara).objects.filter(pk=town.lina.pk).update(merged_into=town.amara)
    assert client.get(at(visit)).status_code == 200
    type(town.amara).objects.filter(pk=town.amara.pk).update(deceased_on=MORNING.date())

    assert client.get(at(visit)).status_code == 404
    assert client.post(f"/i/{key_of(visit)}/", knocks_right(town)).status_code == 404


def teresas(town: Cast, **may: bool) -> tuple[Client, Appointment]:
    """A carer at the check-in of the patient she cares for."""
    visit = visit_of(town)
    Appointment.objects.filter(pk=visit.pk).update(patient=town.tomas)
    Grant.objects.filter(carer=town.teresa).update(**may)
    client = Client()
    client.force_login(town.teresa)
    return client, Appointment.objects.get(pk=visit.pk)


def test_a_carer_changes_where_a_patient_is_written_to_only_if_she_reads_the_messages(town: Cast) -> None:
    client, visit = teresas(town, may_messages=False)
    Patient.objects.filter(pk=town.tomas.pk).update(phone="07700 900456")

    page = client.get(at(visit, "details")).text
    assert "900456" not in page
    assert 'name="phone"' not in page
    client.post(at(visit, "details"), details(town, phone="07700 900999"))
    assert Patient.objects.get(pk=town.tomas.pk).phone == "07700 900456"
    assert CheckIn.objects.get().details_at == now()

    Grant.objects.filter(carer=town.teresa).update(may_messages=True)
    assert "900456" in client.get(at(visit, "details")).text
    client.post(at(visit, "details"), details(town, phone="07700 900999"))
    assert Patient.objects.get(pk=town.tomas.pk).phone == "07700 900999"


def test_a_carer_who_may_only_see_visits_sees_no_answers_and_takes_none_away(town: Cast) -> None:
    ask_forms()
    client, visit = teresas(town, may_messages=False)
    actions.say_what_is_needed(
        actions.begin(visit, by=town.sam), by=town.sam, needs="zaqramp", interpreter=False, reason="zaqknee"
    )

    assert "zaq" not in client.get(at(visit, "needs")).text
    client.post(at(visit, "needs"), {"payer": "herself"})
    assert (CheckIn.objects.get().reason, Patient.objects.get(pk=town.tomas.pk).needs) == ("zaqknee", "zaqramp")
    assert client.get(at(visit, "health", 1)).status_code == 404
    assert client.get(at(visit, "health")).status_code == 404
    client.post(at(visit, "details"))
    page = client.get(at(visit)).text
    assert "form=health" not in page
    assert "check me in" not in page


def test_by_the_link_contact_details_show_their_end_and_are_never_changed(town: Cast) -> None:
    visit, client = visit_of(town), Client()
    client.post(f"/i/{key_of(visit)}/", knocks_right(town))

    page = client.get(at(visit, "details")).text
    assert town.amara.phone[-3:] in page
    assert not [one for one in (town.amara.phone, town.amara.email, town.amara.address) if one and one in page]
    client.post(at(visit, "details"), details(town, phone="07700 900999") | {"then": "not_right"})

    assert Patient.objects.get(pk=town.amara.pk).phone == town.amara.phone
    assert CheckIn.objects.get().details_doubted
    desk = Client()
    desk.force_login(town.sam)
    assert "Not right: please ask the patient" in desk.get(f"/desk/check-ins/{visit.pk}/").text


def test_what_is_told_before_a_confidential_visit_leaves_her_record_as_it_was(town: Cast) -> None:
    visit, client, before = visit_of(town, label=Label.CONFIDENTIAL), hers(town), town.amara.needs

    client.post(at(visit, "details"), details(town, postcode="RV9 9ZZ"))
    client.post(at(visit, "needs"), {"needs": "zaqramp", "interpreter": "on"})

    assert Entry.objects.get(verb="patient.details_changed").because == ""
    hers_now = Patient.objects.get(pk=town.amara.pk)
    assert (hers_now.needs, hers_now.interpreter) == (before, town.amara.interpreter)
    assert "zaqramp" in client.get(at(visit, "needs")).text
    treats = Client()
    treats.force_login(town.dr_osei)
    assert "zaqramp" in treats.get(f"/desk/check-ins/{visit.pk}/").text
