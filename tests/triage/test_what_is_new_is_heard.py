from __future__ import annotations

from datetime import timedelta

from bedside.cases.models import Case, Priority
from bedside.cases.reactions import call_back, open_for_screening
from bedside.hours.clock import Stopped, now, stopped_at
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.town.cast import Cast
from bedside.triage import actions
from bedside.triage.models import WALK_IN, Screening
from bedside.triage.rounds import call_back_whoever_said_nothing


def test_a_check_that_becomes_an_emergency_makes_its_case_urgent(town: Cast) -> None:
    found = actions.begin("my knee hurts", by=HOUSE, patient=town.amara)
    record_of(found, "screening.cannot_call")
    case = Case.objects.get(screening=found)
    assert case.priority != Priority.NOW

    actions.answer(found, by=HOUSE, answers={"RF36": "yes"})
    for _twice in range(2):
        open_for_screening(Entry.objects.filter(verb="screening.emergency", subject_id=found.pk).get())

    case.refresh_from_db()
    assert (case.level, case.priority) == ("E0", Priority.NOW)


def test_what_a_clinician_lowered_rises_again_with_what_is_new(town: Cast) -> None:
    found = actions.begin("my knee hurts", by=HOUSE, patient=town.amara)
    actions.lower(found, to="SC", by=town.dr_osei, because="spoke with her")

    actions.answer(found, by=HOUSE, answers={"RF36": "yes"})

    assert found.is_emergency


def test_a_red_flag_that_is_ticked_shows_no_times_until_its_details_are_told(town: Cast) -> None:
    found = actions.begin("my knee hurts", by=HOUSE, patient=town.amara)
    actions.answer(found, by=HOUSE, ticked=[], answers={})
    assert found.lets_book

    actions.say_who(found, by=HOUSE, ticked=["chest"])
    assert not found.lets_book


def test_a_guests_old_answers_are_not_made_fresh_by_signing_in(town: Cast) -> None:
    with stopped_at(now()) as clock:
        found = actions.begin("my knee hurts", by=HOUSE, guest="a token")
        actions.answer(found, by=HOUSE, ticked=[], answers={})
        clock.move_to(now() + timedelta(hours=3))

        actions.claim(found, town.amara, by=HOUSE)

        assert not found.lets_book


def record_of(found: Screening, verb: str) -> None:
    actions.say_cannot_call(found, by=HOUSE)
    open_for_screening(Entry.objects.get(verb=verb, subject_id=found.pk))


def test_whoever_has_not_said_that_she_called_is_called_back_once(town: Cast, clock: Stopped) -> None:
    silent = actions.begin("I cannot breathe", by=HOUSE, patient=town.amara)
    called = actions.begin("I cannot breathe", by=HOUSE, patient=town.lina)
    at_our_desk = actions.begin("I cannot breathe", by=HOUSE, patient=town.ana, channel=WALK_IN)
    actions.say_called(called, by=town.sam)
    open_for_screening(Entry.objects.get(verb="screening.emergency", subject_id=silent.pk))
    clock.move(minutes=2)
    assert call_back_whoever_said_nothing() == 0

    clock.move(minutes=1)
    for _twice in range(2):
        call_back_whoever_said_nothing()

    assert [entry.subject_id for entry in Entry.objects.filter(verb="screening.call_back")] == [silent.pk]
    call_back(Entry.objects.get(verb="screening.call_back"))
    case = Case.objects.get(screening=silent)
    assert Entry.objects.filter(verb="case.call_back", subject_id=case.pk).exists()
    assert at_our_desk.is_emergency


def test_whoever_says_meanwhile_that_she_called_rings_nowhere(town: Cast, clock: Stopped) -> None:
    found = actions.begin("I cannot breathe", by=HOUSE, patient=town.amara)
    open_for_screening(Entry.objects.get(verb="screening.emergency", subject_id=found.pk))
    clock.move(minutes=4)
    call_back_whoever_said_nothing()
    found.refresh_from_db()
    actions.say_called(found, by=HOUSE)

    call_back(Entry.objects.get(verb="screening.call_back"))

    assert not Entry.objects.filter(verb="case.call_back").exists()
