"""Who does what and where, as a manager says it: new people, what they begin and end, and what becomes of the book."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot, Status
from bedside.directory import actions as directory
from bedside.directory.models import Post
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people.models import StaffMember
from bedside.town.cast import Cast
from bedside.visits import actions as visits
from bedside.visits.models import Visit

from .test_editing import OFFER, book_tomorrow

NEW = {"version": 0, "title": "Dr", "given_name": "Ana", "family_name": "Silva", "job": "GP", "sex": "female"}


@pytest.fixture
def ines(town: Cast, client: Client, settings: Any) -> Client:
    settings.DEMO = True
    client.force_login(town.ines)
    return client


def hers(town: Cast) -> Post:
    """What Lee does at Hillside."""
    return Post.objects.get(staff_member=town.lee, service=town.gp, place=town.hillside)


def ending(post: Post, **more: str) -> dict[str, Any]:
    return {"version": post.version, "because": "a new contract", **more}


def test_somebody_new_has_a_page_and_no_login_once_she_does_something(ines: Client, town: Cast) -> None:
    answer = ines.post(f"{OFFER}/people/new/", {**NEW, "languages": ["en", "pt"], "has_page": "on"})

    ana = StaffMember.objects.get(family_name="Silva")
    assert (ana.languages, ana.login) == (["en", "pt"], None)
    assert answer.headers["Location"] == f"{OFFER}/people/{ana.pk}/posts/"
    assert Client().get(f"/people/{ana.pk}/").status_code == 404
    assert "Silva" in ines.get(f"{OFFER}/").text

    ines.post(answer.headers["Location"], {"service": town.gp.pk, "place": town.hillside.pk})

    assert "Hillside" in Client().get(f"/people/{ana.pk}/").text
    assert "Hillside" in ines.get(f"{OFFER}/people/{ana.pk}/").text


def test_looking_at_somebody_new_first_keeps_nobody(ines: Client, town: Cast) -> None:
    assert "Nothing is kept yet." in ines.post(f"{OFFER}/people/new/", {**NEW, "then": "look"}).text
    assert not StaffMember.objects.filter(family_name="Silva").exists()


def test_what_somebody_does_there_already_is_refused_beside_the_question(ines: Client, town: Cast) -> None:
    told = {"service": town.gp.pk, "place": town.hillside.pk}

    assert "already provides this service there." in ines.post(f"{OFFER}/people/{town.lee.pk}/posts/", told).text
    assert Post.objects.filter(staff_member=town.lee, **told).count() == 1


def test_whoever_ends_it_is_told_first_how_many_booked_visits_it_touches(ines: Client, town: Cast) -> None:
    book_tomorrow(town)

    assert "1 booked visit is touched by this." in ines.get(f"{OFFER}/posts/{hers(town).pk}/").text


def test_what_has_ended_leaves_its_visits_to_the_desk_and_has_no_free_times(ines: Client, town: Cast) -> None:
    booked, post = book_tomorrow(town), hers(town)
    ines.post(f"{OFFER}/posts/{post.pk}/", ending(post))
    work_off()

    booked.refresh_from_db()
    assert (booked.status, booked.needs_new_time) == (Status.BOOKED, True)
    assert not Slot.objects.filter(staff_member=town.lee, is_closed=False).exists()
    ines.force_login(town.sam)
    assert f"{town.lee} does not do this there any more." in ines.get("/desk/calls/").text


def test_what_begins_again_takes_its_visits_and_free_times_back(ines: Client, town: Cast) -> None:
    booked, post = book_tomorrow(town), hers(town)
    directory.stop(post, by=town.ines, because="a new contract")
    work_off()

    ines.post(f"{OFFER}/posts/{post.pk}/", {"version": post.version, "then": "again"})
    work_off()

    booked.refresh_from_db()
    assert not booked.needs_new_time
    assert Slot.objects.filter(staff_member=town.lee, is_closed=False).exists()
    page = ines.get(f"{OFFER}/posts/{post.pk}/changes/").text
    assert re.findall(r"<h2>\s*(Began again|Began|Ended)\b", page) == ["Began again", "Ended", "Began"]
    assert "By Ines Duarte: a new contract" in page


def test_added_anew_it_is_the_same_that_had_ended(ines: Client, town: Cast) -> None:
    post = hers(town)
    directory.stop(post, by=HOUSE, because="leave")

    ines.post(f"{OFFER}/people/{town.lee.pk}/posts/", {"service": town.gp.pk, "place": town.hillside.pk})

    assert not hers(town).ended
    assert hers(town).pk == post.pk


def test_the_weeks_of_what_has_ended_open_no_more_times(ines: Client, town: Cast) -> None:
    week = {"place": town.hillside, "service": town.gp, "weekdays": [0], "lines": [{"at": "09:00", "minutes": 20}]}
    template = booking.make_template(town.lee, by=HOUSE, **week)  # type: ignore[arg-type]
    other = booking.make_template(town.osei, by=HOUSE, **{**week, "place": town.riverside})  # type: ignore[arg-type]

    directory.stop(hers(town), by=HOUSE, because="a new contract")
    work_off()

    template.refresh_from_db()
    other.refresh_from_db()
    assert (template.is_ended, other.is_ended) == (True, False)


def test_of_two_managers_the_second_neither_ends_it_twice_nor_begins_it_again(ines: Client, town: Cast) -> None:
    before = hers(town)
    ines.post(f"{OFFER}/posts/{before.pk}/", ending(before))

    assert ines.post(f"{OFFER}/posts/{before.pk}/", ending(before)).status_code == 409
    assert ines.post(f"{OFFER}/posts/{before.pk}/", {"version": before.version, "then": "again"}).status_code == 409
    assert hers(town).ended


def test_whose_last_work_ended_sees_no_place_rather_than_every_place(town: Cast) -> None:
    book_tomorrow(town)
    visits.walk_in(town.amara, place=town.hillside, service=town.gp, reason="cough", level="R14", by=town.sam)
    town.dr_osei.act_as(Role.CLINICIAN)
    for post in Post.objects.filter(staff_member=town.osei):
        directory.stop(post, by=HOUSE, because="a new contract")

    assert (Appointment.objects.count(), Visit.objects.count()) == (1, 1)
    assert not Appointment.objects.visible_to(town.dr_osei).exists()
    assert not Visit.objects.visible_to(town.dr_osei).exists()
