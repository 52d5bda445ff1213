"""Our mailbox over IMAP: each letter once, in order, whatever the server does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import mailbox
from bedside.inbox.models import Mailbox, Message
from bedside.jobs.worker import work_off
from bedside.town.cast import Cast

from .imap_server import MailBox, mail_box
from .written import mail, raw

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Stopped]:
    with stopped_at(NOON) as clock:
        yield clock


@pytest.fixture
def box(town: Cast, settings: Any, clock: Stopped) -> Iterator[MailBox]:
    with mail_box() as box:
        settings.MAILBOX = box.address
        mailbox.look()  # connected
        yield box


def heard() -> list[str]:
    return list(Message.objects.filter(way="in").order_by("pk").values_list("body", flat=True))


def test_what_lies_there_is_heard_once_and_in_order(box: MailBox) -> None:
    for words in ("First.", "Second."):
        box.put(raw(words))
    mailbox.look()
    mailbox.look()
    box.put(raw("Third."))
    mailbox.look()

    assert heard() == ["First.", "Second.", "Third."]
    assert box.seen == {1, 2, 3}
    assert sum("BODY.PEEK" in one for one in box.asked) == 3


def test_without_a_mailbox_nothing_is_asked(town: Cast) -> None:
    mailbox.look()

    assert not Mailbox.objects.exists()


def test_a_line_that_breaks_in_the_middle_loses_nothing(box: MailBox) -> None:
    box.put(raw("First."))
    box.mood = "hangs_up"
    mailbox.look()
    assert heard() == []

    box.mood = "well"
    mailbox.look()
    assert heard() == ["First."]


def test_when_the_server_numbers_anew_nothing_is_heard_twice(box: MailBox) -> None:
    box.put(raw("First."))
    mailbox.look()
    box.validity += 1
    box.put(raw("Second."))
    mailbox.look()

    assert heard() == ["First.", "Second."]


def test_what_lay_there_before_we_were_connected_is_not_heard_as_new(town: Cast, settings: Any, clock: Stopped) -> None:
    with mail_box() as box:
        box.put(raw("Last year."))
        settings.MAILBOX = box.address
        clock.move(days=3)
        for words in ("", "First.", "Second."):
            if words:
                box.put(raw(words))
            mailbox.look()
            mailbox.look()
        assert heard() == ["First.", "Second."]

        box.validity += 1  # and not when the server numbers anew
        clock.move(days=30)
        box.put(raw("Third."))
        mailbox.look()
        mailbox.look()
    assert heard() == ["First.", "Second.", "Third."]
    assert 1 not in box.seen


def test_of_a_letter_too_large_only_the_beginning_is_fetched(box: MailBox) -> None:
    box.put(mail("A scan of my knee.").as_bytes() + b"x" * 20_000_001)
    mailbox.look()

    assert Message.objects.get(way="in").was_too_large
    assert any("<0.500000>" in one for one in box.asked)


def test_a_letter_that_cannot_be_taken_in_is_left_to_a_person_and_those_behind_it_are_heard(
    box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put(raw("poison"))
    box.put(raw("Second."))
    hear = mailbox.hear_letter

    def hears(letter: bytes, *, size: int) -> None:
        if b"poison" in letter:
            raise ValueError(letter)
        hear(letter, size=size)

    monkeypatch.setattr(mailbox, "hear_letter", hears)
    for _ in range(3):
        assert heard() == []
        mailbox.look()
    work_off()

    assert heard() == ["Second."]
    assert Case.objects.filter(screening__text__contains="could not be read").count() == 1


@pytest.mark.parametrize("how", ["password", "gone"])
def test_a_mailbox_that_stays_shut_is_told_to_a_person_once(
    box: MailBox, clock: Stopped, settings: Any, how: str
) -> None:
    box.mood = "says_no"
    if how == "gone":
        settings.MAILBOX = settings.MAILBOX.replace(str(box.server_address[1]), "9")
    for _ in range(60):
        mailbox.look()
        clock.move(minutes=1)
    work_off()
    assert Case.objects.filter(screening__text__contains="cannot be read").count() == 1

    box.mood = "well"
    box.put(raw("First."))
    if how == "gone":
        settings.MAILBOX = box.address
    mailbox.look()
    assert heard() == ["First."]
    assert Mailbox.objects.get().away_since is None


def test_a_letter_that_breaks_the_line_each_time_is_left_to_a_person_and_those_behind_it_are_heard(
    box: MailBox,
) -> None:
    box.breaks = box.put(raw("First."))
    box.put(raw("Second."))
    for _ in range(3):
        assert heard() == []
        mailbox.look()
    mailbox.look()
    work_off()

    assert heard() == ["Second."]
    assert Case.objects.filter(screening__text__contains="could not be read").count() == 1


@pytest.mark.parametrize("mood", ["SIZE", "BODY", "empty"])
def test_a_letter_that_the_server_does_not_give_is_not_lost(box: MailBox, mood: str) -> None:
    box.put(raw("First."))
    box.mood = mood
    mailbox.look()
    box.mood = "well"
    mailbox.look()

    assert heard() == ["First."]


def test_a_mailbox_that_opens_and_tells_nothing_is_told_to_a_person_once(box: MailBox, clock: Stopped) -> None:
    box.mood = "SEARCH"
    for _ in range(40):
        mailbox.look()
        clock.move(minutes=1)
    work_off()

    assert Case.objects.filter(screening__text__contains="cannot be read").count() == 1
