"""Replies by text message and e-mail: what they do, and what goes to a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import User
from bedside.booking import actions
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import incoming
from bedside.inbox.delivery import deliver
from bedside.inbox.models import Message
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.people.actions import change_details, end_grant, grant, reach_carer
from bedside.people.models import CarerWays, Label, Patient, Scope
from bedside.town.cast import Cast
from bedside.triage.models import Screening

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PHONE = "07700 900777"
numbers = count(1)


@dataclass
class Day:
    town: Cast
    visit: Appointment
    clock: Stopped


@pytest.fixture
def day(town: Cast) -> Iterator[Day]:
    """Amara comes on Friday week at nine. The phone is hers alone."""
    with stopped_at(MONDAY) as clock:
        friday = MONDAY + timedelta(days=11)
        hour: dict[str, Any] = {"starts_at": friday, "ends_at": friday + timedelta(hours=1), "slot_minutes": 20}
        open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **hour)
        change_details(town.amara, by=HOUSE, phone=PHONE)
        nine = Slot.objects.order_by("starts_at")[0]
        yield Day(town, actions.book(nine, town.amara, town.knee_check, by=town.sam), clock)


def texts(words: str, sender: str = "+447700900777", channel: str = "sms") -> str:
    answer = incoming.hear(channel, sender, words, key=str(next(numbers)))
    work_off(Lane.URGENT)
    work_off(Lane.NEWS)
    return answer


def visit() -> Appointment:
    return Appointment.objects.get(patient__given_name="Amara")


@pytest.mark.parametrize("words", ["C", "yes", "ok see you", "sí", "oui", "tak", "نعم"])
def test_yes_confirms_her_visit_and_needs_no_person(day: Day, words: str) -> None:
    texts(words)

    assert visit().confirmed_at == MONDAY
    said = Entry.objects.get(verb="appointment.confirmed")
    assert (said.actor_kind, said.actor_id) == ("sms", "+447700900777")
    assert Message.objects.filter(template="confirmed", channel="sms").count() == 1
    assert not Case.objects.exists()


def test_cannot_come_cancels_and_tells_her_how_to_take_it_back(day: Day) -> None:
    texts("no puedo ir")

    assert visit().status == "cancelled"
    told = Message.objects.get(template="cancelled", channel="sms")
    assert "/v/" in told.body
    assert not Case.objects.exists()


def test_another_time_leads_to_the_free_times_and_changes_nothing(day: Day) -> None:
    texts("can I come later?")

    assert visit().status == "booked"
    assert "/times/" in Message.objects.get(template="other_time", channel="sms").body


@pytest.mark.parametrize("words", ["who is this?", "yes but my knee is worse", "don't cancel", "can't come today"])
def test_whatever_is_not_plain_or_fits_no_visit_goes_to_a_person(day: Day, words: str) -> None:
    texts(words)

    assert (visit().status, visit().confirmed_at) == ("booked", None)
    assert Case.objects.get().kind == "message"


def test_with_two_visits_to_come_nothing_is_guessed(day: Day) -> None:
    actions.book(Slot.objects.order_by("starts_at")[1], day.town.amara, day.town.knee_check, by=day.town.sam)

    texts("cancel")

    assert set(Appointment.objects.values_list("status", flat=True)) == {"booked"}
    assert Case.objects.count() == 1


CARER = "+447700900555"


def cared_for(day: Day, *scopes: str) -> User:
    """Rosa minds Amara's things, and is told by text message."""
    rosa = User.objects.create_user("rosa@town.example", "", name="Rosa Reyes")
    reach_carer(CarerWays(carer=rosa), by=rosa, phone=CARER, wants_sms=True)
    grant(rosa, day.town.amara, relation="daughter", scopes=set(scopes), by=HOUSE)
    return rosa


@pytest.mark.parametrize("scope", [Scope.APPOINTMENTS, Scope.MESSAGES])
def test_the_yes_of_a_carer_is_for_those_whose_visits_she_minds(day: Day, scope: str) -> None:
    rosa = cared_for(day, scope)

    texts("yes", sender=CARER)

    heard = Message.objects.get(way="in")
    assert (heard.patient, heard.author, heard.is_unsure) == (day.town.amara, str(rosa), False)
    if scope == Scope.APPOINTMENTS:
        assert visit().confirmed_at == MONDAY
        assert Entry.objects.get(verb="appointment.confirmed").actor_id == CARER
        assert Message.objects.filter(template="confirmed", to=CARER).exists()
        assert not Case.objects.exists()
    else:
        assert visit().confirmed_at is None
        assert Case.objects.get().kind == "message"


@pytest.mark.parametrize("words", ["We can't come", "she cannot make it", "no podemos ir", "elle ne peut pas venir"])
def test_a_carer_cannot_come_with_her_and_the_visit_is_free_again(day: Day, words: str) -> None:
    cared_for(day, Scope.APPOINTMENTS)

    texts(words, sender=CARER)

    assert visit().status == "cancelled"


def test_of_two_whose_visits_she_minds_nothing_is_guessed(day: Day) -> None:
    rosa = cared_for(day, Scope.APPOINTMENTS)
    grant(rosa, day.town.omar, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)
    actions.book(Slot.objects.order_by("starts_at")[1], day.town.omar, day.town.knee_check, by=day.town.sam)

    texts("yes", sender=CARER)

    assert not Appointment.objects.exclude(confirmed_at=None).exists()
    assert Message.objects.get(way="in").is_unsure
    assert Case.objects.count() == 1


def test_her_own_visit_and_that_of_her_child_are_two(day: Day) -> None:
    """Her phone is a patient's and a carer's: of one visit it is clear what she means, of two it is not."""
    change_details(day.town.omar, by=HOUSE, phone=CARER)
    cared_for(day, Scope.APPOINTMENTS)
    texts("yes", sender=CARER)
    assert visit().confirmed_at == MONDAY

    actions.book(Slot.objects.order_by("starts_at")[1], day.town.omar, day.town.knee_check, by=day.town.sam)
    texts("cancel", sender=CARER)

    assert set(Appointment.objects.values_list("status", flat=True)) == {"booked"}


def test_a_right_that_has_ended_answers_for_nobody(day: Day) -> None:
    end_grant(cared_for(day, Scope.APPOINTMENTS).grants.get(), by=HOUSE)

    texts("yes", sender=CARER)

    assert visit().confirmed_at is None
    assert not Message.objects.filter(way="in").exists()


def test_stop_holds_for_all_who_share_a_phone_and_start_takes_it_back(day: Day) -> None:
    change_details(day.town.lina, by=HOUSE, phone="+44 7700 900 777")

    texts("STOP")

    assert set(Patient.objects.filter(phone__endswith="777").values_list("wants_sms", flat=True)) == {False}
    texts("START")
    assert set(Patient.objects.filter(phone__endswith="777").values_list("wants_sms", flat=True)) == {True}


def test_a_reply_never_touches_a_confidential_visit(day: Day) -> None:
    actions.cancel(day.visit, by=day.town.sam, because="moved house")
    slot = Slot.objects.order_by("starts_at")[1]
    actions.book(slot, day.town.amara, day.town.knee_check, by=day.town.sam, label=Label.CONFIDENTIAL)

    texts("cancel")

    assert Appointment.objects.get(slot=slot).status == "booked"
    assert Case.objects.get().label == ""


def test_every_text_is_read_for_red_flags_before_anything_is_done(day: Day) -> None:
    texts("can't come, I have crushing chest pain and cannot breathe")

    assert visit().status == "booked"
    assert Screening.objects.order_by("-decided_at")[0].is_emergency
    assert Case.objects.get().priority == 0
    assert "999" in Message.objects.get(template="call_now", channel="sms").body


def test_a_message_told_twice_is_taken_in_once(day: Day) -> None:
    for _ in range(2):
        incoming.hear("sms", "+447700900777", "hello?", key="same")

    assert Message.objects.filter(way="in").count() == 1


def test_somebody_unknown_is_told_whom_to_call_and_a_person_reads_it(day: Day) -> None:
    answer = texts("my chest hurts a lot and I cannot breathe", sender="+447700900001")

    assert "999" in answer
    assert Case.objects.get().patient is None


def test_somebody_unknown_told_twice_is_heard_once_and_answered_the_same(day: Day) -> None:
    before = Screening.objects.count()
    answers = {incoming.hear("sms", "+447700900999", "I cannot breathe and my chest hurts", key="twice") for _ in "ab"}
    work_off(Lane.URGENT)
    work_off(Lane.NEWS)

    [answer] = answers
    assert "999" in answer
    assert Screening.objects.count() == before + 1
    assert Case.objects.count() == 1


def test_after_stop_nothing_leaves_that_was_written_before(day: Day) -> None:
    waits = Message.objects.waiting().filter(channel="sms", patient=day.town.amara)
    [confirmation] = waits.filter(template="booked")
    change_details(day.town.amara, by=HOUSE, wants_sms=False)
    deliver(confirmation.pk)

    confirmation.refresh_from_db()
    assert confirmation.state == "withdrawn"


def test_where_a_family_shares_a_phone_the_case_says_that_who_wrote_is_not_sure(
    day: Day, client: Client, settings: Any
) -> None:
    texts("My knee hurts a little more, what should I do about the exercises?")
    assert not Message.objects.get(way="in").is_unsure
    change_details(day.town.lina, by=HOUSE, phone=PHONE)
    texts("And may I swim this week with the new bandage on it?")

    unsure = Message.objects.get(way="in", is_unsure=True)
    settings.DEMO = True
    client.force_login(day.town.sam)
    case = Case.objects.get(conversation=unsure.conversation)
    assert "Ask who wrote before you say anything" in client.get(f"/desk/inbox/{case.pk}/").text


def test_the_door_opens_only_to_the_secret(day: Day, client: Client, settings: Any) -> None:
    told = {"From": "+447700900777", "Body": "C", "MessageSid": "SM1"}
    assert client.post("/incoming/sms/", told).status_code == 404
    settings.INCOMING_SECRET = "open sesame"
    assert client.post("/incoming/sms/", told, headers={"Authorization": "Bearer open"}).status_code == 404
    assert not Message.objects.filter(way="in").exists()

    good = {"Authorization": "Bearer open sesame"}
    assert client.post("/incoming/sms/", told, headers=good).status_code == 200
    letter = {"from": "amara@town.example", "text": "yes\n> your visit", "id": "m1"}
    assert client.post("/incoming/email/", letter, content_type="application/json", headers=good).status_code == 200
    assert client.post("/incoming/fax/", told, headers=good).status_code == 404
    assert client.post("/incoming/sms/", "[", content_type="application/json", headers=good).status_code == 400

    assert set(Message.objects.filter(way="in").values_list("channel", "body")) == {("sms", "C"), ("email", "yes")}
