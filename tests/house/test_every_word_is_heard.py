"""Whatever a patient tells us in free words, on whatever channel, is read for red flags at once."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import bedside
from bedside.cases.models import Case
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.town.cast import Cast
from bedside.triage import deciding
from bedside.triage.models import Screening

from .heard import CHOSEN, ENTRIES, HEARD, NOT_HEARD, OF_THE_HOUSE, RINGS_ANYHOW, Tell

ROOMS = Path(bedside.__file__).parent
RED = "crushing chest pain, can't breathe"
EVERYDAY = "my knee has been stiff on the stairs for some weeks"
EMERGENCY, OURS = "999", "960001"
each_entry = pytest.mark.parametrize(("name", "tell"), ENTRIES, ids=[name for name, _tell in ENTRIES])
each_quiet_entry = pytest.mark.parametrize(
    ("name", "tell"), [pytest.param(*one, id=one[0]) for one in ENTRIES if one[0] not in RINGS_ANYHOW]
)


@pytest.fixture(autouse=True)
def staff_need_no_second_step(settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]


@each_entry
def test_a_red_flag_rings_and_is_answered_with_the_number_to_call(name: str, tell: Tell, town: Cast) -> None:
    answered = tell(town, RED)

    screening = Screening.objects.emergencies_standing().get()
    assert screening.text.endswith(RED) or RED in screening.text
    work_off(Lane.URGENT)  # nothing else stands before it there
    assert Case.objects.filter(level="E0").count() == 1
    assert _says_call_now(answered), answered[:3000]


@each_quiet_entry
def test_an_everyday_sentence_rings_nobody(name: str, tell: Tell, town: Cast) -> None:
    answered = tell(town, EVERYDAY)

    work_off(Lane.URGENT)
    assert not Screening.objects.emergencies_standing().exists()
    assert not Case.objects.filter(level__in=["E0", "E1", "U2", "H"]).exists()
    assert not _says_call_now(answered)


@each_entry
def test_where_the_engine_fails_a_person_looks_and_both_numbers_are_said(
    name: str, tell: Tell, town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise RuntimeError("the engine is down")

    monkeypatch.setattr(deciding, "assess", broken)
    answered = tell(town, RED)

    assert Screening.objects.filter(level="H").exists()
    work_off(Lane.URGENT)
    assert Case.objects.filter(level="H").exists() or "walk-in" in answered or "ticket" in answered
    text = answered.replace(" ", "")
    assert EMERGENCY in text
    assert OURS in text


def _says_call_now(answered: str) -> bool:
    """On a page the panel that stands before all else, at the desk the word to fetch a clinician; else the sentence."""
    panels = ("emergency-panel", 'class="note emergency"')
    return any(panel in answered for panel in panels) or "call 999 now. do not wait" in answered.lower()


def _boxes(file: Path) -> set[str]:
    """The classes and functions of a file that make a box for free words."""
    tree = ast.parse(file.read_text("utf-8"))
    found = set[str]()
    for part in tree.body:
        if isinstance(part, ast.ClassDef | ast.FunctionDef):
            inner = [ast.unparse(one.func) for one in ast.walk(part) if isinstance(one, ast.Call)]
            models = [ast.unparse(base) for base in part.bases] if isinstance(part, ast.ClassDef) else []
            if "forms.CharField" in inner or "forms.ModelForm" in models:
                found.add(f"{file.relative_to(ROOMS)} {part.name}")
    return found


def test_every_box_for_words_is_in_a_list_and_every_list_is_of_boxes_that_are_there() -> None:
    boxes = {box for file in ROOMS.rglob("*.py") for box in _boxes(file)}
    patients = {box for box in boxes if not box.startswith(OF_THE_HOUSE)}

    assert patients - set(HEARD) - set(NOT_HEARD) == set(), "whose words are these? tests/house/heard.py"
    assert (set(HEARD) | set(NOT_HEARD)) - patients == set()


def test_whatever_a_view_reads_past_a_form_is_no_free_text() -> None:
    read = {
        name
        for file in ROOMS.rglob("*.py")
        for name in re.findall(r"""request\.POST(?:\.get\(|\[)\s*["'](\w+)["']""", file.read_text("utf-8"))
    }

    assert read - set(CHOSEN) == set(), "does a patient write into it? tests/house/heard.py"
    assert set(CHOSEN) - read == set()
