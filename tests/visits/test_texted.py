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
from bedside.journal.models import Entry
from bedside.people.actions import change_details, merge
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.visits import actions, away, reactions
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


def books(town: Cast, *, label: str = "", patient: Patient | None = None) -> None:
    ten = MORNING + timedelta(hours=1)
    where = {"place": town.riverside, "service": town.joints, "slot_minutes": 20, "by": HOUSE}
    open_session(town.osei, starts_at=ten, ends_at=ten + timedelta(hours=1), **where)  # type: ignore[arg-type]
    booking.book(
        Slot.objects.order_by("starts_at")[0], patient or town.amara, town.knee_check, by=town.sam, label=label
    )


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


def test_worse_among_other_words_rings_for_whoever_waits_and_a_person_reads_the_rest(
    town: Cast, clock: Stopped
) -> None:
    texts("I feel a lot worse, please help")
    assert (Case.objects.filter(kind=Kind.WORSE).count(), messages_for_a_person()) == (0, 1)
    visit = waits(town)
    texts("I want to ask how long it takes")
    assert not Case.objects.filter(kind=Kind.WORSE).exists()
    texts("I feel a lot worse, please help")

    case = Case.objects.get(kind=Kind.WORSE)
    assert case.key == f"worse:{visit.pk}"
    assert case.screening
    assert case.screening.text == "I feel a lot worse, please help"
    assert messages_for_a_person() == 1, "they are one conversation"
    version = Visit.objects.get().version
    heard = Entry.objects.get(verb="visit.feels_worse").facts["message"]
    reactions.hear_worse(Entry.objects.get(verb__startswith="message.received", subject_id=heard))
    assert Visit.objects.get().version == version, "being told twice adds nothing"


def test_here_may_be_said_for_another_of_the_family_so_a_person_asks(town: Cast, clock: Stopped) -> None:
    change_details(town.lina, by=HOUSE, phone="07700 900777")
    waits(town)
    books(town, patient=town.lina)
    texts("here")

    assert messages_for_a_person() == 1
    assert Visit.objects.count() == 1


def test_who_texts_that_she_leaves_while_she_is_seen_is_asked_by_a_person(town: Cast, clock: Stopped) -> None:
    actions.begin(actions.call(waits(town), room=town.rooms[0], by=town.sam), by=town.dr_osei)
    texts("leave")

    assert Visit.objects.get().state == State.WITH_CLINICIAN
    assert messages_for_a_person() == 1


def test_who_was_found_to_be_somebody_we_know_while_she_waited_is_told_and_heard(town: Cast, clock: Stopped) -> None:
    here = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14", "by": town.sam}
    visit = actions.walk_in(town.lina, **here)  # type: ignore[arg-type]
    merge(town.lina, town.amara, by=town.sam, because="one person")
    texts("worse")

    assert Case.objects.get(kind=Kind.WORSE).key == f"worse:{visit.pk}"
    assert Message.objects.get(template="worse_heard", channel="sms").patient == town.amara
    actions.call(Visit.objects.get(), room=town.rooms[0], by=town.sam)
    work_off()
    assert Message.objects.get(template="come_now", channel="sms").patient == town.amara
