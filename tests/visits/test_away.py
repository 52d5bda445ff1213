"""Going out while one waits: the place is kept, and she is called back in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.models import Refusal
from bedside.town.cast import Cast
from bedside.triage.models import AWAY
from bedside.visits import actions, away, worse
from bedside.visits.announced import Announced, Reason
from bedside.visits.keys import hand_of_key, link_to
from bedside.visits.models import State, Visit
from bedside.visits.queue import queue

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock(settings: LazySettings) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(MORNING) as stopped:
        yield stopped


@pytest.fixture
def anas(town: Cast, clock: Stopped) -> Visit:
    """Ana came first, then Lina and Omar; Ana was told 60 to 75 minutes."""
    visits = [comes(town, patient) for patient in (town.ana, town.lina, town.omar)]
    work_off()
    told(visits[0], 60, 75)
    return visits[0]


def comes(town: Cast, patient: object, level: str = "R14") -> Visit:
    here = {"place": town.riverside, "service": town.gp, "reason": "", "level": level, "by": town.sam}
    return actions.walk_in(patient, **here)  # type: ignore[arg-type]


def told(visit: Visit, low: int, high: int) -> Announced:
    return Announced.objects.create(
        visit=visit, number=90, low=low, high=high, basis="queue", reason=Reason.UPDATE, rests_on=30
    )


def as_it_is(visit: Visit) -> Visit:
    return Visit.objects.get(pk=visit.pk)


def line(town: Cast) -> str:
    return " ".join(turn.visit.ticket for turn in queue(town.riverside))


def goes(visit: Visit, minutes: int = 20) -> None:
    away.go(visit, minutes=minutes, by=hand_of_key(visit))


def test_she_is_told_to_come_back_her_way_and_five_minutes_before_her_turn(
    town: Cast, anas: Visit, clock: Stopped
) -> None:
    goes(anas, 20)
    clock.move(minutes=34)
    assert away.recall_whoever_is_next() == 0
    clock.move(minutes=1)
    assert away.recall_whoever_is_next() == 1
    assert away.recall_whoever_is_next() == 0

    sent = Message.objects.get(patient=town.ana, template="come_back")
    assert link_to(anas) in sent.body
    assert away.back_by(as_it_is(anas)) == MORNING + timedelta(minutes=60)


def test_while_she_is_away_nobody_calls_her_and_in_time_her_place_is_hers(
    town: Cast, anas: Visit, clock: Stopped
) -> None:
    assert line(town) == "A1 A2 A3"
    goes(anas)
    assert line(town) == "A2 A3 A1"
    assert actions.call_next(town.riverside, room=town.rooms[0], by=town.sam).ticket == "A2"
    assert as_it_is(anas).overtaken == 0

    away.come_back(anas, by=hand_of_key(anas))
    away.come_back(anas, by=hand_of_key(anas))
    assert line(town) == "A1 A3"


def test_where_all_are_away_nobody_is_called(town: Cast, anas: Visit) -> None:
    goes(anas)
    for one in Visit.objects.exclude(pk=anas.pk):
        actions.leave(one, by=town.sam, because="had to go")

    with pytest.raises(Refusal, match="Nobody is waiting"):
        actions.call_next(town.riverside, room=town.rooms[0], by=town.sam)


def test_next_is_called_nobody_who_is_out_however_urgent(town: Cast, anas: Visit) -> None:
    goes(anas)
    worse.feel_worse(anas, by=hand_of_key(anas))
    assert line(town) == "A1 A2 A3"

    assert actions.call_next(town.riverside, room=town.rooms[0], by=town.sam).ticket == "A2"
    assert as_it_is(anas).away_since
    assert actions.call(as_it_is(anas), room=town.rooms[1], by=town.sam).state == State.CALLED, "one by one she is"


def test_who_left_while_she_was_out_and_is_put_back_stands_in_line(town: Cast, anas: Visit) -> None:
    goes(anas)
    actions.leave(as_it_is(anas), by=hand_of_key(anas), because="had to go")
    back = actions.put_back(as_it_is(anas), by=town.sam, because="came back")

    assert line(town) == "A1 A2 A3"
    assert (back.recalled_at, back.later_at) == (None, None)
    assert actions.call_next(town.riverside, room=town.rooms[0], by=town.sam).ticket == "A1"


def test_the_desk_says_that_somebody_is_back(town: Cast, anas: Visit) -> None:
    assert town.sam
    desk = Client()
    desk.force_login(town.sam)
    assert "Came back" not in desk.get("/desk/queue/").text
    goes(anas)
    assert "Came back" in desk.get("/desk/queue/").text
    desk.post(f"/desk/visits/{anas.pk}/putting-back/", {"because": "came back"})

    assert (as_it_is(anas).away_since, line(town)) == (None, "A1 A2 A3")


def test_no_link_ends_a_visit_while_the_clinician_is_with_her(town: Cast, anas: Visit) -> None:
    actions.begin(actions.call(anas, room=town.rooms[0], by=town.sam), by=town.dr_osei)

    with pytest.raises(Refusal, match="no longer"):
        actions.leave(as_it_is(anas), by=hand_of_key(anas), because="had to go")
    assert as_it_is(anas).state == State.WITH_CLINICIAN


def test_who_comes_back_too_late_lets_two_go_first_and_no_more(town: Cast, anas: Visit, clock: Stopped) -> None:
    goes(anas)
    clock.move(minutes=35)
    away.recall_whoever_is_next()
    clock.move(minutes=36)  # 25 to be back, and her place is held for 10
    comes(town, town.amara)
    away.come_back(anas, by=hand_of_key(anas))

    assert line(town) == "A2 A3 A1 A4"
    actions.call_next(town.riverside, room=town.rooms[0], by=town.sam)
    assert line(town) == "A3 A1 A4"


def test_within_ten_minutes_of_when_she_should_be_back_her_place_is_held(
    town: Cast, anas: Visit, clock: Stopped
) -> None:
    goes(anas)
    clock.move(minutes=35)
    away.recall_whoever_is_next()
    clock.move(minutes=35)
    away.come_back(anas, by=hand_of_key(anas))

    assert line(town) == "A1 A2 A3"


def test_ten_more_minutes_can_be_had_once(town: Cast, anas: Visit, clock: Stopped) -> None:
    goes(anas)
    clock.move(minutes=35)
    away.recall_whoever_is_next()
    away.ask_for_more(anas, by=hand_of_key(anas))
    with pytest.raises(Refusal, match="more time"):
        away.ask_for_more(anas, by=hand_of_key(anas))
    away.come_back(anas, by=hand_of_key(anas))

    assert line(town) == "A2 A3 A1"


@pytest.mark.parametrize(("level", "low"), [("S24", 60), ("U4", 60), ("R14", 20)])
def test_who_needs_care_sooner_or_whose_turn_is_near_stays(
    town: Cast, anas: Visit, clock: Stopped, level: str, low: int
) -> None:
    hers = comes(town, town.amara, level)
    told(hers, low, low + 15)

    with pytest.raises(Refusal, match="Please stay"):
        goes(hers, 20)
    assert as_it_is(hers).away_since is None


def test_she_goes_out_and_comes_back_through_the_page_of_her_link(
    town: Cast, anas: Visit, clock: Stopped, settings: LazySettings
) -> None:
    guest, link = Client(), link_to(anas)
    guest.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "May I go out for a while?" in guest.get(link).text

    page = guest.post(f"{link}away/", {"says": "10"}, follow=True)
    assert "You are out. Your place is kept." in page.text
    assert "10 more minutes" not in page.text
    clock.move(minutes=50)
    away.recall_whoever_is_next()
    page = guest.get(link)
    assert "Please come back now." in page.text
    assert "10 more minutes" in page.text
    page = guest.post(f"{link}away/", {"says": "here"}, follow=True)
    assert "We know you are here." in page.text
    for odd in ("", "-5", "³", "99999999999999999999", "7"):
        assert guest.post(f"{link}away/", {"says": odd}).status_code == 409
    guest.post(f"{link}going/")
    assert as_it_is(anas).state == State.LEFT


def test_a_second_press_says_where_she_is_now(town: Cast, anas: Visit, clock: Stopped) -> None:
    goes(anas)
    worse.feel_worse(anas, by=hand_of_key(anas))
    work_off()
    away.come_back(anas, by=hand_of_key(anas))
    clock.move(minutes=2)
    worse.feel_worse(anas, by=hand_of_key(anas))
    work_off()

    assert str(Case.objects.get()) == "A1, Riverside: feels worse. Go to them now"


def test_who_feels_worse_while_she_is_out_is_called_and_not_looked_for(town: Cast, anas: Visit) -> None:
    goes(anas)
    worse.feel_worse(anas, words="crushing chest pain spreading to my arm", by=hand_of_key(anas))
    work_off()

    [case] = Case.objects.all()
    assert str(case) == "A1, Riverside: feels worse and is not here. Call them now"
    assert case.screening
    assert case.screening.channel == AWAY, "where she does not say that she called for help, we are told to call her"
