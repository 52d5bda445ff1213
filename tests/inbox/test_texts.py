"""What we send by ourselves: every text, in every language, to people with all kinds of names."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.utils import translation

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.directory.models import Clinic
from bedside.inbox.models import Message
from bedside.inbox.promises import promise
from bedside.journal.hands import HOUSE
from bedside.language.dates import day_and_time, time
from bedside.language.leaks import health_details
from bedside.language.lint import problems
from bedside.language.sms import measure
from bedside.language.text import Text
from bedside.town.cast import Cast
from bedside.visits.waits import Basis, Range
from bedside.wording.shortening import shorter
from bedside.wording.texts import names, text

pytestmark = [pytest.mark.django_db, pytest.mark.once]
GIVEN = ["Amara", "Tomás", "Mr Haddad", "María José", "Zoë", "Łukasz", "Anne-Sophie", "Li", "Oluwaseun", "Íñigo"]
CLINICS = [("Riverside Clinic", "01632 960001"), ("Clínica del Río", "912 345 678"), ("Hill Surgery", "020 7946 0000")]
LANGUAGES = ("en", "es", "fr", "pl", "ar")
TICKET = "B27"
ANSWERS = {
    "en": "Yes, come at nine.",
    "es": "Sí, venga a las nueve.",
    "fr": "Oui, venez à neuf heures.",
    "pl": "Tak, proszę przyjść o dziewiątej.",
    "ar": "نعم، تعال في التاسعة.",
}
PLACES = ["Riverside", "Hillside", "Mill Lane", "Río"]


def somebody(chance: random.Random, language: str) -> dict[str, Any]:
    """The facts of a message to somebody, some time in the coming months."""
    clinic, phone = chance.choice(CLINICS)
    moment = datetime(2026, 11, 23, 8, 0, tzinfo=UTC) + timedelta(minutes=5 * chance.randrange(20_000))
    number = chance.randrange(2, 7)
    days = [moment + timedelta(weeks=week) for week in range(number)]
    return {
        "number": str(number),
        "visits": "\n".join(f"- {day_and_time(day, language, 'Europe/London')}, Riverside" for day in days),
        "name": chance.choice(GIVEN),
        "clinic": clinic,
        "phone": phone,
        "place": chance.choice(PLACES),
        "when": day_and_time(moment, language, "Europe/London"),
        "until": day_and_time(moment - timedelta(days=1), language, "Europe/London"),
        "link": "https://riverside.example",
        "emergency": "999",
        "cost": "£30",
        "code": "042917",
        "ticket": TICKET,
        "time": time(moment, language, "Europe/London"),
        "minutes": chance.choice(["15", "30", "105"]),
        "wait": chance.choice([_a_wait(language), ""]),
        "words": ANSWERS[language],
        "shared": chance.random() < 0.5,
        "promise": _promised(language),
    }


@cache
def _promised(language: str) -> str:
    """The same to everybody: it is asked of the opening hours, and is what the test would spend its time on."""
    return promise(Clinic(answers_within=480), language)


def _a_wait(language: str) -> str:
    with translation.override(language):
        return Range(50, 75, Basis.QUEUE).said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_our_own_texts_are_short_plain_and_ask_for_one_thing(name: str, language: str) -> None:
    chance, words = random.Random(f"{name}{language}"), text(name, language)
    assert words.language == language
    found = []
    for _ in range(40):
        facts = somebody(chance, language)
        for part in words.parts:
            if part == "subject":
                continue
            filled = words.fill(part, facts).replace(TICKET, "7")  # what is printed on her slip is no short form
            kind = "page" if part in {"portal", "voice"} else part
            found += [(part, one["kind"], one["say"]) for one in problems(Text.of(filled), filled, kind, language)]
    allowed = {"sms_length"}  # counted below
    assert [one for one in found if one[1] not in allowed] == []


def test_no_text_tells_a_stranger_about_somebodys_health() -> None:
    chance = random.Random(11)
    for name in names():
        for language in LANGUAGES:
            words = text(name, language)
            for _ in range(200):
                facts = somebody(chance, language)
                outside = " ".join(words.fill(part, facts) for part in words.parts if part != "portal")
                assert list(health_details(outside, language)) == []


@pytest.mark.parametrize(("languages", "usual"), [(("en", "es", "fr", "pl"), 1), (("ar",), 2)])
def test_nearly_every_text_message_is_short_where_arabic_letters_take_twice_the_room(
    languages: tuple[str, ...], usual: int
) -> None:
    chance, parts = random.Random(7), Counter[int]()
    for name in names():
        for language in languages:
            words = text(name, language)
            for _ in range(200 if words.sms else 0):
                parts[measure(shorter(words.fill("sms", somebody(chance, language)))).parts] += 1

    assert max(parts) <= usual + 1
    long = sum(many for count, many in parts.items() if count > usual)
    assert long / parts.total() < 0.06, parts


def test_the_subject_line_says_the_same_to_everybody() -> None:
    for name in names():
        for language in LANGUAGES:
            subject = text(name, language).subject
            assert "{{ name }}" not in subject
            assert "{{ when }}" not in subject


@pytest.mark.usefixtures("december")
def test_no_message_names_the_clinician_the_service_or_the_reason(town: Cast) -> None:
    start = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    )
    first, second, _ = Slot.objects.order_by("starts_at")
    for patient in (town.amara, town.ana):
        visit = booking.book(first, patient, town.knee_check, by=town.sam, reason="my knee is swollen")
        booking.reschedule(visit, second, by=town.sam)
        booking.cancel(visit, by=town.sam, because="feeling better")

    letters = Message.objects.all()
    assert letters.count() >= 12
    for letter in letters:
        written = f"{letter.subject} {letter.body} {letter.attachment}".replace(
            "\r\n ", ""
        )  # lines of a calendar are cut
        seen = re.sub(r"/v/\S+|(?m:^UID:.*$)", "", written).lower()  # the key of a link is no word
        for secret in ("osei", "lee", "joint", "knee", "articul", "rodilla", "better", "muscle"):
            assert secret not in seen, (letter.template, secret)


def test_the_accents_a_telephone_lacks_are_left_out_only_where_that_saves_a_part() -> None:
    assert shorter("sábado") == "sábado"
    assert shorter("sábado " + "x" * 70) == "sabado " + "x" * 70


def test_a_text_in_arabic_runs_from_right_to_left_and_keeps_the_groups_of_a_number_in_order() -> None:
    """A stretch that begins with a Latin name runs the wrong way; after Arabic letters 01632 960001 turns around."""
    for name in names():
        words = text(name, "ar")
        for part in words.parts:
            said = getattr(words, part).lstrip()
            assert said[0] >= "\u0600", (name, part)
            assert said.count("{{ phone }}") == said.count("\u200e{{ phone }}"), (name, part)
            assert said.count("{{ cost }}") == said.count("\u200e{{ cost }}"), (name, part)
