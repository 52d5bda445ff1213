"""At the kiosk, after her ticket: what is left of her check-in, while her turn lasts and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bedside.booking.models import Appointment
from bedside.cases.models import Case
from bedside.hours.clock import moved_to, now
from bedside.inbox.models import Message
from bedside.intake.models import CheckIn, Sheet
from bedside.journal.models import Entry, Sight
from bedside.people import actions as people
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms
from bedside.triage import actions as triage
from bedside.visits import actions as visits
from bedside.visits.models import Visit
from bedside.wall.models import Turn
from tests.intake.ways import asks, knocks_right, question

from .conftest import Screen, screen_at


@pytest.fixture
def with_a_ticket(town: Cast, kiosk: Screen, booked: dict[str, Appointment]) -> Screen:
    ask_forms()
    return arrived(town, kiosk, booked["amara"])


def arrived(town: Cast, kiosk: Screen, appointment: Appointment) -> Screen:
    kiosk.begin()
    kiosk.say(town.amara)
    kiosk.send("visits/", visit=str(appointment.pk))
    return kiosk


def sits_down(kiosk: Screen) -> str:
    """Where the pages of this turn begin, under /kiosk/."""
    assert "Tell us now" in kiosk.read("ticket/")
    steps = kiosk.send("answering/")
    assert steps.startswith("/kiosk/turns/")
    return steps.removeprefix("/kiosk/")


def test_she_finishes_her_check_in_and_comes_back_to_her_ticket(town: Cast, with_a_ticket: Screen) -> None:
    kiosk = with_a_ticket
    steps = sits_down(kiosk)
    first = kiosk.read(steps)
    assert "Before you are seen" in first
    assert "data-leave-after" in first  # it clears itself
    assert "keep.js" not in kiosk.read(f"{steps}needs/")  # nothing is kept in this browser

    assert kiosk.send(f"{steps}details/") == f"/kiosk/{steps}needs/"
    assert kiosk.send(f"{steps}needs/", reason="my knee") == f"/kiosk/{steps}form/?form=health"
    kiosk.send(f"{steps}form/page/?form=health&page=1", q1="no")
    kiosk.send(f"{steps}form/page/?form=health&page=2")
    kiosk.send(f"{steps}form/page/?form=health&page=3", q1="no")
    kiosk.send(f"{steps}form/?form=health")
    kiosk.send(f"{steps}form/page/?form=sharing&page=1", q1="0")
    kiosk.send(f"{steps}form/?form=sharing")
    kiosk.send(steps)

    assert "until we call you" in kiosk.read(steps)
    assert (bool(CheckIn.objects.get().done_at), CheckIn.objects.get().reason) == (True, "my knee")
    assert set(Sheet.objects.values_list("by_whom", flat=True)) == {"device"}
    assert Visit.objects.get().ticket in kiosk.read("ticket/")
    assert "Tell us now" not in kiosk.read("ticket/")
    assert Sight.objects.filter(patient_id=town.amara.pk, actor_kind="device").exists()


def test_no_name_and_no_way_to_reach_her_stands_on_it(town: Cast, with_a_ticket: Screen) -> None:
    steps = sits_down(with_a_ticket)
    pages = [with_a_ticket.read(steps + page) for page in ("", "details/", "needs/", "form/page/?form=health&page=1")]

    for told in ("Amara", "Okafor", f"… {town.amara.phone[-3:]}", "Osei"):
        assert [page for page in pages if told in page.split("<main")[1]] == [], told


def test_nothing_opens_again_once_the_first_page_was_shown(town: Cast, with_a_ticket: Screen) -> None:
    kiosk = with_a_ticket
    steps = sits_down(kiosk)
    kiosk.read("")

    assert kiosk.client.get(f"/kiosk/{steps}details/").headers["Location"] == "/kiosk/ticket/"
    kiosk.begin()
    assert kiosk.client.get(f"/kiosk/{steps}details/").headers["Location"] == "/kiosk/"
    assert kiosk.client.post(f"/kiosk/{steps}details/").headers["Location"] == "/kiosk/"
    assert not CheckIn.objects.filter(details_at__isnull=False).exists()


def test_another_kiosk_does_not_show_it(town: Cast, with_a_ticket: Screen) -> None:
    steps = sits_down(with_a_ticket)
    other = screen_at(town, "kiosk", "Another")
    other.begin()

    for page in ("", "details/", "needs/", "form/?form=health", "form/page/?form=health&page=1"):
        assert other.client.get(f"/kiosk/{steps}{page}").headers["Location"] == "/kiosk/", page


def test_there_is_time_to_type_and_it_ends(town: Cast, with_a_ticket: Screen) -> None:
    kiosk = with_a_ticket
    steps = sits_down(kiosk)
    with moved_to(now() + timedelta(minutes=4)):
        assert kiosk.send(f"{steps}details/") == f"/kiosk/{steps}needs/"
        with moved_to(now() + timedelta(minutes=4)):
            assert kiosk.send(f"{steps}needs/", reason="my knee").startswith(f"/kiosk/{steps}form/")
            with moved_to(now() + timedelta(minutes=5, seconds=1)):
                assert kiosk.client.get(f"/kiosk/{steps}").headers["Location"] == "/kiosk/"


def test_when_she_is_called_the_kiosk_says_so(town: Cast, with_a_ticket: Screen) -> None:
    kiosk = with_a_ticket
    steps = sits_down(kiosk)
    visits.call(Visit.objects.get(), room=town.rooms[0], by=town.sam)

    assert kiosk.send(f"{steps}details/") == "/kiosk/ticket/"
    assert "We are calling you now." in kiosk.read("ticket/")


def test_words_that_could_be_an_emergency_send_her_to_the_desk_and_are_kept(town: Cast, with_a_ticket: Screen) -> None:
    kiosk = with_a_ticket
    steps = sits_down(kiosk)

    assert kiosk.send(f"{steps}needs/", reason="crushing chest pain and I cannot breathe") == "/kiosk/desk/"

    assert "Tell the front desk now" in kiosk.read("desk/")
    assert CheckIn.objects.get().reason.startswith("crushing")
    [case] = Case.objects.filter(subject__contains="could be an emergency")
    assert case.patient == town.amara
    assert Entry.objects.filter(verb="screening.emergency").count() == 1


def test_words_that_come_after_her_time_are_read_all_the_same(town: Cast, with_a_ticket: Screen) -> None:
    steps = sits_down(with_a_ticket)
    with moved_to(now() + timedelta(minutes=6)):
        assert with_a_ticket.send(f"{steps}needs/", reason="crushing chest pain and I cannot breathe") == "/kiosk/desk/"

    [case] = Case.objects.filter(subject__contains="could be an emergency")
    assert case.patient == town.amara


def test_of_a_confidential_emergency_the_desk_is_told_no_name(town: Cast, with_a_ticket: Screen) -> None:
    steps = sits_down(with_a_ticket)
    triage.begin("crushing chest pain and I cannot breathe", by=town.sam, patient=town.amara, label="confidential")

    assert with_a_ticket.client.get(f"/kiosk/{steps}").headers["Location"] == "/kiosk/desk/"

    [case] = Case.objects.filter(subject__contains="could be an emergency", subject__startswith="By the door")
    assert (case.patient, case.screening, case.level) == (None, None, "E0")


def test_a_confidential_visit_is_not_asked_about_at_a_kiosk(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    ask_forms()
    kiosk.begin()
    kiosk.say(town.lina, phone_end="0102")
    kiosk.send("visits/", visit=str(booked["lina"].pk))

    assert "Tell us now" not in kiosk.read("ticket/")
    assert kiosk.send("answering/") == "/kiosk/ticket/"


def test_it_speaks_the_language_that_was_chosen_at_the_kiosk(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    ask_forms()
    kiosk.begin("es")
    kiosk.say(town.amara)
    kiosk.send("visits/", visit=str(booked["amara"].pk))
    steps = kiosk.send("answering/").removeprefix("/kiosk/")

    assert 'lang="es"' in kiosk.read(f"{steps}needs/")


def test_a_turn_that_nobody_answers_for_is_ended_by_the_page_that_asks(town: Cast, with_a_ticket: Screen) -> None:
    asked = with_a_ticket.read("time/")

    assert 'data-ends="yes"' in asked
    assert with_a_ticket.send("end/") == "/kiosk/"
    assert Turn.objects.get().ended_at is not None


def test_a_form_that_needs_a_paper_is_finished_on_her_phone_or_at_the_desk(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    asks(question("letter", "attachment"), question("why", "string"))
    arrived(town, kiosk, booked["amara"])
    steps = sits_down(kiosk)
    assert "On your own phone" in kiosk.read(steps)
    kiosk.send(f"{steps}details/")
    kiosk.send(f"{steps}needs/", reason="my knee")

    shown = kiosk.read(steps)
    assert "This form needs a photo or a paper. Finish it on your own phone, or at the front desk." in shown
    assert "the front desk fills it in with you" in shown
    assert "<svg" in shown.split('id="own-phone"')[1]

    assert kiosk.send(f"{steps}phone/").endswith("?sent=1#own-phone")
    assert "We have sent a link" in kiosk.read(f"{steps}?sent=1")
    text = Message.objects.filter(patient=town.amara, template="waiting", channel="sms").order_by("pk").last()
    assert text
    link = next(one for one in text.body.split() if "/w/" in one)
    phone = Client()
    key = link.split("/w/")[1].split("/")[0].rstrip(".")
    assert phone.post(f"/w/{key}/check-in/", knocks_right(town)).status_code == 302
    assert "letter" in phone.get(f"/check-in/{booked['amara'].pk}/form/page/?form=own&page=1").text


def test_whoever_left_us_no_phone_is_told_that_the_desk_helps(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    asks(question("letter", "attachment"))
    people.change_details(town.amara, by=town.sam, because="has none", phone="", email="")
    arrived(town, kiosk, booked["amara"])
    steps = sits_down(kiosk)

    assert kiosk.send(f"{steps}phone/").endswith("?sent=0#own-phone")
    assert "We could not send it." in kiosk.read(f"{steps}?sent=0")
