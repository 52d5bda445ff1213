"""Canaries: whatever we know of somebody's health, and whatever she says, stays inside the house."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from typing import Any

import pytest
from django.core.cache import cache
from jinja2 import UndefinedError

from bedside.directory.models import Service, VisitType
from bedside.hours.clock import stopped_at
from bedside.inbox import actions
from bedside.inbox.gateways.mail import letter_of
from bedside.inbox.gateways.twilio import Account, Calls, Texts
from bedside.inbox.gateways.web import Web
from bedside.inbox.models import Channel, Delivered, Message
from bedside.inbox.spoken import for_anybody
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.language.leaks import health_details
from bedside.people.actions import change_details
from bedside.town.cast import Cast
from bedside.wording.texts import Text, names, text
from tests.house.heard import ENTRIES
from tests.house.more_ways import MORE

from .provider import Provider
from .test_texts import LANGUAGES, somebody

pytestmark = pytest.mark.once

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PEOPLE = 200
KNOWN = {  # what stands in a record, and must stand in nothing that leaves
    "diagnosis": [
        "type 2 diabetes",
        "HIV infection",
        "bipolar disorder",
        "breast cancer",
        "epilepsja",
        "السكري",
        "VIH",
    ],
    "medicine": ["metformin 500 mg", "sertraline", "warfarin", "olanzapine", "insulina glargina"],
    "result": ["HbA1c 84", "positive for chlamydia", "potassium 6.1", "biopsy shows a tumour", "CD4 210"],
    "test": ["colonoscopy", "mammogram", "echocardiogram", "résonance magnétique", "ecografía"],
    "service": ["Sexual health", "Oncology", "Psychiatry", "Poradnia leczenia uzależnień", "عيادة الأورام"],
    "clinician": ["Dr Zelenka-Quist, oncologist", "Dr Obuya, psychiatrist", "Sister Ilse Vantongeren"],
    "reason": ["blood in my stool", "I drink too much", "mi hijo tiene convulsiones", "a lump in my breast"],
    "procedure": ["hysterectomy", "chemotherapy", "vasectomía", "dialyse", "endoskopia"],
    "family_name": ["Szczepanikowa", "Haddad-Monteiro", "O'Shaughnessy", "Quintanilla", "Bjørnstad"],
    "address": ["17 Thornbury Crescent", "Calle Almirante 9", "ul. Wrzosowa 4"],
    "allergy": ["penicillin allergy", "latex", "cacahuetes"],
    "stay": ["Mill Ward, bed 4", "psychiatric ward"],
}


def whole(chance: random.Random, number: int) -> dict[str, str]:
    """One person, with all that a record may hold of her."""
    born = datetime(1930, 1, 1) + timedelta(days=chance.randrange(34_000))
    told = {name: chance.choice(values) for name, values in KNOWN.items()}
    formats = {"birth_date": "%Y-%m-%d", "born": "%d/%m/%Y", "born_in_words": "%d %B %Y"}
    told |= {name: born.strftime(how) for name, how in formats.items()}
    return told | {"nhs_number": f"943{number:03d}4{chance.randrange(100):02d}9", "record": f"MRN-{70_000 + number}"}


def leaks(words: str, told: dict[str, str]) -> list[str]:
    """Which of her canaries sing in these words."""
    said = words.casefold()
    return [name for name, canary in told.items() if canary.casefold() in said]


def outside(words: Text) -> list[str]:
    """The parts of a text that are read outside the portal; of a chat on the web that is its answer, too."""
    return [part for part in words.parts if part != "portal" or words.name.startswith("chat")]


@pytest.mark.django_db
def test_of_two_hundred_people_no_canary_leaves_by_any_text_in_any_language() -> None:
    chance, filled, sung = random.Random(2311), 0, []
    for name in names():
        for language in LANGUAGES:
            words = text(name, language)
            for number in range(PEOPLE):
                told = whole(chance, number)
                for part in outside(words):
                    try:
                        said = words.fill(part, told | somebody(chance, language))
                    except UndefinedError as error:  # it asks for more than anybody outside may know
                        pytest.fail(f"{name} {language} {part}: {error}")
                    sung += [(name, language, part, one) for one in leaks(said, told)]
                    filled += 1

    assert sung == []
    assert filled > len(names()) * len(LANGUAGES) * PEOPLE


def test_a_canary_would_be_heard() -> None:
    told = whole(random.Random(1), 1)
    leaking = Text(name="x", language="en", sms="{{ clinic }}: your {{ diagnosis }} visit, {{ born }}.")

    assert leaks(leaking.fill("sms", told | {"clinic": "Riverside"}), told) == ["diagnosis", "born"]


@pytest.fixture
def laden(town: Cast) -> Cast:
    """The town, where everything that may stand in a record has a canary in it."""
    change_details(town.amara, by=HOUSE, family_name="Szczepanikowa", phone="07400 123456", email="a@town.example")
    Service.objects.update(name="Oncology")
    VisitType.objects.update(name="Chemotherapy")
    return town


def everything_out() -> list[str]:
    """Each message as it leaves: the e-mail with all its headers and its calendar, the text, and what is said."""
    found = []
    for one in Message.objects.filter(way="out").exclude(channel=Channel.PORTAL).select_related("patient"):
        if one.channel == Channel.EMAIL:
            letter = letter_of(one).message()
            found += [f"{name}: {value}" for name, value in letter.items()]
            parts = message_from_string(letter.as_string(), policy=policy.default).walk()
            found += [str(part.get_content()) for part in parts if not part.is_multipart()]
        found += [one.subject, one.body, one.attachment.replace("\r\n ", ""), for_anybody(one)]
    found += [f"{kept.subject} {kept.body} {kept.attachment}" for kept in Delivered.objects.all()]
    return found


SAYS = "I take olanzapine for my bipolar disorder and found a lump in my breast. MRN-70077, born 14/05/1961"
SAID = ["olanzapine", "bipolar", "lump", "breast", "MRN-70077", "14/05/1961", "1961"]
IN_THE_RECORD = ["szczepanik", "oncolog", "chemother"]


@pytest.mark.parametrize(("name", "tell"), [*ENTRIES, *MORE], ids=[name for name, _tell in [*ENTRIES, *MORE]])
def test_whatever_she_says_on_any_way_in_nothing_of_it_goes_out_again(
    name: str, tell: Any, laden: Cast, settings: Any
) -> None:
    settings.DEMO = True
    cache.clear()
    tell(laden, SAYS)
    work_off()

    found = everything_out()
    sung = [(one, line) for line in found for one in SAID + IN_THE_RECORD if one.casefold() in line.casefold()]
    assert sung == []
    assert [line for line in found for _one in health_details(line, "en")] == []


@pytest.mark.parametrize("label", ["", "confidential"])
def test_what_staff_answer_stays_in_the_portal(laden: Cast, label: str, settings: Any) -> None:
    with stopped_at(NOON):
        asked = actions.write(laden.amara, "My bipolar disorder", SAYS, by=laden.amara.login, label=label)
        actions.answer(asked.conversation, "Your biopsy shows a tumour. Stop olanzapine.", by=laden.nurse_lin)
        work_off()

    found = everything_out()
    assert bool(found) is not bool(label)
    sung = [(one, line) for line in found for one in [*SAID, "biopsy", "tumour", "Lin"] if one in line]
    assert sung == []


@pytest.mark.parametrize("way", ["web", "texts", "calls"])
def test_what_is_handed_to_a_provider_is_the_message_and_nothing_beside_it(laden: Cast, way: str) -> None:
    """Neither her name nor an id of hers goes with it: a number, the words, and where to tell what became of it."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    account = Account(f"http://{server.at}", "AC1", "token", "+441632960001")
    gateway = {"web": Web(f"http://{server.at}/send"), "texts": Texts(account), "calls": Calls(account)}[way]
    channel = Channel.VOICE if way == "calls" else Channel.SMS
    change_details(laden.amara, by=HOUSE, wishes={"visits": {"by": channel}})
    facts: dict[str, Any] = {"when": "Friday 27 November, 9am", "place": "Riverside"}
    wanted = actions.compose(laden.amara, "reminder", key="visit", **facts)
    (message,) = actions.post([one for one in wanted if one.channel == channel], by=HOUSE)
    try:
        gateway.send(message)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

    (asked,) = server.taken
    told = f"{asked['path'][0]} {asked['body'][0]}"
    assert "%2B447400123456" in told or "+447400123456" in told
    assert str(laden.amara.pk) not in told
    assert not [one for one in [*IN_THE_RECORD, laden.amara.family_name] if one.casefold() in told.casefold()]
