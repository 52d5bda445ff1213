"""docs/running.md says what can be set, all of it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"\bBEDSIDE_[A-Z_]+\b")


def test_every_setting_the_code_reads_is_explained_and_no_other() -> None:
    read = {name for file in (ROOT / "bedside").rglob("*.py") for name in SETTING.findall(file.read_text())}
    explained = re.findall(r"^\| `(BEDSIDE_[A-Z_]+)` \|", (ROOT / "docs" / "running.md").read_text(), re.MULTILINE)

    assert sorted(explained) == sorted(read)


def test_every_make_target_and_script_it_names_is_there() -> None:
    page = (ROOT / "docs" / "running.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"(?:`|^    )make ([a-z][a-z-]*)", page, re.MULTILINE))
    scripts = set(re.findall(r"\bscripts/[\w-]+", page))

    assert {"run", "app"} <= targets
    assert {target for target in targets if not re.search(rf"^(.* )?{target}( .*)?:", makefile, re.MULTILINE)} == set()
    assert scripts
    assert {script for script in scripts if not (ROOT / script).exists()} == set()
