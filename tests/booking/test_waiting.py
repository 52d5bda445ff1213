"""The waiting list: who is asked about a time that came free, how many at once, and what each answer does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from bedside.booking import actions, asking, fairness, waiting
from bedside.booking.models import Answer, Appointment, Offer, Slot, Waiting
from bedside.booking.sessions import open_session
from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.actions import change_details, merge, note_death, register, unmerge
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.triage import actions as triage

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
numbers = count(1)


@dataclass
class Day:
    town: Cast
    nine: Slot
    twenty_past: Slot
    clock: Stopped


@pytest.fixture
def day(town: Cast) -> Iterator[Day]:
    """Dr Osei sees joints on Friday week from nine to ten, three times of twenty minutes; today is Monday."""
    with stopped_at(MONDAY) as clock:
        friday = MONDAY + timedelta(days=11)
        hour: dict[str, Any] = {"starts_at": friday, "ends_at": friday + timedelta(hours=1), "slot_minutes": 20}
        open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **hour)
        nine, twenty_past, _ = Slot.objects.order_by("starts_at")
        yield Day(town, nine, twenty_past, clock)


def somebody(**details: Any) -> Patient:
    number = next(numbers)
    facts: dict[str, Any] = {
        "email": f"p{number}@town.example",
        "phone": "",
        "birth_date": MONDAY.date() - timedelta(days=12_000),
    }
    return register(by=HOUSE, given_name="Pat", family_name=f"Waits{number}", **facts | details)


def waits(day: Day, patient: Patient | None = None, **wishes: Any) -> Waiting:
    return waiting.wait_for(day.town.knee_check, patient or somebody(), by=HOUSE, **wishes)


def asked(day: Day, slot: Slot | None = None) -> list[Waiting]:
    return [one.waiting for one in waiting.offer_freed(slot or day.nine, by=HOUSE)]


def screened(day: Day, patient: Patient, level: str) -> Any:
    screening = triage.begin("my knee hurts", by=HOUSE, patient=patient)
    screening.level = level
    record("screening.person_known", screening, by=HOUSE)
    return screening


def test_a_freed_time_is_offered_to_as_many_at_once_as_it_takes_for_one_to_say_yes(day: Day) -> None:
    booked = actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)
    first = [waits(day) for _ in range(10)]

    actions.cancel(booked, by=day.town.sam, because="is well again")

    offers = Offer.objects.all()
    assert len(offers) == 8
    assert {one.waiting for one in offers} <= set(first)
    assert day.nine in Slot.objects.free()  # it is kept for none of them
    work_off(Lane.DELIVERY)
    told = Message.objects.filter(template="offer")
    assert {one.state for one in told} == {"sent"}
    assert all(one.sent_at and one.sent_at - MONDAY <= timedelta(seconds=60) for one in told)


@pytest.mark.parametrize(("yes", "no", "size"), [(0, 0, 8), (8, 72, 8), (20, 80, 6), (50, 50, 3), (400, 0, 2)])
def test_a_batch_is_one_divided_by_how_often_people_here_say_yes(day: Day, yes: int, no: int, size: int) -> None:
    one = waits(day)
    made = {"patient": one.patient, "waiting": one, "slot": day.nine, "until": MONDAY}
    for number in range(yes + no):
        Offer.objects.bulk_create([Offer(answer="accepted" if number < yes else "lapsed", **made)])

    assert asking.batch_size(day.nine.place_id) == size


def test_whoever_was_too_late_would_have_said_yes_and_whoever_was_overtaken_said_nothing(day: Day) -> None:
    one = waits(day)
    made = {"patient": one.patient, "waiting": one, "slot": day.nine, "until": MONDAY, "answer": "taken"}
    Offer.objects.bulk_create([Offer(late_at=MONDAY, **made) for _ in range(30)])
    Offer.objects.bulk_create([Offer(**made) for _ in range(500)])

    assert asking.batch_size(day.nine.place_id) == 2  # 50 / 32


def test_the_more_urgent_is_asked_first_then_whoever_has_waited_more_days(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_AT_ONCE", 1)
    long_ago, sick = somebody(), somebody()
    longest = waits(day, long_ago)
    day.clock.move(days=9)
    urgent = waits(day, sick, screening=screened(day, sick, "R72"))
    waits(day)

    assert asked(day) == [urgent]
    assert asked(day, day.twenty_past) == [longest]


def test_of_those_who_wait_alike_whoever_was_asked_longest_ago_is_asked(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits(day)
    waits(day)
    monkeypatch.setattr(asking, "MOST_AT_ONCE", 1)
    (first,) = asked(day)
    day.clock.move(hours=1)
    waiting.decline(Offer.objects.get(waiting=first), by=HOUSE)
    second = Offer.objects.get(answer=Answer.NONE)
    waiting.decline(second, by=HOUSE)

    assert second.waiting != first
    assert asked(day, day.twenty_past) == [first]


def test_the_draw_is_the_same_each_time_it_is_looked_at_and_another_for_another_time(day: Day) -> None:
    everybody = [waits(day) for _ in range(12)]

    def drawn(slot: Slot) -> list[Waiting]:
        return list(asking.in_order(slot, everybody))

    assert drawn(day.nine) == drawn(day.nine)
    assert drawn(day.nine) != drawn(day.twenty_past)


def test_only_those_whom_the_time_suits_are_asked(day: Day) -> None:
    waits(day, place=day.town.hillside)
    waits(day, needs_notice=24 * 12)
    waits(day, somebody(birth_date=MONDAY.date() - timedelta(days=3000)))  # joints are for adults
    waits(day, not_after=day.nine.starts_at - timedelta(days=1))
    waiting.wait_for(day.town.gp_visit, somebody(), by=HOUSE)
    fits = waits(day, place=day.town.riverside, needs_notice=72)

    assert asked(day) == [fits]


def test_neither_the_dead_nor_one_with_an_emergency_is_asked_under_whatever_name_she_waits(day: Day) -> None:
    dead, hurt, died, ill = somebody(), somebody(), somebody(), somebody()
    for patient in (dead, hurt):
        waits(day, patient)
    for patient in (died, ill):
        waits(day, joined(into=patient))
    for patient in (dead, died):
        note_death(patient, on=MONDAY.date(), by=HOUSE)
    for patient in (hurt, ill):
        screened(day, patient, "E0")

    assert asked(day) == []


def joined(*, into: Patient) -> Patient:
    """Another record of hers, of whom nobody knows any more how to reach her."""
    alias = somebody(email="", birth_date=None)
    merge(alias, into, by=HOUSE, because="the same person")
    return alias


def since_long(place: Waiting) -> Waiting:
    place.since = MONDAY - timedelta(days=9)
    record("waiting.began", place, by=HOUSE)
    return place


def test_whoever_waits_under_another_name_keeps_her_place_and_is_asked_and_booked_as_she_is_known_now(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_AT_ONCE", 1)
    alias, known = somebody(), somebody()
    screening = triage.answer(triage.begin("my knee hurts", by=HOUSE, patient=alias), by=HOUSE)
    waits(day)
    place = since_long(waits(day, alias, screening=screening))
    merge(alias, known, by=HOUSE, because="the same person")

    assert asked(day) == [place]
    offer = Offer.objects.get()
    assert offer.patient == known
    assert [one.to for one in Message.objects.filter(template="offer")] == [known.email]
    visit = actions.accept(offer, by=HOUSE)
    assert (visit.patient, visit.slot, visit.screening_id) == (known, day.nine, screening.pk)


def test_whoever_waits_under_two_names_is_asked_once_and_the_older_place_counts(day: Day) -> None:
    alias, known = somebody(), somebody()
    younger = waits(day, known)
    older = since_long(waits(day, alias))
    merge(alias, known, by=HOUSE, because="the same person")

    assert asked(day) == [older]
    assert asked(day, day.twenty_past) == []  # she is deciding
    waiting.decline(Offer.objects.get(), by=HOUSE)
    assert asked(day) == []  # she said no to it
    assert asked(day, day.twenty_past) == [older]
    actions.accept(Offer.objects.get(answer=Answer.NONE), by=HOUSE)
    younger.refresh_from_db()
    assert younger.ended_at is not None


def test_what_was_offered_before_two_records_were_joined_is_answered_all_the_same_and_nothing_else_is_asked(
    day: Day, client: Client
) -> None:
    alias, known = somebody(), day.town.amara
    place = waits(day, alias)
    since_long(waits(day, known))
    note = Offer(patient=alias, slot=day.nine, waiting=place, until=MONDAY + timedelta(hours=12))
    record("offer.made", note, by=HOUSE)
    merge(alias, known, by=HOUSE, because="the same person")

    assert asked(day) == asked(day, day.twenty_past) == []
    assert known.login
    client.force_login(known.login)
    client.post(f"/offers/{note.pk}/", {"answer": "accept"})
    visit = Appointment.objects.get(slot=day.nine)
    assert visit.patient == known
    assert not Waiting.objects.standing().exists()


def test_a_visit_that_was_booked_under_another_name_is_moved_to_the_earlier_time_and_she_is_told(day: Day) -> None:
    alias, known = somebody(), somebody()
    visit = actions.book(day.twenty_past, alias, day.town.knee_check, by=day.town.sam)
    waits(day, alias, instead_of=visit)
    merge(alias, known, by=HOUSE, because="the same person")

    (place,) = asked(day)
    actions.accept(Offer.objects.get(waiting=place), by=HOUSE)
    visit.refresh_from_db()
    assert visit.slot == day.nine
    assert [one.to for one in Message.objects.filter(template="moved")] == [known.email]


def test_when_two_records_are_two_people_after_all_neither_takes_what_the_other_waits_for(day: Day) -> None:
    alias, known = somebody(), somebody()
    waits(day, alias)
    merge(alias, known, by=HOUSE, because="the same person")
    asked(day)
    unmerge(alias, by=HOUSE, because="they are sisters")

    with pytest.raises(Refusal, match="time to answer is over"):
        actions.accept(Offer.objects.get(), by=HOUSE)


def test_nobody_is_asked_twice_about_a_time_whatever_she_waits_for(day: Day) -> None:
    other = type(day.town.knee_check)(service=day.town.joints, name="Another knee", minutes=20)
    record("visit_type.added", other, by=HOUSE)
    twice = somebody()
    waits(day, twice)
    waiting.wait_for(other, twice, by=HOUSE)

    assert len(asked(day)) == 1
    waiting.decline(Offer.objects.get(), by=HOUSE)
    assert asked(day) == []
    copy = Offer(patient=twice, slot=day.nine, waiting=Waiting.objects.first(), until=MONDAY)
    again = Offer(patient=twice, slot=day.nine, waiting=Waiting.objects.last(), until=MONDAY)
    record("offer.made", copy, by=HOUSE)
    with pytest.raises(Refusal, match="asked this patient"):
        record("offer.made", again, by=HOUSE)


def test_nobody_is_asked_more_than_three_times_a_day(day: Day) -> None:
    one = waits(day)
    hour: dict[str, Any] = {
        "starts_at": day.nine.starts_at + timedelta(hours=2),
        "ends_at": day.nine.starts_at + timedelta(hours=4),
    }
    open_session(day.town.osei, place=day.town.riverside, service=day.town.joints, slot_minutes=20, by=HOUSE, **hour)
    slots = list(Slot.objects.order_by("starts_at")[:4])
    for slot in slots[:3]:
        assert asked(day, slot) == [one]
        waiting.decline(Offer.objects.get(slot=slot), by=HOUSE)

    assert asked(day, slots[3]) == []
    day.clock.move(days=1)
    assert asked(day, slots[3]) == [one]


@pytest.mark.parametrize(
    ("ahead", "lasts"), [(20, timedelta(minutes=15)), (60, timedelta(hours=2)), (100, timedelta(hours=12))]
)
def test_the_nearer_the_time_the_shorter_one_may_think(day: Day, ahead: int, lasts: timedelta) -> None:
    waits(day)
    day.clock.move_to(day.nine.starts_at - timedelta(hours=ahead))

    (offer,) = waiting.offer_freed(day.nine, by=HOUSE)

    assert offer.until - offer.asked_at == lasts


def test_nobody_is_woken_and_the_time_to_answer_begins_in_the_morning(day: Day) -> None:
    waits(day)
    abroad = waits(day, somebody(zone="America/New_York"))
    day.clock.move_to(datetime(2026, 11, 25, 22, 30, tzinfo=UTC))

    offers = {one.waiting_id: one for one in waiting.offer_freed(day.nine, by=HOUSE)}

    here = next(one for pk, one in offers.items() if pk != abroad.pk)
    assert here.asked_at == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    assert here.until == datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
    assert offers[abroad.pk].asked_at == datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # there it is the afternoon
    due = {one.due_at for one in Message.objects.about(here)}
    assert due == {here.asked_at}


def test_no_and_silence_ask_the_next_and_nobody_is_asked_about_the_same_time_again(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_AT_ONCE", 1)
    everybody = {waits(day).pk for _ in range(3)}
    waiting.offer_freed(day.nine, by=HOUSE)
    waiting.decline(Offer.objects.get(), by=HOUSE)
    for _ in range(3):
        day.clock.move(hours=13)
        waiting.lapse_old_offers()

    made = Offer.objects.order_by("id")
    assert sorted(one.waiting_id for one in made) == sorted(everybody)
    assert [one.answer for one in made] == ["declined", "lapsed", "lapsed"]
    assert all(one.answered_at for one in made)
    assert {one.freed_at for one in made} == {MONDAY}
    assert Waiting.objects.standing().count() == 3


def test_the_first_yes_has_the_time_and_the_others_are_told_with_other_times_beside_it(
    day: Day, client: Client
) -> None:
    lina, ana = waits(day, day.town.lina), waits(day, day.town.ana)
    later = actions.book(Slot.objects.order_by("starts_at")[2], day.town.lina, day.town.knee_check, by=HOUSE)
    lina = waits(day, day.town.lina, instead_of=later)
    waiting.offer_freed(day.nine, by=HOUSE)
    hers, anas = Offer.objects.get(waiting=lina), Offer.objects.get(waiting=ana)
    assert day.town.lina.login
    client.force_login(day.town.lina.login)
    assert "first to say yes" in client.get(f"/offers/{hers.pk}/").text

    actions.accept(anas, by=HOUSE)
    answer = client.post(f"/offers/{hers.pk}/", {"answer": "accept"})

    assert answer.status_code == 409
    assert "Somebody else has taken this time" in answer.text
    assert str(day.twenty_past.pk) in answer.text
    hers.refresh_from_db()
    assert (hers.answer, hers.late_at) == (Answer.TAKEN, MONDAY)
    assert Waiting.objects.standing().get() == lina
    assert Appointment.objects.get(patient=day.town.lina).slot_id == later.slot_id


def test_an_offer_of_a_time_that_somebody_booked_is_over_within_a_minute(day: Day) -> None:
    one = waits(day)
    waiting.offer_freed(day.nine, by=HOUSE)
    actions.book(day.nine, day.town.amara, day.town.knee_check, by=day.town.sam)

    with pytest.raises(Refusal, match="just been taken"):
        actions.accept(Offer.objects.get(), by=HOUSE)
    assert waiting.lapse_old_offers() == 1

    assert Offer.objects.get().answer == Answer.TAKEN
    assert not Message.objects.filter(template="offer").waiting().exists()
    assert asked(day, day.twenty_past) == [one]


def test_a_confidential_offer_is_written_nowhere_and_no_one_calls(day: Day) -> None:
    quiet = waits(day, somebody(email="", phone="07700 900123"))
    quiet.label = Label.CONFIDENTIAL
    record("waiting.changed", quiet, by=HOUSE)

    (offer,) = waiting.offer_freed(day.nine, by=HOUSE)

    assert offer.is_confidential
    assert not offer.by_phone
    assert not Message.objects.exists()
    assert not Case.objects.exists()


def test_whom_no_text_message_reaches_is_called_by_the_front_desk(day: Day, client: Client, settings: Any) -> None:
    settings.DEMO = True  # no second step
    change_details(day.town.lina, by=HOUSE, wants_sms=False, wants_email=False)
    waits(day, day.town.lina)
    (offer,) = waiting.offer_freed(day.nine, by=HOUSE)
    work_off(Lane.NEWS)

    case = Case.objects.get(kind="offer")
    assert (case.team, case.patient) == ("front_desk", day.town.lina)
    client.force_login(day.town.sam)
    assert f"/offers/{offer.pk}/" in client.get(f"/desk/inbox/{case.pk}/").text

    client.post(f"/offers/{offer.pk}/", {"answer": "decline"})
    work_off(Lane.NEWS)
    case.refresh_from_db()
    assert case.is_closed


def test_her_wishes_are_kept_and_followed(day: Day, client: Client) -> None:
    one = waits(day, day.town.lina)
    assert day.town.lina.login
    client.force_login(day.town.lina.login)
    client.post(f"/waiting/{one.pk}/suiting/", {"needs_notice": "72", "place": str(day.town.riverside.pk)})

    one.refresh_from_db()
    assert (one.needs_notice, one.place) == (72, day.town.riverside)


def test_the_report_counts_by_age_and_language_and_hides_small_groups(day: Day) -> None:
    for number in range(14):
        spoken = {"language": "es"} if number < 11 else {"language": "pl"}
        waits(day, somebody(**spoken))
    day.clock.move(days=2)
    for slot in Slot.objects.order_by("starts_at"):
        waiting.offer_freed(slot, by=HOUSE)
    for offer in Offer.objects.filter(patient__language="es")[:2]:
        waiting.decline(offer, by=HOUSE)

    told = {line.group: line for line in fairness.by_language(MONDAY, MONDAY + timedelta(days=9))}

    assert (told["es"].people, told["es"].accepted, told["es"].days_waited) == (11, 0, 2.0)
    assert told["pl"].offers is None
    ages = {line.group: line for line in fairness.by_age(MONDAY, MONDAY + timedelta(days=9))}
    assert (ages["18-39"].offers or 0) >= 14


def test_a_manager_reads_the_report_and_nobody_else_does(day: Day, client: Client, settings: Any) -> None:
    settings.DEMO = True
    for _ in range(12):
        waits(day, somebody(language="es"))
    for slot in Slot.objects.order_by("starts_at"):
        waiting.offer_freed(slot, by=HOUSE)
    day.clock.move(minutes=1)

    client.force_login(day.town.sam)
    assert client.get("/house/waiting-list/").status_code in {403, 404}
    client.force_login(day.town.ines)
    assert "Spanish" in client.get("/house/waiting-list/").text
