"""The desk's pages: a series, several visits on one way, over a taken time, and an interpreter declined."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.booking import actions
from bedside.booking.models import Appointment, Declined, Slot, Status
from bedside.booking.sessions import open_session
from bedside.hours.clock import stopped_at
from bedside.inbox.models import Message
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def clock(town: Cast):
    """Dr Osei has three times on each of four Fridays from nine to ten."""
    with stopped_at(MONDAY) as stopped:
        for week in range(4):
            start = FRIDAY + timedelta(weeks=week)
            here = {"place": town.riverside, "service": town.joints, "by": HOUSE}
            open_session(town.osei, starts_at=start, ends_at=start + timedelta(hours=1), slot_minutes=20, **here)
        yield stopped


@pytest.fixture
def sam(town: Cast, client: Client, settings) -> Client:
    settings.DEMO = True
    client.force_login(town.sam)
    return client


def answered(town: Cast) -> Screening:
    """Amara has answered the questions on the phone, and wants her knee looked at."""
    asked = triage.begin("my knee hurts", by=town.sam, patient=town.amara, channel="desk")
    triage.want(asked, town.knee_check.pk, by=town.sam)
    triage.say_who(asked, by=town.sam, age=42.0, sex="female", pregnant=False, pregnancy_asked=True)
    triage.answer(asked, by=town.sam, answers={})
    return asked


def nine(week: int) -> Slot:
    return Slot.objects.get(starts_at=FRIDAY + timedelta(weeks=week))


def test_the_desk_sees_every_day_of_a_series_and_books_those_that_fit_in_one_go(town: Cast, sam: Client) -> None:
    actions.book(nine(1), town.lina, town.knee_check, by=town.sam)
    page = f"/times/{answered(town).pk}/series/"
    days = f"{page}?every=1&times=4&slot={nine(0).pk}"
    shown = sam.get(days).text
    assert "3 of 4 days can be booked" in shown
    assert "just been taken" in shown
    near = re.findall(r'name="day-1" value="([^"]+)"', shown)
    assert near[0] == str(Slot.objects.get(starts_at=FRIDAY + timedelta(weeks=1, minutes=20)).pk)

    sam.post(days, {"day-0": nine(0).pk, "day-1": near[0], "day-2": "", "day-3": nine(3).pk})
    booked = Appointment.objects.filter(patient=town.amara)
    assert [one.starts_at.day for one in booked.order_by("starts_at")] == [27, 4, 18]
    assert booked.values("series").distinct().count() == 1
    assert Message.objects.filter(patient=town.amara, channel="email").exclude(template="reminder").count() == 1


def test_a_day_that_was_taken_meanwhile_books_nothing_and_shows_the_days_as_they_are_now(
    town: Cast, sam: Client
) -> None:
    days = f"/times/{answered(town).pk}/series/?every=1&times=2&slot={nine(0).pk}"
    actions.book(nine(1), town.lina, town.knee_check, by=town.sam)
    answer = sam.post(days, {"day-0": nine(0).pk, "day-1": nine(1).pk})

    assert answer.status_code == 409
    assert "Nothing is booked" in answer.text
    assert not Appointment.objects.filter(patient=town.amara).exists()


def test_a_booked_visit_goes_on_and_is_cancelled_with_all_that_follow(town: Cast, sam: Client) -> None:
    first = actions.book(nine(0), town.amara, town.knee_check, by=town.sam)
    sam.post(f"/appointments/{first.pk}/series/?every=1&times=3", {"day-0": nine(1).pk, "day-1": nine(2).pk})
    assert "The same visit again" in sam.get(f"/appointments/{first.pk}/").text

    second = Appointment.objects.get(starts_at=nine(1).starts_at)
    assert "This one and the 1 after it" in sam.get(f"/appointments/{second.pk}/cancellation/").text
    sam.post(f"/appointments/{second.pk}/cancellation/", {"because": "is well", "which": "following"})
    assert Appointment.objects.get(status=Status.BOOKED) == first


def test_the_desk_books_times_that_follow_one_another(town: Cast, sam: Client) -> None:
    start = FRIDAY + timedelta(minutes=20)
    here = {"place": town.riverside, "service": town.nurse, "slot_minutes": 20, "by": HOUSE}
    open_session(town.lin, starts_at=start, ends_at=start + timedelta(minutes=20), **here)
    page = f"/times/{answered(town).pk}/together/"
    shown = sam.get(f"{page}?also={town.nurse_visit.pk}").text
    ways = re.findall(r'name="way" value="([^"]+)"', shown)
    assert len(ways) == 2

    sam.post(page, {"way": ways[0]})
    one, other = Appointment.objects.order_by("starts_at")
    assert (one.bundle, one.ends_at) == (other.bundle, other.starts_at)


def test_the_desk_books_over_a_taken_time_with_a_reason_that_stands_on_the_visit(town: Cast, sam: Client) -> None:
    actions.book(nine(0), town.lina, town.knee_check, by=town.sam)
    page = f"/times/{answered(town).pk}/over/"
    shown = sam.get(page).text
    assert re.findall(r'name="slot" value="([^"]+)"', shown) == [str(nine(0).pk)]
    assert "What is advised" in shown
    assert "Please fill this in" in sam.post(page, {"slot": nine(0).pk, "because": ""}).text

    answer = sam.post(page, {"slot": nine(0).pk, "because": "flies tomorrow"}, follow=True)
    assert "flies tomorrow" in answer.text
    assert sam.get(f"/times/{answered(town).pk}/over/").text.count('name="slot"') == 0  # once in an hour


def test_an_interpreter_is_declined_in_her_words_and_never_for_a_child(town: Cast, sam: Client) -> None:
    page = f"/interpreter/{town.omar.pk}/"
    said = {"said": "My wife speaks for me.", "helper": "child", "offered": "on"}
    assert sam.post(page, said).status_code == 409
    assert "Choose an answer" in sam.post(page, {"said": "no", "helper": "adult"}).text
    assert not Declined.objects.exists()

    sam.post(page, said | {"helper": "adult"})
    assert Entry.objects.get(verb="interpreter.declined").facts["helper"] == "adult"
    assert "My wife speaks for me." in sam.get(page).text
    sam.post(page, {"want": "yes"})
    assert not Declined.objects.standing().exists()


def test_the_desk_sees_what_is_kept_for_a_patient_and_for_how_many_minutes(town: Cast, sam: Client) -> None:
    actions.hold(nine(0), town.knee_check, patient=town.amara, by=town.sam, minutes=7)
    page = sam.get(f"/desk/patients/{town.amara.pk}/").text

    assert "Kept for them: Friday 27 November, 9am, Joint check" in page
    assert "7 minutes more" in page
