"""What can be done at the street door: take in what another system has sent."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from bedside.hours.clock import now
from bedside.journal.hands import Hand, Outside
from bedside.journal.ids import new_id
from bedside.journal.models import Refusal
from bedside.people.models import Label
from bedside.records import actions as records
from bedside.records.models import Letter, Parcel, ParcelIndex

from .arrivals import Arrival, follow
from .bundles import Item, Key, Missing, items_of_file
from .fhir.index import found_by
from .fhir.words import Resource, read
from .reading import Damaged, files_in, is_lines, read_text
from .references import Dangling, Known
from .taking_in import BECOMES, Neighbours, change, make

FHIR = "fhir"
LONGEST_SOURCE = 60


@dataclass
class Outcome:
    """What came of one file."""

    file: str
    fresh: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    refused: str = ""
    seconds: float = 0.0

    @property
    def resources(self) -> int:
        return self.fresh.total() + self.changed.total() + self.unchanged


def import_files(
    paths: Iterable[Path], *, source: str = FHIR, told: Callable[[Outcome], None] = lambda outcome: None
) -> list[Outcome]:
    """Take in every file, each whole or not at all; one that refers to what is not here yet is tried again later."""
    if not 0 < len(source.strip()) <= LONGEST_SOURCE:
        raise Refusal(f"The name of a source has between 1 and {LONGEST_SOURCE} characters.")
    waiting, outcomes = list(files_in(list(paths))), []
    while waiting:
        put_off: list[tuple[Path, Outcome]] = []
        for path in waiting:
            outcome, missing = _try(path, source)
            if missing:
                put_off.append((path, outcome))
            else:
                outcomes.append(outcome)
                told(outcome)
        if len(put_off) == len(waiting):  # nothing new came in: what is missing stays missing
            for _, outcome in put_off:
                outcomes.append(outcome)
                told(outcome)
            break
        waiting = [path for path, _ in put_off]
    return outcomes


def import_file(path: Path, *, source: str = FHIR, by: Hand | None = None) -> Outcome:
    """Take in one file in one transaction, or refuse it whole."""
    began = time.perf_counter()
    items = _each_once(items_of_file(read_text(path), path.name, lines=is_lines(path)))
    outcome = Outcome(path.name)
    with transaction.atomic():
        _take_in(items, source, by or Outside(FHIR, source), outcome)
    outcome.seconds = time.perf_counter() - began
    return outcome


def letter_of(parcel: Parcel, digest: str) -> Resource:
    """The words a record was last told by, to be read together with it."""
    return read(Letter.objects.get(parcel=parcel, digest=digest).text)


def _try(path: Path, source: str) -> tuple[Outcome, bool]:
    try:
        return import_file(path, source=source), False
    except Damaged as error:
        return Outcome(path.name, refused=error.sentence), isinstance(error, Missing)
    except Refusal as error:  # somebody else was quicker
        return Outcome(path.name, refused=f"{path.name}: {error.sentence}"), False


def _each_once(items: list[Item]) -> list[Item]:
    """The same resource told twice in the same words counts once; told in other words, nobody knows which is true."""
    seen: dict[Key, Item] = {}
    for item in items:
        other = seen.setdefault(item.key, item)
        if other.text != item.text:
            raise item.damaged(f"Entry {other.entry} has the same id and says something else.", "id")
    return list(seen.values())


def _take_in(items: list[Item], source: str, by: Hand, outcome: Outcome) -> None:
    known = Known(source)
    known.meet(items)
    items = _leave_out_what_is_here_under_another_id(items, known, outcome)
    ids = {item.key: _ours(known, item.key) for item in items if item.type in BECOMES}
    arrivals = follow(items, known, {key: one for key, one in ids.items() if key[0] == "Patient"})
    neighbours = Neighbours(ids, known)
    fresh, newer = [], []
    for arrival in arrivals:
        digest = records.digest_of(arrival.item.text)
        parcel = known.parcels.get(arrival.item.key)
        if parcel is None:
            fresh.append(_delivery(arrival, digest, ids, source))
            outcome.fresh[arrival.item.type] += 1
        elif parcel.digest != digest or (arrival.is_confidential and not parcel.is_confidential):
            newer.append((arrival, parcel, digest))
            outcome.changed[arrival.item.type] += 1
        else:
            outcome.unchanged += 1
    by_key = {(one.parcel.type, one.parcel.source_id): one.parcel for one in fresh}
    make([arrival for arrival in arrivals if arrival.item.key in by_key], by_key, neighbours, by=by)
    records.keep(fresh, by=by)
    for arrival, parcel, digest in newer:
        _take_newer(arrival, parcel, digest, neighbours, by)


def _leave_out_what_is_here_under_another_id(items: list[Item], known: Known, outcome: Outcome) -> list[Item]:
    """A sender may ask to add something only if nobody has it yet; then its references mean the one we have."""
    kept = []
    for item in items:
        try:
            key = known.already_here(item)
        except Dangling as error:
            raise item.damaged(str(error), "request.ifNoneExist") from error
        if key is None:
            kept.append(item)
            continue
        known.stands_for(item, key)
        outcome.unchanged += 1
    return kept


def _ours(known: Known, key: Key) -> uuid.UUID:
    parcel = known.parcels.get(key)
    return (parcel.became if parcel else None) or new_id()


def _delivery(arrival: Arrival, digest: str, ids: dict[Key, uuid.UUID], source: str) -> records.Delivery:
    item = arrival.item
    parcel = Parcel(
        source=source,
        type=item.type,
        source_id=item.id,
        digest=digest,
        patient_id=arrival.patient,
        label=Label.CONFIDENTIAL if arrival.is_confidential else Label.NONE,
        received_at=now(),
    )
    return records.Delivery(parcel, item.text, _index(arrival))


def _index(arrival: Arrival) -> list[tuple[str, str]]:
    rows = list(found_by(arrival.item.resource))
    if subject := arrival.means("subject") or arrival.means("patient"):
        rows.append(("subject", "/".join(subject)))
    rows += [("encounter", "/".join(key)) for key in arrival.leads_to.values() if key[0] == "Encounter"]
    return rows


def _take_newer(arrival: Arrival, parcel: Parcel, digest: str, neighbours: Neighbours, by: Hand) -> None:
    before = letter_of(parcel, parcel.digest)
    parcel.digest, parcel.received_at = digest, now()
    parcel.patient_id = arrival.patient  # type: ignore[assignment, unused-ignore]
    if arrival.is_confidential:  # a label that was set here is not taken off from outside
        parcel.label = Label.CONFIDENTIAL
    if arrival.item.type in BECOMES:
        change(arrival, parcel, before, neighbours, by=by)
    records.take_newer(records.Delivery(parcel, arrival.item.text, _index(arrival)), by=by)
    if arrival.is_confidential and arrival.item.type == "Encounter":
        _keep_its_visit_private(parcel, by)


def _keep_its_visit_private(visit: Parcel, by: Hand) -> None:
    """A visit that has become confidential takes with it everything that was said about it before."""
    said = ParcelIndex.objects.filter(name="encounter", value=str(visit), parcel__source=visit.source)
    for parcel in Parcel.objects.filter(pk__in=said.values("parcel"), label=Label.NONE):
        records.make_confidential(parcel, by=by, because=f"{visit} is confidential.")
