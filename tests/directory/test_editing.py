"""What a manager may say of what we offer, how she says it, and what becomes of booked visits."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot, Status
from bedside.booking.sessions import open_session
from bedside.booking.touched import how_many
from bedside.cases.models import Case, Kind, Team
from bedside.directory import actions as directory
from bedside.directory.changes import changes_of
from bedside.directory.forms import PersonForm, ServiceForm, VisitTypeForm
from bedside.directory.models import Closure, Place, Service, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people.models import Label
from bedside.town.cast import Cast

OFFER = "/house/offer"


@pytest.fixture
def ines(town: Cast, client: Client, settings: Any) -> Client:
    settings.DEMO = True
    client.force_login(town.ines)
    return client


def form_of(thing: Any, form: Any) -> dict[str, Any]:
    """Everything as the form shows it, ready to be sent back."""
    told = form(thing=thing).initial
    return {name: value for name, value in told.items() if value not in (None, False)}


def tomorrow(town: Cast, hour: int = 10) -> datetime:
    return (now() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def book_tomorrow(town: Cast, **details: Any) -> Appointment:
    begins = tomorrow(town)
    open_session(
        town.lee,
        place=town.hillside,
        service=town.gp,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        slot_minutes=20,
        by=HOUSE,
    )
    return booking.book(Slot.objects.earliest("starts_at"), town.amara, town.gp_visit, by=HOUSE, **details)


def test_every_screen_opens(ines: Client, town: Cast) -> None:
    closure = directory.shut(None, first_day=date(2090, 1, 2), last_day=date(2090, 1, 3), reason="Repairs", by=HOUSE)
    lee, kinds = town.lee.pk, (("services", town.gp.pk), ("visits", town.gp_visit.pk), ("places", town.hillside.pk))
    pages = ["", "services/new/", f"services/{town.gp.pk}/visits/", "places/new/", "closures/new/"]
    pages += [f"places/{town.hillside.pk}/hours/", f"places/{town.hillside.pk}/hours/?of=visiting"]
    for where, pk in (*kinds, ("people", lee), ("closures", closure.pk)):
        pages += [f"{where}/{pk}/", f"{where}/{pk}/words/?in=ar", f"{where}/{pk}/changes/"]
    pages += [f"{where}/{pk}/stop/" for where, pk in kinds] + [f"closures/{closure.pk}/lifting/"]

    for page in pages:
        assert ines.get(f"{OFFER}/{page}").status_code == 200, page


def test_of_two_managers_who_change_the_same_thing_the_second_is_refused(ines: Client, town: Cast) -> None:
    told = form_of(town.gp, ServiceForm)
    ines.post(f"{OFFER}/services/{town.gp.pk}/", told | {"purpose": "For any problem."})

    answer = ines.post(f"{OFFER}/services/{town.gp.pk}/", told | {"purpose": "For something else."})

    assert answer.status_code == 409
    assert "Someone else has just changed this." in answer.text
    town.gp.refresh_from_db()
    assert town.gp.purpose == "For any problem."


def test_looking_at_it_first_shows_it_to_her_and_keeps_nothing(ines: Client, town: Cast) -> None:
    told = form_of(town.gp, ServiceForm) | {"purpose": "For any problem at all.", "then": "look"}

    answer = ines.post(f"{OFFER}/services/{town.gp.pk}/", told)

    assert "Nothing is kept yet." in answer.text
    assert "For any problem at all." in answer.text.partition("Nothing is kept yet.")[2]
    town.gp.refresh_from_db()
    assert town.gp.purpose != "For any problem at all."


def test_hard_words_are_told_with_everyday_ones_beside_the_form(ines: Client, town: Cast) -> None:
    told = form_of(town.gp, ServiceForm) | {"purpose": "For hypertension and cardiac conditions.", "then": "look"}

    answer = ines.post(f"{OFFER}/services/{town.gp.pk}/", told)

    assert "“hypertension”: say “high blood pressure”." in html.unescape(answer.text)


def test_what_changed_is_told_with_who_when_before_and_after(ines: Client, town: Cast) -> None:
    told = form_of(town.knee_check, VisitTypeForm) | {"minutes": 25, "amount": "12.50"}
    ines.post(f"{OFFER}/visits/{town.knee_check.pk}/", told)

    latest, first = changes_of(VisitType.objects.get(pk=town.knee_check.pk))
    page = ines.get(f"{OFFER}/visits/{town.knee_check.pk}/changes/").text

    assert (latest.who, first.who) == ("Ines Duarte", "The clinic's own system")
    assert [(str(one.label), one.before, one.after) for one in latest.differences] == [
        ("Price", "–", "£12.50"),
        ("Minutes", "20", "25"),
    ]
    assert "£12.50" in page
    assert "By Ines Duarte" in page


def test_words_of_another_language_stand_beside_the_first_and_are_not_lost(ines: Client, town: Cast) -> None:
    before = town.gp.translations
    answer = ines.post(
        f"{OFFER}/services/{town.gp.pk}/words/?in=pl",
        {"version": town.gp.version, "name": "Lekarz", "asked_with": "kaszel, ból"},
    )

    assert answer.status_code == 302
    town.gp.refresh_from_db()
    assert town.gp.said("name", "pl") == "Lekarz"
    assert town.gp.said("purpose", "pl") == town.gp.purpose  # left empty: as first written
    assert town.gp.words["pl"] == ["kaszel", "ból"]
    assert town.gp.translations["es"] == before["es"]


def test_a_service_can_be_new_and_another_of_the_same_name_has_another_address(ines: Client, town: Cast) -> None:
    for _ in range(2):
        ines.post(f"{OFFER}/services/new/", {"version": 0, "name": "Ear care", "purpose": "For ears.", "words": "ear"})

    assert set(Service.objects.filter(name="Ear care").values_list("slug", flat=True)) == {"ear-care", "ear-care-2"}


def test_hours_that_end_before_they_begin_are_refused_where_they_stand(ines: Client, town: Cast) -> None:
    answer = ines.post(
        f"{OFFER}/places/{town.hillside.pk}/hours/",
        {"version": town.hillside.version, "mon_from": "09:00", "mon_to": "08:00", "tue_from": "09:00"},
    )

    assert "This is before it opens." in answer.text
    assert "Fill in both times, or leave both empty." in answer.text


def test_a_week_is_written_once_for_the_days_that_are_alike(ines: Client, town: Cast) -> None:
    monday = {"mon_from": "08:30", "mon_to": "12:30", "mon_from_again": "13:30", "mon_to_again": "00:00"}

    ines.post(f"{OFFER}/places/{town.hillside.pk}/hours/", {"version": town.hillside.version, "same": "on", **monday})

    town.hillside.refresh_from_db()
    told = [["08:30", "12:30"], ["13:30", "24:00"]]
    assert town.hillside.opening == dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), told)


def shutting(town: Cast, **more: str) -> dict[str, str]:
    day = day_of(tomorrow(town), town.hillside.zone)
    told = {"version": "0", "place": str(town.hillside.pk), "reason": "Staff training"}
    for name in ("first_day", "last_day"):
        told |= {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
    return told | more


def test_nobody_shuts_a_place_without_being_told_how_many_visits_that_touches(ines: Client, town: Cast) -> None:
    book_tomorrow(town)

    page = ines.post(f"{OFFER}/closures/new/", shutting(town, then="shut")).text

    assert "1 booked visit is touched by this." in page
    assert not Closure.objects.exists()


def test_nothing_is_shut_everywhere_because_nobody_said_where(ines: Client, town: Cast) -> None:
    told = shutting(town, then="shut", touched="0")

    assert "Choose an answer." in ines.post(f"{OFFER}/closures/new/", {**told, "place": ""}).text
    assert not Closure.objects.exists()

    ines.post(f"{OFFER}/closures/new/", {**told, "place": "every"})
    assert Closure.objects.get().place is None


def test_whoever_was_told_another_number_is_told_again(ines: Client, town: Cast) -> None:
    book_tomorrow(town)

    ines.post(f"{OFFER}/closures/new/", shutting(town, then="shut", touched="0"))
    assert not Closure.objects.exists()

    ines.post(f"{OFFER}/closures/new/", shutting(town, then="shut", touched="1"))
    assert Closure.objects.get().reason == "Staff training"


def test_a_closure_cancels_nothing_and_the_desk_has_a_list_until_everybody_has_another_time(
    ines: Client, town: Cast, client: Client
) -> None:
    booked = book_tomorrow(town)
    ines.post(f"{OFFER}/closures/new/", shutting(town, then="shut", touched="1"))
    work_off()

    booked.refresh_from_db()
    case = Case.objects.get(kind=Kind.BOOKING)
    assert (booked.status, case.team) == (Status.BOOKED, Team.FRONT_DESK)

    client.force_login(town.sam)
    assert "See whom to call" in client.get(reverse("cases:case", args=[case.pk])).text
    listed = client.get("/desk/calls/").text
    assert "Okafor, Amara" in listed
    assert "Staff training" in listed

    booking.cancel(booked, by=town.sam, because="called")
    assert "Nobody has to be called." in client.get("/desk/calls/").text


def test_when_it_is_open_after_all_nobody_has_to_be_called(town: Cast) -> None:
    book_tomorrow(town)
    day = day_of(tomorrow(town), town.hillside.zone)
    closure = directory.shut(town.hillside, first_day=day, last_day=day, reason="Repairs", by=HOUSE)
    work_off()
    assert Appointment.objects.left_alone().count() == 1

    directory.lift(closure, by=HOUSE)
    work_off()

    assert Appointment.objects.left_alone().count() == how_many(closure) == 0


@pytest.mark.parametrize("what", ["gp", "gp_visit", "hillside"])
def test_what_is_stopped_leaves_its_visits_to_the_desk_and_offered_again_takes_them_back(town: Cast, what: str) -> None:
    booked = book_tomorrow(town)
    thing = getattr(town, what)
    assert how_many(thing) == 1

    directory.stop(thing, by=town.ines, because="a new contract")
    work_off()
    booked.refresh_from_db()
    assert (booked.status, booked.needs_new_time) == (Status.BOOKED, True)

    directory.offer_again(thing, by=town.ines)
    work_off()
    booked.refresh_from_db()
    assert not booked.needs_new_time


def test_confidential_visits_are_in_no_number_and_go_to_the_nurses(town: Cast) -> None:
    book_tomorrow(town, label=Label.CONFIDENTIAL)
    assert how_many(town.gp) == 0

    directory.stop(town.gp, by=town.ines, because="nobody left")
    work_off()

    case = Case.objects.get(kind=Kind.BOOKING)
    assert (case.team, case.label) == (Team.NURSES, Label.CONFIDENTIAL)


def test_what_is_stopped_cannot_be_found_and_can_be_offered_again(ines: Client, town: Cast, client: Client) -> None:
    ines.post(f"{OFFER}/services/{town.gp.pk}/stop/", {"version": town.gp.version, "because": "a new contract"})
    assert Client().get("/services/gp/").status_code == 404

    assert 'value="again"' in ines.get(f"{OFFER}/services/{town.gp.pk}/stop/").text
    ines.post(f"{OFFER}/services/{town.gp.pk}/stop/", {"then": "again"})

    assert Client().get("/services/gp/").status_code == 200
    assert [str(one.what) for one in changes_of(Service.objects.get(pk=town.gp.pk))][:2] == ["Offered again", "Stopped"]


def test_who_stops_it_a_second_time_does_not_offer_it_again(ines: Client, town: Cast) -> None:
    stops = {"version": town.gp.version, "because": "a new contract"}
    for _press in range(2):
        answer = ines.post(f"{OFFER}/services/{town.gp.pk}/stop/", stops)

    assert answer.status_code == 409
    assert "not offered any more already" in answer.text
    assert not Service.objects.get(pk=town.gp.pk).is_offered

    for _press in range(2):
        answer = ines.post(f"{OFFER}/services/{town.gp.pk}/stop/", {"then": "again"})
    assert "This is offered already." in answer.text
    assert Service.objects.get(pk=town.gp.pk).is_offered


def test_a_closure_of_every_place_reaches_each_in_its_own_days(town: Cast) -> None:
    far = directory.set_up(Place(name="Far", zone="Pacific/Auckland", opening={"mon": [["08:00", "18:00"]]}), by=HOUSE)
    at = datetime(2090, 1, 2, 20, tzinfo=UTC)  # already the 3rd in Auckland
    directory.appoint(town.lee, place=far, service=town.gp, by=HOUSE)
    open_session(
        town.lee, place=far, service=town.gp, starts_at=at, ends_at=at + timedelta(hours=1), slot_minutes=20, by=HOUSE
    )
    booking.book(Slot.objects.earliest("starts_at"), town.amara, town.gp_visit, by=HOUSE)

    on_the_2nd, on_the_3rd = (
        Closure(first_day=date(2090, 1, day), last_day=date(2090, 1, day), reason="Repairs") for day in (2, 3)
    )

    assert (how_many(on_the_2nd), how_many(on_the_3rd)) == (0, 1)


def test_what_is_public_of_somebody_is_hers_to_have_changed(ines: Client, town: Cast) -> None:
    told = form_of(town.osei, PersonForm) | {"about": "Dr Osei helps with sore knees.", "languages": ["en", "fr", "pt"]}
    assert Client().get(f"/people/{town.osei.pk}/").status_code == 200

    ines.post(f"{OFFER}/people/{town.osei.pk}/", {name: told[name] for name in told if name != "has_page"})

    town.osei.refresh_from_db()
    assert (town.osei.about, town.osei.languages) == ("Dr Osei helps with sore knees.", ["en", "fr", "pt"])
    assert Client().get(f"/people/{town.osei.pk}/").status_code == 404
