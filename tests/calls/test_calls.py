"""Whoever calls is likely somebody; who she is, is asked; what is promised is kept; what she says is heard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from bedside.access.models import Role, User
from bedside.calls import actions, measures
from bedside.calls.callers import likely
from bedside.calls.models import Contact, Way
from bedside.cases.models import Case, Kind
from bedside.complaints import actions as complaints
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.doors import seal_of
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import Outside
from bedside.journal.models import Refusal, Sight
from bedside.measures.parts import parts
from bedside.people import actions as people
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.triage.models import Screening

MORNING = datetime(2026, 5, 21, 9, tzinfo=UTC)  # a Thursday


@pytest.fixture(autouse=True)
def a_thursday(settings: LazySettings, request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    settings.DEMO = True
    settings.INCOMING_SECRET = "a-secret"
    with time_machine.travel(MORNING, tick=False) as clock:
        town: Cast = request.getfixturevalue("town")
        town.nurse_lin.act_as(Role.NURSE)
        town.sam.act_as(Role.FRONT_DESK)
        town.ines.act_as(Role.MANAGER)
        yield clock


def client_of(login: User) -> Client:
    client = Client()
    client.force_login(login)
    return client


def tell(told: dict[str, Any], secret: str = "a-secret") -> Any:
    body = json.dumps(told).encode()
    moment = str(int(now().timestamp()))
    seal = f"t={moment},v1={seal_of(secret, moment, body)}"
    return Client().post("/calls/", body, content_type="application/json", headers={"X-Bedside-Signature": seal})


def at(seconds: float) -> str:
    return (now() + timedelta(seconds=seconds)).isoformat()


def test_a_number_names_who_is_likely_and_a_shared_phone_names_all_of_them(town: Cast) -> None:
    [one] = likely(town.amara.phone, town.sam)
    assert (one.patient, one.is_shared) == (town.amara, town.amara.phone_is_shared)
    son = people.register(by=town.sam, given_name="Chidi", family_name="Okafor", phone=town.amara.phone)

    both = likely(town.amara.phone, town.sam)

    assert {he.patient for he in both} == {town.amara, son}
    assert all(he.is_shared for he in both)


def test_a_number_that_is_nobodys_names_nobody_and_neither_does_none(town: Cast) -> None:
    assert likely("+44 7700 900999", town.sam) == likely("", town.sam) == []


def test_a_managers_role_finds_nobody_by_a_number(town: Cast) -> None:
    assert likely(town.amara.phone, town.ines) == []


def test_nothing_of_a_record_is_shown_before_two_things_fit(town: Cast) -> None:
    desk = client_of(town.sam)
    page = desk.post("/desk/telephone/", {"number": town.amara.phone, "way": "phone"}, follow=True)
    call = Contact.objects.get()
    told = {"patient": str(town.amara.pk), "fits": ["name"]}

    refused = desk.post(f"/desk/telephone/{call.pk}/person/", told)

    assert "Okafor" in page.text
    assert "Everything about them" not in page.text
    assert refused.status_code == 409
    assert Contact.objects.get().patient is None
    page = desk.post(f"/desk/telephone/{call.pk}/person/", told | {"fits": ["name", "birth"]}, follow=True)
    assert "Everything about them" in page.text
    assert Contact.objects.get().identified_by == ["birth", "name"]
    assert Sight.objects.filter(patient_id=town.amara.pk, what="calls/call").exists()


def test_two_ticks_of_the_same_thing_are_one(town: Cast) -> None:
    call = actions.begin(Way.PHONE, "", by=town.sam)
    with pytest.raises(Refusal, match="two things"):
        actions.identify(call, town.amara, by=town.sam, fits=["name", "name", "shoe"])


def test_what_is_left_to_do_is_a_case_with_a_clock(town: Cast) -> None:
    call = actions.begin(Way.IN_PERSON, "", by=town.sam)
    actions.identify(call, town.amara, by=town.sam, fits=["name", "birth"])
    day = (now() + timedelta(days=1)).date()

    actions.note(call, by=town.sam, reason="result", said="Asks", promised="Call her back", due_on=day, settled=True)

    case = Case.objects.get(kind=Kind.PROMISED)
    assert (case.patient, case.subject) == (town.amara, "Call her back")
    assert case.due_at.isoformat() == "2026-05-22T23:00:00+00:00"
    assert not Contact.objects.get().settled  # something is left to do
    assert "Asks" in client_of(town.sam).get(reverse("cases:case", args=[case.pk])).text


def test_what_is_confidential_is_no_line_on_the_desks_lists(town: Cast) -> None:
    call = actions.begin(Way.PHONE, "", by=town.nurse_lin)
    actions.identify(call, town.amara, by=town.nurse_lin, fits=["name", "birth"])
    actions.note(call, by=town.nurse_lin, reason="result", said="x", promised="Ring", confidential=True)

    assert not Contact.objects.visible_to(town.sam).exists()
    assert Case.objects.get(kind=Kind.PROMISED).label == Label.CONFIDENTIAL
    assert client_of(town.sam).get(f"/desk/telephone/{call.pk}/").status_code == 404


def test_the_front_desk_keeps_nothing_confidential(town: Cast) -> None:
    call = actions.begin(Way.PHONE, "", by=town.sam)
    with pytest.raises(Refusal, match="clinician or a nurse"):
        actions.note(call, by=town.sam, reason="result", said="x", confidential=True)


@pytest.mark.parametrize("is_known", [True, False])
def test_red_flags_are_heard_whoever_speaks(town: Cast, is_known: bool) -> None:
    desk, call = client_of(town.sam), actions.begin(Way.PHONE, "", by=town.sam)
    if is_known:
        actions.identify(call, town.amara, by=town.sam, fits=["name", "birth"])

    told = {"reason": "other", "said": "I have crushing chest pain and cannot breathe"}
    page = desk.post(f"/desk/telephone/{call.pk}/notes/", told, follow=True)

    assert "999" in page.text
    assert Screening.objects.get().is_emergency
    assert Screening.objects.get().patient == (town.amara if is_known else None)
    assert Contact.objects.get().is_written_down


def test_an_everyday_word_of_somebody_unknown_is_only_written_down(town: Cast) -> None:
    call = actions.begin(Way.PHONE, "", by=town.sam)

    client_of(town.sam).post(f"/desk/telephone/{call.pk}/notes/", {"reason": "way", "said": "Where can I park my car?"})

    assert not Screening.objects.exists()
    assert Contact.objects.get().is_written_down


def test_a_telephone_system_tells_in_any_order_and_as_often_as_it_likes(town: Cast) -> None:
    ring = {"id": "c1", "number": "07700 900111", "rang_at": at(-60)}
    over = {"id": "c1", "answered_at": at(-48), "ended_at": at(-10)}

    assert [tell(one).status_code for one in (over, ring, ring, over, ring)] == [202] * 5

    call = Contact.objects.get()
    assert (call.waited, call.seconds, call.was_abandoned, call.version) == (12.0, 38.0, False, 2)


def test_a_week_old_replay_changes_nothing(town: Cast) -> None:
    assert tell({"id": "old", "number": "", "rang_at": at(-7 * 86_400)}).status_code == 202
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "told", [{}, {"id": ""}, {"id": "x", "rang_at": "soon"}, {"id": "x", "rang_at": "2026-05-21T09:00:00"}, [1]]
)
def test_what_cannot_be_read_is_refused(town: Cast, told: Any) -> None:
    assert tell(told).status_code == 400


def test_whoever_does_not_know_the_secret_finds_no_door(town: Cast) -> None:
    assert tell({"id": "c1", "rang_at": at(0)}, secret="guessed").status_code == 404
    assert not Contact.objects.exists()


def test_what_rings_pops_up_with_whoever_it_may_be_and_is_taken_once(town: Cast) -> None:
    tell({"id": "c1", "number": town.amara.phone, "rang_at": at(-5)})
    page = client_of(town.sam).get("/desk/telephone/")
    call = Contact.objects.get()
    assert "It rings" in page.text
    assert town.amara.listed in page.text

    actions.take(call, by=town.sam)

    with pytest.raises(Refusal, match="Somebody else"):
        actions.take(call, by=town.nurse_lin)
    assert "It rings" not in client_of(town.sam).get("/desk/telephone/").text


def test_a_number_that_is_typed_while_it_rings_is_that_call(town: Cast) -> None:
    tell({"id": "c1", "number": "07700 900111", "rang_at": at(-5)})

    begun = actions.begin(Way.PHONE, "07700900111", by=town.sam)

    assert (begun.key, Contact.objects.count()) == ("c1", 1)


def test_a_patient_finds_no_call_and_no_door(town: Cast) -> None:
    call = actions.begin(Way.PHONE, "", by=town.sam)
    assert town.amara.login
    assert client_of(town.amara.login).get(f"/desk/telephone/{call.pk}/").status_code == 404


def test_the_measures_count_what_the_telephone_system_told_and_no_more(town: Cast) -> None:
    for number, (waited, answered) in enumerate([(10, True), (40, True), (30, False), (2, False)]):
        over = {"answered_at": at(waited - 600)} if answered else {"ended_at": at(waited - 600)}
        tell({"id": f"c{number}", "rang_at": at(-600)} | over)
    actions.begin(Way.PHONE, "", by=town.sam)  # typed in by hand
    week = (now() - timedelta(days=7), now() + timedelta(days=1))

    assert sorted(one.value or 0.0 for one in measures.answered_soon(*week)) == [0.0, 0.0, 1.0]
    assert sorted(one.value or 0.0 for one in measures.given_up(*week)) == [0.0, 0.0, 1.0]


def test_the_speed_of_answer_is_the_mean_of_calls_that_a_person_answered(town: Cast) -> None:
    for number, (waited, answered) in enumerate([(10, True), (40, True), (70, True), (500, False)]):
        over = {"answered_at": at(waited - 600)} if answered else {"ended_at": at(waited - 600)}
        tell({"id": f"c{number}", "rang_at": at(-600)} | over)
    secret = actions.ring("c9", "", by=Outside("telephone", "t"), rang_at=now(), answered_at=now() + timedelta(hours=1))
    Contact.objects.filter(pk=secret.pk if secret else None).update(label=Label.CONFIDENTIAL)
    actions.begin(Way.PHONE, "", by=town.sam)  # typed in by hand
    week = (now() - timedelta(days=7), now() + timedelta(days=1))
    answered_by_sam = Contact.objects.get(key="c1")
    Contact.objects.filter(pk=answered_by_sam.pk).update(taken_by=town.sam, patient=town.lina)

    told = list(measures.waited(*week))

    assert sorted(one.value or 0.0 for one in told) == [10.0, 40.0, 70.0]
    [of_all, *split] = parts(told, statistic=measures.SPEED.statistic, least=1)
    assert (of_all.n, of_all.value, of_all.p90) == (3, 40.0, 64.0)
    by = {(one.way, one.name): (one.n, one.value) for one in split}
    assert by["channel", "phone"] == (3, 40.0)
    assert by["team", "front_desk"] == (1, 40.0)
    assert by["language", town.lina.language] == (1, 40.0)
    assert (by["team", ""], by["language", ""]) == ((2, 40.0), (2, 40.0))


def test_complaints_are_counted_of_a_thousand_times_that_somebody_came_to_us(town: Cast) -> None:
    assert town.amara.login
    assert town.lina.login
    for number in range(3):
        inbox.write(town.lina, f"Letter {number}", "Hello", by=town.lina.login)
    tell({"id": "c1", "rang_at": at(-600), "answered_at": at(-590)})
    said = {"channel": "portal", "about": "wait", "by": town.amara.login}
    complaint = complaints.complain(town.amara, "I waited two hours.", **said)
    gone = complaints.complain(town.amara, "It was cold.", **said)
    complaints.take_back(gone, by=town.amara.login)
    week = (now() - timedelta(days=7), now() + timedelta(days=1))

    told = list(measures.complaints_among_contacts(*week))

    assert sorted(one.value or 0.0 for one in told) == [0.0, 0.0, 0.0, 0.0, 1.0]
    [of_all, *split] = parts(told, statistic=measures.COMPLAINTS.statistic, least=1)
    assert (of_all.n, of_all.value, of_all.p90) == (5, 200.0, None)
    by = {(one.way, one.name): (one.n, one.value) for one in split}
    assert by["channel", "portal"] == (4, 250.0)
    assert by["channel", "phone"] == (1, 0.0)
    assert by["language", complaint.language][1] != 0.0
    # what we write is no contact, and a quieter week has none
    assert not list(measures.complaints_among_contacts(now() - timedelta(days=9), now() - timedelta(days=8)))


def test_what_is_settled_at_once_is_told_by_who_comes_back(town: Cast, a_thursday: time_machine.Traveller) -> None:
    began = now()
    for who, days in ((town.amara, 0), (town.lina, 0), (town.amara, 3)):
        a_thursday.move_to(began + timedelta(days=days))
        call = actions.begin(Way.PHONE, "", by=town.sam)
        actions.identify(call, who, by=town.sam, fits=["name", "birth"])
        actions.note(call, by=town.sam, reason="visit", said="x", settled=True)
    a_thursday.move_to(began + timedelta(days=20))

    told = list(measures.settled(began - timedelta(days=1), began + timedelta(days=5)))

    assert sorted(one.value or 0.0 for one in told) == [0.0, 1.0]
    assert all(one.ticked for one in measures.talks(began, now()))


@pytest.mark.parametrize("day", ["2026-05-20", "9999-12-31"])
def test_a_day_that_cannot_be_promised_loses_no_word_and_no_emergency(town: Cast, day: str) -> None:
    desk, call = client_of(town.sam), actions.begin(Way.PHONE, "", by=town.sam)
    told = {"reason": "other", "said": "She asks about her parking", "promised": "Ring her", "due_on": day}

    page = desk.post(f"/desk/telephone/{call.pk}/notes/", told)

    assert (page.status_code, "She asks about her parking" in page.text) == (200, True)
    told |= {"said": "I have crushing chest pain and cannot breathe"}
    assert "999" in desk.post(f"/desk/telephone/{call.pk}/notes/", told, follow=True).text
    assert not Contact.objects.get().is_written_down


def test_what_was_typed_of_a_call_that_somebody_else_has_stays_on_the_page(town: Cast) -> None:
    call = actions.begin(Way.PHONE, "", by=town.nurse_lin)
    told = {"reason": "other", "said": "She asks about her parking"}

    page = client_of(town.sam).post(f"/desk/telephone/{call.pk}/notes/", told)

    assert "Somebody else has this call." in page.text
    assert "She asks about her parking" in page.text
    told |= {"said": "I have crushing chest pain and cannot breathe"}
    assert "999" in client_of(town.sam).post(f"/desk/telephone/{call.pk}/notes/", told, follow=True).text


def test_the_emergency_of_somebody_unknown_shows_the_number_to_call_back(town: Cast) -> None:
    desk, call = client_of(town.sam), actions.begin(Way.PHONE, "07700 900111", by=town.sam)

    desk.post(f"/desk/telephone/{call.pk}/notes/", {"said": "I have crushing chest pain and cannot breathe"})
    work_off(Lane.URGENT, Lane.NEWS)

    case = Case.objects.get(kind=Kind.SCREENING)
    assert not Contact.objects.get().is_written_down
    assert "900111" in desk.get(reverse("cases:case", args=[case.pk])).text


def test_a_telephone_clock_that_is_ahead_stops_nobody_from_answering(town: Cast) -> None:
    tell({"id": "c1", "number": "", "rang_at": at(240)})

    actions.take(Contact.objects.get(), by=town.sam)

    assert Contact.objects.get().rang_at == now() == Contact.objects.get().answered_at


def test_whoever_gave_up_was_not_answered_by_whoever_takes_it_up_later(town: Cast) -> None:
    tell({"id": "c1", "number": "", "rang_at": at(-60), "ended_at": at(-20)})

    taken = actions.take(Contact.objects.get(), by=town.sam)

    assert (taken.answered_at, taken.was_abandoned, taken.waited) == (None, True, 40.0)


def test_what_the_telephone_system_tells_of_an_answer_counts_before_the_press_of_a_button(town: Cast) -> None:
    tell({"id": "c1", "number": "", "rang_at": at(-60)})
    actions.take(Contact.objects.get(), by=town.sam)

    tell({"id": "c1", "answered_at": at(-50)})

    assert Contact.objects.get().waited == 10.0
