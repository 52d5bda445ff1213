from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from bedside.access import actions, sessions
from bedside.access.models import Role, User
from bedside.hours.clock import stopped_at
from bedside.journal.hands import HOUSE
from bedside.live.actions import session_topic
from bedside.live.models import Notice

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
SignIn = Callable[..., Client]


def test_a_patient_is_signed_out_after_twenty_minutes_of_nothing(amara: User, sign_in: SignIn) -> None:
    with stopped_at(MORNING) as clock:
        client = sign_in(amara)
        clock.move(minutes=19)
        assert client.get("/sessions/").status_code == 200
        clock.move(minutes=20)
        page = client.get("/sessions/")

    assert page["Location"] == "/sign-in/?next=%2Fsessions%2F"
    assert page["Clear-Site-Data"] == '"cache", "storage"'
    assert "nothing happened for a while" in client.get("/sign-in/").text


def test_staff_are_signed_out_after_fifteen_minutes_of_nothing(sam: User, sign_in: SignIn) -> None:
    with stopped_at(MORNING) as clock:
        client = sign_in(sam)
        clock.move(minutes=14)
        assert client.get("/second-step/").status_code == 200
        clock.move(minutes=15)
        assert client.get("/second-step/").status_code == 302


def test_what_a_screen_fetches_by_itself_keeps_nobody_signed_in(amara: User, sign_in: SignIn) -> None:
    with stopped_at(MORNING) as clock:
        client = sign_in(amara)
        for _ in range(19):
            clock.move(minutes=1)
            assert client.get("/session/time-left/").json()["left"] > 0
        clock.move(minutes=1)
        assert client.get("/session/time-left/").json()["left"] == 0
        assert client.get("/sessions/").status_code == 302


def test_pressing_stay_keeps_one_signed_in(amara: User, sign_in: SignIn) -> None:
    with stopped_at(MORNING) as clock:
        client = sign_in(amara)
        clock.move(minutes=18)
        assert client.post("/session/staying/").json()["left"] == 20 * 60
        clock.move(minutes=18)
        assert client.get("/sessions/").status_code == 200


def test_no_session_lasts_longer_than_twelve_hours(amara: User, sign_in: SignIn) -> None:
    with stopped_at(MORNING) as clock:
        client = sign_in(amara)
        for _ in range(4 * 12 - 1):
            clock.move(minutes=15)
            assert client.get("/sessions/").status_code == 200
        clock.move(minutes=15)
        assert client.get("/sessions/").status_code == 302


def test_every_page_warns_at_least_two_minutes_before_the_end(amara: User, sign_in: SignIn) -> None:
    page = sign_in(amara).get("/sessions/").text

    assert 'id="session-clock"' in page
    assert sessions.WARN_BEFORE.total_seconds() >= 120
    assert 'id="session-clock"' not in Client().get("/sign-in/").text


def test_what_was_written_too_late_waits_for_its_writer_and_nobody_else(
    amara: User, sam: User, sign_in: SignIn
) -> None:
    letter = "My knee is worse since Monday, and I would like to come earlier."
    with stopped_at(MORNING) as clock:
        client = sign_in(amara)
        clock.move(minutes=30)
        page = client.post("/e-mail/", {"email": "x@here.example", "words": letter})
        assert page["Location"] == "/sign-in/?next=%2Fkept%2F"
        assert "what you wrote is still here" in client.get("/sign-in/").text

        sign_in(amara, client=client)
        kept = client.get("/kept/").text
        assert letter in kept
        assert 'action="/e-mail/"' in kept

        client.post("/kept/")
        assert client.get("/kept/")["Location"] == settings.LOGIN_REDIRECT_URL

        clock.move(minutes=30)
        client.post("/e-mail/", {"words": letter})
        actions.give_role(sam, Role.PATIENT, by=HOUSE)
        sign_in(sam, client=client)
        client.post("/role/", {"role": "patient"})
        assert client.get("/kept/")["Location"] == settings.LOGIN_REDIRECT_URL


def test_a_password_sent_too_late_is_not_kept(amara: User, sign_in: SignIn) -> None:
    with stopped_at(MORNING) as clock:
        client = sign_in(amara)
        clock.move(minutes=30)
        client.post("/password/", {"oldpassword": "x", "password1": "y", "password2": "y"})

    assert "kept" not in client.session


def test_no_page_of_a_signed_in_person_is_stored_by_the_browser(amara: User, sign_in: SignIn) -> None:
    client = sign_in(amara)

    for address in ("/sessions/", "/no-such-page/", "/second-step/"):
        assert client.get(address)["Cache-Control"] == "no-store"


def test_signing_out_clears_the_device_and_tells_the_streams(amara: User, sign_in: SignIn) -> None:
    client = sign_in(amara)
    topic = session_topic(client.session.session_key or "")
    page = client.post("/sign-out/")

    assert page["Clear-Site-Data"] == '"cache", "storage"'
    assert Notice.objects.filter(topic=topic).exists()
    assert not UserSession.objects.exists()


def test_nobody_is_signed_out_by_following_a_link(amara: User, sign_in: SignIn) -> None:
    client = sign_in(amara)
    client.get("/sign-out/")

    assert client.get("/sessions/").status_code == 200


def test_one_sees_and_ends_ones_own_sessions_and_no_others(amara: User, sam: User, sign_in: SignIn) -> None:
    phone, computer, stranger = sign_in(amara), sign_in(amara), sign_in(sam)
    assert "Another device" in phone.get("/sessions/").text
    hers = UserSession.objects.get(session_key=computer.session.session_key)
    his = UserSession.objects.get(session_key=stranger.session.session_key)

    assert phone.post(f"/sessions/{his.pk}/ending/").status_code == 404
    assert phone.post(f"/sessions/{hers.pk}/ending/").status_code == 302
    assert computer.get("/sessions/").status_code == 302
    assert stranger.get("/second-step/").status_code == 200


@pytest.mark.parametrize("what", ["role", "login"])
def test_losing_a_role_or_the_login_ends_the_sessions_and_their_streams_at_once(
    amara: User, sign_in: SignIn, what: str
) -> None:
    client = sign_in(amara)
    topic = session_topic(client.session.session_key or "")
    if what == "role":
        actions.take_role(amara, Role.PATIENT, by=HOUSE, because="moved away")
    else:
        actions.close_login(amara, by=HOUSE, because="moved away")

    assert Notice.objects.filter(topic=topic).exists()
    assert client.get("/sessions/").status_code == 302


def test_a_new_password_ends_the_other_sessions_and_not_this_one(amara: User, sign_in: SignIn) -> None:
    from .conftest import WORDS

    here, elsewhere = sign_in(amara), sign_in(amara)
    new = "seven green lamps at sea"
    page = here.post("/password/", {"oldpassword": WORDS, "password1": new, "password2": new})

    assert page.status_code == 302
    assert here.get("/sessions/").status_code == 200
    assert elsewhere.get("/sessions/").status_code == 302
