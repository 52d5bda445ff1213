from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bedside.access import actions
from bedside.access.models import Role, User
from bedside.journal.hands import HOUSE

from .conftest import WORDS, Letters

SignIn = Callable[..., Client]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_app(user: User) -> None:
    TOTP.activate(user, SECRET)


def test_staff_without_a_second_step_reach_nothing_but_the_way_to_one(sam: User, sign_in: SignIn) -> None:
    client = sign_in(sam)

    assert client.get("/kept/")["Location"] == "/second-step/"
    assert client.get("/password/")["Location"] == "/second-step/"
    assert "Everybody who works here needs one" in client.get("/second-step/").text
    assert client.get("/second-step/app/").status_code == 200
    assert client.get("/second-step/passkeys/new/").status_code == 200


def test_staff_set_up_an_app_and_go_on(
    sam: User, sign_in: SignIn, letters: Letters, django_capture_on_commit_callbacks: Any
) -> None:
    client, elsewhere = sign_in(sam), sign_in(sam)
    client.get("/second-step/app/")
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/second-step/app/", {"code": code_of(client.session[SECRET_SESSION_KEY])})

    assert page["Location"] == "/second-step/spare-codes/"
    assert "Each one works once" in client.get("/second-step/spare-codes/").text
    assert client.get("/kept/")["Location"] == settings.LOGIN_REDIRECT_URL
    assert elsewhere.get("/second-step/").status_code == 302, "a session from before the second step is over"
    assert letters[-1]["subject"].startswith("Your second step is on")


def test_the_secret_of_the_app_is_locked_in_the_database(sam: User) -> None:
    give_app(sam)

    kept = Authenticator.objects.get().data["secret"]
    assert SECRET not in kept
    assert kept.startswith("sealed1:")


def test_with_a_second_step_the_password_alone_does_not_let_in(sam: User) -> None:
    give_app(sam)
    client = Client()
    page = client.post("/sign-in/", {"login": sam.email, "password": WORDS})

    assert page["Location"] == "/sign-in/code/"
    assert client.get("/sessions/").status_code == 302
    assert client.post("/sign-in/code/", {"code": code_of(SECRET)}).status_code == 302
    assert client.get("/sessions/").status_code == 200


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_opens_once_also_when_it_is_a_little_old(sam: User, steps: int) -> None:
    give_app(sam)
    code = code_of(SECRET, steps)
    answers = []
    for _ in range(2):
        client = Client()
        client.post("/sign-in/", {"login": sam.email, "password": WORDS})
        answers.append(client.post("/sign-in/code/", {"code": code}).status_code)

    assert answers == [302, 200]


def test_codes_cannot_be_guessed_for_long(sam: User) -> None:
    give_app(sam)
    client = Client()
    client.post("/sign-in/", {"login": sam.email, "password": WORDS})
    for guess in range(10):
        client.post("/sign-in/code/", {"code": f"00000{guess}"})

    page = client.post("/sign-in/code/", {"code": code_of(SECRET)})
    assert "wrong too often" in page.text


def test_a_changed_password_does_not_go_round_the_second_step(sam: User, letters: Letters) -> None:
    give_app(sam)
    client = Client()
    client.post("/password/reset/", {"email": sam.email})
    client.post("/password/reset/code/", {"code": letters[-1]["body"].split()[3]})
    new = "a quiet river under snow"
    client.post("/password/reset/new/", {"password1": new, "password2": new})

    assert client.get("/sessions/").status_code == 302
    assert client.post("/sign-in/", {"login": sam.email, "password": new})["Location"] == "/sign-in/code/"


def test_staff_cannot_remove_their_last_second_step(sam: User) -> None:
    give_app(sam)
    client = _all_the_way_in(sam)
    page = client.post("/second-step/app/removal/")

    assert "You need this second step" in page.text
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_patient_may_remove_hers_unless_her_password_leans_on_it(amara: User, letters: Letters) -> None:
    give_app(amara)
    client = _all_the_way_in(amara)
    short = "fjord-7K"
    page = client.post("/password/", {"oldpassword": WORDS, "password1": short, "password2": short})
    assert page.status_code == 302, page.text
    assert "You need this second step" in client.post("/second-step/app/removal/").text

    longer = "seven green lamps at sea"
    client.post("/password/", {"oldpassword": short, "password1": longer, "password2": longer})
    client.post("/second-step/app/removal/")
    assert not Authenticator.objects.exists()


def test_a_change_of_how_one_signs_in_asks_again_after_five_minutes(
    amara: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(amara)
    assert client.get("/e-mail/").status_code == 200
    assert client.get("/second-step/app/").status_code == 200
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)

    assert client.get("/e-mail/")["Location"] == "/sign-in/again/?next=%2Fe-mail%2F"
    assert client.get("/password/")["Location"] == "/sign-in/again/?next=%2Fpassword%2F"
    assert client.get("/second-step/app/")["Location"].startswith("/sign-in/again/")
    page = client.post("/sign-in/again/", {"password": WORDS, "next": "/e-mail/"})
    assert page["Location"] == "/e-mail/"
    assert client.get("/e-mail/").status_code == 200


def test_in_the_demo_staff_go_without(sam: User, sign_in: SignIn, settings: Any) -> None:
    settings.DEMO = True

    assert sign_in(sam).get("/kept/")["Location"] == settings.LOGIN_REDIRECT_URL


def test_working_as_a_patient_asks_no_second_step_and_working_here_does(sam: User, sign_in: SignIn) -> None:
    actions.give_role(sam, Role.PATIENT, by=HOUSE)
    client = sign_in(sam)
    client.post("/role/", {"role": "patient"})
    assert client.get("/kept/")["Location"] == settings.LOGIN_REDIRECT_URL

    client.post("/role/", {"role": "front_desk"})
    assert client.get("/kept/")["Location"] == "/second-step/"


def test_the_passkey_question_is_bound_to_the_address_of_the_clinic(amara: User, sign_in: SignIn) -> None:
    page = sign_in(amara).get(reverse("mfa_add_webauthn"))

    assert '"id": "localhost"' in page.text
    assert '"userVerification": "required"' in page.text
    question = Client().get("/sign-in/passkey/", headers={"Accept": "application/json"}).json()
    assert question["request_options"]["publicKey"]["userVerification"] == "required"


def test_a_made_up_passkey_answer_is_refused_and_never_an_error(amara: User) -> None:
    client = Client()
    client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    made_up = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30"}}
    huge = ("9" * 5_000, "[" * 100_000)
    for answer in (
        "",
        "x",
        "[]",
        "1",
        '{"id":1}',
        '{"response":{"userHandle":"x"}}',
        "null",
        json.dumps(made_up),
        *huge,
    ):
        page = client.post("/sign-in/passkey/", {"credential": answer})
        assert page.status_code == 302
        assert page["Location"] == "/sign-in/"


def _all_the_way_in(user: User) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": user.email, "password": WORDS})
    client.post("/sign-in/code/", {"code": code_of(SECRET)})
    assert UserSession.objects.filter(user=user).exists()
    return client
