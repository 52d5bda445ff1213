"""The vignette bank is the one its README describes: same bytes, enough cases, labels that follow the rule table."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

BANK = Path(__file__).parent / "bank"
FILES = sorted(BANK.glob("*.jsonl"))
LISTED = re.findall(r"^\| `([a-z_]+\.jsonl)` \| (\d+) \| `([0-9a-f]{64})` \|$", (BANK / "README.md").read_text(), re.M)

LEVELS = {
    "E0": "RF01 RF02 RF03 RF04a RF05a RF06 RF07 RF08 RF09 RF10 RF11 RF12 RF13 RF14 RF16 RF17a RF18 RF19a RF20a RF21a "
    "RF22 RF23a RF27a RF28a RF31 RF33a RF34 RF36 RF37a RF40a RF42a RF43 RF46 RF47a RF49",
    "E1": "RF05b RF24 RF25 RF26 RF27b RF28b RF29 RF32a RF33b RF35 RF38 RF39 RF41 RF42b RF44 RF45 RF48 RF50",
    "U2": "RF15 RF17b RF32b RF40b RF47b",
    "U4": "RF04b RF21b RF23b RF30a RF37b",
    "S24": "RF19b RF20b RF30b",
}
LEVEL_OF = {rule: level for level, rules in LEVELS.items() for rule in rules.split()}
EMERGENCIES = [rule for rule, level in LEVEL_OF.items() if level in ("E0", "E1")]
RAISED = [rule for rule in LEVEL_OF if rule not in EMERGENCIES]
KINDS = {"everyday", "negation", "idiom", "history", "relative", "worry", "word"}


def lines(pattern: str) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(BANK.glob(pattern)) for line in path.read_text().splitlines()]


def test_every_file_of_the_bank_is_listed_with_its_sum() -> None:
    assert [path.name for path in FILES] == sorted(name for name, _, _ in LISTED)


@pytest.mark.parametrize(("name", "count", "digest"), LISTED)
def test_a_frozen_file_has_not_changed(name: str, count: str, digest: str) -> None:
    content = (BANK / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest
    assert len(content.splitlines()) == int(count)


@pytest.mark.parametrize("rule", EMERGENCIES)
def test_every_emergency_case_has_at_least_ten_vignettes(rule: str) -> None:
    assert sum(rule in line["rules"] for line in lines("urgent_*.jsonl")) >= 10


@pytest.mark.parametrize("rule", RAISED)
def test_every_raised_case_has_at_least_five_vignettes(rule: str) -> None:
    assert sum(rule in line["rules"] for line in lines("raised_*.jsonl")) >= 5


@pytest.mark.parametrize(("language", "least"), [("en", 420), ("es", 120), ("fr", 25), ("pl", 25), ("ar", 25)])
def test_every_language_has_its_share_on_both_sides(language: str, least: int) -> None:
    for pattern in ("urgent_*.jsonl", "not_urgent_*.jsonl"):
        assert Counter(line["language"] for line in lines(pattern))[language] >= least


def test_there_are_at_least_six_hundred_on_both_sides() -> None:
    assert len(lines("urgent_*.jsonl")) >= 600
    assert len(lines("not_urgent_*.jsonl")) >= 600


def test_flagged_lines_carry_the_level_of_the_rule_table() -> None:
    for line in lines("urgent_*.jsonl") + lines("raised_*.jsonl"):
        assert line["rules"], line["id"]
        assert line["level"] == LEVEL_OF[line["rules"][0]], line["id"]


def test_urgent_and_raised_lines_are_kept_apart() -> None:
    assert all(rule in EMERGENCIES for line in lines("urgent_*.jsonl") for rule in line["rules"])
    assert all(rule in RAISED for line in lines("raised_*.jsonl") for rule in line["rules"])


def test_calm_lines_name_no_rule_and_a_calm_level() -> None:
    for line in lines("not_urgent_*.jsonl"):
        assert line["rules"] == [], line["id"]
        assert line["level"] in {"R14", "R72", "S24"}, line["id"]
        assert line["note"] in KINDS, line["id"]


def test_every_kind_of_trap_is_set_in_english_and_spanish() -> None:
    for language, least in (("en", 20), ("es", 8)):
        kinds = Counter(line["note"] for line in lines(f"not_urgent_{language}.jsonl"))
        assert all(kinds[kind] >= least for kind in KINDS), kinds


def test_no_message_stands_twice_and_no_id_is_shared() -> None:
    everything = lines("*.jsonl")
    assert len({line["id"] for line in everything}) == len(everything)
    assert len({line["text"].casefold() for line in everything}) == len(everything)
