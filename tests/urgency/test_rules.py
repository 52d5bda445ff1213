"""The fifty rules stand as data, each reachable and each with what a reader needs to know of it."""

from __future__ import annotations

import tomllib

import pytest

from bedside.urgency import screen
from bedside.urgency.catalog import DATA, TRACKS, BadRules, babel_extract, catalog, load, msgids
from bedside.urgency.facts import of_person
from bedside.urgency.lexicons import LANGUAGES, lexicon
from bedside.urgency.logic import logic, names_used
from bedside.urgency.person import Person

LEVELS = {
    "RF01": "E0", "RF02": "E0", "RF03": "E0", "RF04a": "E0", "RF04b": "U4", "RF05a": "E0", "RF05b": "E1", "RF06": "E0",
    "RF07": "E0", "RF08": "E0", "RF09": "E0", "RF10": "E0", "RF11": "E0", "RF12": "E0", "RF13": "E0", "RF14": "E0",
    "RF15": "U2", "RF16": "E0", "RF17a": "E0", "RF17b": "U2", "RF18": "E0", "RF19a": "E0", "RF19b": "S24",
    "RF20a": "E0", "RF20b": "S24", "RF21a": "E0", "RF21b": "U4", "RF22": "E0", "RF23a": "E0", "RF23b": "U4",
    "RF24": "E1", "RF25": "E1", "RF26": "E1", "RF27a": "E0", "RF27b": "E1", "RF28a": "E0", "RF28b": "E1", "RF29": "E1",
    "RF30a": "U4", "RF30b": "S24", "RF31": "E0", "RF32a": "E1", "RF32b": "U2", "RF33a": "E0", "RF33b": "E1",
    "RF34": "E0", "RF35": "E1", "RF36": "E0", "RF37a": "E0", "RF37b": "U4", "RF38": "E1", "RF39": "E1", "RF40a": "E0",
    "RF40b": "U2", "RF41": "E1", "RF42a": "E0", "RF42b": "E1", "RF43": "E0", "RF44": "E1", "RF45": "E1", "RF46": "E0",
    "RF47a": "E0", "RF47b": "U2", "RF48": "E1", "RF49": "E0", "RF50": "E1",
}  # fmt: skip
RULES = (DATA / "rules.toml").read_text("utf-8")


def test_there_are_fifty_rules_with_the_levels_that_the_reference_gives_them() -> None:
    assert {rule.id: rule.level for rule in catalog()} == LEVELS
    assert len({rule.number for rule in catalog()}) == 50


def test_no_reviewer_is_invented() -> None:
    assert {rule.reviewer for rule in catalog()} == {""}


def test_only_the_suicide_rule_shows_the_crisis_line() -> None:
    assert [rule.id for rule in catalog() if rule.crisis_line] == ["RF14"]


@pytest.mark.parametrize("track", TRACKS)
def test_a_track_has_at_most_twelve_items_and_a_box_for_none(track: str) -> None:
    page = screen.screening(track)

    assert 0 < len(page.items) <= screen.MOST_ITEMS
    assert page.none
    assert all(item.rules for item in page.items)


@pytest.mark.parametrize(
    ("track", "person"),
    [
        ("adult", screen.person_of(age=40)),
        ("child", screen.person_of(age=0)),
        ("child", screen.person_of(age=9)),
        ("pregnancy", screen.person_of(age=30, sex="female", pregnant=True)),
        ("pregnancy", screen.person_of(age=30, sex="female", after_birth=True)),
    ],
)
def test_every_rule_is_reached_on_every_track_that_it_applies_to(track: str, person: Person) -> None:
    items = screen.screening(track).items
    asked = {rule.id for rule in screen.details(track, {item.id for item in items}, person)}
    not_of_this_track = {"adult": {"pregnant", "after_birth"}, "child": {"pregnant", "after_birth"}, "pregnancy": set()}

    for rule in catalog():
        if rule.applies_to(person) and rule.pregnancy not in not_of_this_track[track]:
            assert rule.id in asked or (track == "pregnancy" and rule.sex == "male"), rule.id


def test_every_rule_is_reached_on_some_track() -> None:
    reached = {rule.id for track in TRACKS for item in screen.screening(track).items for rule in item.rules}

    assert reached == set(LEVELS)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('level = "E0"', 'level = "E9"'), "E9 is not a level"),
        (('id = "RF01"', 'id = "RF1"'), "RF, two digits"),
        (('id = "RF02"', 'id = "RF01"'), "said twice"),
        (("acute = false", "acutely = false"), "unknown words"),
        (('sex = "male"', 'sex = "boy"'), "sex is female or male"),
        (('pregnancy = "pregnant"', 'pregnancy = "yes"'), "pregnancy is"),
        (("groups = { adult", "groups = { grown"), "known track"),
        (('title = "not', 'title = ""\nsource2 = "not'), "unknown words|Cannot"),
        (("version = 1", 'version = "1"'), "version and a date"),
        (('edition = "2026.11-7"', 'edition = ""'), "need an edition"),
        (('id = "RF04b"', 'id = "RF04"'), "rule with letters"),
    ],
)
def test_a_mistake_in_the_rules_is_refused_by_name(change: tuple[str, str], complaint: str) -> None:
    assert change[0] in RULES

    with pytest.raises(BadRules, match=complaint):
        load(RULES.replace(*change, 1))


def test_translators_find_every_question_and_item() -> None:
    found = []
    for name in ("rules.toml", "screen.toml"):
        with (DATA / name).open("rb") as file:
            found += [message for _, _, message, _ in babel_extract(file, (), (), {})]

    assert set(found) == set(msgids())
    assert len(msgids()) > 66


def test_every_name_that_a_combination_asks_for_can_become_true() -> None:
    facts = set(tomllib.loads((DATA.parent / "lexicon" / "logic.toml").read_text())["marks"]["facts"].split())
    numbers = {"temp38", "temp39", "temp40", "temp_under36", "temp_under35", "sugar_high", "sugar_low", "fever_5_days"}
    derived = {name for name, _ in logic().derived}

    for name, who in names_used(logic()).items():
        assert name in facts | numbers | derived | lexicon("en").concepts, f"{name}, asked for by {who}"
    assert of_person(Person()) <= facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_lexicon_has_a_concept_that_nothing_asks_for(language: str) -> None:
    asked = set(names_used(logic())) | logic().context | logic().common | {"warmth"}

    assert lexicon(language).concepts <= asked
