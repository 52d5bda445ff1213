from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.attendance import actions
from bedside.attendance.models import Help
from bedside.attendance.sessions import full_sessions, usual_share
from bedside.booking.models import Session, Slot, Status
from bedside.booking.sessions import slots_of
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast

from .conftest import NOON, Visit, told


@pytest.fixture(autouse=True)
def no_second_step(settings: Any) -> None:
    settings.DEMO = True


def test_the_desk_sees_who_may_need_a_hand_and_notes_what_was_done(town: Cast, visit: Visit, client: Client) -> None:
    visit(town.lina, -30, status=Status.NOSHOW)
    linas = visit(town.lina, 2)
    client.force_login(town.sam)

    page = client.get("/desk/help/").text
    assert town.lina.listed in page
    assert "missed the last visit" in page

    client.post(f"/desk/help/{linas.pk}/", {"kind": "call"})
    assert Help.objects.get().kind == "call"


def test_no_number_and_no_label_stands_beside_a_name(
    town: Cast, past: list[Patient], visit: Visit, client: Client
) -> None:
    actions.learn_from_the_book(town.riverside, by=HOUSE)
    hers = visit(past[1], 2, lead=40)
    client.force_login(town.sam)

    page = client.get("/desk/help/").text
    own = client.get(f"/desk/patients/{past[1].pk}/").text

    assert past[1].listed in page
    assert "%" not in page[page.index(past[1].listed) : page.index(past[1].listed) + 900]
    for word in ("risk", "score", "likely"):
        assert word not in page.lower()
    assert "hand to come" not in own[own.index("<main") :]
    assert str(hers.pk) in own


def test_a_private_visit_is_on_no_list(town: Cast, visit: Visit, client: Client) -> None:
    visit(town.lina, -30, status=Status.NOSHOW)
    visit(town.lina, 2, label=Label.CONFIDENTIAL)
    client.force_login(town.nurse_lin)

    assert town.lina.listed not in client.get("/desk/help/").text


def test_those_who_run_the_house_see_how_good_it_is_and_learn_anew(
    town: Cast, past: list[Patient], client: Client
) -> None:
    client.force_login(town.ines)
    address = f"/insight/attendance/?place={town.riverside.pk}"

    assert "Nothing has been learned here yet" in client.get(address).text
    client.post(f"/insight/attendance/learning/?place={town.riverside.pk}")
    page = client.get(address).text

    assert "Good enough to use" in page
    assert "Error of the usual share" in page
    assert "Polish" in page
    assert not any(one.family_name in page for one in past)


def test_a_full_session_is_told_how_many_more_it_can_hold_and_beside_which_times(
    town: Cast, past: list[Patient]
) -> None:
    starts = NOON.replace(hour=9) + timedelta(days=1)
    session = Session(
        staff_member=town.osei,
        place=town.riverside,
        service=town.gp,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        slot_minutes=15,
    )
    record_many("session.opened", [session], by=HOUSE, at=NOON)
    Slot.objects.bulk_create(slots_of(session))
    days = [(slot.starts_at - NOON) / timedelta(days=1) for slot in session.slots.all()]
    told(town, past[:11], days[:11], [3.0] * 11, [Status.BOOKED] * 11)

    assert full_sessions(town.riverside) == []

    told(town, past[30:31], days[11:], [3.0], [Status.BOOKED])
    [held] = full_sessions(town.riverside)

    usual = usual_share(town.riverside)
    assert usual is not None
    assert 0.1 < usual < 0.4
    assert (held.capacity, held.booked) == (12, 12)
    assert held.advice.more in {1, 2}
    assert len(held.advice.at) == held.advice.more
    assert held.advice.outlook.too_many <= 0.15
    assert session.slots.order_by("-starts_at")[0].starts_at not in held.advice.at
