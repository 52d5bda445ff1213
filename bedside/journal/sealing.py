"""Sealing the journal, and finding out whether anybody has touched what was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from .digests import chain, digest, keyed
from .models import Entry, Line, Seal, Sight

BOOKS: dict[str, type[Line]] = {"entry": Entry, "sight": Sight}
AT_MOST = 2000


@dataclass(frozen=True)
class Fault:
    """One thing the check found: which book and row, and a sentence about it."""

    book: str
    row: int
    sentence: str


def seal() -> int:
    """Close every line that has committed and is not sealed yet; returns how many were closed.

    A line that commits late simply falls into a later seal, so none is ever skipped. Two sealers cannot both
    win: the position is the key.
    """
    closed = 0
    while batch := _seal_some():
        closed += batch
    return closed


@transaction.atomic
def _seal_some() -> int:
    rows: list[tuple[str, int, str]] = []
    for book, model in BOOKS.items():
        unsealed = model._default_manager.filter(seal__isnull=True).order_by("pk")[: AT_MOST - len(rows)]
        rows += [(book, pk, found) for pk, found in unsealed.values_list("pk", "digest")]
    if not rows:
        return 0
    last = Seal.objects.order_by("-position").first()
    before, position = (last.chain, last.position + 1) if last else ("", 1)
    fresh = Seal.objects.create(position=position, rows=len(rows), chain=chain(before, rows))
    for book, model in BOOKS.items():
        pks = [pk for name, pk, _ in rows if name == book]
        model._default_manager.filter(pk__in=pks).update(seal=fresh)
    return len(rows)


def head() -> str:
    """The newest seal as one line for a witness outside the database: position and chain."""
    last = Seal.objects.order_by("-position").first()
    return f"{last.position} {last.chain}" if last else "0 -"


def faults(witness: str = "") -> Iterator[Fault]:
    """Everything in the journal that is not as it was written: edited, removed, added or reordered lines.

    `witness` is a `head()` that was kept elsewhere; with it, a journal cut off at its end is found too.
    """
    for book, model in BOOKS.items():
        for line in model._default_manager.order_by("pk").iterator(chunk_size=2000):
            if line.digest != digest(line):
                yield Fault(book, line.pk, "was edited after it was written")
            told = line.snapshot if isinstance(line, Entry) else None
            if told is not None and isinstance(line, Entry) and line.snapshot_digest != keyed("snapshot", told):
                yield Fault(book, line.pk, "tells something else than when it was written")
    before, expected = "", 1
    seals = {}
    for found in Seal.objects.order_by("position"):
        if found.position != expected:
            yield Fault("seal", expected, "is missing")
        rows = [
            (book, pk, mark)
            for book, model in BOOKS.items()
            for pk, mark in model._default_manager.filter(seal=found).order_by("pk").values_list("pk", "digest")
        ]
        if len(rows) != found.rows:
            yield Fault("seal", found.position, f"closed {found.rows} lines, but {len(rows)} are there")
        elif chain(before, rows) != found.chain:
            yield Fault("seal", found.position, "does not fit its lines: something was edited or reordered")
        before, expected = found.chain, found.position + 1
        seals[str(found.position)] = found.chain
    position, _, mark = witness.strip().partition(" ")
    if position not in {"", "0"} and seals.get(position) != mark:
        yield Fault("seal", int(position), "is not the one the witness saw: lines were removed from the end")
