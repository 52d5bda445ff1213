"""With a mail server: every letter leaves at most once by itself, and nobody ever guesses."""

from __future__ import annotations

import email
from datetime import timedelta
from typing import Any

import pytest

from bedside.hours.clock import now, stopped_at
from bedside.inbox import actions, delivery
from bedside.inbox.models import Channel, Delivered, Message
from bedside.jobs.models import Job, Lane
from bedside.jobs.models import State as JobState
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast

from .conftest import PostOffice


@pytest.fixture
def letter(town: Cast) -> Message:
    """Amara's visit has moved: an e-mail and a text message wait."""
    facts = {"when": "Friday 27 November, 9am", "place": "Riverside"}
    attachment = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    actions.send(town.amara, "moved", by=HOUSE, key="visit", attachment=attachment, **facts)
    return Message.objects.get(channel=Channel.EMAIL)


def state(letter: Message) -> str:
    return Message.objects.get(pk=letter.pk).state


def test_an_e_mail_leaves_by_the_mail_server_and_a_text_message_stays_in_the_outbox(
    letter: Message, post_office: PostOffice
) -> None:
    work_off(Lane.DELIVERY)

    assert state(letter) == "sent"
    assert Delivered.objects.get().channel == Channel.SMS
    (raw,) = post_office.letters
    sent = email.message_from_string(raw)
    assert sent["To"] == "amara@town.example"
    assert sent["Message-ID"] == f"<{letter.pk}@localhost>"
    calendar = next(part for part in sent.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"


def test_a_mail_server_that_is_busy_is_asked_again_later(letter: Message, post_office: PostOffice) -> None:
    post_office.mood = "busy"
    work_off(Lane.DELIVERY)
    assert state(letter) == "waiting"
    assert post_office.letters == []

    post_office.mood = "well"
    with stopped_at(now() + timedelta(minutes=5)):
        work_off(Lane.DELIVERY)
    assert state(letter) == "sent"
    assert len(post_office.letters) == 1


def test_a_mail_server_that_is_away_is_asked_again_later(letter: Message, settings: Any) -> None:
    settings.MAIL_GATEWAY = "smtp://127.0.0.1:9"  # nobody listens there
    work_off(Lane.DELIVERY)

    assert state(letter) == "waiting"
    assert Job.objects.get(task="hand_over").state == JobState.READY


def test_an_address_that_does_not_exist_is_not_tried_again(letter: Message, post_office: PostOffice) -> None:
    post_office.mood = "no_such"
    work_off(Lane.DELIVERY)

    assert state(letter) == "failed"
    assert Job.objects.get(task="hand_over").state == JobState.DONE


def test_when_nobody_knows_whether_it_left_a_person_looks(letter: Message, post_office: PostOffice) -> None:
    post_office.mood = "hangs_up"
    work_off(Lane.DELIVERY)
    assert state(letter) == "unsure"

    post_office.mood = "well"
    with stopped_at(now() + timedelta(hours=2)):
        work_off(Lane.DELIVERY)
    assert state(letter) == "unsure"
    assert len(post_office.letters) == 1  # nothing was sent a second time by itself


def test_what_a_killed_worker_was_sending_is_not_sent_again_by_itself(letter: Message, post_office: PostOffice) -> None:
    letter.state = "sending"
    actions.record("message.sending", letter, by=HOUSE)
    delivery.hand_over(letter.pk)

    assert state(letter) == "unsure"
    assert post_office.letters == []


def test_a_mail_server_that_comes_back_too_late_sends_nothing(town: Cast, post_office: PostOffice) -> None:
    facts = {"when": "Friday 27 November, 9am", "place": "Riverside"}
    actions.send(town.amara, "moved", by=HOUSE, key="late", not_after=now() + timedelta(hours=1), **facts)
    post_office.mood = "busy"
    work_off(Lane.DELIVERY)

    post_office.mood = "well"
    with stopped_at(now() + timedelta(hours=2)):
        work_off(Lane.DELIVERY)
    assert Message.objects.get(channel=Channel.EMAIL).state == "expired"
    assert post_office.letters == []
