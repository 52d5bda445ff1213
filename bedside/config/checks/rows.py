"""Whether each record is as its newest journal entry left it: what was changed behind the journal's back shows here."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Field, Max

from bedside.journal.models import Entry, Record, as_json
from bedside.records.actions import changed_behind_our_back

from .findings import Finding

SOME = 500
SAME = timedelta(milliseconds=1)  # the journal writes moments in milliseconds


def records(witness: str) -> Iterator[Finding]:
    for model in apps.get_models():
        if issubclass(model, Record):
            yield from _changed(model)
            yield from _gone(model)


def letters(witness: str) -> Iterator[Finding]:
    for parcel, what in changed_behind_our_back():
        yield Finding(f"{parcel} from {parcel.source} {what}.")


def _changed(model: type[Record]) -> Iterator[Finding]:
    some: list[Record] = []
    for row in model._base_manager.order_by("pk").iterator(chunk_size=SOME):
        some.append(row)
        if len(some) == SOME:
            yield from _compare(model, some)
            some = []
    yield from _compare(model, some)


def _compare(model: type[Record], some: list[Record]) -> Iterator[Finding]:
    newest: dict[uuid.UUID, Entry] = {}
    told = Entry.objects.filter(subject_type=model._meta.label_lower, subject_id__in=[row.pk for row in some])
    for entry in told.order_by("version"):
        newest[entry.subject_id] = entry
    for row in some:
        entry_of_row = newest.get(row.pk)
        if entry_of_row is None:
            yield _finding(model, row.pk, "is not in the journal: it was added behind its back")
        elif entry_of_row.version != row.version:
            yield _finding(model, row.pk, f"is version {row.version}, the journal knows {entry_of_row.version}")
        elif differing := _differing(row, entry_of_row):
            names = ", ".join(differing)
            yield _finding(model, row.pk, f"is not as the journal left it ({names}): it was changed behind its back")


def _differing(row: Record, entry: Entry) -> list[str]:
    """The fields that differ. A snapshot erased by law tells nothing; a field that came later is in none."""
    told: dict[str, Any] = entry.told.get("record", {})
    columns = {field.attname: field for field in row._meta.concrete_fields if field.attname in told}
    now: dict[str, Any] = json.loads(as_json({name: getattr(row, name) for name in columns}))
    return [
        name
        for name, field in columns.items()
        if now[name] != told[name] and not _same(field, getattr(row, name), told[name])
    ]


def _same(field: Field[Any, Any], value: Any, told: Any) -> bool:
    """Whether two ways of writing it mean one thing: 10:00+02:00 and 08:00Z."""
    try:
        meant = field.to_python(told)
    except ValidationError:
        return False
    if isinstance(meant, datetime) and isinstance(value, datetime):
        return abs(meant - value) < SAME
    return bool(meant == value)


def _gone(model: type[Record]) -> Iterator[Finding]:
    told = Entry.objects.filter(subject_type=model._meta.label_lower)
    missing = told.exclude(subject_id__in=model._base_manager.values("pk")).values("subject_id")
    for row in missing.annotate(last=Max("version")).order_by("subject_id")[:SOME]:
        yield _finding(model, row["subject_id"], "is in the journal, but its row was removed")


def _finding(model: type[Record], pk: uuid.UUID, what: str) -> Finding:
    return Finding(f"{str(model._meta.verbose_name).capitalize()} {pk} {what}.")
