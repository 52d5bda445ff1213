"""A bad visit, looked into: the case tells what was said and every step of the visit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bedside.cases.models import Case, Kind
from bedside.feedback.timeline import Step, timeline
from bedside.journal.models import Sight
from bedside.visits.models import Visit

from .conftest import HALF_PAST, NINE, THURSDAY, Day


def step(steps: list[Step], what: str) -> Step:
    return next(one for one in steps if one.what == what)


def test_every_step_has_its_time_and_its_hand(day: Day) -> None:
    steps = timeline(day.visit)

    assert [one.what for one in steps] == [
        "Booked",
        "Written to: the time is booked",
        "Reminded",
        "Reminded",
        "Arrived",
        "The time that was booked",
        "Called",
        "Seen",
        "The visit ended",
        "Left",
    ]
    assert (step(steps, "Booked").at, step(steps, "Booked").who) == (THURSDAY, "Sam Reid")
    assert step(steps, "Reminded").at == NINE - timedelta(days=3)
    assert step(steps, "Reminded").who == "by e-mail, by text message"
    assert (step(steps, "Arrived").at, step(steps, "Arrived").who) == (NINE - timedelta(minutes=10), "the patient")
    assert (step(steps, "Called").who, step(steps, "Called").more) == ("Sam Reid", "Room 8")
    assert (step(steps, "Seen").who, step(steps, "Seen").more) == ("Dr Osei", "Waited 15 minutes")
    assert step(steps, "The visit ended").at == HALF_PAST


def test_what_nobody_noted_is_unknown_and_stands_where_it_belongs(day: Day) -> None:
    day.visit.called_at = None
    steps = timeline(day.visit)
    names = [one.what for one in steps]

    assert step(steps, "Called").is_unknown
    assert names.index("Arrived") < names.index("Called") < names.index("Seen")
    assert step(steps, "Left").is_unknown
    assert names[-1] == "Left"


def test_who_was_not_reminded_is_told_as_such_and_a_walk_in_has_no_booking(day: Day) -> None:
    walked_in = Visit.objects.get(pk=day.seen(day.town.lina).pk)
    names = [one.what for one in timeline(walked_in)]

    assert names[0] == "Came without a booking"
    assert "Booked" not in names


def test_what_was_written_afterwards_and_what_she_answered_stand_at_the_end(day: Day, client: Client) -> None:
    client.post(day.link(), {"overall": "poor"})
    steps = timeline(day.visit)

    assert [one.what for one in steps][-2:] == ["Asked how it was", "Said how it was"]
    assert steps[-1].more == "Poor"


@pytest.mark.usefixtures("one_step")
def test_the_manager_opens_the_case_and_sees_it_all(day: Day, client: Client) -> None:
    comment = "Nobody told me why I had to wait."
    client.post(day.link(), {"overall": "poor", "waited": "no", "comment": comment, "may_contact": "on"})
    day.tell()
    client.force_login(day.town.ines)
    page = client.get(f"/desk/inbox/{Case.objects.get().pk}/").text

    for told in ("A visit that went badly", comment, "Was the wait what we told you?", "Ticket A1", "not known"):
        assert told in page
    assert page.index("Booked") < page.index("Arrived") < page.index("The visit ended")
    assert Sight.objects.filter(actor_id=str(day.town.ines.pk), patient_id=day.town.amara.pk).exists()


@pytest.mark.usefixtures("one_step")
@pytest.mark.parametrize(
    ("comment", "clinical"),
    [("I have had thoughts of ending my life.", "ending my life"), ("Crushing chest pain, I cannot breathe", "chest")],
)
def test_words_about_her_health_are_read_by_those_who_treat_her_and_by_no_manager(
    day: Day, client: Client, comment: str, clinical: str
) -> None:
    client.post(day.link(), {"overall": "poor", "comment": comment})
    day.tell()
    case = Case.objects.get(kind=Kind.FEEDBACK)
    for reader, reads in ((day.town.ines, False), (day.town.dr_osei, True)):
        client.force_login(reader)
        page = client.get(f"/desk/inbox/{case.pk}/").text

        assert "Ticket A1" in page
        assert (clinical in page) is reads
        assert case.screening is None or (case.screening.because.split('"')[-1] in page) is reads
