"""What those who wait are told, when anew and why; and whether it held."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.booking.sessions import open_session
from bedside.config.clock import CLOCK
from bedside.directory.models import Service
from bedside.hours.clock import Stopped, stopped_at
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.live.models import Notice
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.visits import actions, announcing
from bedside.visits.announced import Announced, Cause, Reason
from bedside.visits.announcing import Telling, tell
from bedside.visits.lookout import outlook, rows_of
from bedside.visits.models import Room, State, Visit
from bedside.visits.waits import Basis, Outlook, Range

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SEEN = Outlook("R14", 3, 1, 10.0)


def told(low: int | None, high: int | None, *, basis: Basis = Basis.QUEUE, **more: object) -> Announced:
    """Something she was told at nine."""
    return Announced(number=1, at=NINE, low=low, high=high, basis=basis.value, ahead=3, clinicians=1, **more)


def fresh(low: int | None, high: int | None, middle: float | None = None, basis: Basis = Basis.QUEUE) -> Range:
    return Range(low, high, basis, middle=float(low or 0) if middle is None else middle)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_what_she_was_told_stands_for_ten_minutes_and_is_told_anew_then() -> None:
    last, now_so = told(20, 35), fresh(15, 25, 14)
    assert tell(last, now_so, SEEN, after(9)) is None
    assert tell(last, now_so, SEEN, after(10)) == Telling(15, 25, Reason.UPDATE)


def test_it_is_told_anew_at_once_when_the_middle_guess_has_left_the_range() -> None:
    assert tell(told(20, 35), fresh(40, 55, 36), SEEN, after(1)) == Telling(40, 55, Reason.LONGER, Cause.SLOWER)
    assert tell(told(20, 35), fresh(10, 15, 10), SEEN, after(1)) == Telling(10, 15, Reason.SOONER)
    assert tell(told(20, 35), fresh(20, 35, 16), SEEN, after(1)) is None  # 16 is told as 20


def test_when_the_upper_end_has_passed_she_is_told_so_at_once() -> None:
    assert tell(told(20, 35), fresh(5, 10), SEEN, after(35)) != Telling(5, 10, Reason.OVERDUE, Cause.SLOWER)
    assert tell(told(20, 35), fresh(5, 10), SEEN, after(35.1)) == Telling(5, 10, Reason.OVERDUE, Cause.SLOWER)
    unknown = fresh(None, None, basis=Basis.UNKNOWN)
    assert tell(told(20, 35), unknown, SEEN, after(36)) == Telling(None, None, Reason.OVERDUE, Cause.SLOWER)


def test_the_end_she_was_told_is_kept_where_only_the_rounding_would_move_it() -> None:
    assert tell(told(20, 30), fresh(15, 25, 12), SEEN, after(10)) == Telling(15, 20, Reason.UPDATE)


@pytest.mark.parametrize(
    ("seen", "cause"),
    [
        (Outlook("R14", 3, 1, 10.0), Cause.SLOWER),
        (Outlook("R14", 5, 1, 10.0), Cause.FIRST),
        (Outlook("R14", 3, None, 10.0), Cause.FEWER),
    ],
)
def test_she_is_told_why_it_takes_longer(seen: Outlook, cause: Cause) -> None:
    telling = tell(told(20, 35), fresh(40, 55, 40), seen, after(5))
    assert telling == Telling(40, 55, Reason.LONGER, cause)


def test_a_number_that_comes_is_told_at_once_and_one_that_goes_too() -> None:
    unknown = fresh(None, None, basis=Basis.UNKNOWN)
    assert tell(told(None, None, basis=Basis.UNKNOWN), fresh(20, 35), SEEN, after(1)) == Telling(20, 35, Reason.UPDATE)
    gone = tell(told(20, 35), unknown, Outlook("R14", 3, None, None), after(1))
    assert gone == Telling(None, None, Reason.LONGER, Cause.FEWER)


def test_who_becomes_the_most_urgent_is_told_that_she_is_next() -> None:
    is_next = fresh(None, None, basis=Basis.NEXT)
    assert tell(told(20, 35), is_next, SEEN, after(1)) == Telling(None, None, Reason.SOONER)
    assert tell(told(None, None, basis=Basis.NEXT), is_next, SEEN, after(5)) is None


def test_who_can_be_told_no_number_still_hears_from_us_within_twenty_minutes() -> None:
    last, unknown = told(None, None, basis=Basis.UNKNOWN), fresh(None, None, basis=Basis.UNKNOWN)
    assert tell(last, unknown, SEEN, after(19)) is None
    assert tell(last, unknown, SEEN, after(20)) == Telling(None, None, Reason.UPDATE)


FIVES = st.integers(1, 11).map(lambda number: number * 5)
RANGES = st.tuples(FIVES, FIVES).map(sorted)


@given(RANGES, RANGES, st.floats(0, 4.9), st.floats(0, 90))
def test_no_upper_end_ever_rises_without_a_word_and_none_stands_too_long(
    said: list[int], new: list[int], below: float, gone: float
) -> None:
    last = told(*said)
    telling = tell(last, fresh(new[0], new[1], new[0] - below), SEEN, after(gone))
    if telling is None:
        assert gone < 10
        assert gone <= said[1]
    else:
        assert telling.low is not None
        assert telling.high is not None
        assert 5 <= telling.low <= telling.high
        rises = gone + telling.high > said[1] + 0.51
        assert not rises or telling.reason in {Reason.LONGER, Reason.OVERDUE}
        assert (telling.cause != Cause.NONE) == (telling.reason in {Reason.LONGER, Reason.OVERDUE})


# The same in a place where people wait.


@dataclass
class Room8:
    town: Cast
    room: Room
    clock: Stopped

    def comes(self, patient: Patient, level: str = "R14", service: Service | None = None, label: str = "") -> Visit:
        return actions.walk_in(
            patient,
            place=self.town.riverside,
            service=service or self.town.joints,
            reason="my knee",
            level=level,
            by=self.town.sam,
            label=label,
        )

    def goes_in(self, visit: Visit) -> None:
        actions.call(Visit.objects.get(pk=visit.pk), room=self.room, by=self.town.sam)

    def told(self, visit: Visit) -> list[Announced]:
        return list(Announced.objects.filter(visit=visit).order_by("number"))


@pytest.fixture
def here(town: Cast) -> Iterator[Room8]:
    """It is nine. Dr Osei sees people about their joints until noon, twenty minutes each."""
    with stopped_at(NINE - timedelta(days=1)) as clock:
        open_session(
            town.osei,
            place=town.riverside,
            service=town.joints,
            starts_at=NINE,
            ends_at=NINE + timedelta(hours=3),
            slot_minutes=20,
            by=HOUSE,
        )
        room = actions.open_room(town.riverside, name="Room 8", by=HOUSE)
        clock.move_to(NINE)
        yield Room8(town, room, clock)


def test_whoever_comes_is_told_what_to_expect(here: Room8) -> None:
    here.goes_in(here.comes(here.town.lina))
    visit = here.comes(here.town.amara)
    work_off(Lane.NEWS)

    (row,) = here.told(visit)
    assert (row.low, row.high, row.reason, row.basis) == (15, 35, Reason.FIRST, "queue")
    assert Notice.objects.filter(topic=f"patient:{here.town.amara.pk}").exists()


def test_a_confidential_wait_rings_only_her_own_bell(here: Room8) -> None:
    visit = here.comes(here.town.amara, label=Label.CONFIDENTIAL)
    Notice.objects.all().delete()
    announcing.announce(visit)

    assert list(Notice.objects.values_list("topic", flat=True)) == [f"patient:{here.town.amara.pk}:confidential"]


def test_who_needs_somebody_at_once_is_told_no_number_and_where_nobody_works_neither(here: Room8) -> None:
    urgent, nurse = here.comes(here.town.amara, "U2"), here.comes(here.town.lina, service=here.town.nurse)
    announcing.refresh(here.town.riverside)

    assert [(row.low, row.high, row.basis) for row in here.told(urgent)] == [(None, None, "next")]
    assert [(row.low, row.high, row.basis) for row in here.told(nurse)] == [(None, None, "unknown")]


def test_while_somebody_waits_who_could_be_called_nobody_counts_as_free_and_the_day_has_not_begun(here: Room8) -> None:
    def seen(visit: Visit) -> Outlook:
        rows = rows_of(here.town.riverside, {NINE.date()})
        return outlook(visit, rows, NINE + timedelta(minutes=minutes))

    minutes, first = 0, here.comes(here.town.omar)
    assert (seen(first).free, seen(first).at_work) == (1, False)
    here.clock.move(minutes=5)
    minutes, second = 5, here.comes(here.town.lina)
    assert (seen(second).free, seen(second).at_work, seen(second).at_once) == (0, False, False)
    here.goes_in(first)
    assert (seen(second).free, seen(second).at_work, seen(second).inside) == (0, True, 0.0)


def test_looking_twice_tells_once(here: Room8) -> None:
    visit = here.comes(here.town.amara)
    assert announcing.announce(visit) is not None
    assert announcing.announce(visit) is None
    row = here.told(visit)[0]
    announcing._write([Announced(visit=visit, number=1, at=row.at, basis="queue", reason="first")], {visit.pk: visit})

    assert here.told(visit) == [row]


def test_a_wait_that_ends_in_time_has_held_and_one_that_does_not_has_not(here: Room8) -> None:
    first, second = here.comes(here.town.lina), here.comes(here.town.amara)
    work_off(Lane.NEWS)
    here.clock.move(minutes=4)
    here.goes_in(first)
    work_off(Lane.NEWS)
    visit = Visit.objects.get(pk=first.pk)
    actions.begin(visit, by=here.town.dr_osei)
    here.clock.move(minutes=90)
    actions.finish(visit, by=here.town.dr_osei)
    here.goes_in(second)
    work_off(Lane.NEWS)

    assert [row.held for row in here.told(first)] == [True]
    assert here.told(second)[0].held is False
    held = Announced.objects.held_share(NINE)
    assert (held.n, held.kept, held.unknown, held.share) == (2, 1, 0, 0.5)


def test_who_leaves_before_her_time_has_run_out_leaves_open_whether_it_would_have_held(here: Room8) -> None:
    here.goes_in(here.comes(here.town.omar))
    early, late = here.comes(here.town.lina), here.comes(here.town.amara)
    work_off(Lane.NEWS)
    here.clock.move(minutes=2)
    actions.leave(Visit.objects.get(pk=early.pk), by=here.town.lina.login, because="had to go")  # type: ignore[arg-type]
    here.clock.move(minutes=200)
    actions.leave(Visit.objects.get(pk=late.pk), by=here.town.amara.login, because="had to go")  # type: ignore[arg-type]
    work_off(Lane.NEWS)

    assert here.told(early)[0].held is None
    assert here.told(late)[0].held is False
    assert Announced.objects.held_share(NINE).unknown == 1


def test_where_nobody_was_called_nothing_is_said_about_how_often_it_held(here: Room8) -> None:
    held = Announced.objects.held_share(NINE)
    assert (held.n, held.share) == (0, None)


def test_who_was_called_in_error_is_told_anew_when_she_is_back(here: Room8) -> None:
    visit = here.comes(here.town.amara)
    work_off(Lane.NEWS)
    here.goes_in(visit)
    actions.put_back(Visit.objects.get(pk=visit.pk), by=here.town.sam, because="wrong room")
    work_off(Lane.NEWS)

    first, again = here.told(visit)
    assert (first.held, again.held, again.reason) == (True, None, Reason.UPDATE)


def test_the_clock_tells_everybody_in_time_through_a_bad_morning(here: Room8) -> None:
    """The first visit takes an hour and a half: nobody is left without a word, and no end rises without a reason."""
    assert announcing.refresh_all in CLOCK["* * * * *"]
    here.goes_in(here.comes(here.town.omar))
    waiting = [here.comes(here.town.lina), here.comes(here.town.amara)]
    for _minute in range(90):
        announcing.refresh_all()
        here.clock.move(minutes=1)

    for visit in waiting:
        rows = here.told(visit)
        assert rows[0].at == NINE
        for before, row in itertools.pairwise(rows):
            assert row.at - before.at <= timedelta(minutes=11)
            assert before.until
            assert row.until
            if row.until > before.until + timedelta(seconds=30):
                assert row.reason in {Reason.LONGER, Reason.OVERDUE}
                assert row.cause
        assert {row.reason for row in rows} == {Reason.FIRST, Reason.UPDATE, Reason.LONGER}


def test_a_place_that_has_seen_enough_reckons_from_its_own_visits(here: Room8) -> None:
    past = []
    for number in range(36):
        came = NINE - timedelta(days=1 + number // 6) + timedelta(minutes=25 * (number % 6))
        past.append(
            Visit(
                patient=here.town.ana,
                place=here.town.riverside,
                service=here.town.joints,
                day=came.date(),
                ticket=f"A{number % 6 + 1}",
                state=State.FINISHED,
                arrived_at=came,
                called_at=came + timedelta(minutes=12),
                ended_at=came + timedelta(minutes=22),
                staff_member=here.town.osei,
            )
        )
    record_many("visit.finished", past, by=HOUSE, at=[one.ended_at or NINE for one in past])
    for day in range(1, 7):
        start = NINE - timedelta(days=day)
        open_session(
            here.town.osei,
            place=here.town.riverside,
            service=here.town.joints,
            starts_at=start,
            ends_at=start + timedelta(hours=3),
            slot_minutes=20,
            by=HOUSE,
        )
    visit = here.comes(here.town.amara)
    announcing.announce(visit)

    (row,) = here.told(visit)
    assert (row.basis, row.low, row.high) == ("history", 15, 15)  # all of them waited twelve minutes
    assert row.rests_on >= 30
