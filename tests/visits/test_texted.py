"""On the day of her visit she texts: here, later, leave, worse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.cases.models import Case, Kind
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import incoming
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people.actions import change_details
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.visits import actions, away
from bedside.visits.announced import Announced, Reason
from bedside.visits.models import State, Visit

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
numbers = count(1)


@pytest.fixture
def clock(town: Cast) -> Iterator[Stopped]:
    """The phone is Amara's alone."""
    with stopped_at(MORNING) as stopped:
        change_details(town.amara, by=HOUSE, phone="07700 900777")
        yield stopped


def texts(words: str) -> None:
    incoming.hear("sms", "+447700900777", words, key=f"day{next(numbers)}")
    work_off()


def waits(town: Cast, label: str = "") -> Visit:
    here = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14", "by": town.sam, "label": label}
    return actions.walk_in(town.amara, **here)  # type: ignore[arg-type]


def messages_for_a_person() -> int:
    return Case.objects.filter(kind=Kind.MESSAGE).count()


def books(town: Cast, *, label: str = "") -> None:
    ten = MORNING + timedelta(hours=1)
    where = {"place": town.riverside, "service": town.joints, "slot_minutes": 20, "by": HOUSE}
    open_session(town.osei, starts_at=ten, ends_at=ten + timedelta(hours=1), **where)  # type: ignore[arg-type]
    booking.book(Slot.objects.order_by("starts_at")[0], town.amara, town.knee_check, by=town.sam, label=label)


def test_here_checks_her_in_and_she_is_sent_her_ticket(town: Cast, clock: Stopped) -> None:
    books(town)
    texts("I'm here")

    visit = Visit.objects.get()
    assert (visit.state, visit.ticket) == (State.WAITING, "A1")
    assert "A1" in Message.objects.get(template="waiting", channel="sms").body
    assert messages_for_a_person() == 0


def test_here_does_nothing_by_guessing(town: Cast, clock: Stopped) -> None:
    texts("here")
    assert messages_for_a_person() == 1
    books(town, label=Label.CONFIDENTIAL)
    texts("here")

    assert not Visit.objects.exists()


def test_who_is_out_asks_for_ten_minutes_and_then_is_here(town: Cast, clock: Stopped) -> None:
    visit = waits(town)
    work_off()
    Announced.objects.create(visit=visit, number=90, low=60, high=75, basis="queue", reason=Reason.UPDATE)
    away.go(visit, minutes=10, by=town.sam)
    texts("later")
    assert Visit.objects.get().later_at == MORNING
    texts("here")

    visit = Visit.objects.get()
    assert (visit.away_since, visit.slots_again_at) == (None, MORNING)
    texts("leave")
    assert Visit.objects.get().state == State.LEFT
    assert messages_for_a_person() == 0


def test_worse_rings_and_is_answered_with_the_number_to_call(town: Cast, clock: Stopped) -> None:
    visit = waits(town)
    texts("worse")

    assert Case.objects.get(kind=Kind.WORSE).key == f"worse:{visit.pk}"
    assert "999" in Message.objects.get(template="worse_heard", channel="sms").body
    actions.leave(Visit.objects.get(), by=town.sam, because="had to go")
    texts("I feel worse")
    assert messages_for_a_person() == 1, "nobody waits, so a person reads it"


def test_a_confidential_wait_rings_too_and_no_message_tells_of_it(town: Cast, clock: Stopped) -> None:
    waits(town, Label.CONFIDENTIAL)
    texts("worse")

    assert Case.objects.filter(kind=Kind.WORSE, label=Label.CONFIDENTIAL).count() == 1
    assert not Message.objects.filter(template="worse_heard").exists()
