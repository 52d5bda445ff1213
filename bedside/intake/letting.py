"""A number that cannot be, and that somebody of ours let stand: who, when and why, kept on the answer itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bedside.journal.hands import Hand

from .items import Json
from .values import equal, value_of

STANDS = "urn:bedside:let-stand"  # a FHIR extension of the answer, so that it goes wherever the answer goes


@dataclass(frozen=True)
class Standing:
    """Why an answer stands though it cannot be, who says so, and since when."""

    because: str
    by: str
    at: datetime


def let_stand(answer: Json, *, because: str, by: Hand, at: datetime) -> None:
    """Note on the answer why it stands. The same reason stays whose it was."""
    before = standing(answer)
    if before is None or before.because != because:
        told = {"because": ("valueString", because), "by": ("valueString", str(by))}
        told["at"] = ("valueDateTime", at.isoformat())
        inside = [{"url": name, key: value} for name, (key, value) in told.items()]
        answer["extension"] = [*_others(answer), {"url": STANDS, "extension": inside}]


def standing(answer: Json) -> Standing | None:
    """Who let it stand, if anybody did."""
    for one in answer.get("extension", []):
        if one.get("url") == STANDS:
            told = {part["url"]: part.get("valueString") or part.get("valueDateTime") for part in one["extension"]}
            return Standing(told["because"], told["by"], datetime.fromisoformat(told["at"]))
    return None


def carried(before: list[Json], after: list[Json]) -> None:
    """An answer that is the same as before is still let stand."""
    if before and after and equal(value_of(before[0]), value_of(after[0])) and standing(before[0]):
        after[0]["extension"] = before[0]["extension"]


def forgotten(answer: Json) -> None:
    """Nobody lets it stand any more: it is another number, another day, or right."""
    if "extension" in answer and not (left := _others(answer)):
        del answer["extension"]
    elif "extension" in answer:
        answer["extension"] = left


def _others(answer: Json) -> list[Json]:
    return [one for one in answer.get("extension", []) if one.get("url") != STANDS]
