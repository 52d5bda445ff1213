"""Anybody can write any address into an e-mail: what is made up changes nothing, and is on nobody's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions, incoming
from bedside.inbox.mailing import hear_letter
from bedside.inbox.models import Channel, Conversation, Delivered, Message
from bedside.inbox.reply_to import reply_address
from bedside.inbox.stopping import has_stopped
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people.actions import change_details
from bedside.town.cast import Cast

from .written import HERS, mail, raw

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RED_FLAG = "crushing chest pain and I am sweating"
SECRET_WORDS = "It is about my other pills, the blue ones."


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Stopped]:
    settings.MAIL_REPLY_TO, settings.DEMO = "replies@clinic.example", True
    with stopped_at(NOON) as clock:
        yield clock


def note(town: Cast) -> Message:
    actions.send(town.amara, "moved", by=HOUSE, key="visit", when="Friday", place="Riverside")
    return Message.objects.get(channel="email", way="out")


@pytest.mark.parametrize("checked_by", ["", "mx.ours.example"])
def test_a_plain_stop_counts_where_our_mail_server_vouches_for_its_sender_and_else_a_person_reads_it(
    town: Cast, settings: Any, checked_by: str
) -> None:
    settings.MAIL_CHECKED_BY = checked_by
    hear_letter(raw("STOP", subject="", authentication_results="mx.ours.example; dmarc=pass"))
    work_off()

    assert has_stopped(Channel.EMAIL, HERS) is bool(checked_by)
    assert Case.objects.filter(kind="message").exists() is not bool(checked_by)


@pytest.mark.parametrize("by", ["address", "reference"])
def test_an_answer_to_a_letter_of_ours_counts_also_where_nobody_vouches(town: Cast, by: str) -> None:
    ours = note(town)
    letter = mail("STOP", subject=f"Re: {ours.subject}")
    if by == "address":
        letter.replace_header("To", reply_address(ours.pk))
    else:
        letter["In-Reply-To"] = f"<{ours.pk}@localhost>"
    hear_letter(letter.as_bytes())

    assert has_stopped(Channel.EMAIL, HERS)


def test_her_own_earlier_letter_proves_nothing_for_others_know_its_name(town: Cast) -> None:
    hear_letter(raw("May I park?", message_id="<one@phone.example>"))
    hear_letter(raw("STOP", subject="", in_reply_to="<one@phone.example>"))

    assert not has_stopped(Channel.EMAIL, HERS)


def test_nobody_stops_an_address_that_is_nobodys_by_a_letter_with_a_made_up_sender(town: Cast) -> None:
    hear_letter(raw("STOP", sender="who@else.example", subject=""))

    assert not has_stopped(Channel.EMAIL, "who@else.example")


def test_an_e_mail_that_a_provider_retells_does_nothing_by_itself(town: Cast) -> None:
    incoming.hear("email", HERS, "STOP", key="1")
    work_off()

    assert not has_stopped(Channel.EMAIL, HERS)
    assert Case.objects.count() == 1


def test_what_somebody_else_may_have_written_is_not_on_her_pages_and_staff_read_it(town: Cast, client: Client) -> None:
    ours = note(town)
    hear_letter(
        raw(SECRET_WORDS, sender="son@else.example", subject="Blue pills", in_reply_to=f"<{ours.pk}@localhost>")
    )
    work_off()
    found = Conversation.objects.get()

    client.force_login(town.amara.login)
    for page in ("/messages/", f"/messages/{found.pk}/", f"/messages/{found.pk}/part/", "/home/"):
        shown = client.get(page).text
        assert "blue" not in shown.casefold(), page
        assert "son@else.example" not in shown, page
    assert "We are not sure that you wrote it" in client.get(f"/messages/{found.pk}/").text
    client.force_login(town.sam)
    case = client.get(f"/desk/inbox/{Case.objects.get().pk}/").text
    assert SECRET_WORDS in case
    assert "Blue pills" in case
    assert "Ask who wrote before you say anything" in case


def test_on_a_shared_phone_neither_reads_what_the_other_may_have_written(town: Cast, client: Client) -> None:
    for one in (town.amara, town.lina):
        change_details(one, by=HOUSE, phone="07400 123456")
    incoming.hear("sms", "+447400123456", SECRET_WORDS, key="1")
    work_off()
    found = Conversation.objects.get()

    for login in (town.amara.login, town.lina.login):
        client.force_login(login)
        assert "blue" not in client.get(f"/messages/{found.pk}/").text.casefold()
    client.force_login(found.patient.login)
    assert client.get(f"/messages/{found.pk}/").status_code == 200


def test_two_machines_that_answer_each_text_of_the_other_come_to_rest(town: Cast, clock: Stopped) -> None:
    """A phone that answers each text by itself, in words that must be answered at once."""
    change_details(town.amara, by=HOUSE, phone="07400 123456")
    incoming.hear("sms", "+447400123456", RED_FLAG, key="0")
    rounds = 0
    for number in range(1, 60):
        work_off()
        if Delivered.objects.filter(channel="sms").count() <= rounds:
            break
        rounds += 1
        clock.move(seconds=20)
        incoming.hear("sms", "+447400123456", RED_FLAG, key=str(number))

    assert 1 <= rounds <= 12
    assert Case.objects.count() == 1  # a person has it


@pytest.mark.parametrize("words", ["We are closed. We answer on Monday.", "In an emergency: I cannot breathe, call me"])
def test_another_clinics_machine_that_answers_our_texts_is_left_in_peace(
    town: Cast, clock: Stopped, words: str
) -> None:
    answers = []
    for number in range(40):
        answers.append(incoming.hear("sms", "+447700900999", words, key=str(number)))
        clock.move(seconds=20)
    assert all(answers[:3])
    assert sum(map(bool, answers)) <= 6

    clock.move(hours=2)
    assert incoming.hear("sms", "+447700900999", words, key="later")


def test_a_machine_that_says_it_is_none_and_ours_come_to_rest_by_e_mail(town: Cast, clock: Stopped) -> None:
    """Each letter of ours is answered by a machine without any of the marks of one; by its own address of answers."""
    hear_letter(raw(RED_FLAG))
    rounds, heard = 0, 0
    while rounds < 60:
        work_off()
        fresh = list(Delivered.objects.filter(channel="email").order_by("pk")[heard:])
        if not fresh:
            break
        heard, rounds = heard + len(fresh), rounds + 1
        clock.move(seconds=30)
        answer = mail(RED_FLAG, subject=f"Re: {fresh[-1].subject}", references=f"<{fresh[-1].message_id}@localhost>")
        hear_letter(answer.as_bytes())

    assert 1 <= rounds <= 12
