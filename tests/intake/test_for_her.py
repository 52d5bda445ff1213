"""One of us fills in a form with her; what cannot be stands with a reason, and is read with it wherever it is read."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from bedside.access.models import Role, User
from bedside.booking.models import Appointment
from bedside.hours.clock import now
from bedside.intake.letting import standing
from bedside.intake.models import CheckIn, Sheet
from bedside.intake.parts import checked_in
from bedside.intake.response import told
from bedside.intake.typed import answered_before
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.triage.models import Screening
from bedside.visits import actions as visits
from bedside.visits.models import Visit

from .ways import asks, at, hers, question, visit_of

WARMTH = {"code": [{"system": "http://loinc.org", "code": "8310-5"}]}
WHY = "Measured twice, out of the river"


@pytest.fixture
def visit(town: Cast, a_morning: time_machine.Traveller) -> Appointment:
    asks(
        question("How warm are you?", "decimal", **WARMTH), question("letter", "attachment"), question("why", "string")
    )
    return visit_of(town)


def ours(user: User) -> Client:
    client = Client()
    user.act_as(user.acting_as if user.acting_as != Role.GUEST else Role.CLINICIAN)
    client.force_login(user)
    return client


def page_of(visit: Appointment) -> str:
    return f"/desk/check-ins/{visit.pk}/form/page/?form=own&page=1"


def test_the_desk_fills_in_a_form_with_her_and_hands_it_in(town: Cast, visit: Appointment) -> None:
    desk = ours(town.sam)
    assert "Fill it in with the patient" in desk.get(f"/desk/check-ins/{visit.pk}/").text
    page = desk.get(page_of(visit)).text
    assert town.amara.listed in page
    assert "keep.js" not in page

    assert desk.post(page_of(visit), {"q0": "37.2", "q2": "my knee"})["Location"].endswith("/form/?form=own")
    desk.post(f"/desk/check-ins/{visit.pk}/form/?form=own")

    sheet = Sheet.objects.get()
    assert sheet.done_at == now()
    assert sheet.by_whom == Role.FRONT_DESK
    assert checked_in([visit])


def test_the_desk_writes_until_the_visit_is_over_when_she_no_longer_can(
    town: Cast, visit: Appointment, a_morning: time_machine.Traveller
) -> None:
    a_morning.move_to(visit.starts_at - timedelta(minutes=5))
    assert hers(town).post(at(visit, "own", 1), {"q2": "late"}).status_code == 409
    came = visits.arrive(Appointment.objects.get(pk=visit.pk), by=town.sam)
    visits.call(came, room=town.rooms[0], by=town.sam)

    ours(town.sam).post(page_of(visit), {"q2": "my knee"})
    assert "my knee" in str(Sheet.objects.get().answers)

    visits.finish(visits.begin(Visit.objects.get(pk=came.pk), by=town.dr_osei), by=town.dr_osei)
    assert ours(town.sam).post(page_of(visit), {"q2": "over"}).status_code == 409


def test_a_form_of_a_confidential_visit_is_not_the_desks(town: Cast, visit: Appointment) -> None:
    secret = visit_of(town, days=2, label=Label.CONFIDENTIAL)

    assert ours(town.sam).get(page_of(secret)).status_code == 404


def test_what_the_desk_types_is_read_for_red_flags_too(town: Cast, visit: Appointment) -> None:
    desk = ours(town.sam)

    desk.post(page_of(visit), {"q2": "I have crushing chest pain and I cannot breathe"})

    assert Screening.objects.get().is_emergency
    assert "Fetch a nurse or a doctor now" in desk.get(f"/desk/check-ins/{visit.pk}/").text


def test_an_impossible_number_stands_with_a_reason_of_ours_and_never_with_hers(
    town: Cast, visit: Appointment, a_morning: time_machine.Traveller
) -> None:
    assert "cannot be right" in hers(town).post(at(visit, "own", 1), {"q0": "29.1", "q0-because": WHY}).text
    desk = ours(town.sam)
    refused = desk.post(page_of(visit), {"q0": "29.1"}).text
    assert "Measure again, or say why it stands." in refused
    assert 'name="q0-because"' in refused

    desk.post(page_of(visit), {"q0": "29.1", "q0-because": WHY})

    sheet = Sheet.objects.get()
    stands = standing(sheet.answers[0]["answer"][0])
    assert stands is not None
    assert (stands.because, stands.by, stands.at) == (WHY, str(town.sam), now())
    assert WHY in str(told(sheet)["item"])  # it goes where the answer goes
    line = f"29.1 (not usual; {town.sam} let it stand on Tuesday 24 November: “{WHY}”)"
    assert line in desk.get(f"/desk/check-ins/{visit.pk}/").text
    assert line in hers(town).get(at(visit, "own")).text
    a_morning.move_to(visit.starts_at - timedelta(minutes=15))
    here = visits.arrive(Appointment.objects.get(pk=visit.pk), by=town.sam)
    assert any(line in one.text for one in answered_before(ours_of(town), here))


def ours_of(town: Cast) -> User:
    town.dr_osei.act_as(Role.CLINICIAN)
    return town.dr_osei


def test_a_number_that_is_let_stand_stays_so_while_it_is_the_same(town: Cast, visit: Appointment) -> None:
    ours(town.sam).post(page_of(visit), {"q0": "29.1", "q0-because": WHY})

    r = hers(town).post(at(visit, "own", 1), {"q0": "29.1", "q2": "my knee"})
    import re

    print(r.status_code, re.sub("<[^>]*>|\\s+", " ", r.text.split("<main")[-1])[:900], Sheet.objects.get().answers)
    kept = Sheet.objects.get().answers
    assert standing(kept[0]["answer"][0]) is not None
    assert kept[1]["answer"] == [{"valueString": "my knee"}]

    assert "cannot be right" in hers(town).post(at(visit, "own", 1), {"q0": "29.2"}).text
    hers(town).post(at(visit, "own", 1), {"q0": "36.9"})
    assert "extension" not in Sheet.objects.get().answers[0]["answer"][0]


def test_last_times_reason_does_not_let_a_number_stand_today(town: Cast, visit: Appointment) -> None:
    desk = ours(town.sam)
    desk.post(page_of(visit), {"q0": "29.1", "q0-because": WHY})
    desk.post(f"/desk/check-ins/{visit.pk}/form/?form=own")
    again = visit_of(town, days=2)

    assert 'value="29.1"' in hers(town).get(at(again, "own", 1)).text
    assert "cannot be right" in hers(town).post(at(again, "own", 1), {"q0": "29.1"}).text


def test_words_typed_after_her_call_are_read_on_her_own_phone_too(
    town: Cast, visit: Appointment, a_morning: time_machine.Traveller
) -> None:
    from .test_at_the_clinic import by_the_key

    a_morning.move_to(visit.starts_at - timedelta(minutes=15))
    came = visits.arrive(Appointment.objects.get(pk=visit.pk), by=town.sam)
    phone = by_the_key(town, came)
    visits.call(came, room=town.rooms[0], by=town.sam)

    assert phone.get(at(visit, "needs")).status_code == 409
    phone.post(at(visit, "needs"), {"reason": "I have crushing chest pain and I cannot breathe"})

    assert Screening.objects.get().is_emergency
    assert not CheckIn.objects.exclude(reason="").exists()


def test_what_was_answered_before_is_not_told_by_what_is_asked_after_it(
    town: Cast, visit: Appointment, a_morning: time_machine.Traveller
) -> None:
    from .test_at_the_clinic import by_the_key

    smokes = {"enableWhen": [{"question": "smokes", "operator": "=", "answerBoolean": True}]}
    asks(
        {"linkId": "g1", "type": "group", "item": [question("smokes", "boolean")]},
        {"linkId": "g2", "type": "group", "item": [question("How many a day?", "integer", **smokes)]},
        {"linkId": "g3", "type": "group", "item": [question("else", "string")]},
    )
    hers(town).post(at(visit, "own", 1), {"q1": "yes"})
    a_morning.move_to(visit.starts_at - timedelta(minutes=15))
    phone = by_the_key(town, visits.arrive(Appointment.objects.get(pk=visit.pk), by=town.sam))

    assert phone.get(at(visit, "own", 2)).status_code == 404
    assert "Finish this on your own phone" in phone.get(at(visit)).text
