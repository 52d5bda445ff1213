"""Who is asked how a visit was, when, and who is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.feedback import actions
from bedside.feedback.models import ASKED_WITHIN, Invitation
from bedside.inbox.models import Delivered, Message, State
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.people.actions import note_death
from bedside.people.models import Label
from bedside.triage import actions as triage

from .conftest import HALF_PAST, Day


def asked_by_message() -> list[Message]:
    return list(Message.objects.filter(template="survey").order_by("channel"))


def test_whoever_was_seen_is_asked_three_hours_later_on_each_way_she_wishes(day: Day) -> None:
    asked = day.asked()

    assert asked.visit == day.visit
    assert asked.due_at == HALF_PAST + timedelta(hours=3)
    assert [message.channel for message in asked_by_message()] == ["email", "sms"]
    assert {message.due_at for message in asked_by_message()} == {asked.due_at}
    assert all(message.not_after == HALF_PAST + ASKED_WITHIN for message in asked_by_message())


def test_nobody_is_asked_at_night(day: Day) -> None:
    day.clock.move_to(datetime(2026, 11, 23, 18, 20, tzinfo=UTC))
    day.seen(day.town.lina)

    assert day.asked(day.town.lina).due_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_telling_it_twice_asks_once(day: Day) -> None:
    day.asked()

    assert actions.invite(day.visit, by=HOUSE) is None
    assert Invitation.objects.count() == 1
    assert len(asked_by_message()) == 2


def test_nobody_is_asked_again_within_thirty_days(day: Day) -> None:
    day.asked()
    day.clock.move(days=29)
    day.seen(day.town.amara)
    day.tell()
    assert Invitation.objects.count() == 1

    day.clock.move(days=2)
    day.seen(day.town.amara)
    day.tell()
    assert Invitation.objects.count() == 2


def test_a_confidential_visit_is_not_asked_about(day: Day) -> None:
    day.seen(day.town.lina, label=Label.CONFIDENTIAL)
    day.tell()

    assert not Invitation.objects.filter(patient=day.town.lina).exists()
    assert not Message.objects.filter(patient=day.town.lina, template="survey").exists()


def test_the_dead_are_not_asked_nor_can_their_link_be_used(day: Day, client: Client) -> None:
    link = day.link()
    note_death(day.town.amara, on=day.clock().date(), by=day.town.sam)

    assert "has run out" in client.get(link).text
    day.town.amara.refresh_from_db()
    assert actions.why_not(day.visit, day.town.amara) == "closed"


def test_nobody_is_asked_while_an_emergency_stands(day: Day) -> None:
    triage.begin("crushing chest pain and I cannot breathe", by=HOUSE, patient=day.town.amara)
    day.tell()

    assert not Invitation.objects.exists()


def test_a_visit_told_of_too_late_is_not_asked_about(day: Day) -> None:
    day.clock.move(hours=49)
    day.tell()

    assert not Invitation.objects.exists()


def test_whoever_says_no_more_is_never_written_to_again_from_that_moment(day: Day) -> None:
    asked = day.asked()
    actions.opt_out(day.town.amara, by=day.town.amara.login or HOUSE)

    assert {message.state for message in asked_by_message()} == {State.WITHDRAWN}
    asked.refresh_from_db()
    assert not asked.is_open
    day.clock.move(days=31)
    day.seen(day.town.amara)
    day.tell()
    assert Invitation.objects.count() == 1


def test_and_may_change_her_mind(day: Day) -> None:
    actions.opt_out(day.town.amara, by=HOUSE)
    actions.ask_again(day.town.amara, by=HOUSE)

    assert day.asked().is_open


def test_how_a_visit_went_is_never_a_reason_not_to_ask(day: Day) -> None:
    """No gating: whoever waited for hours and was put back is asked like everybody."""
    assert actions.why_not(day.visit, day.town.amara) == ""
    day.visit.overtaken, day.visit.began_at = 9, day.visit.ended_at
    assert actions.why_not(day.visit, day.town.amara) == ""


def test_only_a_digest_of_the_key_is_kept_with_the_question(day: Day) -> None:
    key = day.link().split("/")[2]

    assert len(key) == 22  # 128 bits
    told = Entry.objects.filter(verb__startswith="survey.").values_list("snapshot", flat=True)
    assert not any(key in (snapshot or "") for snapshot in told)
    assert Invitation.objects.get().digest == actions.digest_of(key)


def test_the_message_says_neither_what_for_nor_with_whom(day: Day) -> None:
    day.link()
    for sent in Delivered.objects.filter(body__contains="/s/"):
        for told in ("Osei", "knee", "joint", "Riverside,", "poor"):
            assert told not in sent.body


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_what_could_not_leave_within_two_days_is_not_sent(day: Day, channel: str) -> None:
    day.tell()
    day.clock.move(hours=49)
    work_off(Lane.DELIVERY)

    assert Message.objects.get(template="survey", channel=channel).state == State.EXPIRED
