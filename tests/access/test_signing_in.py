from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bedside.access import actions
from bedside.access.hooks import hooks
from bedside.access.models import Role, User
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry

from .conftest import WORDS, Letters


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(amara: User) -> None:
    wrong = Client().post("/sign-in/", {"login": amara.email, "password": "guess"})
    unknown = Client().post("/sign-in/", {"login": "nobody@here.example", "password": "guess"})

    assert "is not right" in wrong.text
    assert _plain(wrong.text, amara.email) == _plain(unknown.text, "nobody@here.example")


def test_joining_with_a_known_address_looks_like_joining_with_a_new_one(amara: User, letters: Letters) -> None:
    pages = []
    for email in (amara.email, "new@here.example"):
        client = Client()
        said = {"name": "Amara", "email": email, "password1": WORDS}
        page = client.post("/join/", said, follow=True)
        pages.append((page.redirect_chain, page.status_code, _plain(page.text, email)))

    assert pages[0] == pages[1]
    assert [letter["to"] for letter in letters] == [amara.email, "new@here.example"]
    assert "You have one already" in letters[0]["body"]
    assert User.objects.count() == 2


def test_asking_for_a_new_password_looks_the_same_for_every_address(amara: User, letters: Letters) -> None:
    pages = []
    for email in (amara.email, "nobody@here.example"):
        page = Client().post("/password/reset/", {"email": email}, follow=True)
        pages.append((page.redirect_chain, _plain(page.text, email)))

    assert pages[0] == pages[1]
    assert len(letters) == 2


def test_a_guest_is_led_to_the_page_asked_for_after_signing_in(amara: User) -> None:
    client = Client()
    assert client.get("/sessions/")["Location"] == "/sign-in/?next=%2Fsessions%2F"

    page = client.post("/sign-in/", {"login": amara.email, "password": WORDS, "next": "/sessions/"})
    assert page["Location"] == "/sessions/"


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_nobody_is_led_to_another_house(amara: User, next_page: str) -> None:
    page = Client().post("/sign-in/", {"login": amara.email, "password": WORDS, "next": next_page})

    assert page["Location"] == settings.LOGIN_REDIRECT_URL


def test_an_unknown_route_is_not_there(amara: User, sign_in: Callable[..., Client]) -> None:
    assert Client().get("/no-such-room/").status_code == 404
    assert sign_in(amara).get("/no-such-room/").status_code == 404


def test_signing_in_needs_a_form_of_ours(amara: User) -> None:
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.post("/sign-in/", {"login": amara.email, "password": WORDS})

    assert page.status_code == 403
    assert "open for too long" in page.text


def test_signing_in_changes_the_session_key(amara: User) -> None:
    client = Client()
    client.post("/password/reset/", {"email": amara.email})
    before = client.session.session_key
    client.post("/sign-in/", {"login": amara.email, "password": WORDS})

    assert before
    assert client.session.session_key != before


def test_somebody_new_joins_with_the_code_from_the_letter_and_holds_no_role_yet(db: None, letters: Letters) -> None:
    client = Client()
    client.post("/join/", {"name": "Awa", "email": "awa@here.example", "password1": WORDS})
    code = letters[0]["body"].split()[3]
    page = client.post("/join/code/", {"code": code})

    awa = User.objects.get()
    assert page["Location"] == settings.LOGIN_REDIRECT_URL
    assert awa.name == "Awa"
    assert awa.roles == set()
    assert client.get("/sessions/").status_code == 200, "her own login is hers"
    assert client.get("/appointments/")["Location"] == "/role/?next=%2Fappointments%2F"
    assert client.get("/role/")["Location"] == reverse(hooks.newcomers_go_to)


def test_a_forgotten_password_is_replaced_with_a_code_from_a_letter_and_ends_every_session(
    amara: User, letters: Letters, sign_in: Callable[..., Client]
) -> None:
    elsewhere = sign_in(amara)
    client = Client()
    client.post("/password/reset/", {"email": amara.email})
    code = letters[-1]["body"].split()[3]
    client.post("/password/reset/code/", {"code": code})
    new = "a quiet river under snow"
    page = client.post("/password/reset/new/", {"password1": new, "password2": new}, follow=True)

    assert "Your password is set" in page.text
    assert elsewhere.get("/sessions/").status_code == 302
    assert client.post("/sign-in/", {"login": amara.email, "password": new}).status_code == 302


def test_a_sign_in_from_a_new_device_is_told_to_its_owner_once(
    amara: User, letters: Letters, sign_in: Callable[..., Client]
) -> None:
    phone = sign_in(amara)
    phone.post("/sign-out/")
    sign_in(amara, client=phone)

    assert [letter["subject"].split(" –")[0] for letter in letters] == ["A new sign-in"]


def test_no_letter_about_a_login_says_anything_but_that(amara: User, letters: Letters) -> None:
    from bedside.access.letters import LETTERS, post

    for name in LETTERS:
        post(name, amara.email, {"code": "ABC-DEF"})

    assert len(letters) == len(LETTERS)
    assert all(letter["subject"] and len(letter["subject"]) < 60 for letter in letters)


def test_a_closed_login_is_out_at_once_and_it_is_written_down(amara: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(amara)
    actions.close_login(amara, by=HOUSE, because="asked for it")

    assert client.get("/sessions/").status_code == 302
    assert Client().post("/sign-in/", {"login": amara.email, "password": WORDS})["Location"] == "/sign-in/closed/"
    assert Entry.objects.get(verb="role.taken").because == "asked for it"


def test_somebody_with_two_roles_chooses_one_and_the_session_goes_on_under_another_key(
    amara: User, sign_in: Callable[..., Client]
) -> None:
    actions.give_role(amara, Role.CARER, by=HOUSE)
    client = sign_in(amara)
    assert client.get("/kept/")["Location"] == "/role/?next=%2Fkept%2F"

    before = client.session.session_key
    page = client.post("/role/", {"role": "carer", "next": "/sessions/"})

    assert page["Location"] == "/sessions/"
    assert client.session.session_key != before
    assert client.session["role"] == "carer"
    assert "This device" in client.get("/sessions/").text


def test_nobody_takes_up_a_role_they_do_not_hold(amara: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(amara)
    assert client.post("/role/", {"role": "administrator"}).status_code == 200
    assert "role" not in client.session


def test_outside_the_demo_there_are_no_buttons_to_be_somebody(amara: User) -> None:
    assert Client().post("/demo/sign-in/", {"person": "amara"}).status_code == 404


def _plain(page: str, email: str) -> str:
    """A page without what differs each time: the tokens, and the address that was typed."""
    import re

    page = re.sub(r'(name="csrfmiddlewaretoken" value|X-CSRFToken": )[="\s]*"[^"]+"', "", page)
    return page.replace(email, "…").replace(email.replace("@", "%40"), "…")
