from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path

from bedside.access import actions
from bedside.access.matrix import MATRIX
from bedside.access.matrix.door import ANYBODY, Door
from bedside.access.models import Repeat, Role, User
from bedside.config.urls import urlpatterns as real
from bedside.hours.clock import stopped_at
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.live.models import Notice

from .conftest import WORDS

SignIn = Callable[..., Client]


def things(request: HttpRequest) -> HttpResponse:
    """Makes one thing for each form that is not empty, and takes its time."""
    if request.POST.get("thing") == "forbidden":
        Notice.objects.create(topic="tried")
        raise Refusal("That is not possible today.")
    if request.POST.get("thing") == "broken":
        Notice.objects.create(topic="tried")
        raise RuntimeError("broken")
    if not request.POST.get("thing"):
        return HttpResponse("What shall it be?")
    time.sleep(float(request.POST.get("slow", 0)))
    thing = Notice.objects.create(topic=f"thing:{request.POST['thing']}")
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": f"/things/{thing.pk}/"})
    return redirect(f"/things/{thing.pk}/")


urlpatterns = [*real, path("things/", things, name="things")]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def a_room_with_things() -> Iterator[None]:
    MATRIX["things"] = Door(ANYBODY)
    yield
    del MATRIX["things"]


def key() -> str:
    return str(uuid.uuid4())


def made() -> int:
    return Notice.objects.filter(topic__startswith="thing:").count()


def test_the_same_form_sent_again_gets_the_first_answer(amara: User, sign_in: SignIn) -> None:
    client, once = sign_in(amara), key()
    first = client.post("/things/", {"thing": "lamp", "once": once})
    again = client.post("/things/", {"thing": "lamp", "once": once})

    assert first["Location"] == again["Location"]
    assert made() == 1


def test_going_back_and_choosing_otherwise_is_another_form(amara: User, sign_in: SignIn) -> None:
    client, once = sign_in(amara), key()
    client.post("/things/", {"thing": "lamp", "once": once})
    client.post("/things/", {"thing": "chair", "once": once})

    assert made() == 2


def test_two_people_may_carry_the_same_number(amara: User, sam: User, sign_in: SignIn) -> None:
    actions.give_role(sam, Role.PATIENT, by=HOUSE)
    once = key()
    hers, his = sign_in(amara), sign_in(sam)
    his.post("/role/", {"role": "patient"})
    hers.post("/things/", {"thing": "lamp", "once": once})
    his.post("/things/", {"thing": "lamp", "once": once})

    assert made() == 2


def test_a_form_handed_in_wrongly_can_be_mended_and_sent_again(amara: User, sign_in: SignIn) -> None:
    client, once = sign_in(amara), key()
    for _ in range(2):
        assert client.post("/things/", {"thing": "", "once": once}).text == "What shall it be?"
    assert not Repeat.objects.exists()


def test_what_was_refused_may_be_asked_again_and_what_stood_before_the_no_stays(amara: User, sign_in: SignIn) -> None:
    client, once = sign_in(amara), key()
    for _ in range(2):
        assert client.post("/things/", {"thing": "forbidden", "once": once}).status_code == 409

    assert not Repeat.objects.exists()
    assert Notice.objects.filter(topic="tried").count() == 2, "a counted wrong try is not uncounted by the no"


def test_what_broke_has_not_happened(amara: User, sign_in: SignIn) -> None:
    client = sign_in(amara)
    client.raise_request_exception = False
    assert client.post("/things/", {"thing": "broken", "once": key()}).status_code == 500

    assert not Repeat.objects.exists()
    assert not Notice.objects.filter(topic="tried").exists()


def test_an_answer_to_htmx_is_given_again_to_htmx(amara: User, sign_in: SignIn) -> None:
    client, once = sign_in(amara), key()
    answers = [
        client.post("/things/", {"thing": "lamp", "once": once}, headers={"HX-Request": "true"}) for _ in range(2)
    ]

    assert answers[0]["HX-Redirect"] == answers[1]["HX-Redirect"]
    assert made() == 1


def test_where_a_form_led_is_read_by_nobody_in_the_database(db: None) -> None:
    client, once = Client(), key()
    client.cookies["csrf"] = "a" * 32
    first = client.post("/things/", {"thing": "lamp", "once": once})["Location"]
    kept = Repeat.objects.get()

    assert kept.answer.startswith("sealed1:")
    assert first not in kept.answer
    Repeat.objects.update(answer="/kept/before/")  # by the edition that sealed nothing
    assert client.post("/things/", {"thing": "lamp", "once": once})["Location"] == "/kept/before/"


def test_a_guest_is_known_by_her_forms(db: None) -> None:
    client, other, once = Client(), Client(), key()
    client.cookies["csrf"], other.cookies["csrf"] = "a" * 32, "b" * 32
    for visitor in (client, client, other):
        visitor.post("/things/", {"thing": "lamp", "once": once})

    assert made() == 2


@pytest.mark.parametrize("number", ["", "7", "not a number", "\x00", "é" * 40])
def test_a_number_that_is_none_does_no_harm(amara: User, sign_in: SignIn, number: str) -> None:
    assert sign_in(amara).post("/things/", {"thing": "lamp", "once": number}).status_code == 302


def test_answers_are_kept_for_a_day(amara: User, sign_in: SignIn) -> None:
    with stopped_at(datetime(2026, 3, 2, 9, tzinfo=UTC)) as clock:
        sign_in(amara).post("/things/", {"thing": "lamp", "once": key()})
        clock.move(hours=23)
        actions.tidy_up()
        assert Repeat.objects.count() == 1
        clock.move(hours=2)
        actions.tidy_up()
        assert not Repeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_press_is_done_once_and_both_get_the_same_answer() -> None:
    amara = actions.open_login("amara@here.example", name="Amara", roles={Role.PATIENT}, by=HOUSE, password=WORDS)
    clients = []
    for _ in range(4):
        client = Client()
        client.post("/sign-in/", {"login": amara.email, "password": WORDS})
        clients.append(client)
    for turn in range(5):
        answers: list[str] = []
        once, together = key(), threading.Barrier(len(clients))

        def press(client: Client, form: dict[str, str], start: threading.Barrier, said: list[str]) -> None:
            start.wait()
            try:
                said.append(client.post("/things/", form)["Location"])
            finally:
                connections.close_all()

        form = {"thing": f"lamp {turn}", "slow": "0.05", "once": once}
        hands = [threading.Thread(target=press, args=(one, form, together, answers)) for one in clients]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()

        assert len(answers) == 4
        assert len(set(answers)) == 1
        assert made() == turn + 1
