"""The clinic's own words: who may change them, what keeps them from being used, and which messages had them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from bedside.access.models import Role
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.codes import send_code
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.models import Refusal
from bedside.town.cast import Cast
from bedside.wording import actions
from bedside.wording.checking import LANGUAGES, is_clinical, wrong_with
from bedside.wording.fields import shown, written
from bedside.wording.looking import in_boxes, previews
from bedside.wording.models import Stage, UsedWording, Wording, version_of
from bedside.wording.texts import names, of_the_house, text
from bedside.wording.titles import TITLES

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"when": "Monday 7 December, 09:20", "place": "Riverside"}


def boxes(name: str, language: str = "en", **other: str) -> dict[str, str]:
    return in_boxes(of_the_house(name, language), None) | other


SHORT = "{clinic}: {name}, we see you on {when} at {place}. Cannot come? {link} or {phone}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_houses_own_words_are_right_by_the_same_rules_and_come_back_letter_by_letter(language: str) -> None:
    for name in names():
        house = of_the_house(name, language)
        assert wrong_with(name, language, in_boxes(house, None)) == [], name
        for part in house.parts:
            ours = getattr(house, part)
            assert written(shown(ours)) == ours
        assert [one.part for one in previews(house)] == house.parts


def test_a_message_has_the_clinics_words_and_knows_their_version(town: Cast) -> None:
    before = inbox.send(town.amara, "reminder", by=town.sam, key="one", **FACTS)
    actions.use("reminder", "en", boxes("reminder", sms=SHORT), by=town.ines)
    after = inbox.send(town.amara, "reminder", by=town.sam, key="two", **FACTS)

    sms = next(one for one in after if one.channel == "sms")
    assert "we see you on Monday" in sms.body
    assert [version_of(one.pk) for one in before] == [0] * len(before)
    assert {version_of(one.pk) for one in after} == {1}


def test_one_press_brings_the_houses_words_back_and_the_version_is_kept(town: Cast, ines: Client) -> None:
    actions.use("reminder", "en", boxes("reminder", sms=SHORT), by=town.ines)
    assert "we see you on" in text("reminder", "en").sms

    ines.post("/desk/wording/reminder/en/house/")
    assert text("reminder", "en") == of_the_house("reminder", "en")
    kept = Wording.objects.get()
    assert (kept.stage, kept.number, kept.parts["sms"]) == (Stage.RETIRED, 1, SHORT)

    assert actions.use("reminder", "en", boxes("reminder", sms=SHORT), by=town.ines).number == 2


def test_a_language_without_own_words_keeps_the_houses_and_the_manager_sees_it(town: Cast, ines: Client) -> None:
    actions.use("reminder", "en", boxes("reminder", sms=SHORT), by=town.ines)

    assert text("reminder", "pl") == of_the_house("reminder", "pl")
    assert "not in every language" in ines.get("/desk/wording/").text
    assert "words are sent until you write yours" in ines.get("/desk/wording/reminder/pl/").text


@pytest.mark.parametrize(
    ("name", "part", "words", "said"),
    [
        (
            "reminder",
            "sms",
            "{clinic}: your {diagnosis} visit is {when}. {link} {phone}",
            "is no field of this message",
        ),
        ("reminder", "sms", "{clinic}: {{ name }} {when} {link} {phone}", "cannot be read"),
        ("reminder", "sms", "{clinic}: {% if x %} {when} {link} {phone}", "cannot be read"),
        ("reminder", "sms", "{clinic}: your visit is {when}. {link}", "{phone} is missing"),
        ("reminder", "sms", "{clinic}: your cancer visit is {when}. {link} or {phone}", "tells a stranger"),
        ("reminder", "sms", "{clinic}: you come {when}. {link} or {phone} " + "Bring it. " * 40, "text messages"),
        ("reminder", "email", "Utilise {when} at {clinic} via {link}, {phone}. " + "Word " * 30 + ".", "has "),
        ("reminder", "subject", "{name}, your visit", "is no field"),
        ("reminder", "voice", "This is {clinic}. Your visit is on {when}. Press 1 or 2.", "Name the keys 1, 2, 3"),
        ("reminder", "voice", "{clinic}: {when} at {place}. Press 1, 2 or 3.", "Write {if not shared} before {place}"),
        ("call_now", "sms", "{clinic}: {name}, call us now on {phone}.", "{emergency} is missing"),
        ("emergency", "portal", "This may be an emergency. Call for help now.", "{emergency} is missing"),
        ("come_back", "sms", "{clinic}: {name}, please come back now. {link} or call {phone}", "We listen for that"),
        ("reminder", "sms", "", "This part is empty"),
    ],
)
def test_words_that_are_wrong_are_told_plainly_kept_as_typed_and_not_used(
    town: Cast, ines: Client, name: str, part: str, words: str, said: str
) -> None:
    answer = ines.post(f"/desk/wording/{name}/en/", boxes(name, **{part: words}) | {"version": "0", "then": "use"})

    assert any(one.part == part and said in one.say for one in wrong_with(name, "en", boxes(name, **{part: words})))
    assert "There is a problem" in answer.text
    assert answer.context is None or words in answer.text.replace("&#39;", "'")
    assert not Wording.objects.exists()
    with pytest.raises(Refusal):
        actions.use(name, "en", boxes(name, **{part: words}), by=town.ines)
    assert text(name, "en") == of_the_house(name, "en")


def test_words_about_ones_body_need_a_clinician_who_did_not_write_them(town: Cast, ines: Client) -> None:
    page = boxes("emergency", portal="This may be an emergency. Call {emergency} now. Our staff know it too.")
    ines.post("/desk/wording/emergency/en/", page | {"version": "0", "then": "use"})
    asked = Wording.objects.get()
    assert (asked.stage, asked.is_clinical) == (Stage.ASKED, True)
    assert text("emergency", "en") == of_the_house("emergency", "en")

    with pytest.raises(Refusal, match="clinician"):
        actions.approve(asked, by=town.ines)
    osei = Client()
    osei.force_login(town.dr_osei)
    assert "Our staff know it too." in osei.get("/desk/wording/emergency/en/").text
    osei.post(f"/desk/wordings/{asked.pk}/{asked.version}/approval/")
    assert "Our staff know it too." in text("emergency", "en").portal
    assert Wording.objects.get().decided_by == town.dr_osei


def test_what_was_changed_after_a_clinician_was_asked_is_a_draft_again(town: Cast) -> None:
    asked = actions.use("emergency", "en", boxes("emergency"), by=town.ines)
    seen = asked.version
    actions.draft("emergency", "en", boxes("emergency", portal="Anything."), by=town.ines, seen=seen)

    osei = Client()
    osei.force_login(town.dr_osei)
    assert osei.post(f"/desk/wordings/{asked.pk}/{seen}/approval/").status_code == 404
    assert text("emergency", "en") == of_the_house("emergency", "en")


def test_the_database_lets_no_clinical_words_stand_alone(town: Cast) -> None:
    asked = actions.use("emergency", "en", boxes("emergency"), by=town.ines)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wording.objects.filter(pk=asked.pk).update(stage=Stage.STANDING)


def test_of_two_managers_who_write_at_once_the_second_is_told(town: Cast) -> None:
    actions.draft("reminder", "en", boxes("reminder"), by=town.ines)
    with pytest.raises(Refusal, match="Someone else"):
        actions.draft("reminder", "en", boxes("reminder"), by=town.ines)


# Sentences that were not used to choose the words of clinical.toml.
@pytest.mark.parametrize(
    ("language", "words", "clinical"),
    [
        ("en", "Take nothing by mouth: do not drink anything from midnight.", True),
        ("en", "Stop your tablets two days before you come.", True),
        ("en", "If it gets worse, go to hospital.", True),
        ("en", "We are closed on Friday. Parking is free on that day.", False),
        ("es", "No coma nada desde la medianoche.", True),
        ("es", "El viernes cerramos a las dos.", False),
        ("fr", "Ne mangez rien après minuit.", True),
        ("fr", "Le cabinet sera fermé vendredi.", False),
        ("pl", "Proszę nic nie jeść po północy.", True),
        ("pl", "W piątek przychodnia jest zamknięta.", False),
        ("ar", "لا تأكل شيئا بعد منتصف الليل.", True),
        ("ar", "العيادة مغلقة يوم الجمعة.", False),
    ],
)
def test_what_speaks_of_ones_body_is_found_in_every_language(language: str, words: str, clinical: bool) -> None:
    assert is_clinical("answered_in_full", {"sms": words}, language) is clinical


def test_only_managers_write(town: Cast) -> None:
    with pytest.raises(Refusal, match="Only a manager"):
        actions.use("reminder", "en", boxes("reminder"), by=town.dr_osei)
    assert not Message.objects.filter(template="reminder").exists()


def test_every_text_has_a_name_and_no_name_stands_for_two() -> None:
    assert sorted(TITLES) == names()
    assert len({str(one) for one in TITLES.values()}) == len(TITLES)


def test_a_chat_and_a_code_know_the_version_of_their_words_and_staff_read_it(
    town: Cast, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    client.post("/chat/?language=en", {"words": "When are you open?"})
    town.dr_osei.act_as(Role.CLINICIAN)
    actions.approve(actions.use("chat_received", "en", boxes("chat_received"), by=town.ines), by=town.dr_osei)
    actions.use("code", "en", boxes("code"), by=town.ines)
    Client().post("/chat/?language=en", {"words": "Where are you?"})
    send_code("sms", "+447700900123", "123456", language="en", until=now() + timedelta(minutes=10))
    work_off()

    desk = Client()
    desk.force_login(town.sam)
    first, second = Case.objects.exclude(chat=None).order_by("opened_at", "pk")
    assert "The words that came with the program" in desk.get(f"/desk/inbox/{first.pk}/").text
    assert "The clinic's own words, version 1" in desk.get(f"/desk/inbox/{second.pk}/").text
    assert sorted(used.wording.name for used in UsedWording.objects.all()) == ["chat_received", "code"]


def test_the_case_of_a_message_that_did_not_leave_says_with_which_words_it_was_made(town: Cast, settings: Any) -> None:
    settings.DEMO = True
    actions.use("reminder", "en", boxes("reminder", sms=SHORT), by=town.ines)
    actions.use("reminder", "en", boxes("reminder", sms=SHORT + "."), by=town.ines)
    lost = inbox.send(town.amara, "reminder", by=town.sam, key="one", **FACTS)[0]
    case = cases.open_case(Kind.DELIVERY, "It did not leave", by=town.sam, patient=town.amara, message=lost)

    desk = Client()
    desk.force_login(town.sam)
    assert "The clinic's own words, version 2" in desk.get(f"/desk/inbox/{case.pk}/").text
