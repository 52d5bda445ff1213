"""Whoever signs in is spoken to in her own language, unless she chose another."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from bedside.access.models import User
from bedside.journal.hands import HOUSE
from bedside.people import actions as people

SignIn = Callable[..., Client]


def _lives_here(login: User, language: str) -> None:
    people.register(by=HOUSE, login=login, given_name="Ana", family_name="Silva", language=language)


def _tongue_of(client: Client) -> str:
    return client.get("/home/").text.split('<html lang="')[1].split('"')[0]


def test_somebody_who_reads_spanish_is_spoken_to_in_spanish(amara: User, sign_in: SignIn) -> None:
    _lives_here(amara, "es")

    assert _tongue_of(sign_in(amara)) == "es"


def test_a_language_chosen_in_the_browser_stays(amara: User, sign_in: SignIn) -> None:
    _lives_here(amara, "es")
    client = Client()
    client.post("/language/", {"language": "en"})

    assert _tongue_of(sign_in(amara, client=client)) == "en"


def test_a_language_we_do_not_speak_leaves_the_browsers(amara: User, sign_in: SignIn) -> None:
    _lives_here(amara, "cy")

    assert _tongue_of(sign_in(amara, client=Client(headers={"accept-language": "es"}))) == "es"


def test_the_next_person_at_the_same_screen_does_not_inherit_it(amara: User, sam: User, sign_in: SignIn) -> None:
    _lives_here(amara, "es")
    client = sign_in(amara)
    client.post("/sign-out/")

    sign_in(sam, client=client)

    assert "language" not in {name for name, cookie in client.cookies.items() if cookie.value}
