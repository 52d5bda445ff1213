"""Somebody who waits feels worse: one press, staff know, and her need goes before the line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.cases import actions as cases
from bedside.cases import reactions
from bedside.cases.models import Case, Kind, Priority
from bedside.hours.clock import Stopped, now, stopped_at
from bedside.jobs.models import Job, Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Entry
from bedside.live.models import Notice
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.visits import actions, worse
from bedside.visits.keys import hand_of_key, key_of, link_to
from bedside.visits.models import Visit
from bedside.visits.queue import queue

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CHEST = "crushing chest pain spreading to my arm"


@pytest.fixture
def clock(settings: LazySettings) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(MORNING) as stopped:
        yield stopped


@pytest.fixture
def amaras(town: Cast, clock: Stopped) -> Visit:
    """Lina came first; then Amara."""
    here = {"place": town.riverside, "service": town.gp, "reason": "", "by": town.sam}
    actions.walk_in(town.lina, level="R14", **here)  # type: ignore[arg-type]
    clock.move(minutes=5)
    hers = actions.walk_in(town.amara, level="R14", **here)  # type: ignore[arg-type]
    work_off()
    clock.move(minutes=5)
    return hers


def first(town: Cast) -> str:
    return queue(town.riverside)[0].visit.ticket


def presses(visit: Visit, words: str = "") -> Visit:
    return worse.feel_worse(visit, words=words, by=hand_of_key(visit))


def rings() -> int:
    """How often somebody of ours was called to her."""
    return Entry.objects.filter(verb__in=["case.opened", "case.call_back"]).count()


def test_one_press_on_her_phone_rings_before_all_other_news_and_puts_her_first(town: Cast, amaras: Visit) -> None:
    assert town.amara.login
    client = Client()
    client.force_login(town.amara.login)
    assert first(town) == "A1"

    page = client.post(f"/visits/{amaras.pk}/worse/", {"words": ""}, follow=True)

    told = Job.objects.filter(key__contains="cases.reactions.open_for_worse")
    assert {job.lane for job in told} == {Lane.URGENT}, "what waits in other lanes cannot stand before it"
    assert not Case.objects.exists()
    work_off()
    case = Case.objects.get()
    assert (case.kind, case.priority, case.patient) == (Kind.WORSE, Priority.NOW, town.amara)
    assert Notice.objects.filter(topic="emergency").exists()
    assert str(case) == "A2, Riverside: feels worse. Go to them now"
    assert first(town) == "A2"
    assert "We have told the staff that you feel worse." in page.text
    assert "999" in page.text


def test_what_she_says_is_read_for_red_flags_and_can_only_raise_how_urgent_she_is(town: Cast, amaras: Visit) -> None:
    assert presses(amaras, CHEST).level in {"E0", "E1"}
    work_off()

    case = Case.objects.get()
    assert case.screening
    assert case.screening.text == CHEST
    assert case.screening.alerted_at is not None
    assert presses(amaras, "it is a little better, I think").level in {"E0", "E1"}
    assert Visit.objects.get(pk=amaras.pk).level in {"E0", "E1"}


def test_a_second_press_within_a_minute_adds_and_rings_no_second_time(
    town: Cast, amaras: Visit, clock: Stopped
) -> None:
    presses(amaras)
    work_off()
    clock.move(seconds=20)
    presses(amaras, "I feel a bit sick")
    work_off()

    case = Case.objects.get()
    assert rings() == 1
    assert case.screening
    assert case.screening.text == "I feel a bit sick"
    assert Visit.objects.get(pk=amaras.pk).worse_at == MORNING + timedelta(minutes=10)
    clock.move(seconds=50)
    presses(amaras)
    work_off()
    assert rings() == 2


def test_within_the_minute_words_that_alarm_us_ring_at_once(town: Cast, amaras: Visit, clock: Stopped) -> None:
    presses(amaras)
    clock.move(seconds=10)

    assert presses(amaras, CHEST).worse_at == now()


def test_a_press_rings_again_where_the_first_was_closed(town: Cast, amaras: Visit, clock: Stopped) -> None:
    presses(amaras)
    work_off()
    cases.close(Case.objects.get(), because="looked at her, all is well", by=town.nurse_lin)
    before = rings()
    clock.move(minutes=2)
    presses(amaras)
    work_off()

    case = Case.objects.get()
    assert (case.is_running, case.priority, rings() > before) == (True, Priority.NOW, True)


def test_being_told_twice_opens_one_case_and_it_ends_when_a_clinician_is_with_her(town: Cast, amaras: Visit) -> None:
    presses(amaras)
    work_off()
    reactions.open_for_worse(Entry.objects.get(verb="visit.feels_worse"))
    version = Case.objects.get().version

    actions.begin(actions.call(Visit.objects.get(pk=amaras.pk), room=town.rooms[0], by=town.sam), by=town.dr_osei)
    work_off()

    assert (Case.objects.get().is_closed, Case.objects.get().version) == (True, version + 1)


def test_a_guest_follows_her_wait_and_presses_by_the_link_alone(town: Cast, amaras: Visit) -> None:
    guest = Client()
    link = link_to(amaras)

    page = guest.get(link)
    assert "A2" in page.text
    assert "Amara" not in page.text
    assert "Okafor" not in page.text
    page = guest.post(f"{link}worse/", {"words": "x" * 9000}, follow=True)

    assert "We have told the staff that you feel worse." in page.text
    assert guest.post(f"{link}worse/", {"words": "not\x00this"}).status_code == 302
    work_off()
    assert Case.objects.get().kind == Kind.WORSE
    page = guest.post(f"{link}going/", follow=True)
    assert "You are no longer in the queue." in page.text
    assert guest.get(f"{link}part/", headers={"HX-Request": "true"}).status_code == 200


def test_a_link_opens_no_other_visit_no_confidential_one_and_none_of_another_day(
    town: Cast, amaras: Visit, clock: Stopped
) -> None:
    private = actions.walk_in(
        town.omar, place=town.riverside, service=town.gp, reason="", level="R14", by=town.sam, label=Label.CONFIDENTIAL
    )
    assert link_to(private) == ""
    key = key_of(amaras)
    other = "A" if key[-1] != "A" else "B"
    for wrong in (key_of(private), key[:-1] + other, key[:22], "nowhere", "é" * 34):
        assert Client().get(f"/w/{wrong}/").status_code == 404, wrong
    clock.move(days=1)
    assert Client().get(f"/w/{key}/").status_code == 404


def test_a_confidential_press_rings_at_the_nurses_alone(town: Cast, amaras: Visit) -> None:
    private = actions.walk_in(
        town.omar, place=town.riverside, service=town.gp, reason="", level="R14", by=town.sam, label=Label.CONFIDENTIAL
    )
    presses(private, "I feel faint")
    work_off()

    case = Case.objects.get()
    assert (case.label, case.team) == (Label.CONFIDENTIAL, "nurses")
    assert Screening.objects.get().label == Label.CONFIDENTIAL
    assert not Case.objects.visible_to(town.sam).exists()


def test_whoever_feels_worse_and_cannot_call_for_help_is_rung_for_again_also_where_her_case_was_closed(
    town: Cast, amaras: Visit
) -> None:
    presses(amaras, CHEST)
    work_off()
    cases.close(Case.objects.get(), because="looked at her, all is well", by=town.nurse_lin)
    before = rings()

    triage.say_cannot_call(Screening.objects.get(), by=hand_of_key(amaras), phone="07400 123456")
    work_off()

    assert (rings(), Case.objects.get().is_running) == (before + 1, True)


def test_that_she_cannot_call_is_not_lost_where_no_case_is_about_these_words_yet(town: Cast, amaras: Visit) -> None:
    presses(amaras, CHEST)
    triage.say_cannot_call(Screening.objects.get(), by=hand_of_key(amaras), phone="07400 123456")

    reactions.open_for_screening(Entry.objects.get(verb="screening.cannot_call"))

    assert (Case.objects.get().kind, Case.objects.get().priority) == (Kind.SCREENING, Priority.NOW)


def test_the_case_of_somebody_who_came_under_an_older_name_lies_under_the_name_we_know(
    town: Cast, amaras: Visit
) -> None:
    Patient.objects.filter(pk=town.amara.pk).update(merged_into=town.omar)
    presses(amaras, CHEST)
    work_off()

    assert Case.objects.get().patient == town.omar
