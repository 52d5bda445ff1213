"""What anybody may read of us, and what search engines take from it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from bedside.directory import actions as directory
from bedside.directory.models import Place, Service
from bedside.directory.opening import calendar_of, special_days, week_said
from bedside.directory.prices import price_said
from bedside.hours.clock import stopped_at
from bedside.journal.hands import HOUSE
from bedside.people.actions import change_member
from bedside.town.cast import Cast

DATA = re.compile(r'<script type="application/ld\+json">(.+?)</script>', re.DOTALL)


def linked(client: Client, address: str) -> dict[str, Any]:
    [found] = DATA.findall(client.get(address).text)
    told: dict[str, Any] = json.loads(found)
    return told


def pages(town: Cast) -> list[str]:
    things = ("services/gp", "services/sexual-health", f"people/{town.osei.pk}", f"places/{town.riverside.pk}")
    return ["/services/", *(f"/{thing}/" for thing in things)]


def test_anybody_may_read_what_we_offer_and_nothing_is_run_in_the_page(town: Cast, client: Client) -> None:
    for address in pages(town):
        answer = client.get(address)

        assert answer.status_code == 200, address
        assert f'<link rel="canonical" href="http://testserver{address}">' in answer.text
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
        assert linked(client, address)["@context"] == "https://schema.org"


def test_one_page_has_one_address_whatever_else_stands_behind_it(town: Cast, client: Client) -> None:
    assert '<link rel="canonical" href="http://testserver/services/gp/">' in client.get("/services/gp/?from=mail").text


def test_a_service_says_what_it_is_for_for_whom_and_what_it_costs(town: Cast, client: Client) -> None:
    page = client.get("/services/nurse/").text
    told = linked(client, "/services/nurse/")

    for words in (
        "For blood tests, dressings, jabs and checks.",
        "Anyone",
        "£35 (for each jab)",
        "Nurse Lin",
        "Step-free",
    ):
        assert words in unescape(page)
    assert told["offers"] == {"@type": "Offer", "price": "0", "priceCurrency": "GBP"}
    costs = {one["itemOffered"]["name"]: one["price"] for one in told["hasOfferCatalog"]["itemListElement"]}
    assert costs["Travel jabs"] == "35.00"


def test_what_is_not_known_is_not_claimed(town: Cast, client: Client) -> None:
    directory.change(town.gp, by=HOUSE, price_minor=None, currency="", price="", who_for="")

    assert not {"offers", "audience"} & set(linked(client, "/services/gp/"))
    assert "Free" not in client.get("/services/gp/").text.partition("<main")[2].replace("Free times", "")


def test_a_doctor_is_a_physician_and_a_nurse_a_person_who_works_for_us(town: Cast, client: Client) -> None:
    osei, lin = (linked(client, f"/people/{one.pk}/") for one in (town.osei, town.lin))

    assert (osei["@type"], osei["knowsLanguage"]) == ("Physician", ["en", "fr"])
    assert (lin["@type"], lin["jobTitle"]) == ("Person", "practice nurse")
    assert lin["worksFor"]["@type"] == "MedicalOrganization"


def test_a_place_says_its_week_and_the_days_it_is_shut(town: Cast, client: Client) -> None:
    days = {"first_day": date(2026, 12, 2), "last_day": date(2026, 12, 3)}
    with stopped_at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        directory.shut(town.riverside, **days, reason="Repairs", by=HOUSE)
        told = linked(client, f"/places/{town.riverside.pk}/")
        page = client.get(f"/places/{town.riverside.pk}/").text

    week = {tuple(one["dayOfWeek"]): (one["opens"], one["closes"]) for one in told["openingHoursSpecification"]}
    assert week["Saturday",] == ("09:00", "12:00")
    shut = {one["validFrom"]: one for one in told["specialOpeningHoursSpecification"]}
    assert shut["2026-12-02"]["validThrough"] == "2026-12-03"
    assert (shut["2026-12-25"]["opens"], shut["2026-12-25"]["closes"]) == ("00:00", "00:00")
    assert told["geo"]["latitude"] == town.riverside.latitude
    for words in ("Wednesday 2 December", "Repairs", "Christmas Day", "9am to midday"):
        assert words in page


def test_what_somebody_wrote_cannot_end_the_data_and_begin_a_script(town: Cast, client: Client) -> None:
    directory.change(town.gp, by=HOUSE, purpose="</script><script>alert(1)</script>")

    assert linked(client, "/services/gp/")["description"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in client.get("/services/gp/").text


def test_whoever_has_no_page_is_named_nowhere_as_a_link_nor_on_the_map_of_the_site(town: Cast, client: Client) -> None:
    assert f"/people/{town.osei.pk}/" in client.get("/sitemap.xml").text

    change_member(town.osei, by=HOUSE, has_page=False)

    everything = "".join(client.get(address).text for address in ("/services/", "/services/gp/", "/sitemap.xml"))
    assert f"/people/{town.osei.pk}/" not in everything


def test_the_map_of_the_site_names_every_public_page_and_when_it_changed(town: Cast, client: Client) -> None:
    told = client.get("/sitemap.xml")

    assert told["Content-Type"] == "application/xml"
    assert set(pages(town)) <= {
        one.removeprefix("http://testserver") for one in re.findall("<loc>(.+?)</loc>", told.text)
    }
    assert told.text.count("<lastmod>") == told.text.count("<loc>") - 1
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text


def test_pages_are_in_the_language_of_the_reader_with_the_first_words_where_there_are_no_others(
    town: Cast, client: Client
) -> None:
    client.cookies["language"] = "es"

    page = unescape(client.get(f"/people/{town.osei.pk}/").text)

    assert "Al doctor Osei le gusta ayudar" in page
    assert "médico" in page
    directory.change(town.gp, by=HOUSE, translations={})
    assert "For a new problem" in client.get("/services/gp/").text


def test_closures_and_public_holidays_close_a_place_and_other_places_stay_open(town: Cast) -> None:
    wednesday, friday = date(2026, 12, 2), date(2026, 12, 25)
    directory.shut(town.hillside, first_day=wednesday, last_day=wednesday, reason="Repairs", by=HOUSE)

    assert not calendar_of(town.hillside).is_working_day(wednesday)
    assert calendar_of(town.riverside).is_working_day(wednesday)
    assert not calendar_of(town.riverside).is_working_day(friday)
    assert [one.reason for one in special_days(town.hillside, date(2026, 12, 1), 24)] == ["Repairs", "Christmas Day"]


def test_a_public_holiday_on_a_day_that_is_closed_anyway_is_no_news(town: Cast) -> None:
    weekdays = {day: [["09:00", "17:00"]] for day in ("mon", "tue")}
    place = Place(name="Two days", zone="Europe/London", opening=weekdays)

    assert [one.first for one in special_days(place, date(2026, 12, 20), 14)] == [date(2026, 12, 28)]


@pytest.mark.parametrize(
    ("minor", "currency", "words", "language", "said"),
    [
        (0, "GBP", "", "en", "Free"),
        (0, "", "", "es", "Gratis"),
        (3500, "GBP", "", "en", "£35"),
        (3550, "GBP", "each", "en", "£35.50 (each)"),
        (3550, "EUR", "", "es", "35,50\xa0€"),
        (500, "JPY", "", "en", "JP¥500"),
        (None, "", "Ask us", "en", "Ask us"),
        (None, "", "", "en", ""),
    ],
)
def test_a_price_is_said_as_people_say_it(minor: int, currency: str, words: str, language: str, said: str) -> None:
    with translation.override(language):
        assert price_said(minor, currency, words) == said


def test_a_week_is_said_day_by_day_and_midnight_by_its_name() -> None:
    told = dict(week_said({"mon": [["08:30", "12:30"], ["13:30", "24:00"]]}, "en"))

    assert told["Monday"] == "8:30am to 12:30pm, 1:30pm to midnight"
    assert told["Sunday"] == "Closed"


def test_only_what_is_offered_has_a_page(town: Cast, client: Client) -> None:
    directory.set_up(Service(slug="old", name="Old", is_offered=False), by=HOUSE)

    assert client.get("/services/old/").status_code == 404
    assert client.get(f"/people/{town.rooms[0].pk}/").status_code == 404
