"""Answers to who has no account: by a link and two things she knows, or in the message itself where that is safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.cases import actions as cases
from bedside.cases import vowing
from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions, incoming
from bedside.inbox.models import Conversation, Message
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal, Sight
from bedside.people import actions as people
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.triage.models import Screening

from .written import key_told

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WORDS = "Your blood test is fine. Come at nine."


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(NOON) as clock:
        yield clock


@pytest.fixture
def rosa(town: Cast) -> Patient:
    """She has a phone and a mailbox, and no account."""
    facts: dict[str, Any] = {"phone": "07400 123456", "email": "rosa@town.example", "birth_date": date(1950, 3, 2)}
    return people.register(by=HOUSE, given_name="Rosa", family_name="Nuñez", **facts)


def answered(town: Cast, rosa: Patient, words: str = WORDS) -> tuple[str, list[Message]]:
    """She texted, and Sam answers. Returns the key in the text that she gets."""
    incoming.hear("sms", rosa.phone, "Is my test back?", key="1")
    work_off()
    actions.answer(Conversation.objects.get(patient=rosa), words, by=town.sam)
    told = list(Message.objects.filter(patient=rosa, template__startswith="answered").order_by("channel"))
    found = re.search(r"/r/([\w-]+)/", told[-1].body)
    return found[1] if found else "", told


def fields(client: Client, key: str) -> dict[str, str]:
    """The names of the boxes, as the page has them."""
    names = re.findall(r'<input[^>]* name="(birth_date[^"]*)"', client.get(f"/r/{key}/").text)
    return dict(zip(names, ["2", "3", "1950"], strict=True)) | {"family_name": "Núñez"}


def test_the_link_opens_after_two_things_she_knows_and_neither_message_says_what_it_is_about(
    town: Cast, rosa: Patient, client: Client, clock: Stopped
) -> None:
    incoming.hear("sms", rosa.phone, "Is the test of my knee back?", key="0")
    clock.move(minutes=5)
    key, told = answered(town, rosa)
    assert {one.channel for one in told} == {"sms", "email"}
    assert not any(word in one.body + one.subject for one in told for word in ("blood", "nine", "Sam"))

    shut = client.get(f"/r/{key}/")
    assert "blood" not in shut.text
    assert "Rosa" not in shut.text
    opened = client.post(f"/r/{key}/", fields(client, key), follow=True)
    assert WORDS in opened.text
    assert "my knee" not in opened.text  # what stood before is not what the link is for
    assert Sight.objects.filter(patient_id=rosa.pk, what="inbox/answer").exists()
    assert Conversation.objects.get().unread_for_patient == 0
    assert Entry.objects.filter(verb="conversation.read", actor_kind="answer_link").count() == 1
    assert client.get(f"/r/{key}/")["Cache-Control"] == "no-store"


def test_staff_never_read_the_key(town: Cast, rosa: Patient) -> None:
    key, told = answered(town, rosa)

    assert all(key not in one.shown for one in told)


def test_without_both_it_stays_shut_and_too_many_tries_shut_it(
    town: Cast, rosa: Patient, client: Client, clock: Stopped
) -> None:
    key, _told = answered(town, rosa)
    right = fields(client, key)
    wrong = right | {"family_name": "Smith"}
    for _ in range(5):
        assert "do not fit" in client.post(f"/r/{key}/", wrong).text
    assert client.post(f"/r/{key}/", right).status_code == 409

    clock.move(minutes=16)
    assert client.post(f"/r/{key}/", right).status_code == 302
    other = Client()
    for _ in range(5):
        for _ in range(5):
            other.post(f"/r/{key}/", wrong)
        clock.move(minutes=16)
    assert other.post(f"/r/{key}/", right).status_code == 409  # for good


def test_a_key_that_is_made_up_or_old_or_of_the_dead_opens_nothing(
    town: Cast, rosa: Patient, client: Client, clock: Stopped
) -> None:
    key, _told = answered(town, rosa)
    for other in (key[:-1] + ("A" if key[-1] != "A" else "B"), "x", "é" * 38, key[:22], f"{key}AA"):
        assert client.get(f"/r/{other}/").status_code == 404

    clock.move(days=31)
    assert client.get(f"/r/{key}/").status_code == 404
    clock.move(days=-31)
    assert client.get(f"/r/{key}/").status_code == 200
    people.note_death(rosa, on=NOON.date(), by=HOUSE)
    assert client.get(f"/r/{key}/").status_code == 404


def test_she_writes_back_by_the_link_and_urgent_words_ring_and_show_whom_to_call(
    town: Cast, rosa: Patient, client: Client
) -> None:
    key, _told = answered(town, rosa)
    assert client.post(f"/r/{key}/replies/", {"words": ""}).status_code == 302
    client.post(f"/r/{key}/", fields(client, key))
    page = client.post(f"/r/{key}/replies/", {"words": "crushing chest pain and I am sweating"}, follow=True)
    work_off()

    assert 'href="tel:999"' in page.text
    assert Case.objects.get().priority == 0


def test_what_she_writes_after_her_time_is_heard_and_kept_until_she_says_who_she_is(
    town: Cast, rosa: Patient, client: Client, clock: Stopped
) -> None:
    key, _told = answered(town, rosa)
    right = fields(client, key)
    client.post(f"/r/{key}/", right)
    clock.move(minutes=15)
    client.get(f"/r/{key}/")
    clock.move(minutes=15)
    assert WORDS in client.get(f"/r/{key}/").text  # each use makes it last again

    clock.move(minutes=21)
    page = client.post(f"/r/{key}/replies/", {"words": "crushing chest pain and I am sweating"})
    work_off()
    assert 'href="tel:999"' in page.text
    assert WORDS not in page.text
    assert 'value="crushing chest pain and I am sweating"' in page.text
    assert any(one.is_emergency for one in Screening.objects.filter(patient=rosa))

    client.post(f"/r/{key}/", right | {"words": "Is it far?"})
    assert Message.objects.filter(way="in", body="Is it far?").exists()


def test_what_is_too_long_to_send_is_read_for_red_flags_all_the_same(town: Cast, rosa: Patient, client: Client) -> None:
    key, _told = answered(town, rosa)
    client.post(f"/r/{key}/", fields(client, key))
    page = client.post(f"/r/{key}/replies/", {"words": "crushing chest pain and I am sweating. " + "so " * 1_500})

    assert 'href="tel:999"' in page.text


def test_who_has_an_account_signs_in(town: Cast) -> None:
    asked = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    actions.answer(asked.conversation, "Yes.", by=town.sam)

    assert set(Message.objects.exclude(channel="portal").values_list("template", flat=True)) == {"answered"}


def test_whom_nothing_would_know_is_asked_to_call(town: Cast, rosa: Patient) -> None:
    people.change_details(rosa, by=HOUSE, birth_date=None)
    key, told = answered(town, rosa)

    assert key == ""
    assert {one.template for one in told} == {"answered_call"}


@pytest.mark.parametrize(
    ("words", "allowed", "shared", "template"),
    [
        ("Yes, the door is open at eight.", True, False, "answered_in_full"),
        ("Yes, the door is open at eight.", False, False, "answered_link"),
        ("Yes, the door is open at eight.", True, True, "answered_link"),
        ("Your blood test is fine.", True, False, "answered_link"),
        ("Su análisis de sangre está bien. Diabetes.", True, False, "answered_link"),
        ("Yes. " * 60, True, False, "answered_link"),
    ],
)
def test_an_answer_stands_in_the_message_only_where_the_clinic_allows_it_and_nothing_in_it_is_about_health(
    town: Cast, rosa: Patient, settings: Any, words: str, allowed: bool, shared: bool, template: str
) -> None:
    settings.ANSWERS_IN_FULL = allowed
    people.change_details(rosa, by=HOUSE, phone_is_shared=shared)
    _key, told = answered(town, rosa, words)

    assert {one.template for one in told} == {template}
    assert all((words.strip() in one.body) is (template == "answered_in_full") for one in told)


def test_staff_write_first_and_her_answer_opens_a_case(town: Cast, rosa: Patient, client: Client) -> None:
    client.force_login(town.sam)
    page = client.get(f"/desk/patients/{rosa.pk}/writing/")
    assert "There is no account." in page.text
    client.post(f"/desk/patients/{rosa.pk}/writing/", {"subject": "Your form", "words": "Please bring your form."})

    conversation = Conversation.objects.get(patient=rosa)
    assert conversation.unread_for_patient == 1
    assert not Case.objects.exists()
    actions.write_again(conversation, "I will bring it.", by=HOUSE)
    work_off()
    assert Case.objects.get().conversation == conversation


def test_nobody_writes_first_to_whom_nothing_reaches(town: Cast, rosa: Patient) -> None:
    people.change_details(rosa, by=HOUSE, email="", wants_sms=False)

    with pytest.raises(Refusal, match="call"):
        actions.begin(rosa, "Your form", "Please bring it.", by=town.sam)
    assert not Conversation.objects.exists()


def test_she_reads_by_the_link_what_was_promised_her_and_that_it_was_kept(
    town: Cast, rosa: Patient, client: Client
) -> None:
    incoming.hear("sms", rosa.phone, "Is my test back?", key="1")
    work_off()
    case = Case.objects.get()
    vow = vowing.promise(case, "call", 1, by=town.sam)
    cases.answer(case, "Not yet.", by=town.sam)
    key = key_told(rosa)
    shown = client.post(f"/r/{key}/", fields(client, key), follow=True).text

    assert "We will call you by" in shown
    assert "Your question is with: Front desk" in shown
    vowing.keep(vow, by=town.sam)
    assert "We said we would call you by" in client.get(f"/r/{key}/").text


def test_no_link_leads_to_what_is_confidential(town: Cast, rosa: Patient) -> None:
    asked = actions.write(rosa, "Private", "A question", by=HOUSE, label=Label.CONFIDENTIAL)
    actions.answer(asked.conversation, "Yes.", by=town.nurse_lin)

    assert not Message.objects.filter(template__startswith="answered").exists()
