"""An aid written on a screen: begun, put into numbers, translated, looked at, approved by a second person, kept."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from bedside.access.models import Role
from bedside.deciding import actions, writing
from bedside.deciding.aids import aids
from bedside.deciding.library import newest, shown
from bedside.deciding.models import Approval, Choice, Stage, Wording
from bedside.journal.models import Refusal
from bedside.town.cast import Cast

from .test_choices import seen, staff_need_no_second_step

assert staff_need_no_second_step

WHOLE: dict[str, Any] = {
    "title": "A sore knee: inserts or not?",
    "about": "Your knee hurts when you walk. There are two ways to go.",
    "time": "The numbers are for the first year.",
    "sure": "They come from one small test.",
    "out_of": "100",
    "youngest": "18",
    "oldest": "110",
    "options": [
        {"name": "No inserts now", "about": "You go on as before.", "nothing": "on"},
        {"name": "Inserts", "about": "You wear them in your shoes each day."},
    ],
    "outcomes": [
        {
            "kind": "benefit",
            "name": "have less pain",
            "opposite": "have as much pain",
            "of-o1": "20",
            "of-o2": "35 (28-41)",
        },
        {"kind": "harm", "name": "get sore feet", "opposite": "do not get sore feet", "of-o1": "2", "of-o2": "9"},
    ],
    "matters": [{"name": "To walk far"}],
    "sources": [{"name": "Smith and others, a test of shoe inserts", "year": "2020"}],
}


def sent(version: int, whole: dict[str, Any], **more: str) -> dict[str, str]:
    """The page as a browser hands it in; rows have the keys they were given."""
    said = {name: value for name, value in whole.items() if isinstance(value, str)} | {"version": str(version)} | more
    for name, rows in ((name, rows) for name, rows in whole.items() if isinstance(rows, list)):
        said |= {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": "0"}
        said |= {f"{name}-{at}-{part}": value for at, row in enumerate(rows) for part, value in row.items()}
    return said


def keyed(**changed: str) -> dict[str, Any]:
    """All of it, where each way has the key that it was given when it was first kept."""
    return WHOLE | changed | {"options": [row | {"key": f"o{at}"} for at, row in enumerate(WHOLE["options"], start=1)]}


@pytest.fixture
def doctor(town: Cast) -> Client:
    client = Client()
    client.force_login(town.dr_osei)
    return client


@pytest.fixture
def draft(doctor: Client) -> Wording:
    """Dr Osei has written all of it in English: first the ways, then what may come of each."""
    begun = doctor.post("/desk/aids/new/", {"title": WHOLE["title"]})
    here = begun["Location"]
    assert here == "/desk/aids/a-sore-knee-inserts-or-not/writing/"
    doctor.post(here, sent(1, WHOLE | {"outcomes": []}))
    doctor.post(here, sent(2, keyed()))
    return Wording.objects.get()


def test_an_aid_is_written_on_a_page_with_a_box_for_each_number(draft: Wording, doctor: Client) -> None:
    assert draft.content["outcomes"][0]["counts"] == {"o1": 20, "o2": 35}
    assert draft.content["outcomes"][0]["between"] == {"o2": [28, 41]}
    assert draft.content["options"][0]["nothing"] is True
    assert writing.wrong_with(draft) == []
    page = doctor.get(f"/desk/aids/{draft.slug}/writing/").text
    assert "It lacks: Arabic" in page
    assert "Polish" in page
    assert 'value="35 (28–41)"' in page


def test_it_is_looked_at_as_a_patient_sees_it_with_its_dots(draft: Wording, doctor: Client) -> None:
    seen_so = doctor.get(f"/desk/aids/{draft.slug}/preview/").text
    assert "35 of 100: have less pain." in seen_so
    assert "65 of 100: have as much pain." in seen_so
    assert seen_so.count("<svg") >= 4
    assert "not in your language yet" not in seen_so

    polish = doctor.get(f"/desk/aids/{draft.slug}/preview/?in=pl").text
    assert 'lang="en" dir="ltr"' in polish
    assert "35 of 100: have less pain." not in polish  # our own words are Polish


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ({"sources": []}, "Name a source"),
        ({"about": ""}, "“What it is about”: nothing is written in this language yet: English."),
        (
            {"sure": "Notwithstanding considerable epidemiological heterogeneity, administration " * 4 + "helps."},
            "“How sure the numbers are” (English): ",
        ),
    ],
)
def test_what_is_missing_or_hard_is_said_and_keeps_it_from_being_handed_over(
    draft: Wording, doctor: Client, spoil: dict[str, Any], says: str
) -> None:
    draft.content |= {name: value if isinstance(value, list) else {"en": value} for name, value in spoil.items()}
    assert any(says in one for one in writing.wrong_with(draft))
    with pytest.raises(Refusal, match="still missing"):
        writing.hand_over(draft, by=draft.written_by)


def test_a_language_that_was_only_begun_keeps_it_back_and_one_that_is_lacking_does_not(
    draft: Wording, doctor: Client
) -> None:
    here = f"/desk/aids/{draft.slug}/writing/"
    doctor.post(f"{here}?in=pl", {"version": str(draft.version), "s0": "Wkładki czy nie?"})
    missing = writing.wrong_with(Wording.objects.get())
    assert any("nothing is written in this language yet: Polish." in one for one in missing)
    with override("fr"):
        missing = writing.wrong_with(Wording.objects.get())
    assert any("polonais" in one for one in missing)
    assert not any("written" in one for one in missing)

    doctor.post(f"{here}?in=pl", {"version": str(draft.version + 1), "s0": ""})
    assert writing.wrong_with(Wording.objects.get()) == []
    assert Wording.objects.get().aid.languages == ["en"]


def test_a_sentence_that_changes_is_asked_for_anew_in_the_other_languages(draft: Wording, doctor: Client) -> None:
    here = f"/desk/aids/{draft.slug}/writing/"
    doctor.post(f"{here}?in=pl", {"version": str(draft.version), "s0": "Wkładki czy nie?", "s1": "Boli kolano."})
    doctor.post(here, sent(draft.version + 1, keyed(title="A sore knee: shoe inserts or not?")))

    kept = Wording.objects.get().content
    assert "pl" not in kept["title"]
    assert kept["about"]["pl"] == "Boli kolano."


def test_the_author_cannot_approve_alone_and_a_second_who_treats_can(town: Cast, draft: Wording) -> None:
    writing.hand_over(draft, by=town.dr_osei)
    aid = newest(draft.slug)
    assert aid
    assert shown(draft.slug) is None
    with pytest.raises(Refusal, match="approved this already"):
        actions.approve(aid, by=town.dr_osei)
    visit = seen(town)
    with pytest.raises(Refusal, match="must approve"):
        actions.open_choice(visit, aid, by=town.dr_osei)

    actions.approve(aid, by=town.nurse_lin)

    assert shown(draft.slug) == aid
    assert actions.open_choice(visit, aid, by=town.dr_osei).aid.edition == 1


def test_what_is_being_written_is_approved_by_nobody(town: Cast, draft: Wording) -> None:
    with pytest.raises(Refusal, match="changed in the meantime"):
        actions.approve(draft.aid, by=town.nurse_lin)
    town.sam.act_as(Role.FRONT_DESK)
    with pytest.raises(Refusal, match="Only a clinician or a nurse"):
        writing.hand_over(draft, by=town.sam)


def test_a_second_person_sends_it_back_and_says_why(town: Cast, draft: Wording, doctor: Client) -> None:
    writing.hand_over(draft, by=town.dr_osei)
    nurse = Client()
    nurse.force_login(town.nurse_lin)

    nurse.post(f"/desk/aids/{draft.slug}/return/", {"because": "Where is the 35 from?"})

    assert Wording.objects.get().stage == Stage.DRAFT
    assert "Where is the 35 from?" in doctor.get(f"/desk/aids/{draft.slug}/writing/").text
    writing.hand_over(Wording.objects.get(), by=town.dr_osei)  # nothing was wrong after all
    assert Approval.objects.count() == 1


def test_an_old_choice_keeps_its_edition_and_the_old_one_is_shown_until_the_new_is_approved(
    town: Cast, draft: Wording
) -> None:
    writing.hand_over(draft, by=town.dr_osei)
    first = newest(draft.slug)
    assert first
    actions.approve(first, by=town.nurse_lin)
    choice = actions.open_choice(seen(town), first, by=town.dr_osei)
    second = writing.begin_edition(draft.slug, by=town.nurse_lin)
    content = copy.deepcopy(second.content)
    content["outcomes"][0]["counts"]["o2"] = 40
    writing.hand_over(writing.keep(second, content, by=town.nurse_lin), by=town.nurse_lin)
    assert shown(draft.slug) == first

    new = newest(draft.slug)
    assert new
    actions.approve(new, by=town.dr_osei)

    assert shown(draft.slug) == new
    assert new.edition == 2
    kept = Choice.objects.get(pk=choice.pk).aid
    assert (kept.edition, kept.outcomes[0].numbers["o2"]) == (1, 35)


def test_what_two_approved_can_be_taken_back_and_nothing_older_stands_in_for_it(town: Cast, draft: Wording) -> None:
    writing.hand_over(draft, by=town.dr_osei)
    aid = newest(draft.slug)
    assert aid
    actions.approve(aid, by=town.nurse_lin)
    choice = actions.open_choice(seen(town), aid, by=town.dr_osei)

    writing.take_back(Wording.objects.get(), by=town.nurse_lin, because="A newer test says otherwise", approved=True)

    assert shown(draft.slug) is None
    assert Choice.objects.get(pk=choice.pk).aid.slug == draft.slug
    with pytest.raises(Refusal, match="must approve"):
        actions.open_choice(seen(town, town.lina), aid, by=town.dr_osei)


def test_a_new_edition_of_a_file_goes_through_the_same_door(town: Cast, doctor: Client) -> None:
    file = next(one for one in aids() if one.slug == "ear-infection-child")
    for who in (town.dr_osei, town.nurse_lin):
        actions.approve(file, by=who)

    doctor.post("/desk/aids/ear-infection-child/edition/")

    draft = Wording.objects.get()
    assert (draft.edition, writing.wrong_with(draft)) == (2, [])
    assert draft.aid.languages == ["en", "ar", "es", "fr", "pl"]
    assert shown("ear-infection-child") == file


def test_of_two_who_write_at_once_the_second_is_told(draft: Wording, doctor: Client) -> None:
    page = f"/desk/aids/{draft.slug}/writing/?in=pl"
    assert doctor.post(page, {"version": str(draft.version), "s0": "Tak?"}).status_code == 302
    assert doctor.post(page, {"version": str(draft.version), "s0": "Nie?"}).status_code == 409
