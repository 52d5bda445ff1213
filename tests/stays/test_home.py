"""At home again: what she took with her from the ward stays hers to read, and goes along on paper in her language."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Label
from bedside.stays import actions, caring
from bedside.stays.kinds import Line, Settled
from bedside.stays.models import GoingHome, Stay

from .conftest import OnTheWard
from .test_ward import next_visit, settle

NEW = {"name": "Ibuprofen", "dose": "400 mg with food", "change": "new", "why": "for the pain"}


@pytest.fixture
def lin(ward: OnTheWard) -> Client:
    return ward.client(ward.town.nurse_lin)


def pack(ward: OnTheWard) -> None:
    """All is settled: a medicine, whom to call, a next visit; the rest is not needed."""
    nurse = ward.town.nurse_lin
    settle(ward)
    lines = {one.line: one for one in GoingHome.objects.filter(stay=ward.stay)}
    caring.settle(lines[Line.MEDICINES], Settled.DONE, medicines=[NEW], by=nurse)
    caring.settle(lines[Line.CALL], Settled.DONE, words="Nurse Lin, on the ward", by=nurse)
    caring.settle(lines[Line.FOLLOW_UP], Settled.DONE, appointment=next_visit(ward), by=nurse)  # type: ignore[arg-type]


def hers(ward: OnTheWard) -> str:
    return ward.client(ward.town.amara.login).get(f"/stays/{ward.stay.pk}/").text


def test_at_home_she_still_reads_her_medicines_her_next_visit_and_whom_to_call(ward: OnTheWard) -> None:
    pack(ward)
    actions.go_home(ward.stay, by=ward.town.nurse_lin)

    text = hers(ward)

    for said in ("400 mg with food", "for the pain", "Nurse Lin, on the ward", "Monday 30 November", "01632 960009"):
        assert said in text
    assert "Letters" not in text  # not needed, and nothing for her to know
    assert "Can I eat now?" not in text
    assert "Ask the ward" not in text


def test_the_page_she_had_open_when_she_left_shows_what_she_takes_home(ward: OnTheWard) -> None:
    pack(ward)
    amara = ward.client(ward.town.amara.login)
    actions.go_home(ward.stay, by=ward.town.nurse_lin)

    part = amara.get(f"/stays/{ward.stay.pk}/part/", headers={"HX-Request": "true"})

    assert "400 mg with food" in part.text
    assert "<html" not in part.text
    assert amara.post(f"/stays/{ward.stay.pk}/asking/", {"words": "May I shower?"}).status_code == 404


def test_her_first_page_leads_there_for_a_month(ward: OnTheWard) -> None:
    pack(ward)
    actions.go_home(ward.stay, by=ward.town.nurse_lin)
    at = f"/stays/{ward.stay.pk}/"
    text = ward.client(ward.town.amara.login).get("/home/").text
    assert at in text
    assert "You are at home again" in text

    ward.clock.move(days=30, minutes=1)

    amara = ward.client(ward.town.amara.login)
    assert at not in amara.get("/home/").text
    assert amara.get(at).status_code == 200


def test_the_stay_of_somebody_who_has_died_opens_to_nobody(ward: OnTheWard) -> None:
    people.note_death(ward.town.amara, on=date(2026, 11, 23), by=HOUSE)
    actions.end_for_death(Stay.objects.get(pk=ward.stay.pk), by=HOUSE)

    assert ward.client(ward.town.amara.login).get(f"/stays/{ward.stay.pk}/").status_code == 404
    assert ward.client(ward.town.nurse_lin).get(f"/desk/stays/{ward.stay.pk}/going-home/paper/").status_code == 404


def test_of_a_confidential_stay_a_carer_reads_nothing_afterwards_either(ward: OnTheWard) -> None:
    stay = ward.admit("tomas", 1, label=Label.CONFIDENTIAL)
    for line in GoingHome.objects.filter(stay=stay):
        caring.settle(line, Settled.NOT_NEEDED, words="No need.", by=ward.town.nurse_lin)
    actions.go_home(stay, by=ward.town.nurse_lin)
    teresa = ward.client(ward.town.teresa)

    assert teresa.get(f"/stays/{stay.pk}/").status_code == 404
    assert f"/stays/{stay.pk}/" not in teresa.get("/home/").text


def test_what_she_takes_home_is_printed_in_her_language_whoever_prints_it(ward: OnTheWard, lin: Client) -> None:
    people.change_details(ward.town.amara, language="pl", by=HOUSE)
    at = f"/desk/stays/{ward.stay.pk}/going-home/paper/"
    assert "Not all is settled yet." in lin.get(at).text
    pack(ward)

    answer = lin.post(f"/desk/stays/{ward.stay.pk}/ending/")

    assert answer.headers["Location"] == at
    assert Stay.objects.get(pk=ward.stay.pk).ended_at == now()
    text = lin.get(at).text
    assert '<article lang="pl" dir="ltr">' in text
    for said in ("Leki do domu", "poniedziałek, 30 listopada", "400 mg with food", ">Print<"):
        assert said in text
    for english in ("Medicines to take home", "Monday 30 November", "Not all is settled"):
        assert english not in text


def test_the_front_desk_prints_no_medicines(ward: OnTheWard) -> None:
    desk = ward.client(ward.town.sam, Role.FRONT_DESK)

    assert desk.get(f"/desk/stays/{ward.stay.pk}/going-home/paper/").status_code == 404
