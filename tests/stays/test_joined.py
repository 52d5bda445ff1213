"""Omar was given bed 2 under a second record, which was then joined into Lina's: the stay is hers all the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people import actions as people
from bedside.stays import caring
from bedside.stays.board import kitchen
from bedside.stays.models import GoingHome, Stay

from .conftest import OnTheWard


@pytest.fixture
def joined(ward: OnTheWard) -> Stay:
    stay = ward.admit("omar", 1)
    people.merge(ward.town.omar, ward.town.lina, by=HOUSE, because="the same person")
    return Stay.objects.get(pk=stay.pk)


def of_lina(ward: OnTheWard) -> Appointment:
    start = now() + timedelta(days=7)
    place = {"place": ward.town.riverside, "service": ward.town.gp, "by": HOUSE}
    open_session(ward.town.osei, starts_at=start, ends_at=start + timedelta(hours=1), slot_minutes=20, **place)
    return booking.book(Slot.objects.order_by("starts_at")[0], ward.town.lina, ward.town.gp_visit, by=ward.town.sam)


def test_an_allergy_of_the_record_that_stands_is_on_the_tray(ward: OnTheWard, joined: Stay) -> None:
    ward.told(ward.town.lina, "Penicillin")

    assert kitchen(ward.town.riverside, ward.town.nurse_lin)[1].in_record == ["Penicillin"]
    assert "Penicillin" in ward.client(ward.town.nurse_lin).get(f"/desk/stays/{joined.pk}/").text


def test_an_allergy_of_the_second_record_is_still_there(ward: OnTheWard, joined: Stay) -> None:
    ward.told(ward.town.omar, "Nuts")

    assert kitchen(ward.town.riverside, ward.town.nurse_lin)[1].in_record == ["Nuts"]


def test_the_page_of_the_record_that_stands_names_the_bed_and_offers_no_other(ward: OnTheWard, joined: Stay) -> None:
    text = ward.client(ward.town.nurse_lin).get(f"/desk/patients/{ward.town.lina.pk}/").text

    assert "Mill Ward, Bed 2" in text
    assert "Give a bed" not in text
    with pytest.raises(Refusal, match="has a bed already"):
        ward.admit("lina", 2)


def test_a_visit_under_the_record_that_stands_is_the_next_visit(ward: OnTheWard, joined: Stay) -> None:
    booked = of_lina(ward)
    line = GoingHome.objects.get(stay=joined, line="follow_up")
    lin = ward.client(ward.town.nurse_lin)
    assert f'value="{booked.pk}"' in lin.get(f"/desk/stays/lines/{line.pk}/").text

    lin.post(f"/desk/stays/lines/{line.pk}/", {"version": line.version, "state": "done", "appointment": booked.pk})

    line.refresh_from_db()
    assert line.appointment == booked


def test_a_death_in_the_record_that_stands_stops_the_trays_and_ends_the_stay(ward: OnTheWard, joined: Stay) -> None:
    people.note_death(ward.town.lina, on=date(2026, 11, 23), by=HOUSE)

    assert [row.bed for row in kitchen(ward.town.riverside, ward.town.nurse_lin)] == [ward.beds[0]]
    with pytest.raises(Refusal, match="has died"):
        caring.say_diet(joined, by=HOUSE)
    ward.client(ward.town.nurse_lin).post(f"/desk/stays/{joined.pk}/ending/")
    assert Stay.objects.get(pk=joined.pk).ended_at == now()


def test_she_writes_to_the_ward_under_the_record_that_stands(ward: OnTheWard) -> None:
    stay = ward.admit("omar", 1)
    people.merge(ward.town.omar, ward.town.amara, by=HOUSE, because="the same person")

    answer = ward.client(ward.town.amara.login).post(f"/stays/{stay.pk}/asking/", {"words": "May I walk?"})

    assert answer.headers["Location"].startswith("/messages/")
