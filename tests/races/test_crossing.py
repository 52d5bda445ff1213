"""Two who take the same things in opposite order: PostgreSQL undoes one of them, and its form is done again."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path

from bedside.access.matrix import MATRIX
from bedside.access.matrix.door import ANYBODY, Door
from bedside.access.models import Repeat
from bedside.config.urls import urlpatterns as real
from bedside.live.models import Notice

turns: list[str] = []
both_have_one: threading.Barrier


def crossing(request: HttpRequest) -> HttpResponse:
    """Takes two rows in the order that was asked for, the second when the other visitor has their first."""
    turns.append(request.POST["order"])
    with transaction.atomic():
        for number, topic in enumerate(request.POST["order"]):
            Notice.objects.select_for_update().get(topic=topic)
            if number == 0 and turns.count(request.POST["order"]) == 1:
                both_have_one.wait(10)
                time.sleep(0.1)
        Notice.objects.create(topic=f"crossed {request.POST['order']}")
    return redirect("/welcome/")


def failing(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is gone")


urlpatterns = [*real, path("crossing/", crossing, name="crossing"), path("failing/", failing, name="failing")]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def a_crossing() -> Iterator[None]:
    global both_have_one
    turns.clear()
    both_have_one = threading.Barrier(2)
    MATRIX["crossing"] = MATRIX["failing"] = Door(ANYBODY)
    yield
    del MATRIX["crossing"], MATRIX["failing"]


@pytest.mark.postgres
def test_two_forms_that_stand_across_each_other_are_both_done() -> None:
    Notice.objects.create(topic="a")
    Notice.objects.create(topic="b")
    answers: list[int] = []

    def press(order: str) -> None:
        said = {"order": order, "once": str(uuid.uuid4())}
        answers.append(Client().post("/crossing/", said).status_code)
        connection.close()

    crowd = [threading.Thread(target=press, args=[order]) for order in ("ab", "ba")]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert answers == [302, 302]
    assert len(turns) == 3
    assert Notice.objects.filter(topic__startswith="crossed").count() == 2
    assert Repeat.objects.exclude(answer="").count() == 2


def test_a_database_that_does_not_answer_is_no_mistake_of_ours(client: Client) -> None:
    answer = client.post("/failing/", {"once": str(uuid.uuid4())})

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert Repeat.objects.count() == 0
