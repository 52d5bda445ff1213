from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from django.db import transaction

from bedside.hours.clock import moved_to, now
from bedside.live import hub as hubs
from bedside.live import streams, tickets
from bedside.live.actions import announce, end_person, end_session, session_topic, tidy
from bedside.live.models import Notice

from .conftest import Clinic, Opened

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_screen_hears_of_what_it_follows_and_of_nothing_else(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        desk = await clinic.screen("desk", "inbox")
        patient = await clinic.screen("patient:7")

        await clinic.in_thread(announce, ["desk"])

        await desk.hears("event: look\ndata: desk\n\n")
        await clinic.in_thread(announce, ["patient:7"])
        await patient.hears("data: patient:7")
        assert "desk" not in patient.said
        assert "patient" not in desk.said

    in_clinic(story)


def test_what_is_rolled_back_is_never_told(in_clinic: Opened) -> None:
    def changes_its_mind() -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            announce(["desk"])
            raise RuntimeError

    async def story(clinic: Clinic) -> None:
        desk = await clinic.screen("desk")
        await clinic.in_thread(changes_its_mind)
        await clinic.in_thread(announce, ["desk"])
        await desk.hears("event: look")
        assert desk.said.count("event: look") == 1

    in_clinic(story)


def test_a_screen_that_was_away_hears_once_of_each_topic_it_missed(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        await clinic.in_thread(announce, ["desk"])
        heard = await clinic.in_thread(Notice.objects.newest)
        for _ in range(3):
            await clinic.in_thread(announce, ["inbox", "patient:7"])
        await clinic.has_passed_on(await clinic.in_thread(Notice.objects.newest))

        back = await clinic.screen("desk", "inbox", after=heard)

        await back.hears("data: inbox")
        assert back.said.count("data: inbox") == 1
        assert "patient" not in back.said

    in_clinic(story)


def test_a_screen_that_was_away_too_long_is_told_to_look_at_everything(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        await clinic.in_thread(announce, ["desk"])
        heard = await clinic.in_thread(Notice.objects.newest)
        with moved_to(now() + timedelta(hours=2)):
            await clinic.in_thread(tidy)
            await clinic.in_thread(announce, ["inbox"])
            back = await clinic.screen("desk", after=heard)

        assert "event: resync" in back.said

    in_clinic(story)


def test_a_screen_that_is_too_slow_is_told_once_to_look_at_everything() -> None:
    ticket = tickets.read(tickets.give("sam", "session:one", ["desk"]))
    client = hubs.Client(ticket)

    for number in range(hubs.LONGEST_QUEUE + 1):
        client.put(hubs.look(number, "desk"))

    assert client.take() == hubs.RESYNC


def test_the_end_of_a_session_shuts_its_streams_at_once_and_no_others(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        gone = await clinic.screen("desk", session=session_topic("key-of-sam"))
        other = await clinic.screen("desk", session=session_topic("key-of-ines"))

        await clinic.in_thread(end_session, "key-of-sam")

        await gone.hears("event: renew")
        await clinic.in_thread(announce, ["desk"])
        await other.hears("event: look")
        assert gone.over
        assert "event: look" not in gone.said

    in_clinic(story)


def test_changed_roles_shut_all_streams_of_a_person(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        one = await clinic.screen("desk", session="session:phone")
        two = await clinic.screen("desk", session="session:desk")

        await clinic.in_thread(end_person, "sam")

        await one.hears("event: renew")
        await two.hears("event: renew")

    in_clinic(story)


def test_no_stream_outlives_its_ticket_even_if_no_end_was_announced(
    in_clinic: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "GOOD_FOR", 0.4)

    async def story(clinic: Clinic) -> None:
        screen = await clinic.screen("desk")
        await screen.hears("event: renew", seconds=2)
        assert screen.over

    in_clinic(story)


def test_a_ticket_is_good_for_less_than_the_minute_in_which_a_sign_out_must_be_felt() -> None:
    assert tickets.GOOD_FOR < 60


@pytest.mark.parametrize("change", ["", "x", "eyJ9"])
def test_a_false_ticket_opens_nothing(in_clinic: Opened, change: str) -> None:
    async def story(clinic: Clinic) -> None:
        screen = await clinic.screen("desk", ticket=change and tickets.give("sam", "s", ["desk"])[:-1] + change)
        assert screen.status == 403

    in_clinic(story)


def test_an_old_ticket_opens_nothing(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        old = tickets.give("sam", "s", ["desk"])
        with moved_to(now() + timedelta(seconds=56)):
            screen = await clinic.screen("desk", ticket=old)
        assert screen.status == 403

    in_clinic(story)


def test_a_screen_that_leaves_is_forgotten_at_once(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        screen = await clinic.screen("desk")
        screen.went.set()
        async with asyncio.timeout(2):
            while clinic.hub.clients:
                await asyncio.sleep(0.01)

    in_clinic(story)


def test_a_quiet_stream_gives_a_sign_of_life(in_clinic: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.05)

    async def story(clinic: Clinic) -> None:
        screen = await clinic.screen("desk")
        await screen.hears(": still here\n\n")

    in_clinic(story)


def test_a_house_full_of_screens_lets_no_more_in(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        clinic.streams.most = 2
        assert (await clinic.screen("desk")).status == 200
        assert (await clinic.screen("desk")).status == 200
        full = await clinic.screen("desk")
        assert full.status == 503
        assert b"retry-after" in full.headers

    in_clinic(story)


def test_one_session_cannot_take_all_streams(in_clinic: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_PER_SESSION", 1)

    async def story(clinic: Clinic) -> None:
        assert (await clinic.screen("desk")).status == 200
        assert (await clinic.screen("desk")).status == 503
        assert (await clinic.screen("desk", session="session:other")).status == 200

    in_clinic(story)


def test_nobody_on_the_way_keeps_or_holds_back_a_stream(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        screen = await clinic.screen("desk")
        assert screen.headers[b"cache-control"] == b"no-store"
        assert screen.headers[b"x-accel-buffering"] == b"no"

    in_clinic(story)


def test_streams_hold_no_database_connection(in_clinic: Opened) -> None:
    async def story(clinic: Clinic) -> None:
        screens = [await clinic.screen("desk", session=f"session:{number}") for number in range(100)]
        await clinic.in_thread(announce, ["desk"])  # the one thread there is, and so the one connection, is free
        for screen in screens:
            await screen.hears("event: look")

    in_clinic(story)


def test_a_change_whose_bell_was_lost_is_found_all_the_same(in_clinic: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "LOOK_ANYWAY", 0.1)

    async def story(clinic: Clinic) -> None:
        desk = await clinic.screen("desk")
        await clinic.in_thread(lambda: Notice.objects.create(topic="desk"))
        await desk.hears("event: look")

    in_clinic(story)


def test_a_notice_that_commits_late_is_told_although_later_ones_were_told_before(in_clinic: Opened) -> None:
    def committed_before_it() -> tuple[int, int]:
        first, second = Notice.objects.create(topic="desk"), Notice.objects.create(topic="inbox")
        Notice.objects.filter(pk=first.pk).delete()
        return first.pk, second.pk

    async def story(clinic: Clinic) -> None:
        desk = await clinic.screen("desk", "inbox")
        late, early = await clinic.in_thread(committed_before_it)
        clinic.hub.heard([early])
        await desk.hears("data: inbox")

        await clinic.in_thread(lambda: Notice.objects.create(pk=late, topic="desk", at=now() - timedelta(hours=1)))
        clinic.hub.heard([late])

        await desk.hears("data: desk")

    in_clinic(story)


def test_old_notices_are_forgotten() -> None:
    announce(["desk"])
    with moved_to(now() + timedelta(minutes=59)):
        assert tidy() == 0
    with moved_to(now() + timedelta(minutes=61)):
        assert tidy() == 1
