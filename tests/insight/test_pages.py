from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.access.models import User
from bedside.insight import actions, rounds, sentences
from bedside.insight.models import Improvement, NewLimits, State
from bedside.journal.models import Sight
from bedside.town.cast import Cast

from .conftest import weeks

WORSE = [14.0, 16, 13, 15, 14, 17, 13, 15, 16, 14, 15, 13, 44]
BETTER = [6.0, 5, 6, 5.5, 6, 5, 5.5, 6, 5, 6, 5.5, 5, 2]


@pytest.fixture
def a_year(town: Cast, settings: Any) -> None:
    settings.DEMO = True
    weeks(BETTER, name="cases.first_answer")
    weeks(WORSE, place=town.riverside)
    weeks(WORSE)
    weeks(WORSE[:-1], place=town.hillside)
    rounds.look_for_signals()


def get(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def test_the_page_begins_with_what_changed_the_worse_first(a_year: None, town: Cast, client: Client) -> None:
    page = get(client, town.ines, "/insight/")

    assert "Two things changed." in page
    assert (
        page.index("Longer waits at Riverside") < page.index("Quicker answers to messages") < page.index("<svg class")
    )
    assert "Longer waits in the week" not in page  # the place has said so
    assert "How we count" in page
    assert "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}40" in page


def test_nothing_on_the_page_has_the_name_of_something_else(a_year: None, town: Cast, client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', get(client, town.ines, "/insight/"))

    assert sorted(ids) == sorted(set(ids))


def test_a_calm_place_says_that_nothing_is_unusual(a_year: None, town: Cast, client: Client) -> None:
    page = get(client, town.ines, f"/insight/?place={town.hillside.pk}")

    assert "Nothing unusual in the week of 16 November." in page
    assert "Quicker answers" not in page
    assert client.get("/insight/?place=nowhere").status_code == 404


def test_the_page_says_how_often_chance_alone_makes_a_chart_stand_out(a_year: None, town: Cast, client: Client) -> None:
    page = get(client, town.ines, "/insight/")

    assert "Chance alone makes about 18 of 100 charts stand out once in 24 weeks." in page


def test_before_anything_was_counted_the_page_says_so_and_a_manager_can_count(
    town: Cast, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    assert "Nothing has been counted yet" in get(client, town.ines, "/insight/")

    assert client.post("/insight/counting/").status_code == 302


def test_everybody_who_works_here_may_read_and_no_patient_is_named_or_seen(
    a_year: None, town: Cast, client: Client
) -> None:
    page = get(client, town.sam, "/insight/")

    assert "Longer waits at Riverside" in page
    assert "Open the task" not in page
    assert "Count again now" not in page
    assert not Sight.objects.exists()


def test_a_measure_has_a_page_with_its_weeks_and_its_definition(a_year: None, town: Cast, client: Client) -> None:
    page = get(client, town.ines, f"/insight/measures/visits.wait/?place={town.riverside.pk}")

    assert "minutes from arriving to being called" in page
    assert page.count("<tr><td>") == len(WORSE)
    assert "beyond the upper limit" in page
    assert "A task was opened." in page
    assert client.get("/insight/measures/visits.beauty/").status_code == 404


def test_ines_gives_a_task_to_sam_who_tries_something_and_says_what_came_of_it(
    a_year: None, town: Cast, client: Client
) -> None:
    task = Improvement.objects.get()
    page = get(client, town.ines, "/insight/improvements/")
    assert "Longer waits, Riverside" in page
    client.post(reverse("insight:giving", args=[task.pk]), {"to": str(town.sam.pk)})

    assert "What will you try?" in get(client, town.sam, f"/insight/improvements/{task.pk}/")
    said = {
        "try-words": "A second person at the desk",
        "try-due_on-day": "21",
        "try-due_on-month": "12",
        "try-due_on-year": "2026",
    }
    refused = client.post(reverse("insight:trying", args=[task.pk]), said | {"try-words": ""})
    assert "Say what you will try." in refused.text
    client.post(reverse("insight:trying", args=[task.pk]), said)
    assert "Did it help?" in get(client, town.sam, f"/insight/improvements/{task.pk}/")
    client.post(reverse("insight:closure", args=[task.pk]), {"end-words": "Back at 15 minutes"})

    task.refresh_from_db()
    assert (task.state, task.owner, task.what_came_of_it) == (State.DONE, town.sam, "Back at 15 minutes")
    assert "Back at 15 minutes" in get(client, town.ines, f"/insight/measures/visits.wait/?place={town.riverside.pk}")


def test_new_limits_are_drawn_from_the_page_and_refused_in_words(town: Cast, client: Client, settings: Any) -> None:
    settings.DEMO = True
    weeks([*WORSE[:-1], 30, 31, 30, 31, 30, 31, 30, 31])
    limits = reverse("insight:limits", args=["visits.wait"])
    client.force_login(town.ines)

    assert "Say what changed." in client.post(limits, {"week": "2026-09-28", "cause": ""}).text
    assert client.post(limits, {"week": "2026-11-16", "cause": "One doctor fewer"}).status_code == 200  # too soon
    assert client.post(limits, {"week": "2026-09-28", "cause": "One doctor fewer"}).status_code == 302

    assert NewLimits.objects.get().owner == town.ines
    assert "New limits: One doctor fewer" in get(client, town.ines, "/insight/measures/visits.wait/")


def test_a_page_of_many_places_asks_the_database_no_more_often_than_one_of_few(
    a_year: None, town: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(town.ines)
    client.get("/insight/")

    with django_assert_max_num_queries(25):
        client.get("/insight/")


def test_a_task_of_another_is_not_there_for_staff(a_year: None, town: Cast, client: Client) -> None:
    task = Improvement.objects.get()
    client.force_login(town.sam)

    assert client.get(f"/insight/improvements/{task.pk}/").status_code == 404
    assert client.post(reverse("insight:dropping", args=[task.pk]), {"drop-because": "no"}).status_code == 404
    actions.give(task, town.sam, by=town.ines)
    assert client.post(reverse("insight:dropping", args=[task.pk]), {"drop-because": "no"}).status_code == 302


def test_a_target_that_is_a_whole_number_is_said_like_any_other() -> None:
    assert sentences.amount(100, "percent") == "100%"
    assert sentences.amount(1, "hours") == "1 hour"
