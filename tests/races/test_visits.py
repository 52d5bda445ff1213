"""Many who come, and many who press "call next", at once: each gets a ticket, and no ticket is called twice."""

from __future__ import annotations

from collections import Counter

import pytest

from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.town.cast import Cast
from bedside.visits import actions
from bedside.visits.models import State, Visit

from .test_booking import all_at_once, people

pytestmark = pytest.mark.django_db(transaction=True)

COMING = 60


def test_sixty_who_come_at_once_get_sixty_tickets(town: Cast) -> None:
    def come(patient: object) -> object:
        here = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
        return lambda: actions.walk_in(patient, by=HOUSE, **here)  # type: ignore[arg-type]

    won, rules, wrong = all_at_once([come(one) for one in people(COMING)])  # type: ignore[misc]

    assert wrong == []
    assert rules == Counter()
    assert won == COMING
    given = {one.ticket for one in Visit.objects.all()}
    assert given == {f"A{number}" for number in range(1, COMING + 1)}


def test_two_who_press_call_next_at_once_never_call_the_same_ticket(town: Cast) -> None:
    rooms = [actions.open_room(town.riverside, name=f"Room {number}", by=HOUSE) for number in range(6, 18)]
    for one in people(len(rooms) + 5):
        actions.walk_in(one, place=town.riverside, service=town.gp, reason="", level="R14", by=HOUSE)
    presses = [lambda room=room: actions.call_next(town.riverside, room=room, by=town.sam) for room in rooms]

    won, rules, wrong = all_at_once(presses)  # type: ignore[arg-type]

    assert wrong == []
    assert (won, rules) == (len(rooms), Counter())
    called = Visit.objects.filter(state=State.CALLED)
    assert called.count() == won
    assert len({one.room_id for one in called}) == won
    assert (
        Counter(Entry.objects.filter(verb="visit.called").values_list("subject_id", flat=True)).most_common(1)[0][1]
        == 1
    )
    assert {one.ticket for one in called} == {f"A{number}" for number in range(1, won + 1)}, "those who came first"


def test_two_who_want_the_same_room_at_once_leave_one_of_them_waiting(town: Cast) -> None:
    for one in people(12):
        actions.walk_in(one, place=town.riverside, service=town.gp, reason="", level="R14", by=HOUSE)
    presses = [lambda: actions.call_next(town.riverside, room=town.rooms[0], by=town.sam) for _ in range(12)]

    won, rules, wrong = all_at_once(presses)  # type: ignore[arg-type]

    assert wrong == []
    assert (won, rules) == (1, Counter({"one_visit_in_a_room": 11}))
