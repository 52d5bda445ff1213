"""The pages of a message to many, as a manager and a clinician use them, without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.inbox.models import Message
from bedside.journal.hands import HOUSE
from bedside.mailings.models import Addressee, Mailing, Step
from bedside.people import actions as people

from .conftest import SNOW, Snow
from .test_mailings import HOT, fresh_visit

pytestmark = pytest.mark.django_db


def typed(**other: Any) -> dict[str, Any]:
    days = {
        f"{name}-{unit}": str(value)
        for name in ("first_day", "last_day", "last_send_day")
        for unit, value in (("day", 24), ("month", 11), ("year", 2026))
    }
    told = {"version": "0", "name": "Snow", "why": "Roads", "whom": "booked", "words_en": SNOW["en"], **days}
    return told | other


def confirming(snow: Snow, client: Client, mailing: Mailing, number: int) -> Any:
    found = client.get(f"/desk/mailings/{mailing.pk}/")
    mark = found.text.split('name="mark" value="')[1].split('"')[0]
    told = {"number": str(number), "mark": mark, "version": str(mailing.version)}
    return lambda: client.post(f"/desk/mailings/{mailing.pk}/confirmation/", told, follow=True)


def test_a_manager_writes_looks_confirms_follows_and_stops(snow: Snow, ines: Client) -> None:
    shown = ines.post("/desk/mailings/new/", typed(), follow=True)
    assert "Nothing has been sent. This is what would happen now." in shown.text
    assert "Not written in this language. They get it in English." in shown.text
    assert "People with a confidential visit are never among them." in shown.text
    mailing = Mailing.objects.get()
    assert (mailing.name, mailing.words) == ("Snow", SNOW)
    assert not Message.objects.exists()

    refused = confirming(snow, ines, mailing, 2)()
    assert "Type the number of people that stands above." in refused.text
    followed = confirming(snow, ines, mailing, 3)()
    assert "Stop it now" in followed.text
    snow.strike()
    assert "Left the clinic" in ines.get(f"/desk/mailings/{mailing.pk}/part/").text
    assert "Snow" in ines.get("/desk/mailings/").text


def test_a_list_that_has_changed_is_shown_again_with_its_new_number(snow: Snow, ines: Client) -> None:
    mailing = snow.write()
    press = confirming(snow, ines, mailing, 3)
    booking.cancel(fresh_visit(snow, "lina"), by=HOUSE, because="better")
    shown = press()

    assert "Who would be told has changed since you looked." in shown.text
    assert "People who will get it, and nobody else: 2." in shown.text
    assert not Addressee.objects.exists()


def test_a_stop_says_how_many_had_left(snow: Snow, ines: Client) -> None:
    mailing = snow.confirm(snow.write())
    shown = ines.post(f"/desk/mailings/{mailing.pk}/stopping/", follow=True)
    assert "Stopped by Ines Duarte." in shown.text
    assert "People whose message had left already: 0." in shown.text
    mailing.refresh_from_db()
    assert mailing.step == Step.STOPPED


def test_a_clinician_reads_what_is_clinical_and_the_writer_is_offered_no_number(snow: Snow, ines: Client) -> None:
    mailing = snow.write(words=HOT)
    assert 'name="number"' not in ines.get(f"/desk/mailings/{mailing.pk}/").text
    ines.post(f"/desk/mailings/{mailing.pk}/asking/")
    mailing.refresh_from_db()
    osei = Client()
    osei.force_login(snow.town.dr_osei)
    assert "It may be sent so" in osei.get(f"/desk/mailings/{mailing.pk}/").text
    assert ines.post(f"/desk/mailings/{mailing.pk}/{mailing.version}/approval/").status_code in {403, 404}
    osei.post(f"/desk/mailings/{mailing.pk}/{mailing.version}/approval/")
    assert 'name="number"' in ines.get(f"/desk/mailings/{mailing.pk}/").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words_en": "Your cancer visit is on Tuesday."}, "tells a stranger"),
        ({"words_en": ""}, "Write it in English."),
        ({"first_day-day": "", "first_day-month": "", "first_day-year": ""}, "Enter a day, a month and a year."),
        ({"last_day-day": "23"}, "The last day must not be before the first."),
        ({"whom": "seen"}, "Say in how many months"),
        ({"age_from": "40", "age_to": "30"}, "The oldest age must not be below the youngest."),
        ({"last_send_day-month": "10"}, "Choose a day from today on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_box_and_what_was_typed_stays(
    snow: Snow, ines: Client, change: dict[str, str], said: str
) -> None:
    shown = ines.post("/desk/mailings/new/", typed(**change))
    assert said in shown.text
    assert 'value="Roads"' in shown.text
    assert not Mailing.objects.exists()


def test_nobody_else_finds_the_pages_and_no_page_names_a_patient(snow: Snow, ines: Client) -> None:
    people.change_details(snow.town.amara, by=HOUSE, family_name="Okaforcanary")
    mailing = snow.confirm(snow.write())
    for user, role in ((snow.town.sam, Role.FRONT_DESK), (snow.town.amara.login, Role.PATIENT)):
        assert user is not None
        user.act_as(role)
        other = Client()
        other.force_login(user)
        for address in ("/desk/mailings/", f"/desk/mailings/{mailing.pk}/", f"/desk/mailings/{mailing.pk}/part/"):
            assert other.get(address).status_code in {403, 404}
        assert "/desk/mailings/" not in other.get("/").text
    osei = Client()
    osei.force_login(snow.town.dr_osei)
    assert osei.get(f"/desk/mailings/{mailing.pk}/").status_code == 404  # it asked for no clinician
    for address in (f"/desk/mailings/{mailing.pk}/", f"/desk/mailings/{snow.write().pk}/"):
        shown = ines.get(address).text
        assert "Okaforcanary" not in shown
        assert "Brandt" not in shown
