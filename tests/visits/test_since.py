from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.feedback.actions import past
from bedside.feedback.beside import went_badly
from bedside.feedback.models import Answer
from bedside.hours.clock import Stopped, stopped_at
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.records.models import Parcel, ParcelIndex
from bedside.town.cast import Cast
from bedside.visits import actions, summaries, teaching
from bedside.visits.brief import Brief, brief
from bedside.visits.comparing import differences
from bedside.visits.gaps import LANGUAGES, Gap, gaps, rules
from bedside.visits.models import Visit

TUESDAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock(town: Cast) -> Iterator[Stopped]:
    town.dr_osei.act_as(Role.CLINICIAN)
    with stopped_at(MORNING) as clock:
        yield clock


def comes(town: Cast) -> Visit:
    about: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "A cough", "level": "R14"}
    return actions.walk_in(town.amara, staff_member=town.osei, by=town.sam, **about)


def was_seen(town: Cast, **words: Any) -> Visit:
    room = actions.open_room(town.riverside, name="Room 8", by=HOUSE)
    visit = actions.begin(actions.call(comes(town), room=room, by=town.dr_osei), by=town.dr_osei)
    found = summaries.draft(visit, by=town.dr_osei, found="All fine.", **words)
    summaries.sign(found, by=town.dr_osei, confirmed={one.id: "right" for one in differences(found)})
    return actions.finish(visit, by=town.dr_osei)


def read(town: Cast) -> Brief:
    return brief(comes(town), town.dr_osei)


def test_what_came_and_what_is_other_since_the_last_visit_is_told(town: Cast, clock: Stopped) -> None:
    old: dict[str, Any] = {"patient": town.amara, "source": "lab", "digest": "x", "version": 1}
    Parcel.objects.create(type="Observation", source_id="1", received_at=MORNING - timedelta(days=1), **old)
    was_seen(town)
    clock.move(days=1)
    people.change_details(town.amara, by=town.sam, pronouns="she/her", needs="A ramp")
    for number in ("2", "3"):
        Parcel.objects.create(type="Observation", source_id=number, received_at=MORNING + timedelta(days=1), **old)

    assert read(town).changed == ["Results: 2 new", "Details: pronouns, what they need"]


def test_of_somebody_new_nothing_is_said_to_have_changed(town: Cast, clock: Stopped) -> None:
    people.change_details(town.amara, by=town.sam, needs="A ramp")

    found = read(town)

    assert (found.changed, found.due, found.unclear) == ([], [], [])


def test_a_call_about_a_test_is_still_due_once_its_day_has_passed(town: Cast, clock: Stopped) -> None:
    was_seen(town, tests=[{"test": "Blood test", "who": "Dr Osei", "by": "2026-11-24"}])
    clock.move(days=1)
    first = comes(town)
    assert brief(first, town.dr_osei).due == []
    actions.leave(first, by=town.sam, because="had to go")

    clock.move(days=1)

    said = "Blood test: Dr Osei was to call by Tuesday 24 November. Ask whether that happened."
    assert read(town).due == [said]


def test_a_missed_visit_is_still_due_until_another_is_booked(town: Cast, clock: Stopped) -> None:
    starts = MORNING + timedelta(hours=1)
    about: dict[str, Any] = {"place": town.riverside, "service": town.joints, "slot_minutes": 20, "by": HOUSE}
    open_session(town.osei, starts_at=starts, ends_at=starts + timedelta(hours=1), **about)
    first, second = Slot.objects.filter(starts_at__gte=starts).order_by("starts_at")[:2]
    missed = booking.book(first, town.amara, town.knee_check, by=town.sam)
    clock.move(hours=1, minutes=5)
    actions.note_no_show(missed, by=town.sam)
    visit = comes(town)

    assert brief(visit, town.dr_osei).due == ["Missed the visit on Monday 23 November and has not come since."]
    booking.book(second, town.amara, town.knee_check, by=town.sam)
    assert brief(visit, town.dr_osei).due == []


def test_what_was_not_clear_last_time_is_told(town: Cast, clock: Stopped) -> None:
    visit = was_seen(town, get_help="Call us if you feel worse.")
    assert town.amara.login
    town.amara.login.act_as(Role.PATIENT)
    summary = visit.summaries.get()
    teaching.answer(summary, {}, version=summary.version, by=town.amara.login)
    clock.move(days=1)

    assert read(town).unclear == ["When to call at once"]


def test_a_bad_visit_is_named_only_where_she_lets_us_speak_of_it(town: Cast, clock: Stopped) -> None:
    visit = was_seen(town)
    asked = past(visit, asked_at=MORNING)
    record("survey.asked", asked, by=HOUSE)
    said = Answer(patient=town.amara, invitation=asked, overall="poor", comment="Nobody listened.", at=MORNING)
    record("survey.answered", said, by=HOUSE)
    assert went_badly(town.dr_osei, town.amara) == []

    said.may_contact = True
    record("survey.answered", said, by=HOUSE)

    assert [(one.text, one.aside) for one in went_badly(town.dr_osei, town.amara)] == [
        ("Nobody listened.", "Monday 23 November")
    ]
    clock.move(days=366)
    assert went_badly(town.dr_osei, town.amara) == []


@pytest.mark.parametrize(
    ("born", "sex", "due"),
    [
        (date(1973, 11, 24), "male", ["bowel", "health-check"]),  # 52
        (date(1973, 11, 24), "female", ["bowel", "breast", "cervix-50", "health-check"]),
        (date(1976, 11, 25), "female", ["cervix-25", "health-check"]),  # 49, and 50 tomorrow
        (date(2001, 11, 24), "unknown", ["cervix-25"]),  # it may be for them
        (date(2010, 1, 1), "female", []),
        (None, "female", []),
    ],
)
def test_what_may_be_due_goes_by_age_and_sex(town: Cast, born: date | None, sex: str, due: list[str]) -> None:
    patient = Patient(pk=town.amara.pk, birth_date=born, sex=sex)

    assert [one.rule.id for one in gaps(patient, town.dr_osei, Q(patient=patient), TUESDAY, "GB")] == due
    assert gaps(patient, town.dr_osei, Q(patient=patient), TUESDAY, "ES") == []


def on_record(town: Cast, kind: str, status: str, code: str, when: str) -> None:
    """Another system tells us of something that was done, planned or found."""
    told = Parcel.objects.create(type=kind, source="x", source_id=f"{code}{when}", digest="0", patient=town.amara)
    for name, value in (("code", code), ("date", when), ("status", status)):
        ParcelIndex.objects.create(parcel=told, name=name, value=value)


def due_for(town: Cast) -> dict[str, str]:
    hers = Patient(pk=town.amara.pk, birth_date=date(1973, 11, 24), sex="male")
    return {one.rule.id: one.said for one in gaps(hers, town.dr_osei, Q(patient=hers), TUESDAY, "GB")}


@pytest.mark.parametrize(
    ("when", "said"),
    [("2025-03-01", ""), ("2024-11", "November 2024"), ("2020-05-17", "17 May 2020"), ("2019", "2019")],
)
def test_what_is_on_record_and_new_enough_is_not_due(town: Cast, when: str, said: str) -> None:
    on_record(town, "Observation", "final", "http://loinc.org|29771-3", when)

    told = due_for(town)
    assert ("bowel" in told) is bool(said)
    assert not said or told["bowel"] == f"Bowel screening, every 2 years: last on record: {said}."
    assert told["health-check"] == "Health check, every 5 years: nothing on record here."


@pytest.mark.parametrize(
    ("status", "when"),
    [
        ("not-done", "2026-03-01"),
        ("entered-in-error", "2026-03-01"),
        ("cancelled", "2026-03-01"),
        ("final", "2027-01-05"),
    ],
)
def test_what_was_not_done_or_is_only_planned_counts_for_nothing(town: Cast, status: str, when: str) -> None:
    on_record(town, "Procedure", status, "http://snomed.info/sct|73761001", when)

    assert due_for(town)["bowel"] == "Bowel screening, every 2 years: nothing on record here."


def test_a_health_check_that_was_done_is_known_and_is_for_those_without_the_illnesses_it_looks_for(town: Cast) -> None:
    assert "health-check" in due_for(town)
    on_record(town, "Condition", "resolved", "http://snomed.info/sct|44054006", "2019-01-01")
    assert "health-check" in due_for(town)

    on_record(town, "Condition", "active", "http://snomed.info/sct|73211009", "2019-01-01")
    assert "health-check" not in due_for(town)

    ParcelIndex.objects.filter(parcel__type="Condition").delete()
    on_record(town, "Observation", "final", "http://snomed.info/sct|523221000000100", "2024-01-01")
    assert "health-check" not in due_for(town)


def test_every_rule_can_be_done(town: Cast) -> None:
    assert all(one.codes for one in rules())


def test_each_rule_names_its_source_its_version_and_that_nobody_has_reviewed_it() -> None:
    assert len({(one.id, one.version) for one in rules()}) == len(rules())
    for one in rules():
        assert one.source
        assert set(one.name) == LANGUAGES
        assert one.reviewer == ""
        assert "Not clinically reviewed" in Gap(one, "").by
