"""Each is reached as she wishes: what for which kind of message, in which language, when not, and carers too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions, incoming, stopping
from bedside.inbox.kinds import KINDS, OF, kind_of
from bedside.inbox.models import Delivered, Message
from bedside.inbox.reached import history_of, how_reached
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal, Sight
from bedside.people import actions as people
from bedside.people.models import CarerWays, Grant, Label, Patient, Scope
from bedside.people.wishes import Kind
from bedside.town.cast import Cast
from bedside.wording.texts import names

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
PHONE = "+447400123456"


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(NOON) as clock:
        yield clock


def moved(patient: Patient, key: str = "visit", **more: Any) -> list[Message]:
    facts = {"when": "Friday 27 November, 9am", "place": "Riverside"} | more
    return actions.send(Patient.objects.get(pk=patient.pk), "moved", by=HOUSE, key=key, **facts)


def told(written: list[Message]) -> set[tuple[str, str]]:
    return {(one.channel, one.language) for one in written}


def by_phone(town: Cast, **more: Any) -> CarerWays:
    wished = {"phone": PHONE, "email": "", "language": "es"} | more
    return people.reach_carer(CarerWays(carer=town.teresa), by=town.teresa, **wished)


@pytest.fixture
def baby(town: Cast) -> Patient:
    """Whom nothing reaches but through Teresa."""
    child = people.register(by=HOUSE, given_name="Luz", family_name="Silva", language="es")
    scopes = {Scope.APPOINTMENTS, Scope.MESSAGES}
    people.grant(town.teresa, child, relation="mother", scopes=scopes, by=HOUSE)
    return child


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


def test_every_text_is_of_one_kind() -> None:
    assert set(names()) == set(OF)
    assert sum(len(texts) for texts in KINDS.values()) == len(OF)
    assert set(KINDS) == set(Kind)


def test_what_nobody_ever_chose_goes_each_way_in_her_language(town: Cast) -> None:
    assert told(moved(town.amara)) == {("email", "en"), ("sms", "en")}


def test_each_kind_goes_by_what_she_put_first_and_in_the_language_she_chose_for_it(town: Cast) -> None:
    wishes = {"visits": {"by": "sms", "language": "pl"}, "letters": {"by": "email"}, "answers": {"by": "none"}}
    people.change_details(town.amara, by=HOUSE, wishes=wishes)

    (text,) = moved(town.amara)
    assert (text.channel, text.language, text.kind) == ("sms", "pl", "visits")
    assert told(actions.send(town.amara, "summary", by=HOUSE, key="a")) == {("email", "en")}
    assert actions.send(town.amara, "answered", by=HOUSE, key="b") == []


def test_where_what_she_put_first_does_not_reach_her_the_other_does(town: Cast) -> None:
    people.change_details(town.amara, by=HOUSE, phone=PHONE, wishes={"visits": {"by": "sms"}})
    stopping.say("sms", PHONE, stops=True, by=HOUSE)

    assert told(moved(town.amara)) == {("email", "en")}


def test_what_cannot_wait_goes_out_in_every_way_at_any_hour_whatever_was_stopped(town: Cast, clock: Stopped) -> None:
    everything_off = {str(kind): {"by": "none"} for kind in Kind}
    quiet = {"quiet_from": "08:00", "quiet_until": "07:00"}
    people.change_details(town.amara, by=HOUSE, phone=PHONE, wishes=everything_off, wants_email=False, **quiet)
    stopping.say("sms", PHONE, stops=True, by=HOUSE)
    actions.send(town.amara, "call_now", by=HOUSE, key="now")
    work_off(Lane.DELIVERY)

    assert set(Delivered.objects.values_list("channel", flat=True)) == {"email", "sms"}


def test_her_own_quiet_hours_hold_all_but_the_wait_of_today(town: Cast, clock: Stopped) -> None:
    people.change_details(town.amara, by=HOUSE, quiet_from="20:00", quiet_until="09:00")
    clock.move_to(EVENING)
    moved(town.amara)
    actions.send(town.amara, "come_now", by=HOUSE, key="turn", ticket="B27")
    work_off(Lane.DELIVERY)

    assert set(Message.objects.filter(template="moved").values_list("state", flat=True)) == {"waiting"}
    assert set(Message.objects.filter(template="come_now").values_list("state", flat=True)) == {"sent"}
    clock.move_to(EVENING + timedelta(hours=12, minutes=30))
    work_off(Lane.DELIVERY)
    assert states() == {"sent"}


def test_what_her_quiet_hours_would_outlast_is_said_to_be_too_late_at_once(town: Cast, clock: Stopped) -> None:
    people.change_details(town.amara, by=HOUSE, quiet_from="20:00", quiet_until="09:00")
    clock.move_to(EVENING)
    moved(town.amara, not_after=EVENING + timedelta(hours=12))
    work_off()

    assert states() == {"expired"}
    assert Case.objects.filter(message__template="moved").exists()


def test_the_clinics_own_quiet_hours_are_a_setting(town: Cast, clock: Stopped, settings: Any) -> None:
    settings.QUIET_HOURS = ("11:00", "14:00")
    actions.send(town.amara, "reminder", by=HOUSE, key="a", when="Friday", place="Riverside")
    work_off(Lane.DELIVERY)

    assert set(Message.objects.values_list("due_at", flat=True)) == {NOON + timedelta(hours=2)}


def test_a_carer_who_said_nothing_is_written_to_where_she_signs_in(town: Cast, baby: Patient) -> None:
    (written,) = moved(baby, "v", link="/visit/secret-key/")

    assert (written.to, written.grant) == (town.teresa.email, town.teresa.grants.get(patient=baby))
    assert "secret-key" not in written.body
    assert "porque cuida de Luz" in written.body


def test_a_carer_is_told_at_her_own_address_in_her_own_language_as_she_wishes(town: Cast, baby: Patient) -> None:
    by_phone(town, wishes={"answers": {"by": "none"}})

    (text,) = moved(baby)
    assert (text.channel, text.to, text.language) == ("sms", PHONE, "es")
    assert actions.send(baby, "answered", by=HOUSE, key="a") == []


def test_her_stop_stops_hers_alone(town: Cast) -> None:
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)
    by_phone(town)
    assert {one.to for one in moved(town.amara, "a") if one.channel == "sms"} == {town.amara.phone, PHONE}

    incoming.hear("sms", PHONE, "STOP", key="stop-1")
    work_off()

    assert {one.to for one in moved(town.amara, "b") if one.channel == "sms"} == {town.amara.phone}
    assert Patient.objects.get(pk=town.amara.pk).wants_sms


def test_she_is_told_only_of_what_she_may_do_or_read(town: Cast, baby: Patient) -> None:
    by_phone(town)
    assert actions.send(baby, "summary", by=HOUSE, key="a") == []
    assert moved(baby, "b", label=Label.CONFIDENTIAL) == []
    assert moved(town.omar, "c")[0].grant is None


@pytest.mark.parametrize("ends", ["ended", "by itself", "her sign-in"])
def test_with_her_right_her_messages_end_also_those_already_written(
    town: Cast, baby: Patient, clock: Stopped, ends: str
) -> None:
    by_phone(town)
    moved(baby, due=NOON + timedelta(hours=2))
    right = Grant.objects.get(patient=baby)
    if ends == "ended":
        people.end_grant(right, by=HOUSE)
    elif ends == "by itself":
        Grant.objects.filter(pk=right.pk).update(ends_at=NOON + timedelta(hours=1))
    else:
        town.teresa.is_active = False
        town.teresa.save()
    clock.move(hours=2)
    work_off(Lane.DELIVERY)

    assert states() == {"withdrawn"}
    assert not Delivered.objects.exists()
    assert moved(baby, "later") == []


def test_when_her_right_ends_what_waits_is_taken_back_at_once(town: Cast, baby: Patient) -> None:
    moved(baby, due=NOON + timedelta(days=2))
    people.end_grant(Grant.objects.get(patient=baby), by=HOUSE)
    work_off(Lane.NEWS)

    assert states() == {"withdrawn"}


def test_nobody_is_told_twice_at_one_address(town: Cast) -> None:
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)
    people.change_details(town.amara, by=HOUSE, phone="07400 123456")
    by_phone(town)

    assert [one.to for one in moved(town.amara) if one.channel == "sms"] == ["07400 123456"]


def test_how_it_was_is_asked_of_her_herself_unless_nothing_reaches_her(town: Cast, baby: Patient) -> None:
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)

    assert {one.grant for one in actions.send(town.amara, "survey", by=HOUSE, key="a")} == {None}
    assert [one.to for one in actions.send(baby, "survey", by=HOUSE, key="b")] == [town.teresa.email]


def test_who_may_read_her_messages_is_told_of_an_answer_and_reads_it_where_she_signs_in(
    town: Cast, baby: Patient
) -> None:
    actions.begin(baby, "Your form", "Please bring it.", by=town.sam)

    (written,) = Message.objects.filter(patient=baby, template="answered")
    assert written.to == town.teresa.email
    assert "/messages/" in written.body
    assert "form" not in written.body


def test_a_carers_text_is_known_to_be_hers(town: Cast, baby: Patient) -> None:
    by_phone(town)
    incoming.hear("sms", "07400 123456", "A question about Friday", key="q-1")

    heard = Message.objects.get(way="in")
    assert heard.author == "Teresa Silva"
    assert heard.is_unsure  # she cares for two
    assert heard.patient in {town.tomas, baby}


def test_the_desk_reads_in_one_sentence_how_she_is_reached_and_who_changed_it(town: Cast, client: Client) -> None:
    quiet = {"quiet_from": "20:00", "quiet_until": "09:00"}
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)
    people.change_details(town.amara, by=town.sam, language="es", wishes={"letters": {"by": "email"}}, **quiet)

    said = how_reached(Patient.objects.get(pk=town.amara.pk))
    assert said == (
        "By e-mail, text message (Spanish), “Letters and results”: E-mail first, not from 8pm to 9am; "
        "Teresa Silva (friend) too, by e-mail."
    )
    client.force_login(town.sam)
    assert "Teresa Silva (friend) too" in client.get(f"/desk/patients/{town.amara.pk}/").text
    assert [one.who for one in history_of(town.amara)] == ["Sam Reid"]
    assert "Sam Reid: language, what for which kind" in client.get(f"/me/{town.amara.pk}/reached/").text


def test_the_page_is_hers_and_takes_no_half_an_answer(town: Cast, client: Client) -> None:
    address = f"/me/{town.amara.pk}/reached/"
    client.force_login(town.amara.login)
    assert "Choose both times" in client.post(address, {"quiet_from": "20:00"}).text
    assert "Choose two different times" in client.post(address, {"quiet_from": "20:00", "quiet_until": "20:00"}).text
    assert client.post(address, {"visits_by": "pigeon"}).status_code == 200
    assert Patient.objects.get(pk=town.amara.pk).wishes == {}
    client.force_login(town.lina.login)
    assert client.post(address, {"visits_by": "none"}).status_code == 404
    assert client.get("/me/reached/").status_code in {302, 403, 404}


def test_a_carer_chooses_her_own_addresses_on_her_own_page(town: Cast, baby: Patient, client: Client) -> None:
    client.force_login(town.teresa)
    told = {"phone": "07400 123456", "email": "", "language": "ar", "wants_sms": "on", "visits_by": "sms"}
    assert client.post("/me/reached/", told).status_code == 302

    (text,) = moved(baby)
    assert (text.to, text.language) == (PHONE, "ar")
    client.post("/me/reached/", {"channel": "sms", "word": "stop"})
    assert moved(baby, "b") == []
    assert "stopped" in client.get("/me/reached/").text


def test_the_desk_writes_down_where_a_carer_is_reached_and_the_journal_says_who_did(
    town: Cast, baby: Patient, client: Client
) -> None:
    client.force_login(town.sam)
    page = client.get(f"/me/{baby.pk}/reached/").text
    here = f"/desk/carers/{baby.grants.get().pk}/reached/"
    assert here in page
    assert "Teresa Silva" in client.get(here).text
    told = {"phone": "07400 123456", "email": "", "language": "ar", "wants_sms": "on"}
    for none in ("none", "12"):
        assert "not a phone number" in client.post(here, told | {"phone": none}).text
    assert client.post(here, told).status_code == 302

    (text,) = moved(baby)
    assert (text.to, text.language) == (PHONE, "ar")
    assert Entry.objects.get(verb="carer.reached_otherwise").actor_id == str(town.sam.pk)
    assert "Sam Reid: " in client.get(here).text
    client.post(here, {"channel": "sms", "word": "stop"})
    assert moved(baby, "b") == []
    assert Sight.objects.filter(patient_id=baby.pk, actor_id=str(town.sam.pk)).exists()


def test_where_a_carer_is_reached_is_nobodys_but_hers_and_the_desks_and_ends_with_her_right(
    town: Cast, baby: Patient, client: Client
) -> None:
    grant = baby.grants.get()
    here = f"/desk/carers/{grant.pk}/reached/"
    client.force_login(town.teresa)
    assert client.get(here).status_code in {403, 404}
    assert "Who cares for them" not in client.get(f"/me/{baby.pk}/reached/").text
    people.end_grant(grant, by=town.sam)
    client.force_login(town.sam)
    assert client.get(here).status_code == 404


def test_of_two_who_change_it_at_once_the_second_is_refused(town: Cast) -> None:
    first, second = (Patient.objects.get(pk=town.amara.pk) for _n in range(2))
    people.change_details(first, by=town.sam, wishes={"visits": {"by": "sms"}})

    with pytest.raises(Refusal):
        people.change_details(second, by=town.nurse_lin, wishes={"visits": {"by": "email"}})


def test_a_carer_costs_the_sender_no_more_questions_for_each_message(town: Cast, baby: Patient) -> None:
    def asked(patient: Patient, key: str) -> int:
        moved(patient, key)
        with CaptureQueriesContext(connection) as questions:
            work_off(Lane.DELIVERY)
        return len(questions)

    people.change_details(town.amara, by=HOUSE, wants_sms=False)
    hers = asked(town.amara, "a")
    carers = asked(baby, "b")
    assert carers == hers


def test_to_write_asks_once_for_all_addresses_and_once_for_all_carers(town: Cast) -> None:
    fresh = Patient.objects.get(pk=town.amara.pk)
    with CaptureQueriesContext(connection) as questions:
        actions.compose(fresh, "moved", key="a", when="Friday", place="Riverside")
    people.grant(town.teresa, fresh, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)
    with CaptureQueriesContext(connection) as with_carer:
        actions.compose(fresh, "moved", key="b", when="Friday", place="Riverside")

    assert len(with_carer) - len(questions) <= 4  # to know the same address when it is written in two ways


def test_in_each_language_the_kinds_have_names(town: Cast) -> None:
    for language in ("es", "fr", "pl", "ar"):
        with translation.override(language):
            assert len({str(kind.label) for kind in Kind}) == len(Kind)
            assert str(Kind.VISITS.label) != "About my visits"


def test_what_is_of_no_known_kind_is_told_as_news() -> None:
    assert kind_of("flu_season") == Kind.NEWS
