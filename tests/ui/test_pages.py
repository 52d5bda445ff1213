"""The frame around every page, and what is said when a page cannot be shown."""

from __future__ import annotations

import pytest
from django.template import engines
from django.test import Client, override_settings
from jinja2 import ChoiceLoader, DictLoader

from bedside.access.models import Role
from bedside.town.cast import Cast
from bedside.ui import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("riverside")]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


HTMX = {"HTTP_HX_REQUEST": "true"}
SAID = {
    "400": "We could not read that",
    "404": "We cannot find that page",
    "413": "That is too big to send",
    "429": "Please wait a little",
    "500": "Something went wrong on our side",
    "503": "We are very busy just now",
}


@pytest.mark.parametrize("what", SAID)
def test_what_went_wrong_is_said_in_plain_words_with_a_way_on_and_a_number(what: str, client: Client) -> None:
    client.get("/shown/")  # so that the clinic is known even to a page that asks nothing

    answer = client.get(f"/wrong/{what}/")

    assert answer.status_code == int(what)
    assert SAID[what] in answer.text
    assert 'href="tel:+441632960001"' in answer.text
    assert 'href="/"' in answer.text
    assert "Error" not in answer.text


@pytest.mark.parametrize("what", ["500", "503"])
def test_when_the_house_is_in_trouble_the_page_asks_nothing_of_the_database(
    what: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> pages.Clinic:
        raise AssertionError("asked")

    client.get("/shown/")
    monkeypatch.setattr(pages, "CLINIC", down)

    answer = client.get(f"/wrong/{what}/")

    assert answer.status_code == int(what)
    assert "01632 960001" in answer.text


def test_whoever_knocks_too_often_hears_when_to_come_back(client: Client) -> None:
    assert client.get("/wrong/429/")["Retry-After"] == "300"
    assert client.get("/wrong/503/")["Retry-After"] == "5"


def test_an_address_that_is_not_there_is_said_in_plain_words(client: Client) -> None:
    answer = client.get("/nothing/here/")

    assert answer.status_code == 404
    assert SAID["404"] in answer.text


def test_a_form_from_a_page_that_is_too_old_is_not_saved_and_says_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "es"})

    assert answer.status_code == 403
    assert "open for too long" in answer.text


@pytest.mark.parametrize("what", SAID)
def test_for_htmx_a_fault_is_a_sentence_on_top_and_the_page_stays(what: str, client: Client) -> None:
    answer = client.get(f"/wrong/{what}/", **HTMX)

    assert answer.status_code == int(what)
    assert SAID[what] in answer.text
    assert answer["HX-Retarget"] == "#refused"
    assert "<html" not in answer.text
    assert 'role="alert"' in answer.text


def test_a_refusal_is_a_sentence_with_a_way_back(client: Client) -> None:
    answer = client.get("/refused/", HTTP_REFERER="http://testserver/look/?wrong=1")

    assert answer.status_code == 409
    assert "That time has just been taken. Please choose another." in answer.text
    assert 'href="/look/?wrong=1"' in answer.text


def test_a_refusal_for_htmx_is_only_its_part(client: Client) -> None:
    answer = client.get("/refused/", **HTMX)

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refused"
    assert "<html" not in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refusal_may_offer_something_instead(
    headers: dict[str, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = engines["jinja2"].env
    room = DictLoader({"refusals/taken.html": "{% for time in refusal.offers %}<p>Or at {{ time }}</p>{% endfor %}"})
    monkeypatch.setattr(house, "loader", ChoiceLoader([room, house.loader]))
    monkeypatch.setattr(house, "cache", {})

    html = client.get("/refused/", **headers).text

    assert "<p>Or at 10:00am</p><p>Or at 2:10pm</p>" in html


def test_what_is_not_there_is_refused_as_not_found(client: Client) -> None:
    answer = client.get("/missing/")

    assert answer.status_code == 404
    assert "There is no such visit." in answer.text


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/look/", "javascript:alert(1)", "//elsewhere.example/", ""]
)
def test_the_way_back_never_leads_to_somebody_else(elsewhere: str, client: Client) -> None:
    answer = client.get("/refused/", HTTP_REFERER=elsewhere)

    assert "elsewhere" not in answer.text
    assert "javascript:" not in answer.text
    assert 'href="/"' in answer.text


def test_every_page_has_a_way_past_the_bar_and_the_same_help(client: Client) -> None:
    html = client.get("/shown/").text

    assert html.index('href="#main"') < html.index('class="bar"')
    assert '<main id="main"' in html
    assert html.rindex("Need help?") > html.rindex("</main>")
    assert 'href="tel:999"' in html
    assert 'lang="en" dir="ltr"' in html


def test_what_stands_in_a_page_is_text(client: Client) -> None:
    assert "A &lt;heading&gt;" in client.get("/shown/").text


def test_a_page_speaks_the_language_that_was_chosen(client: Client) -> None:
    answer = client.post("/language/", {"language": "es", "next": "/shown/"}, follow=True)
    assert 'lang="es" dir="ltr"' in answer.text

    answer = client.post("/language/", {"language": "ar-xb", "next": "/shown/"}, follow=True)
    assert 'lang="ar-xb" dir="rtl"' in answer.text


def test_choosing_a_language_never_leads_to_somebody_else(client: Client) -> None:
    answer = client.post("/language/", {"language": "es", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_no_page_needs_a_policy_that_lets_scripts_in(client: Client) -> None:
    policy = client.get("/shown/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


@override_settings(DEMO=True)  # where staff go without a second step
def test_staff_and_patients_each_get_their_own_bar(client: Client, town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, patients = frozenset({Role.FRONT_DESK.value}), frozenset({Role.PATIENT.value})
    monkeypatch.setattr(
        pages,
        "NAVIGATION",
        [
            pages.Link("Today", "look", desk, badge=lambda request: 7),
            pages.Link("This very page", "shown", desk, own=True),
            pages.Link("My visits", "look", patients),
        ],
    )
    client.force_login(town.sam)

    html = client.get("/shown/").text

    assert 'class="staff"' in html
    assert 'Today <span class="count">7</span>' in html
    assert '<a href="/shown/" aria-current="page">This very page</a>' in html
    assert "My visits" not in html
    assert town.sam.name in html
    assert 'action="/sign-out/"' in html


def test_a_guest_is_spoken_to_as_a_patient_and_cannot_sign_out(client: Client) -> None:
    html = client.get("/shown/").text

    assert 'class="patient"' in html
    assert "Sign out" not in html


@override_settings(ROOT_URLCONF="bedside.config.urls")
def test_outside_the_demo_there_is_no_style_page(client: Client) -> None:
    assert client.get("/look/").status_code == 404
