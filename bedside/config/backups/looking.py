"""Opening a copy as if it were the database, in a process of its own, and looking through it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from .packet import Unusable


@dataclass(frozen=True)
class Look:
    """What was found in a copy."""

    head: str
    counts: dict[str, int]
    migrations: dict[str, str]
    faults: list[str]


def look_through(address: str, *, witness: Path | None = None, quick: bool = False) -> Look:
    """The whole check, on the database at this address; or, quick, only whether the file holds together."""
    words = ["--witness", str(witness)] if witness and witness.exists() else []
    words += ["--quick"] if quick else []
    said = ask(address, "bedside.config.backups.look_inside", *words)
    return Look(**said)


def ask(address: str, module: str, *words: str) -> dict[str, Any]:
    """Run one of our modules against another database; its last line is its answer."""
    around = os.environ | {
        "BEDSIDE_DATABASE": address,
        "BEDSIDE_DATA": str(settings.DATA),
        "DJANGO_SETTINGS_MODULE": "bedside.config.settings",
        "PYTHONPATH": os.pathsep.join([str(settings.HERE), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
    }
    done = subprocess.run(  # our own interpreter and module
        [sys.executable, "-m", module, *words], env=around, capture_output=True, text=True, check=False
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        why = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Unusable(f"The copy could not be opened: {why}")
    said: dict[str, Any] = json.loads(lines[-1])
    return said
