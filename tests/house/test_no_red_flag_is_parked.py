"""Three hundred red flags of the bank, over every way in: none is parked."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache as remembered
from django.db import transaction

from bedside.cases import actions as cases
from bedside.cases.listing import Asked
from bedside.cases.models import Case, Kind
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast
from bedside.triage.deciding import decide
from bedside.triage.models import EMERGENCY, Screening

from .heard import ENTRIES, RINGS_ANYHOW, Tell
from .more_ways import MORE
from .test_every_word_is_heard import _says_call_now

pytestmark = pytest.mark.once

BANK = Path(__file__).parents[1] / "urgency" / "bank"
WAYS = [*ENTRIES, *MORE]
AT_LEAST = 300
EACH = -(-AT_LEAST // len(WAYS))
LONGEST = 120  # a subject is no longer


@cache
def _red_flags() -> list[str]:
    """Those that are emergencies whoever they are about. Whether the engine knows the others is measured elsewhere;
    here it is asked whether a way in loses what it knows."""
    lines: list[dict[str, Any]] = []
    for file in sorted(BANK.glob("urgent_*.jsonl")):
        lines += [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    known: list[dict[str, Any]] = [{}, {"language": "en"}, {"language": "es", "age": 8, "sex": "male"}]
    known.append({"language": "en", "age": 34, "sex": "female"})
    found: list[str] = []
    for at in range(0, len(lines) * 7, 7):  # of every rule and every language some
        text = lines[at % len(lines)]["text"]
        if len(text) <= LONGEST and all(decide(text, one).level in EMERGENCY for one in known):
            found.append(text)
        if len(found) == EACH * len(WAYS):
            break
    return found


@pytest.fixture
def red_flags(db: None) -> list[str]:
    found = _red_flags()
    assert len(set(found)) == len(found) >= AT_LEAST
    return found


@pytest.mark.parametrize(
    ("number", "name", "tell"), [(at, *one) for at, one in enumerate(WAYS)], ids=[one for one, _tell in WAYS]
)
def test_of_the_red_flags_none_is_parked_on_any_way_in(
    number: int, name: str, tell: Tell, town: Cast, red_flags: list[str], settings: Any
) -> None:
    settings.DEMO = True
    for words in red_flags[number * EACH : (number + 1) * EACH]:
        with transaction.atomic():
            _is_not_parked(words, name, tell, town)
            transaction.set_rollback(True)


def _is_not_parked(words: str, name: str, tell: Tell, town: Cast) -> None:
    remembered.clear()
    cases.open_case(Kind.MESSAGE, "My bill", by=HOUSE, patient=town.lina)
    before = set(Screening.objects.emergencies_standing().values_list("pk", flat=True))

    answered = tell(town, words)
    work_off(Lane.URGENT)  # no other news stands before it there

    raised = list(Screening.objects.emergencies_standing().exclude(pk__in=before))
    assert raised, (name, words)
    assert all(one.alerted_at for one in raised), (name, words)  # staff are told
    assert _says_call_now(answered), (name, words, answered[:2000])
    town.nurse_lin.act_as("nurse")
    first = Asked(user=town.nurse_lin).cases().first()
    assert first is not None
    assert first.level in EMERGENCY, (name, words, first.subject)
    assert first.priority == 0, (name, words)
    assert first.due_at, (name, words)
    assert Case.objects.filter(kind=Kind.MESSAGE, patient=town.lina).exists()  # the other one waits behind it
    assert name in RINGS_ANYHOW or len(raised) == 1, (name, words)
