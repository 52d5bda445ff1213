"""A folder that is ready is left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def set_up(want: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(ROOT / "scripts" / "setup.py"), want]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("want", ["app", "dev"])
def test_a_second_set_up_has_nothing_to_do_and_says_nothing(want: str) -> None:
    ended = set_up(want)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_set_up_of_another_kind_is_refused_in_a_sentence() -> None:
    ended = set_up("everything")

    assert (ended.returncode, ended.stderr) == (1, "Say app or dev, not everything.\n")
