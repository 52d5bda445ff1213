"""Those who wait without our page are told by text message: seldom, in few words, and never about their health."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.directory import actions as directory
from bedside.directory.models import Mode, VisitType
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message, State, Way
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Outside
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.visits import actions, texting, worse
from bedside.visits.announced import Announced, Cause, Reason
from bedside.visits.keys import link_to
from bedside.visits.models import Visit

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock(settings: LazySettings) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(MORNING) as stopped:
        yield stopped


def texts(patient: Patient) -> list[Message]:
    return list(Message.objects.filter(patient=patient, way=Way.OUT).order_by("due_at", "pk"))


def comes(town: Cast, patient: Patient, label: str = "") -> Visit:
    here = {"place": town.riverside, "service": town.gp, "reason": "a sore knee", "level": "R14", "by": town.sam}
    visit = actions.walk_in(patient, label=label, **here)  # type: ignore[arg-type]
    work_off()
    return visit


def longer(visit: Visit, number: int) -> Announced:
    told = {"low": 40, "high": 55, "basis": "queue", "reason": Reason.LONGER, "cause": Cause.SLOWER}
    return Announced.objects.create(visit=visit, number=number, **told)


def test_who_comes_by_the_desk_is_sent_her_ticket_and_the_link_to_her_wait(town: Cast, clock: Stopped) -> None:
    visit = comes(town, town.ana)

    [sent] = texts(town.ana)
    assert (sent.template, sent.channel) == ("waiting", "sms")
    assert visit.ticket in sent.body
    assert link_to(visit) in sent.body
    assert not {"gp", "knee", "sore"} & set(sent.body.lower().replace(",", " ").split())
    assert Client().get(link_to(visit)).status_code == 200


def test_a_screen_sends_the_link_three_times_and_no_more_and_staff_may_still(town: Cast, clock: Stopped) -> None:
    """Whoever stands there could else let a phone ring all day."""
    visit, screen = comes(town, town.ana), Outside("device", "the kiosk by the door")
    before = len(texts(town.ana))

    pressed = []
    for _n in range(5):
        pressed += [texting.say_link_again(visit, by=screen), texting.say_link_again(visit, by=screen)]
        clock.move(minutes=2)

    assert pressed == [True] * 6 + [False] * 4
    assert len(texts(town.ana)) - before == texting.MOST_LINKS
    assert texting.say_link_again(visit, by=town.sam)
    assert len(texts(town.ana)) - before == texting.MOST_LINKS + 1


def test_who_is_called_is_sent_one_message_that_is_no_use_later(town: Cast, clock: Stopped) -> None:
    visit = comes(town, town.ana)
    clock.move(minutes=30)
    actions.call(visit, room=town.rooms[0], by=town.sam)
    work_off()

    sent = texts(town.ana)[-1]
    assert sent.template == "come_now"
    assert sent.not_after == MORNING + timedelta(minutes=40)
    assert "Room" not in sent.body, "the page says where, the message does not"
    assert len(texts(town.ana)) == 2


def test_a_wait_that_no_longer_holds_is_told_once_and_not_again_for_twenty_minutes(town: Cast, clock: Stopped) -> None:
    visit = comes(town, town.ana)
    for minutes, number in ((25, 50), (5, 51), (21, 52)):
        clock.move(minutes=minutes)
        texting.say_longer(visit, longer(visit, number))

    assert [one.template for one in texts(town.ana)] == ["waiting", "wait_changed", "wait_changed"]


def test_who_has_her_page_before_her_is_sent_nothing(town: Cast, clock: Stopped) -> None:
    visit = comes(town, town.amara)
    before = len(texts(town.amara))
    client = Client()
    assert town.amara.login
    client.force_login(town.amara.login)
    client.get(f"/visits/{visit.pk}/")
    clock.move(minutes=5)
    actions.call(visit, room=town.rooms[0], by=town.sam)
    work_off()

    assert len(texts(town.amara)) == before


def test_nothing_is_sent_of_a_confidential_wait_nor_to_who_wants_no_text(town: Cast, clock: Stopped) -> None:
    comes(town, town.ana, Label.CONFIDENTIAL)
    Patient.objects.filter(pk=town.lina.pk).update(wants_sms=False)
    comes(town, Patient.objects.get(pk=town.lina.pk))

    assert [*texts(town.ana), *texts(town.lina)] == []


def test_what_was_not_sent_yet_is_taken_back_when_she_goes(town: Cast, clock: Stopped) -> None:
    visit = comes(town, town.ana)
    Message.objects.filter(patient=town.ana).update(state=State.WAITING)
    actions.leave(visit, by=town.sam, because="had to go")
    work_off()

    assert texts(town.ana)[0].state == State.WITHDRAWN


def test_that_staff_know_is_not_taken_back_when_she_goes(town: Cast, clock: Stopped) -> None:
    visit = comes(town, town.ana)
    texting.say_heard(worse.feel_worse(visit, by=HOUSE))
    work_off()
    Message.objects.filter(patient=town.ana).update(state=State.WAITING)
    actions.leave(Visit.objects.get(), by=town.sam, because="had to go")
    work_off()

    states = {one.template: one.state for one in texts(town.ana)}
    assert states == {"waiting": State.WITHDRAWN, "worse_heard": State.WAITING}


def test_who_waits_at_home_before_her_screen_is_not_asked_to_take_a_seat(
    town: Cast, clock: Stopped, settings: LazySettings
) -> None:
    guest = Client()
    guest.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    here = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14", "by": town.sam}
    visit = actions.walk_in(town.ana, **here)  # type: ignore[arg-type]
    assert "Please take a seat" in guest.get(link_to(visit)).text
    by_video = VisitType(service=town.gp, name="By video", minutes=20, mode=Mode.VIDEO)
    visit.visit_type = directory.set_up(by_video, by=HOUSE)
    record("visit.walked_in", visit, by=town.sam)
    work_off()
    texting.say_longer(visit, longer(visit, 50))

    assert texts(town.ana) == []
    assert "Please take a seat" not in guest.get(link_to(visit)).text
