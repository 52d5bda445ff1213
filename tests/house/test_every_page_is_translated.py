"""Every page, read in the language nobody speaks: what still stands there in plain letters was never handed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as house
from django.db.models import CharField, JSONField
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from bedside.access.models import Role, User
from bedside.complaints import rules
from bedside.config import messages, pseudo
from bedside.town.cast import Cast
from bedside.training import library
from bedside.visits import gaps

from . import test_every_route_and_role as walk
from .test_every_route_and_role import METHODS, Route, ask, each_route, knock
from .test_looking_changes_nothing import visitors

logins, nobody_is_slowed_down = walk.logins, walk.nobody_is_slowed_down  # fixtures
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
    *("stop", "Call"),  # drafts of what is said to a patient stand in her own language
}
UNREVIEWED = "This translation has not been checked by a native speaker or a clinician yet."
SAMPLES = {"look", "look-as"}  # every page part with sample words, for those who build with them; only in the demo
ON_PAPER = {"wall:poster"}  # hangs by the door, in all our languages at once


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


def answers(route: Route, logins: dict[Role, User], town: Cast) -> Iterator[tuple[str, HttpResponse]]:
    """What everybody who may knock there reads, when they look and when they hand in nothing at all."""
    for who, client, address in list(visitors(route, logins, town)):
        client.cookies[house.LANGUAGE_COOKIE_NAME] = PSEUDO
        for method in METHODS:
            yield f"{who} {method} {address}", ask(client, method, address)


@each_route
def test_no_page_has_words_that_no_translator_has_seen(
    route: Route, logins: dict[Role, User], town: Cast, nobody_speaks: None
) -> None:
    if route.name in SAMPLES | ON_PAPER:
        return
    for where, answer in answers(route, logins, town):
        if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.streaming:
            continue
        plain = set(plain_words(answer.text)) - known_words() - whole_files()
        assert plain == set(), f"{where} ({answer.status_code})"


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
