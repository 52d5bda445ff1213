"""What the documents say is so: what they name exists, and what exists is named."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path

import pytest

from bedside.config.asks import ASKS
from bedside.config.commands import COMMANDS
from bedside.measures.registry import MEASURES, Measure

from . import map_page
from .plan import ROOMS, ROOT, calls, our_models, verbs

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
HOW_TOS = sorted((ROOT / "docs" / "how-to").glob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?:bedside|tests|docs|scripts|bench|requirements)/[\w./-]+|[A-Z]\w+\.md|Makefile|pyproject\.toml")
TEST = re.compile(r"\btest_\w+\b(?!\.py)")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def test_there_are_pages() -> None:
    names = {str(page.relative_to(ROOT)) for page in PAGES}

    assert names >= {
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/map.md",
        "docs/running.md",
        "docs/glossary.md",
    }
    assert {page.stem for page in HOW_TOS} >= {
        "add-a-room",
        "add-an-action",
        "add-a-channel",
        "add-a-fhir-type",
        "add-a-measure",
    }


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link, _ in LINK.findall(page.read_text()) if "://" not in link and not link.startswith("mailto:")]

    assert [link for link in links if not (page.parent / link).exists()] == []


@each_page
def test_every_file_a_page_names_is_there(page: Path) -> None:
    named = {found for quoted in QUOTED.findall(page.read_text()) for found in FILE.findall(quoted) if found == quoted}
    gone = {one for one in named if "…" not in one and not any((base / one).exists() for base in (ROOT, ROOT / "docs"))}

    assert gone == set()


@each_page
def test_every_command_a_page_names_exists(page: Path) -> None:
    text = page.read_text()
    targets = set(re.findall(r"^([a-z-]+(?: [a-z-]+)*):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE))
    known = {target for line in targets for target in line.split()}
    asked = set(re.findall(r"(?:`|^    )make ([a-z][a-z-]*)", text, re.MULTILINE))
    commands = set(re.findall(r"(?:`|/bin/|^    |\| (?:\.venv/bin/)?)bedside ([a-z]+)\b", text, re.MULTILINE))
    judgements = set(re.findall(r"bedside ask ([a-z-]+)", text))
    scripts = set(re.findall(r"(?:`|^    )(scripts/[\w-]+)", text, re.MULTILINE))

    assert asked - known == set()
    assert {one for one in commands if one not in COMMANDS or not COMMANDS[one].is_there} == set()
    assert judgements - set(ASKS) == set()
    assert {script for script in scripts if not (ROOT / script).exists()} == set()


def test_every_command_that_is_offered_is_written_of() -> None:
    pages = "\n".join(page.read_text() for page in PAGES)

    assert [name for name, one in COMMANDS.items() if one.is_there and f"bedside {name}" not in pages] == []
    assert [name for name in ASKS if f"bedside ask {name}" not in pages] == []


def test_the_readme_names_two_commands_and_one_place_to_begin() -> None:
    text = (ROOT / "README.md").read_text()

    assert re.findall(r"^    make (\w+)", text, re.MULTILINE) == ["run", "test"]
    assert text.count("three minutes") == 1
    assert "badge" not in text


def test_the_map_tells_what_the_code_does() -> None:
    assert map_page.written() == map_page.up_to_date(map_page.written()), "run scripts/map update"


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_two_to_five_lines_of_our_own(room: str) -> None:
    words = "\n".join(map_page.said(map_page.written(), room)).strip()

    assert words, f"{room} has no page in docs/map.md"
    assert len(words.splitlines()) <= 5


def test_every_measure_is_on_the_map() -> None:
    assert [one.name for one in MEASURES if f"`{one.name}`" not in map_page.written()] == []


def test_decisions_are_numbered_one_after_the_other() -> None:
    numbers = [page.name[:4] for page in DECISIONS]

    assert numbers == [f"{count:04}" for count in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_says_why_what_and_what_was_given_up(page: Path) -> None:
    text = page.read_text()

    assert [part for part in ("**Context.**", "**Choice.**", "**Given up.**") if part not in text] == []
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("page", HOW_TOS, ids=lambda page: page.stem)
def test_a_how_to_opens_with_the_files_one_will_touch(page: Path) -> None:
    opening = page.read_text().split("\n\n")[1]

    assert opening.startswith("You will touch: ")
    assert QUOTED.findall(opening)


def examples(page: Path) -> list[str]:
    """The pieces of Python on a page: indented, and more than one line."""
    pieces = re.findall(r"(?:^ {8,}\S.*\n(?:^\s*\n(?= {8}))?)+", page.read_text(), re.MULTILINE)
    return [textwrap.dedent(piece) for piece in pieces]


@pytest.mark.parametrize("page", HOW_TOS, ids=lambda page: page.stem)
def test_the_python_on_a_page_can_be_read(page: Path) -> None:
    for piece in examples(page):
        ast.parse(piece)


def test_the_measure_of_the_how_to_is_one() -> None:
    [piece] = examples(ROOT / "docs" / "how-to" / "add-a-measure.md")
    [call] = [one for one in calls(ast.parse(piece)) if isinstance(one.func, ast.Name) and one.func.id == "Measure"]
    told = {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}

    measure = Measure(**told)

    assert set(measure.source_events) <= verbs()


def test_every_test_that_a_page_names_is_there() -> None:
    there = {
        function
        for file in (ROOT / "tests").rglob("test_*.py")
        for function in re.findall(r"^(?:async )?def (test_\w+)", file.read_text(), re.MULTILINE)
    }
    named = {(page.name, test) for page in PAGES for test in TEST.findall(page.read_text())}
    folders = {"test_map", *(file.stem for file in (ROOT / "tests").rglob("test_*.py"))}

    assert sorted((page, test) for page, test in named if test not in there | folders) == []


def test_every_hazard_has_a_control_and_a_test_that_shows_it() -> None:
    lines = re.findall(r"^\| (H\d+) \|(.*)\|$", (ROOT / "docs" / "safety" / "hazards.md").read_text(), re.MULTILINE)

    assert [number for number, _ in lines] == [f"H{count}" for count in range(1, len(lines) + 1)]
    for number, line in lines:
        hazard, harm, control, shown, left = (cell.strip() for cell in line.split("|"))
        assert "→" in hazard, number
        assert harm in {"severe", "major", "minor"}, number
        assert control, number
        assert TEST.findall(shown), number
        assert left.split(":")[0].split(" ")[0] in {"low", "medium", "high"}, number


def test_the_glossary_is_sorted_and_names_what_there_is() -> None:
    lines = re.findall(r"^\| ([^|]+) \| [^|]+ \| (.+) \|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    words = [word.removeprefix("the ") for word, _ in lines[1:]]
    models = {f"{model.__module__.split('.')[1]}.{model.__name__}" for model in our_models()} | {
        "journal.Record",
        "journal.Refusal",
        "people.Label",
    }
    named = {one for _, where in lines for one in re.findall(r"`([a-z]+\.[A-Z]\w+)`", where)}

    assert words == sorted(words)
    assert named - models == set()
