"""One message to many: looked at, confirmed by number, asked about anew for each, told once, and stopped at once."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bedside.access import actions as access
from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Status
from bedside.hours.clock import now
from bedside.inbox import incoming, stopping
from bedside.inbox.models import Delivered, Message, State
from bedside.jobs.models import Job
from bedside.jobs.worker import work_off
from bedside.journal import actions as journal
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.mailings import actions, rounds
from bedside.mailings.audience import audience, born_by, months_ago
from bedside.mailings.models import Addressee, Mailing, NotTold, Step, Turn, Whom
from bedside.mailings.preview import look
from bedside.mailings.progress import progress
from bedside.people import actions as people
from bedside.people.models import Label, Patient
from bedside.people.wishes import By, Kind

from .conftest import SNOW, TUESDAY, Snow, told, turns

pytestmark = pytest.mark.django_db
HOT = {"en": "These are hot days. Drink more water, and stay in the shade."}


def names(mailing: Mailing) -> set[str]:
    return set(audience(mailing).values_list("given_name", flat=True))


def fresh(patient: Patient) -> Patient:
    return Patient.objects.get(pk=patient.pk)


# looking


def test_looking_says_how_many_by_which_way_and_sends_nothing(snow: Snow) -> None:
    people.change_details(snow.town.lina, by=HOUSE, wants_sms=False)
    found = look(snow.write())

    assert found.number == 3
    assert found.ways == {"sms": 2, "email": 3, "portal": 0}
    assert (found.several, found.asleep, found.left_out) == (2, 0, [])
    assert not Message.objects.exists()
    assert not Addressee.objects.exists()


def test_looking_says_who_is_left_out_and_why(snow: Snow) -> None:
    town = snow.town
    stopping.say("sms", town.amara.phone, stops=True, by=HOUSE)
    stopping.say("email", town.amara.email, stops=True, by=HOUSE)
    people.change_details(town.lina, by=HOUSE, wishes={Kind.VISITS: {"by": By.NONE}})
    people.note_death(town.ana, on=date(2026, 11, 22), by=HOUSE)
    booked = people.register(by=HOUSE, given_name="Bo", family_name="Lund")
    snow.book(booked)
    away = people.register(by=HOUSE, given_name="Cy", family_name="Lund", email="cy@town.example", wants_email=False)
    snow.book(away)

    found = look(snow.write())

    assert found.number == 0
    assert dict(found.left_out) == {
        NotTold.CLOSED: 1,
        NotTold.STOPPED: 2,
        NotTold.UNWISHED: 1,
        NotTold.UNREACHED: 1,
    }


def test_who_signs_in_and_wants_neither_text_nor_email_finds_it_in_the_portal(snow: Snow) -> None:
    people.change_details(snow.town.lina, by=HOUSE, wants_sms=False, wants_email=False)
    mailing = snow.write()
    assert look(mailing).ways["portal"] == 1
    snow.confirm(mailing)
    snow.strike()

    (message,) = told(snow.town.lina)
    assert (message.channel, message.state, message.about_id) == ("portal", State.SENT, mailing.pk)
    assert message.body == SNOW["en"]
    assert message.conversation is not None
    assert message.conversation.unread_for_patient == 1


def test_the_words_are_shown_to_a_made_up_person_and_what_is_not_written_is_english(snow: Snow) -> None:
    french = {"fr": "{name}, nous sommes fermés mardi. Il y a de la neige."}
    tongues = {one.language: one for one in look(snow.write(words=SNOW | french)).tongues}

    assert tongues["fr"].people == 0
    assert [one.words for one in tongues["fr"].shown][2].startswith("Riverside Clinic : Anne-Sophie, nous")
    assert (tongues["es"].people, tongues["es"].in_english, tongues["es"].shown) == (1, True, [])
    assert (tongues["en"].people, tongues["en"].in_english) == (2, False)


def test_each_reads_it_in_her_language_or_in_english_and_the_message_says_which(snow: Snow) -> None:
    people.change_details(snow.town.lina, by=HOUSE, language="pl")
    snow.confirm(snow.write(words=SNOW | {"es": "{name}, cerramos el martes por la nieve."}))
    snow.strike()

    sms = {one.patient_id: one for one in Message.objects.filter(channel="sms")}
    ana, lina = sms[snow.town.ana.pk], sms[snow.town.lina.pk]
    assert (ana.language, "Ana, cerramos el martes" in ana.body, "¿Preguntas?" in ana.body) == ("es", True, True)
    assert (lina.language, lina.body) == (
        "en",
        f"Riverside Clinic: {SNOW['en']} Questions? 01632 960001",
    )


# whom it is for


def test_only_who_has_a_visit_there_then_with_that_clinician_is_meant(snow: Snow) -> None:
    town = snow.town
    assert names(snow.write()) == {"Amara", "Lina", "Ana"}
    assert names(snow.write(place=town.riverside, service=town.joints, staff_member=town.osei)) == {
        *("Amara", "Lina", "Ana"),
    }
    assert names(snow.write(place=town.hillside)) == set()
    assert names(snow.write(service=town.gp)) == set()
    assert names(snow.write(staff_member=town.lee)) == set()
    assert names(snow.write(visit_type=town.nurse_visit)) == set()
    assert names(snow.write(first_day=date(2026, 11, 25), last_day=date(2026, 11, 30))) == set()
    assert names(snow.write(language="es")) == {"Ana"}


def test_a_confidential_visit_is_neither_meant_nor_counted(snow: Snow) -> None:
    snow.book(snow.town.omar, label=Label.CONFIDENTIAL)

    assert "Omar" not in names(snow.write())
    assert look(snow.write()).number == 3


def test_ages_are_full_years_and_who_is_of_unknown_age_is_said(snow: Snow) -> None:
    bo = people.register(by=HOUSE, given_name="Bo", family_name="Lund", email="bo@town.example")
    snow.book(bo)

    assert names(snow.write(age_from=42, age_to=42)) == {"Amara"}  # born on 9 March 1984
    assert names(snow.write(age_from=43)) == {"Ana"}
    assert names(snow.write(age_to=41)) == {"Lina"}
    assert look(snow.write(age_from=18)).unknown_age == 1
    assert look(snow.write()).unknown_age == 0


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 1), date(2026, 11, 23)])
def test_an_age_is_counted_as_everywhere_in_the_house(today: date) -> None:
    for born in (date(2000, 2, 28), date(2000, 2, 29), date(2000, 3, 1), date(2001, 3, 1), date(2006, 11, 23)):
        age = Patient(birth_date=born).age_on(today)
        for years in range(17, 28):
            assert (born <= born_by(today, years)) == (age is not None and age >= years), (born, years)


def test_who_was_here_some_months_ago_and_has_no_visit_to_come_is_meant(snow: Snow) -> None:
    past = {"starts_at": datetime(2026, 6, 1, 9, tzinfo=UTC), "ends_at": datetime(2026, 6, 1, 10, tzinfo=UTC)}
    for name in ("amara", "lina"):
        Appointment.objects.filter(pk=snow.visits[name].pk).update(status=Status.FULFILLED, **past)
    snow.book(snow.town.lina)
    seen: dict[str, Any] = {"whom": Whom.SEEN, "first_day": None, "last_day": None}

    assert names(snow.write(**seen, months=6)) == {"Amara", "Lina"}
    assert names(snow.write(**seen, months=6, without_visit=True)) == {"Amara"}
    assert names(snow.write(**seen, months=5)) == set()
    assert names(snow.write(**seen, months=6, visit_type=snow.town.nurse_visit)) == set()
    with pytest.raises(Refusal), transaction.atomic():
        snow.write(**seen)


def test_months_are_counted_back_on_the_calendar(snow: Snow) -> None:
    snow.clock.move_to(datetime(2026, 3, 31, 12, tzinfo=UTC))
    assert months_ago(1) == datetime(2026, 2, 28, 0, tzinfo=UTC)
    assert months_ago(12) == datetime(2025, 3, 30, 23, tzinfo=UTC)  # summer time in London


def test_everybody_is_meant_once_by_whichever_name_she_is_known(snow: Snow) -> None:
    twice = people.register(by=HOUSE, given_name="Amara", family_name="Okafor", email="other@town.example")
    snow.book(twice)
    people.merge(fresh(twice), fresh(snow.town.amara), by=HOUSE, because="the same")

    assert sorted(audience(snow.write()).values_list("given_name", flat=True)) == ["Amara", "Ana", "Lina"]
    assert look(snow.write(whom=Whom.ALL, first_day=None, last_day=None)).number == 5


# confirming


def test_confirming_freezes_the_list_one_row_for_each(snow: Snow) -> None:
    mailing = snow.confirm(snow.write())

    assert (mailing.step, mailing.confirmed_number, mailing.confirmed_by) == (Step.SENDING, 3, snow.town.ines)
    assert turns(mailing) == dict.fromkeys(("Amara", "Lina", "Ana"), Turn.WAITING)
    assert not Message.objects.exists()
    entry = Entry.objects.get(verb="mailing.confirmed")
    assert (entry.facts["people"], entry.because) == (3, "The roads are closed.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.create(mailing=mailing, patient=snow.town.amara)


def test_another_number_than_the_one_that_is_shown_is_refused(snow: Snow) -> None:
    mailing = snow.write()
    with pytest.raises(Refusal, match="Type the number"):
        actions.confirm(mailing, number=2, mark=look(mailing).mark, by=snow.town.ines, seen=mailing.version)
    assert not Addressee.objects.exists()


def test_a_list_that_has_changed_since_it_was_shown_is_refused_even_where_the_number_is_the_same(snow: Snow) -> None:
    mailing = snow.write()
    mark = look(mailing).mark
    booking.cancel(fresh_visit(snow, "lina"), by=HOUSE, because="better")
    with pytest.raises(Refusal, match="has changed since you looked"):
        actions.confirm(mailing, number=3, mark=mark, by=snow.town.ines, seen=mailing.version)

    snow.book(snow.town.omar)
    assert look(mailing).number == 3
    with pytest.raises(Refusal, match="has changed since you looked"):
        actions.confirm(mailing, number=3, mark=mark, by=snow.town.ines, seen=mailing.version)
    assert not Addressee.objects.exists()


def test_pressing_twice_confirms_once(snow: Snow) -> None:
    mailing = snow.write()
    mark, seen, again = look(mailing).mark, mailing.version, Mailing.objects.get(pk=mailing.pk)
    actions.confirm(mailing, number=3, mark=mark, by=snow.town.ines, seen=seen)
    with pytest.raises(Refusal, match="Someone else"), transaction.atomic():
        actions.confirm(again, number=3, mark=mark, by=snow.town.ines, seen=seen)
    with pytest.raises(Refusal, match="Someone else"):
        actions.confirm(mailing, number=3, mark=mark, by=snow.town.ines, seen=seen)

    assert Addressee.objects.count() == 3
    snow.strike()
    snow.strike()
    assert Message.objects.filter(channel="sms").count() == 3


def test_nobody_is_told_by_a_message_to_nobody(snow: Snow) -> None:
    mailing = snow.write(place=snow.town.hillside)
    with pytest.raises(Refusal, match="Nobody would be told"):
        snow.confirm(mailing)


def test_only_a_manager_writes_confirms_and_stops(snow: Snow) -> None:
    mailing = snow.write()
    found = look(mailing)
    for user, role in ((snow.town.sam, Role.FRONT_DESK), (snow.town.alex, Role.ADMINISTRATOR)):
        user.act_as(role)
        with pytest.raises(Refusal, match="Only a manager"):
            actions.confirm(mailing, number=3, mark=found.mark, by=user, seen=mailing.version)
        with pytest.raises(Refusal, match="Only a manager"):
            actions.stop(mailing, by=user)
    with pytest.raises(Refusal, match="Only a manager"):
        actions.write(
            None,
            name="x",
            why="x",
            whom=Whom.ALL,
            words=SNOW,
            last_send_day=TUESDAY,
            by=snow.town.dr_osei,
        )
    assert Mailing.objects.visible_to(snow.town.sam).count() == 0
    assert Mailing.objects.visible_to(snow.town.alex).count() == 0
    assert Addressee.objects.visible_to(snow.town.ines).count() == 0  # a manager sees numbers, no names


# two persons


def test_what_speaks_of_the_body_is_read_by_a_clinician_who_did_not_write_it(snow: Snow) -> None:
    mailing = snow.write(words=HOT)
    assert mailing.is_clinical
    with pytest.raises(Refusal, match="clinician has to read"):
        snow.confirm(mailing)

    actions.ask(mailing, by=snow.town.ines)
    with pytest.raises(Refusal, match="clinician has to read"):
        actions.approve(mailing, by=snow.town.ines)
    access.give_role(snow.town.ines, Role.CLINICIAN, by=HOUSE)
    snow.town.ines.act_as(Role.CLINICIAN)
    with pytest.raises(Refusal, match="Somebody else"):
        actions.approve(mailing, by=snow.town.ines)
    snow.town.ines.act_as(Role.MANAGER)
    actions.approve(mailing, by=snow.town.dr_osei)
    snow.confirm(mailing)
    assert mailing.step == Step.SENDING


def test_the_database_lets_no_clinical_message_leave_without_a_second_person(snow: Snow) -> None:
    mailing = snow.write(words=HOT)
    for change in (
        {"step": Step.SENDING, "confirmed_by": snow.town.ines},
        {"approved_by": snow.town.ines},
        {"step": Step.SENDING, "is_clinical": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mailing.objects.filter(pk=mailing.pk).update(**change)


def test_what_is_changed_after_it_was_read_has_to_be_read_again(snow: Snow) -> None:
    words = HOT
    mailing = snow.write(words=words)
    actions.ask(mailing, by=snow.town.ines)
    actions.approve(mailing, by=snow.town.dr_osei)
    told: dict[str, Any] = {"name": "x", "why": "x", "whom": Whom.ALL, "last_send_day": TUESDAY, "words": words}
    actions.write(mailing, by=snow.town.ines, seen=mailing.version, **told)

    assert (mailing.step, mailing.approved_by) == (Step.DRAFT, None)
    with pytest.raises(Refusal, match="clinician has to read"):
        snow.confirm(mailing)


def test_a_clinician_sends_it_back_and_says_why(snow: Snow) -> None:
    mailing = snow.write(words=HOT)
    actions.ask(mailing, by=snow.town.ines)
    actions.send_back(mailing, because="Say which.", by=snow.town.dr_osei)
    assert (mailing.step, mailing.because) == (Step.DRAFT, "Say which.")


# words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"es": "Cerramos el martes."}, "Write it in English"),
        ({"en": "Your cancer visit is on Tuesday."}, "tells a stranger"),
        ({"en": "Your blood test results are here."}, "tells a stranger"),
        ({"en": "Your {diagnosis} visit is on Tuesday."}, "cannot be read"),
        ({"en": "Hello {{ name }}, we are closed."}, "cannot be read"),
        ({"en": "{if shared}We are closed.{end}"}, "cannot be read"),
        ({"en": "We are closed. " * 45}, "too long"),
        ({"en": "We are closed on Tuesday.\n\nWe are open on Friday again, from eight. " * 5}, "text messages"),
        ({"en": "Please book a time. Please fill in the form."}, "Ask for one thing only"),
        ({"en": "Please send us your date of birth."}, "Never ask for"),
        ({"en": "Because of " + "very " * 18 + "bad snow we are closed."}, "has "),
        ({"en": SNOW["en"], "es": "Su cita de oncología es el martes."}, "tells a stranger"),
    ],
)
def test_words_that_are_wrong_are_told_plainly_and_nobody_is_told(snow: Snow, words: dict[str, str], said: str) -> None:
    mailing = snow.write(words=words)
    with pytest.raises(Refusal, match=said):
        snow.confirm(mailing)
    assert not Addressee.objects.exists()


def test_her_name_the_clinic_the_number_and_the_link_are_filled_in_and_nothing_else(snow: Snow) -> None:
    snow.confirm(snow.write(words={"en": "{name}, {clinic} is closed. Write to us: {link} or call {phone}"}))
    snow.strike()
    (email, _sms) = told(snow.town.amara)
    assert "Amara, Riverside Clinic is closed. Write to us: " in email.body
    assert "/messages/new/ or call 01632 960001" in email.body


def test_no_canary_of_her_record_sings_in_a_message_to_many(snow: Snow) -> None:
    canaries = {"address": "9 Canary Row", "postcode": "CN1 1RY", "needs": "canaryneeds"}
    people.change_details(snow.town.amara, by=HOUSE, **canaries)
    Appointment.objects.filter(pk=snow.visits["amara"].pk).update(reason="canaryreason")
    snow.confirm(snow.write(words={"en": "{name}, {clinic} is closed. Write to us: {link} or call {phone}"}))
    snow.strike()

    secrets = [*canaries.values(), "canaryreason", "Okafor", "1984", "Knee", "Joints", "Osei", "09:00"]
    said = " ".join(f"{one.subject} {one.body}" for one in Delivered.objects.all())
    assert "Amara" in said
    assert [one for one in secrets if one.casefold() in said.casefold()] == []


# sending


def test_each_is_told_once_by_the_ways_she_wishes_and_then_it_is_over(snow: Snow) -> None:
    mailing = snow.confirm(snow.write())
    snow.strike()

    assert turns(mailing) == dict.fromkeys(("Amara", "Lina", "Ana"), Turn.TOLD)
    assert [one.channel for one in told(snow.town.amara)] == ["email", "sms"]
    assert {one.state for one in told(snow.town.amara)} == {State.SENT}
    assert {one.key for one in told(snow.town.amara)} == {
        f"mailing:{mailing.pk}:{snow.town.amara.pk}:{channel}" for channel in ("email", "sms")
    }
    mailing.refresh_from_db()
    assert (mailing.step, mailing.over_at) == (Step.ENDED, now())
    snow.strike()
    assert Delivered.objects.count() == 6


def fresh_visit(snow: Snow, name: str) -> Appointment:
    return Appointment.objects.get(pk=snow.visits[name].pk)


def test_who_is_no_longer_meant_is_left_out_and_nobody_new_is_told(snow: Snow) -> None:
    mailing = snow.confirm(snow.write())
    booking.cancel(fresh_visit(snow, "lina"), by=HOUSE, because="better")
    snow.book(snow.town.omar)
    snow.strike()

    assert turns(mailing) == {"Amara": Turn.TOLD, "Ana": Turn.TOLD, "Lina": NotTold.GONE}
    assert told(snow.town.omar) == told(snow.town.lina) == []


def test_who_stops_dies_or_wishes_otherwise_in_between_is_not_told(snow: Snow) -> None:
    town = snow.town
    mailing = snow.confirm(snow.write())
    people.change_details(town.amara, by=HOUSE, email="")
    incoming.hear("sms", town.amara.phone, "STOP", key="stop")
    people.change_details(town.lina, by=HOUSE, wishes={Kind.VISITS: {"by": By.NONE}})
    people.note_death(town.ana, on=date(2026, 11, 23), by=HOUSE)
    snow.strike()

    assert turns(mailing) == {"Amara": NotTold.STOPPED, "Lina": NotTold.UNWISHED, "Ana": NotTold.CLOSED}
    assert not Message.objects.filter(template="mailing").exists()


def test_a_language_that_changes_in_between_is_the_one_she_is_told_in(snow: Snow) -> None:
    snow.confirm(snow.write(words=SNOW | {"es": "Cerramos el martes por la nieve."}))
    people.change_details(snow.town.amara, by=HOUSE, language="es")
    snow.strike()
    assert {one.language for one in told(snow.town.amara)} == {"es"}


def test_at_night_it_waits_until_the_quiet_hours_end(snow: Snow) -> None:
    snow.clock.move_to(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    mailing = snow.write()
    assert look(mailing).asleep == 3
    snow.confirm(mailing)
    snow.strike()

    assert not Message.objects.exists()
    assert (progress(mailing).waiting, progress(mailing).asleep) == (3, 3)
    snow.clock.move_to(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    snow.strike(0)
    assert set(turns(mailing).values()) == {Turn.TOLD}


def test_ones_own_quiet_hours_hold_too_and_only_for_oneself(snow: Snow) -> None:
    people.change_details(snow.town.lina, by=HOUSE, quiet_from="11:00", quiet_until="14:00")
    mailing = snow.confirm(snow.write())
    snow.strike()
    assert turns(mailing) == {"Amara": Turn.TOLD, "Ana": Turn.TOLD, "Lina": Turn.WAITING}

    snow.clock.move_to(datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    snow.strike(0)
    assert turns(mailing)["Lina"] == Turn.TOLD


def test_who_decides_otherwise_overnight_is_asked_about_anew_in_the_morning(snow: Snow) -> None:
    snow.clock.move_to(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    mailing = snow.confirm(snow.write())
    snow.strike()
    booking.cancel(fresh_visit(snow, "lina"), by=HOUSE, because="better")
    Message.objects.all().delete()
    snow.clock.move_to(datetime(2026, 11, 24, 8, 1, tzinfo=UTC))
    snow.strike(0)
    assert turns(mailing) == {"Amara": Turn.TOLD, "Ana": Turn.TOLD, "Lina": NotTold.GONE}


def test_nothing_leaves_after_the_last_day(snow: Snow) -> None:
    later = snow.write(first_day=TUESDAY, last_day=date(2026, 11, 30), last_send_day=date(2026, 11, 23))
    snow.clock.move_to(datetime(2026, 11, 23, 21, 30, tzinfo=UTC))
    assert dict(look(later).left_out) == {NotTold.TOO_LATE: 3}

    snow.clock.move_to(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    mailing = snow.confirm(later)
    assert mailing.not_after == datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)
    snow.clock.move_to(datetime(2026, 11, 24, 0, 1, tzinfo=UTC))
    snow.strike(0)
    assert set(turns(mailing).values()) == {NotTold.TOO_LATE}
    assert not Message.objects.exists()

    with pytest.raises(Refusal, match="last day is over"):
        snow.confirm(snow.write(last_send_day=date(2026, 11, 23)))


def test_a_message_that_is_kept_back_by_the_way_there_is_never_sent_too_late(snow: Snow) -> None:
    snow.confirm(snow.write())
    snow.clock.move(minutes=1)
    rounds.send_on()
    work_off("upkeep")
    assert {one.not_after for one in told(snow.town.amara)} == {datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)}
    snow.clock.move_to(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    work_off()
    assert {one.state for one in told(snow.town.amara)} == {State.EXPIRED}


def crowd(snow: Snow, number: int) -> Mailing:
    for one in range(number):
        people.register(by=HOUSE, given_name=f"P{one}", family_name="Crowd", email=f"p{one}@town.example")
    return snow.write(whom=Whom.ALL, first_day=None, last_day=None, language="en")


def test_a_hundred_at_most_are_told_each_time_the_clock_strikes(snow: Snow) -> None:
    mailing = snow.confirm(crowd(snow, 103))
    assert mailing.confirmed_number == 105  # with Amara and Lina
    snow.strike()
    assert (progress(mailing).told, progress(mailing).waiting) == (100, 5)
    rounds.send_on()  # in the same minute
    work_off()
    assert progress(mailing).told == 100
    snow.strike()
    assert (progress(mailing).told, progress(mailing).waiting) == (105, 0)


def test_killed_in_the_middle_nobody_is_told_twice_and_nobody_is_forgotten(
    snow: Snow, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing = snow.confirm(snow.write())
    real, seen = journal.record, list[str]()

    def killed(verb: str, *about: Any, **more: Any) -> Any:
        if verb == "addressee.told":
            seen.append(verb)
            if len(seen) == 2:  # her message is written, her row is not marked yet
                raise KeyboardInterrupt
        return real(verb, *about, **more)

    monkeypatch.setattr(rounds, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        rounds.tell(mailing.pk)
    assert sorted(turns(mailing).values()) == ["told", "waiting", "waiting"]
    assert Message.objects.filter(channel="sms").count() == 1

    snow.strike()
    assert set(turns(mailing).values()) == {Turn.TOLD}
    assert Message.objects.filter(channel="sms").count() == 3
    assert Delivered.objects.filter(channel="sms").count() == 3


def test_work_that_fails_is_done_again_and_tells_nobody_twice(snow: Snow, monkeypatch: pytest.MonkeyPatch) -> None:
    mailing = snow.confirm(snow.write())
    real = rounds._written

    def broken(one: Mailing, reach: Any) -> Any:
        if reach.patient.pk == sorted(Addressee.objects.values_list("patient", flat=True))[1]:
            raise RuntimeError("the disk is full")
        return real(one, reach)

    with monkeypatch.context() as now_broken:
        now_broken.setattr(rounds, "_written", broken)
        snow.strike()
    assert Job.objects.get(task="tell_many").state == "ready"  # to be tried again
    snow.clock.move(hours=1)
    work_off()
    assert set(turns(mailing).values()) == {Turn.TOLD}
    assert Message.objects.filter(channel="sms").count() == 3


def test_one_who_cannot_be_written_to_keeps_nobody_else_waiting(snow: Snow, monkeypatch: pytest.MonkeyPatch) -> None:
    mailing = snow.confirm(snow.write())
    real = rounds._written

    def refuses(one: Mailing, reach: Any) -> Any:
        if reach.patient.pk == snow.town.lina.pk:
            raise Refusal("This cannot be done.")
        return real(one, reach)

    monkeypatch.setattr(rounds, "_written", refuses)
    snow.strike()
    assert turns(mailing) == {"Amara": Turn.TOLD, "Ana": Turn.TOLD, "Lina": NotTold.REFUSED}


# stopping


def test_a_stop_takes_back_what_has_not_left_and_nobody_else_is_told(snow: Snow) -> None:
    mailing = snow.confirm(crowd(snow, 150))
    snow.clock.move(minutes=1)
    rounds.send_on()
    work_off("upkeep")
    work_off("delivery", at_most=84)
    actions.stop(Mailing.objects.get(pk=mailing.pk), by=snow.town.ines)
    snow.strike()
    snow.strike()

    mailing.refresh_from_db()
    found = progress(mailing)
    assert (mailing.step, mailing.stopped_by_name) == (Step.STOPPED, "Ines Duarte")
    assert (found.confirmed, found.told, found.stopped, found.waiting) == (152, 100, 52, 0)
    assert found.of(State.SENT) == 84 == Delivered.objects.count()
    assert found.taken_back == Message.objects.filter(template="mailing").count() - 84
    assert found.had_left == Message.objects.filter(state=State.SENT).values("patient").distinct().count()


def test_a_stop_is_heard_before_the_next_person(snow: Snow, monkeypatch: pytest.MonkeyPatch) -> None:
    mailing = snow.confirm(snow.write())
    real = rounds._take

    def then_stopped(pk: uuid.UUID, one: uuid.UUID) -> bool:
        going = real(pk, one)
        if Mailing.objects.get(pk=pk).step == Step.SENDING:
            actions.stop(Mailing.objects.get(pk=pk), by=snow.town.ines)
        return going

    monkeypatch.setattr(rounds, "_take", then_stopped)
    assert rounds.tell(mailing.pk) == 1
    assert sorted(turns(mailing).values()) == [Turn.STOPPED, Turn.STOPPED, Turn.TOLD]
    with pytest.raises(Refusal, match="Someone else"):
        actions.stop(mailing, by=snow.town.ines)


# afterwards


def test_progress_adds_up_to_what_was_confirmed(snow: Snow) -> None:
    mailing = snow.confirm(snow.write())
    booking.cancel(fresh_visit(snow, "lina"), by=HOUSE, because="better")
    snow.strike()
    Message.objects.filter(patient=snow.town.ana, template="mailing", channel="sms").update(state=State.FAILED)
    Message.objects.filter(patient=snow.town.ana, template="mailing", channel="email").update(state=State.UNSURE)

    found = progress(mailing)
    assert found.told + found.waiting + found.stopped + found.missed == found.confirmed == 3
    assert (found.left_out, found.had_left) == ([(NotTold.GONE, 1)], 2)
    assert (found.of(State.SENT), found.of(State.FAILED), found.of(State.UNSURE)) == (2, 1, 1)


def test_who_answers_is_read_by_a_person_as_always(snow: Snow) -> None:
    snow.confirm(snow.write())
    snow.strike()
    incoming.hear("sms", snow.town.amara.phone, "Which day will it be then?", key="answer")
    work_off()

    heard = Message.objects.get(patient=snow.town.amara, way="in")
    assert (heard.body, heard.state) == ("Which day will it be then?", State.RECEIVED)
    assert Entry.objects.filter(verb="message.received", subject_id=heard.pk).exists()
    assert Entry.objects.filter(verb="case.opened", patient_id=snow.town.amara.pk).exists()


def test_a_message_to_many_leaves_by_the_clock_of_the_house(snow: Snow) -> None:
    from bedside.config.clock import CLOCK

    assert rounds.send_on in CLOCK["* * * * *"]


def test_a_child_is_told_through_who_may_act_for_her(snow: Snow) -> None:
    people.change_details(snow.town.tomas, by=HOUSE, email="", phone="")
    Appointment.objects.filter(pk=snow.visits["lina"].pk).update(patient=snow.town.tomas)
    mailing = snow.confirm(snow.write())
    snow.strike()
    assert turns(mailing)["Tomás"] == Turn.TOLD
    assert [(one.to, one.grant is not None) for one in told(snow.town.tomas)] == [("teresa@town.example", True)]


def test_of_many_people_as_much_is_asked_at_once_as_of_few(snow: Snow) -> None:
    mailing, asked = crowd(snow, 2), []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            look(mailing)
        asked.append(len(queries))
        crowd(snow, 30)
    assert asked[0] == asked[1]
