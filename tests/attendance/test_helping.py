from __future__ import annotations

import pytest

from bedside.attendance import actions
from bedside.attendance.fairness import fairness
from bedside.attendance.helping import who_may_need_a_hand
from bedside.attendance.models import Help, Kind, Learned
from bedside.booking.models import Status
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast

from .conftest import Visit


def test_a_place_learns_from_its_own_book_and_says_how_good_that_is(town: Cast, past: list[Patient]) -> None:
    learned = actions.learn_from_the_book(town.riverside, by=town.ines)

    assert learned.is_good_enough
    assert learned.judged["brier"] < learned.judged["brier_base"]
    assert Learned.objects.newest_of(town.riverside) == learned
    assert learned.model.n + learned.judged["n"] > 600
    assert past[0].family_name not in str(learned.content)


def test_a_place_without_a_past_is_refused_and_the_clock_passes_it_by(town: Cast) -> None:
    with pytest.raises(Refusal, match="Too few visits"):
        actions.learn_from_the_book(town.hillside, by=town.ines)
    assert actions.learn_everywhere() == 0


def test_the_clock_learns_at_each_place_that_has_a_past(town: Cast, past: list[Patient]) -> None:
    assert actions.learn_everywhere() == 1
    assert Learned.objects.newest_of(town.riverside) is not None
    assert Learned.objects.newest_of(town.hillside) is None


def test_confidential_visits_teach_nothing(town: Cast, past: list[Patient], visit: Visit) -> None:
    before = actions.learn_from_the_book(town.riverside, by=HOUSE).content
    visit(past[0], -30.5, status=Status.NOSHOW, label=Label.CONFIDENTIAL)

    assert actions.learn_from_the_book(town.riverside, by=HOUSE).content == before


def test_whoever_misses_often_is_offered_a_hand_and_whoever_comes_is_left_in_peace(
    town: Cast, past: list[Patient], visit: Visit
) -> None:
    actions.learn_from_the_book(town.riverside, by=HOUSE)
    often, seldom = visit(past[1], 3, lead=40), visit(past[60], 2, lead=1)
    visit(past[2], 2.5, lead=40, label=Label.CONFIDENTIAL)
    visit(past[3], 30, lead=40)

    hands = who_may_need_a_hand(town.riverside, town.sam)

    assert [one.visit for one in hands] == [often]
    assert Kind.CALL in hands[0].helps
    assert Kind.TRANSPORT in hands[0].helps
    assert {why.kind for why in hands[0].why} >= {"history", "lead"}
    assert seldom not in [one.visit for one in hands]


def test_the_list_goes_by_the_time_of_the_visit_and_by_no_number(town: Cast, past: list[Patient], visit: Visit) -> None:
    actions.learn_from_the_book(town.riverside, by=HOUSE)
    visits = [visit(past[at], day, lead=45) for at, day in ((4, 5), (5, 1), (6, 3))]

    hands = who_may_need_a_hand(town.riverside, town.sam)

    assert [one.visit for one in hands] == sorted(visits, key=lambda one: one.starts_at)


def test_where_nothing_good_was_learned_those_who_missed_their_last_visit_are_called(town: Cast, visit: Visit) -> None:
    visit(town.amara, -40, status=Status.NOSHOW)
    visit(town.amara, -20, status=Status.FULFILLED)
    visit(town.lina, -30, status=Status.NOSHOW)
    visit(town.amara, 2.2)
    linas = visit(town.lina, 2)

    hands = who_may_need_a_hand(town.riverside, town.sam)

    assert [(one.visit, one.helps) for one in hands] == [(linas, (Kind.CALL, Kind.TRANSPORT))]


def test_help_is_noted_once_and_by_whom(town: Cast, visit: Visit) -> None:
    linas = visit(town.lina, 2)

    actions.give_help(linas, Kind.CALL, by=town.sam)

    assert Entry.objects.get(verb="help.given").actor_id == str(town.sam.pk)
    with pytest.raises(Refusal, match="already"):
        actions.give_help(linas, Kind.CALL, by=town.nurse_lin)
    assert Help.objects.count() == 1


def test_for_a_visit_that_is_over_or_private_there_is_no_help_to_note(town: Cast, visit: Visit) -> None:
    with pytest.raises(Refusal, match="over"):
        actions.give_help(visit(town.lina, -2), Kind.CALL, by=town.sam)
    with pytest.raises(Refusal, match="private"):
        actions.give_help(visit(town.lina, 2, label=Label.CONFIDENTIAL), Kind.CALL, by=town.nurse_lin)


def test_groups_are_compared_by_age_and_language_and_small_ones_are_left_out(
    town: Cast, past: list[Patient], visit: Visit
) -> None:
    actions.learn_from_the_book(town.riverside, by=HOUSE)
    visit(town.ana, -3, status=Status.FULFILLED)

    found = fairness(town.riverside)

    assert {one.name for one in found.by_language} == {"en", "pl"}
    assert found.too_few > 0
    assert found.everybody is not None
    assert sum(one.visits for one in found.by_language) < found.everybody.visits
    assert all(one.helped is not None for one in found.by_language)
    assert found.everybody.longer == pytest.approx(1)
