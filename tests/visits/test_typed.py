from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import Stopped, stopped_at
from bedside.intake.models import Form, Sheet
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.visits import actions, summaries
from bedside.visits.comparing import differences
from bedside.visits.models import Summary, Visit
from bedside.visits.typed import taken, typed

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PILL = {"name": "Amlodipine", "dose": "5 mg once a day", "change": "new", "why": "for your blood pressure"}
ROWS = {"medicines-TOTAL_FORMS": 0, "medicines-INITIAL_FORMS": 0, "tests-TOTAL_FORMS": 0, "tests-INITIAL_FORMS": 0}
QUESTIONS: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "status": "active",
    "title": "Before your visit",
    "item": [{"linkId": "smoke", "type": "string", "text": "Do you smoke?"}],
}


@pytest.fixture
def clock() -> Iterator[Stopped]:
    with stopped_at(MORNING) as clock:
        yield clock


def seen(town: Cast, came: Visit) -> Visit:
    room = actions.open_room(town.riverside, name=f"Room {came.pk}", by=HOUSE)
    return actions.begin(actions.call(came, room=room, by=town.dr_osei), by=town.dr_osei)


def walks_in(town: Cast, reason: str = "No sleep for 3 weeks", label: str = "") -> Visit:
    about = {"place": town.riverside, "service": town.gp, "level": "R14", "staff_member": town.osei, "label": label}
    more: dict[str, Any] = about
    return seen(town, actions.walk_in(town.amara, reason=reason, by=town.sam, **more))


def told_before(town: Cast, clock: Stopped, label: str = "") -> None:
    """Yesterday a medicine was begun and another stopped."""
    visit = walks_in(town, "A check", label)
    rows = [PILL, PILL | {"name": "Ibuprofen", "change": "stopped"}]
    found = summaries.draft(visit, by=town.dr_osei, found="All fine.", medicines=rows)
    summaries.sign(found, by=town.dr_osei, confirmed={one.id: "right" for one in differences(found)})
    actions.finish(visit, by=town.dr_osei)
    clock.move(days=1)


def lines(summary: Summary, town: Cast) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in typed(summary, town.dr_osei):
        found.setdefault(one.heading, []).append(one.text)
    return found


def test_her_reason_and_her_medicines_are_there_to_take_over(town: Cast, clock: Stopped) -> None:
    told_before(town, clock)
    found = summaries.draft(walks_in(town), by=town.dr_osei)

    assert lines(found, town) == {
        "Why they came": ["No sleep for 3 weeks"],
        "Medicines until now": ["Amlodipine: 5 mg once a day"],
    }


def test_what_is_taken_over_stands_in_the_notes_and_where_it_belongs(town: Cast, clock: Stopped) -> None:
    told_before(town, clock)
    found = summaries.draft(walks_in(town), by=town.dr_osei, original="Tired.")

    words = taken(found, typed(found, town.dr_osei))
    summaries.draft(found.visit, by=town.dr_osei, **words)

    kept = Summary.objects.get(visit=found.visit)
    assert kept.original == "Tired.\nNo sleep for 3 weeks\nAmlodipine: 5 mg once a day"
    assert kept.why_came == "You said: “No sleep for 3 weeks”"
    assert kept.medicines == [PILL | {"change": "same"}]
    assert lines(kept, town) == {}


def test_of_a_confidential_visit_nothing_is_offered_for_another(town: Cast, clock: Stopped) -> None:
    told_before(town, clock, label=Label.CONFIDENTIAL)

    open_one = summaries.draft(walks_in(town), by=town.dr_osei)
    assert "Medicines until now" not in lines(open_one, town)
    actions.finish(open_one.visit, by=town.dr_osei)
    hidden = summaries.draft(walks_in(town, label=Label.CONFIDENTIAL), by=town.dr_osei)
    assert "Medicines until now" in lines(hidden, town)


def test_what_she_answered_before_this_visit_is_there_and_of_no_other(town: Cast, clock: Stopped) -> None:
    starts = MORNING + timedelta(hours=1)
    about: dict[str, Any] = {"place": town.riverside, "service": town.joints, "slot_minutes": 20, "by": HOUSE}
    open_session(town.osei, starts_at=starts, ends_at=starts + timedelta(hours=1), **about)
    booked = booking.book(Slot.objects.get(starts_at=starts), town.amara, town.knee_check, by=town.sam)
    form = Form(slug="habits", status="active", definition=QUESTIONS)
    record("form.asked", form, by=HOUSE)
    sheet = Sheet(patient=town.amara, appointment=booked, form=form, slug="habits", opened_at=MORNING)
    sheet.answers = [{"linkId": "smoke", "answer": [{"valueString": "Ten a day"}]}]
    record("sheet.kept", sheet, by=HOUSE)

    other = summaries.draft(walks_in(town), by=town.dr_osei)
    assert "Before your visit" not in lines(other, town)
    actions.finish(other.visit, by=town.dr_osei)
    found = summaries.draft(seen(town, actions.arrive(booked, by=town.sam)), by=town.dr_osei)
    assert lines(found, town)["Before your visit"] == ["Do you smoke? Ten a day"]


def test_one_press_takes_over_one_line_and_keeps_what_was_written(
    town: Cast, clock: Stopped, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    visit = walks_in(town)
    client.force_login(town.dr_osei)
    page = f"/desk/mine/{visit.pk}/summary/"
    assert "No sleep for 3 weeks" in client.get(page).text.partition('id="typed"')[2]
    [line] = typed(summaries.begun(visit), town.dr_osei)
    form = ROWS | {"original": "Tired.", "language": "en", "notes_language": "en", "origin": "written", "version": 0}

    answer = client.post(page, form | {"take": line.key})
    assert answer.headers["Location"] == f"{page}#typed"
    client.post(page, form | {"take": "not-a-line", "version": 2, "original": "Tired.\nNo sleep for 3 weeks"})

    kept = Summary.objects.get()
    assert (kept.original, kept.why_came) == ("Tired.\nNo sleep for 3 weeks", "")
    assert 'id="typed"' not in client.get(page).text
