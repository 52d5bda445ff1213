"""The model as a file that anybody can read, and beside it what is known of each patient's earlier visits.

The model holds no patient. The past does: under keyed digests, which hide names from a glance and not from somebody who
has the list of names. It belongs in the data folder, readable by its owner alone, and can be left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from .bookings import NOBODY, Bookings
from .features import NAMES
from .no_show import GOOD, VERSION, Learned, Model

HERE = Path(__file__).resolve().parents[2]
NAME = "no-show.json"
CHOSEN = "BEDSIDE_NO_SHOW"  # the environment's word for another file


class NoModel(ValueError):
    """Why there is no trained file to use, in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Past:
    """What ended how, by patient, so that a later booking can be scored on what was known by then."""

    key: bytes
    ends: dict[str, list[tuple[int, int]]]  # digest -> when it was known and whether it was missed, oldest first

    def before(self, patient: str, moment: int) -> tuple[int, int]:
        """Of how many of her visits the end was known strictly before, and how many she missed."""
        known = [missed for at, missed in self.ends.get(digest(patient, self.key), ()) if at < moment]
        return len(known), sum(known)


@dataclass(frozen=True)
class Trained:
    model: Model
    days_only: bool
    day_first: bool
    past: Past | None


def usual_place() -> Path:
    """Where the trained file is when nobody says otherwise: in the data folder."""
    if chosen := os.environ.get(CHOSEN):
        return Path(chosen)
    return Path(os.environ.get("BEDSIDE_DATA", HERE / "var")) / NAME


def past_of(file: Path) -> Path:
    return file.with_name(f"{file.stem}.past.json")


def digest(patient: str, key: bytes) -> str:
    return hashlib.blake2b(patient.encode(), key=key, digest_size=12).hexdigest()


def content(learned: Learned, bookings: Bookings) -> dict[str, Any]:
    """Everything the model file says, its checksum last."""
    model = learned.model
    said: dict[str, Any] = {
        "what": "bedside no-show model",
        "version": model.version,
        "intercept": model.intercept,
        "coefficients": dict(zip(model.names, model.coefficients, strict=True)),
        "means": dict(zip(model.names, model.means, strict=True)),
        "share_missed": model.share,
        "n": model.n,
        "trained": {"from": model.first_day.isoformat(), "until": model.last_day.isoformat()},
        "tested": {"from": learned.tested_from.isoformat(), "until": learned.tested_until.isoformat()},
        "days_only": bookings.days_only,
        "day_first": bookings.day_first,
        "judged": learned.everybody.as_json(),
        "judged_without_same_day": learned.not_same_day.as_json() if learned.not_same_day else None,
        "good_enough": learned.verdict == GOOD,
        "verdict": learned.verdict,
    }
    return said | {"checksum": checksum(said)}


def checksum(said: dict[str, Any]) -> str:
    kept = {name: value for name, value in said.items() if name != "checksum"}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def write(file: Path, learned: Learned, bookings: Bookings, *, with_past: bool = True) -> None:
    """The model, and beside it the past it may be asked about; both appear whole or not at all."""
    said = content(learned, bookings)
    file.parent.mkdir(parents=True, exist_ok=True)
    past_of(file).unlink(missing_ok=True)  # an old past never stands beside a new model
    _put(file, json.dumps(said, indent=1))
    if with_past and bookings.names:
        _put(past_of(file), json.dumps({"model": said["checksum"], **_past(bookings)}))


def read_model(said: Any) -> Model:
    """The model in a file's content; refused where it was changed by hand or is of another version."""
    if not isinstance(said, dict) or said.get("what") != "bedside no-show model":
        raise NoModel("The file is no no-show model.")
    if said.get("checksum") != checksum(said):
        raise NoModel("The no-show model does not match its checksum. Train it again.")
    if said["version"] != VERSION or set(said["coefficients"]) != set(NAMES):
        raise NoModel("The no-show model is of another version. Train it again.")
    return Model(
        intercept=float(said["intercept"]),
        coefficients=tuple(float(said["coefficients"][name]) for name in NAMES),
        means=tuple(float(said["means"][name]) for name in NAMES),
        share=float(said["share_missed"]),
        n=int(said["n"]),
        first_day=date.fromisoformat(said["trained"]["from"]),
        last_day=date.fromisoformat(said["trained"]["until"]),
    )


def load(file: Path) -> Trained:
    """The trained file with its past, where it has one that belongs to it."""
    try:
        said = json.loads(file.read_text())
    except FileNotFoundError:
        raise NoModel("There is no trained no-show model yet. Train one with: bedside learn no-show FILE.csv") from None
    except (OSError, ValueError):
        raise NoModel("The trained no-show model cannot be read. Train it again.") from None
    model = read_model(said)
    return Trained(model, bool(said["days_only"]), bool(said["day_first"]), _read_past(past_of(file), said["checksum"]))


def _past(bookings: Bookings) -> dict[str, Any]:
    key = secrets.token_bytes(32)
    digests = [digest(name, key) for name in bookings.names]
    ends: dict[str, list[list[int]]] = {}
    order = np.argsort(bookings.known_at, kind="stable")
    for whose, at, missed in zip(
        bookings.patient[order].tolist(),
        bookings.known_at[order].tolist(),
        bookings.missed[order].tolist(),
        strict=True,
    ):
        if whose != NOBODY:
            ends.setdefault(digests[whose], []).append([at, int(missed)])
    return {"key": key.hex(), "ends": ends}


def _read_past(file: Path, model: str) -> Past | None:
    try:
        said = json.loads(file.read_text())
    except (OSError, ValueError):
        return None
    if said.get("model") != model:
        return None
    return Past(bytes.fromhex(said["key"]), said["ends"])


def _put(file: Path, words: str) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as paper:
        paper.write(words)
        paper.flush()
        os.fsync(paper.fileno())
    draft.replace(file)
