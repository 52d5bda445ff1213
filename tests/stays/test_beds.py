"""A bed never has two people, nobody has two beds, and where somebody lay is kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people import actions as people
from bedside.stays import actions
from bedside.stays.board import board
from bedside.stays.models import GoingHome, Stay
from bedside.stays.mystay import beds_before, changes_of_the_day

from .conftest import OnTheWard


def test_a_bed_never_has_two_people(ward: OnTheWard) -> None:
    with pytest.raises(Refusal, match="Somebody lies in this bed already"):
        ward.admit("lina", 0)
    assert Stay.objects.count() == 1


def test_nobody_is_in_two_beds(ward: OnTheWard) -> None:
    with pytest.raises(Refusal, match="has a bed already"):
        ward.admit("amara", 1)


def test_nobody_is_in_two_beds_under_two_names(ward: OnTheWard) -> None:
    people.merge(ward.town.amara, ward.town.lina, by=HOUSE, because="the same person")

    with pytest.raises(Refusal, match="has a bed already"):
        ward.admit("lina", 1)


def test_a_second_record_is_given_a_bed_under_the_first(ward: OnTheWard) -> None:
    people.merge(ward.town.omar, ward.town.lina, by=HOUSE, because="the same person")

    assert ward.admit("omar", 1).patient == ward.town.lina


def test_the_dead_are_given_no_bed(ward: OnTheWard) -> None:
    people.note_death(ward.town.lina, on=date(2026, 11, 1), by=HOUSE)

    with pytest.raises(Refusal, match="This record is closed"):
        ward.admit("lina", 1)


def test_when_she_is_moved_the_bed_before_is_kept_and_free(ward: OnTheWard) -> None:
    actions.move(ward.stay, ward.beds[2], by=ward.town.nurse_lin, because="A quieter room")

    assert beds_before(ward.stay) == [("Mill Ward, Bed 1", now(), "A quieter room")]
    assert ward.admit("lina", 0).bed == ward.beds[0]


def test_nobody_is_moved_into_a_bed_in_which_somebody_lies(ward: OnTheWard) -> None:
    ward.admit("lina", 1)

    with pytest.raises(Refusal, match="Somebody lies in this bed already"):
        actions.move(ward.stay, ward.beds[1], by=HOUSE, because="x")
    assert Stay.objects.get(pk=ward.stay.pk).bed == ward.beds[0]


def test_a_bed_that_is_not_used_takes_nobody_and_one_that_is_taken_is_not_closed(ward: OnTheWard) -> None:
    actions.use_bed(ward.beds[1], is_open=False, by=HOUSE)

    with pytest.raises(Refusal, match="not in use"):
        ward.admit("lina", 1)
    with pytest.raises(Refusal, match="Move them first"):
        actions.use_bed(ward.beds[0], is_open=False, by=HOUSE)


def test_a_bed_that_is_closed_with_somebody_in_it_is_still_on_the_board(ward: OnTheWard) -> None:
    ward.beds[0].is_open = ward.beds[1].is_open = False
    for bed in ward.beds[:2]:
        record("bed.closed", bed, by=HOUSE)

    found = board(ward.town.riverside, ward.town.nurse_lin)

    assert [(row.bed, row.stay) for row in found] == [(ward.beds[0], ward.stay), (ward.beds[2], None)]


@pytest.mark.postgres
def test_a_bed_is_kept_while_somebody_is_given_it_so_that_nobody_closes_it(ward: OnTheWard) -> None:
    with CaptureQueriesContext(connection) as asked:
        stay = ward.admit("lina", 1)
        actions.move(stay, ward.beds[2], by=HOUSE, because="x")

    kept = [one["sql"].split(" FROM ")[1].split()[0] for one in asked if one["sql"].endswith("FOR UPDATE")]
    ours = [table for table in kept if table.startswith('"stays_')]
    assert ours == ['"stays_bed"', '"stays_stay"', '"stays_bed"']


def test_whoever_changes_the_day_of_going_home_says_why_and_the_day_before_is_kept(ward: OnTheWard) -> None:
    actions.say_home_day(ward.stay, date(2026, 11, 25), by=ward.town.dr_osei)

    with pytest.raises(Refusal, match="Say why"):
        actions.say_home_day(ward.stay, date(2026, 11, 27), by=ward.town.dr_osei)
    actions.say_home_day(ward.stay, date(2026, 11, 27), by=ward.town.dr_osei, because="One more test.")

    assert ward.stay.home_first == date(2026, 11, 25)
    assert changes_of_the_day(ward.stay) == [(date(2026, 11, 25), "One more test.")]


def test_of_two_who_change_a_stay_read_at_the_same_moment_the_second_is_refused(ward: OnTheWard) -> None:
    mine, theirs = Stay.objects.get(pk=ward.stay.pk), Stay.objects.get(pk=ward.stay.pk)
    record("stay.next_step_said", theirs, by=HOUSE)

    with pytest.raises(Refusal, match="Someone else"):
        record("stay.next_step_said", mine, by=HOUSE)


def test_what_going_home_needs_is_listed_from_the_first_day(ward: OnTheWard) -> None:
    assert GoingHome.objects.filter(stay=ward.stay, state="open").count() == 6
    assert Entry.objects.filter(verb="going_home.listed", visit_id=ward.stay.pk).count() == 6
