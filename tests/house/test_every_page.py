"""Every page, opened by everybody who may: it answers, looking changes nothing, and it is in the reader's language.

It is read in the language nobody speaks: what still stands there in plain letters was never handed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as house
from django.db import connection
from django.db.models import CharField, JSONField
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from bedside.access.matrix import MATRIX
from bedside.access.models import Role, User
from bedside.complaints import rules
from bedside.config import messages, pseudo
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.training import library
from bedside.visits import gaps

from .strangers import STRANGERS, somebody_else
from .walking import (
    METHODS,
    ROOMS,
    ROUTES,
    Browsers,
    Route,
    ask,
    each_room,
    knock,
    logins,
    nobody_is_slowed_down,
    undone,
)

__all__ = ["logins", "nobody_is_slowed_down"]  # fixtures, used by name
pytestmark = [pytest.mark.django_db, pytest.mark.once]

PSEUDO = pseudo.CODE.replace("_", "-").lower()
SAID = re.compile(rf"{pseudo.RIGHT_TO_LEFT}\[[^\[\]]*\]{pseudo.RIGHT_TO_LEFT}")
WORD = re.compile(r"(?=[A-Za-z]*[a-z])[A-Za-z]{2,}")  # not the capitals of a code, nor the two that stand for a name
UNSEEN = {"script", "style", "svg", "template"}
HEARD = {"aria-label", "alt", "title", "placeholder", "aria-description"}
# What no translator gets: our own name, who helps in a crisis, the languages by their own names, and the names of
# browsers and of formats. What is in the database is left out by itself.
NAMES = {"Bedside", "Samaritans", "English", "Espa", "ol", "Fran", "ais", "Polski", "Pseudo", "right", "to", "left"} | {
    *("Firefox", "Chrome", "Linux", "JSON", "ics", "town", "example"),
    *("mmHg", "min", "kg", "cm"),  # units
}
UNREVIEWED = "This translation has not been checked by a native speaker or a clinician yet."
SAMPLES = {"look", "look-as"}  # every page part with sample words, for those who build with them; only in the demo
ON_PAPER = {"wall:poster"}  # hangs by the door, in all our languages at once


WRITES = re.compile(r"^(?:INSERT INTO|INSERT OR IGNORE INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
# Who looked; and that a session is awake or a screen is there, which is no part of anybody's record.
MAY_BE_WRITTEN = {"journal_sight", "django_session", "usersessions_usersession", "access_remembered", "wall_seen"}


class Eye:
    """Sees which tables are written to, behind `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if found := WRITES.match(str(sql).strip()):
            self.seen |= {found[1]} - MAY_BE_WRITTEN
        return execute(sql, *rest)


class Reader(HTMLParser):
    """What a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN
        self.pieces += [value for name, value in attrs if name in HEARD and value]

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(data)


def plain_words(html: str) -> list[str]:
    """The words of a page that no translator has seen. A gap in a sentence may hold a sentence: the inner go first."""
    reader = Reader()
    reader.feed(html)
    text = "\n".join(reader.pieces)
    while SAID.search(text):
        text = SAID.sub(" ", text)
    return [word for word in WORD.findall(re.sub(r"\S+@\S+|https?://\S+|localhost\S*", " ", text)) if word not in NAMES]


def known_words() -> set[str]:
    """Whatever stands in the database: names, addresses, services, what people wrote."""
    found: set[str] = set()
    for model in apps.get_models():
        fields = [
            one.name
            for one in model._meta.fields
            if isinstance(one, (CharField, JSONField)) or one.name in {"body", "words"}
        ]
        for row in model._base_manager.values_list(*fields) if fields else ():
            found.update(word for value in row for word in WORD.findall(str(value)))
    return found


@cache
def whole_files() -> set[str]:
    """What translators write as files of its own: lessons and scenarios. Whether each is there, tests/training asks.
    And the names of laws, of programmes and of those who watch over them, the same in every language."""
    files = [
        *library.LESSONS.glob("*.toml"),
        *library.SCENARIOS.glob("*.toml"),
        *rules.FOLDER.glob("*.toml"),
        gaps.FILE,
    ]
    return {word for file in files for word in WORD.findall(file.read_text())}


@pytest.fixture(scope="module", autouse=True)
def ready() -> None:
    messages.compile_all()


@pytest.fixture
def nobody_speaks(settings: Any) -> None:
    settings.LANGUAGES = [*house.LANGUAGES, (PSEUDO, "Pseudo (right to left)")]


def visitors(route: Route, town: Cast) -> Iterator[tuple[str, Role, User | None, str]]:
    """Everybody who may knock there; where it is about somebody, also she herself and the staff with a real id."""
    door = MATRIX[route.name]
    for role in sorted(door.roles):
        yield role, role, None, route.address()
    if strange := STRANGERS.get(route.name):
        address = route.address(**strange.ids(town))
        for role in sorted(door.roles - {Role.GUEST}):
            yield f"{role} with a real id", role, None, address
        if Role.PATIENT in door.roles:
            yield "she herself", Role.PATIENT, somebody_else(town), address


def wrong_with(route: Route, method: str, answer: HttpResponse, writes: set[str]) -> Iterator[str]:
    if answer.status_code >= 500:
        yield "it broke"
    if method == "GET" and writes:
        yield f"looking wrote to {sorted(writes)}"
    html = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
    if html and route.name not in SAMPLES | ON_PAPER:
        plain = set(plain_words(answer.text)) - whole_files()
        if plain and (plain := plain - known_words()):
            yield f"no translator has seen {sorted(plain)}"


@each_room
def test_every_page_answers_and_is_translated_and_looking_changes_nothing(
    room: str, logins: dict[Role, User], town: Cast, nobody_speaks: None
) -> None:
    """They look, and they hand in nothing at all. Nobody speaks, and no patient reads, another language than this."""
    Patient.objects.update(language=PSEUDO)  # a ticket in somebody's hand is printed in the language she reads
    browsers, wrong = Browsers(logins, **{house.LANGUAGE_COOKIE_NAME: PSEUDO}), []
    for route in ROOMS[room]:
        for role in MATRIX[route.name].roles:
            browsers.of(role)  # before the first thing is taken back
        with undone():
            for who, role, user, address in list(visitors(route, town)):
                client = browsers.of(role, user)
                for method in METHODS:
                    eye = Eye()
                    with undone():
                        with connection.execute_wrapper(eye):
                            answer = ask(client, method, address)
                        found = list(wrong_with(route, method, answer, eye.seen))
                    wrong += [f"{route.name}: {who} {method} {address} ({answer.status_code}): {one}" for one in found]
    assert wrong == []


def test_the_eye_for_plain_words_sees_them(logins: dict[Role, User], nobody_speaks: None) -> None:
    said = pseudo.pseudo("Hello %(name)s") % {"name": "Amara"}

    assert plain_words(f"<h1>{said}</h1><script>not seen</script>") == []
    assert plain_words(f'<h1>{said}</h1><p title="On hover">Please wait</p>') == ["On", "hover", "Please", "wait"]
    assert plain_words(pseudo.pseudo("We answer in %(time)s") % {"time": pseudo.pseudo("1 day")}) == []


@pytest.mark.parametrize(
    ("wanted", "spoken", "runs"),
    [
        ("es-MX, en;q=0.5", "es", "ltr"),
        ("fr-CA", "fr", "ltr"),
        ("de, pl;q=0.8, en;q=0.5", "pl", "ltr"),  # the first of them that we speak
        ("ar-EG", "ar", "rtl"),
        ("de", "en", "ltr"),
    ],
)
def test_a_page_is_in_the_readers_language_and_says_where_nobody_has_reviewed_it(
    wanted: str, spoken: str, runs: str, town: Cast
) -> None:
    asked = Client(headers={"accept-language": wanted}).get("/find/").text
    chosen = Client()
    chosen.cookies[house.LANGUAGE_COOKIE_NAME] = spoken
    with translation.override(spoken):
        unreviewed = str(escape(translation.gettext(UNREVIEWED)))

    for page in (asked, chosen.get("/find/").text):
        assert f'<html lang="{spoken}" dir="{runs}">' in page
        assert (unreviewed in page) is (spoken != "en")
    assert (unreviewed == UNREVIEWED) is (spoken == "en")


def test_the_pages_that_are_read_are_in_the_language_nobody_speaks(
    logins: dict[Role, User], nobody_speaks: None
) -> None:
    client = knock(Role.PATIENT, logins)
    client.cookies[house.LANGUAGE_COOKIE_NAME] = PSEUDO

    assert f'lang="{PSEUDO}" dir="rtl"' in ask(client, "GET", "/home/").text


def test_the_eye_for_writing_sees_it(town: Cast) -> None:
    eye = Eye()
    with connection.execute_wrapper(eye):
        User.objects.create_user("new@town.example")

    assert eye.seen == {"access_user"}


def test_she_herself_does_get_in(logins: dict[Role, User], town: Cast) -> None:
    route, browsers = next(one for one in ROUTES if one.name == "booking:appointment"), Browsers(logins)
    answers = {
        who: browsers.ask(role, "GET", address, user).status_code for who, role, user, address in visitors(route, town)
    }

    assert answers["she herself"] == 200
    assert answers[f"{Role.FRONT_DESK} with a real id"] == 200
    assert answers[f"{Role.PATIENT} with a real id"] == 404
