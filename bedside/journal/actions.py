"""Writing in the journal. This is the only place where a record is saved."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.jobs.actions import enqueue_all
from bedside.live.actions import announce

from . import news
from .bulk import insert, move_on
from .constraints import SOMEBODY_ELSE, broken
from .digests import digest, keyed
from .hands import Hand, Signature, sign
from .lately import Look, not_since, remember
from .models import Entry, Record, Refusal, Sight, as_json
from .requests import forget, request_id

SEEN_AGAIN_AFTER = timedelta(minutes=10)
URGENT_VERBS: set[str] = set()  # config says which news may not wait behind the rest


def record(
    verb: str,
    subject: Record,
    *,
    by: Hand,
    because: str = "",
    on_behalf_of: uuid.UUID | None = None,
    happened_at: datetime | None = None,
    **facts: Any,
) -> Entry:
    """Save the subject as its next version, with the line that says who did what and why; or refuse.

    One transaction: the constraints, the version by compare-and-set, the snapshot, the entry, one job for each
    reaction and the notice to open screens. Of two writers of the same version the second is refused.
    """
    return _record(verb, [subject], sign(by, on_behalf_of), because, happened_at, facts)[0]


def record_each(verb: str, subjects: Sequence[Record], *, by: Hand, because: str = "") -> list[Entry]:
    """What `record` does, for several of one type to which the same has just happened: a line, reactions and notices
    for each, all of them or none. All of them new, or all of them read before."""
    return _record(verb, subjects, sign(by), because, None, {}) if subjects else []


def _record(
    verb: str,
    subjects: Sequence[Record],
    signature: Signature,
    because: str,
    happened_at: datetime | None,
    facts: dict[str, Any],
) -> list[Entry]:
    moment = now()
    for subject in subjects:
        _ask_the_fields(subject)
    read = _count_up(subjects)
    try:
        with transaction.atomic():
            _save(subjects, read)
            entries = [
                _line(verb, subject, signature, because, facts, happened_at or moment, moment) for subject in subjects
            ]
            insert(entries)
            _spread(verb, entries)
            announce(topic for subject in subjects for topic in subject.topics())
    except BaseException as error:
        _count_down(subjects, read, error)
        raise
    return entries


def _save(subjects: Sequence[Record], read: Sequence[int]) -> None:
    """Insert first versions, or move rows that exist from the version that was read to the next."""
    if not any(read):
        insert(subjects)
    elif not move_on(subjects, read):
        raise Refusal(SOMEBODY_ELSE, rule="version")


def _spread(verb: str, entries: Sequence[Entry]) -> None:
    """One job for each entry and each of those who want to hear of it."""
    lane = "urgent" if verb in URGENT_VERBS else "news"
    wanted = [
        (f"tell:{entry.pk}:{reaction}", {"entry": entry.pk, "reaction": reaction})
        for entry in entries
        for reaction in news.listeners(verb)
    ]
    enqueue_all("tell", wanted, lane=lane)


def _count_up(subjects: Sequence[Record]) -> list[int]:
    """The versions that were read; from here on each subject is its next version, and what pages know may be old."""
    forget()
    read = [subject.version for subject in subjects]
    for subject in subjects:
        subject.version += 1
    return read


def _count_down(subjects: Sequence[Record], read: Sequence[int], error: BaseException) -> None:
    """Nothing was saved: each subject is what was read; and a broken constraint says its own sentence."""
    for subject, version in zip(subjects, read, strict=True):
        subject.version = version
    if isinstance(error, IntegrityError):
        rule, sentence = broken(error, type(subjects[0]))
        raise Refusal(sentence, rule=rule) from error


def record_many(verb: str, subjects: Sequence[Record], *, by: Hand, at: Sequence[datetime] | datetime) -> list[Entry]:
    """Save many records of one type at once, as it happened then: the same entries, no reactions for the past.

    All of them new, or all of them read before: the next version of each, or of none. `at` is one moment for all, or
    one for each. For import and for the town.
    """
    if not subjects:
        return []
    moments = at if isinstance(at, Sequence) else [at] * len(subjects)
    recorded_at, signature = now(), sign(by)
    read = _count_up(subjects)
    try:
        with transaction.atomic():
            _save(subjects, read)
            lines = [
                _line(verb, subject, signature, "", {}, moment, recorded_at)
                for subject, moment in zip(subjects, moments, strict=True)
            ]
            insert(lines)
    except BaseException as error:
        _count_down(subjects, read, error)
        raise
    return lines


def saw(by: Hand, patients: Iterable[uuid.UUID], *, what: str, why: str = "", label: str = "") -> None:
    """Write down that somebody saw these patients' pages, once in ten minutes for each page kind.

    Raises whatever the database raises: a page whose sights cannot be written is not shown.
    """
    signature, moment = sign(by), now()
    look, since = Look(signature.kind, signature.id, what, label), moment - SEEN_AGAIN_AFTER
    wanted = not_since(look, patients, since)
    if not wanted:
        return  # whoever only looks again does not wait for those who write
    again = Sight.objects.filter(**look._asdict(), patient_id__in=wanted, recorded_at__gt=since)
    found = again.order_by("recorded_at").values_list("patient_id", "recorded_at")
    seen = {patient: at for patient, at in found if patient}
    sights = [
        Sight(
            **look._asdict(),
            recorded_at=moment,
            patient_id=patient,
            request_id=request_id(),
            why=why[:200],
        )
        for patient in sorted(wanted - set(seen))
    ]
    for sight in sights:
        sight.digest = digest(sight)
    if sights:
        with transaction.atomic():
            Sight.objects.bulk_create(sights)
    remember(look, seen | dict.fromkeys(wanted - set(seen), moment))


def erase_snapshots(entries: Iterable[Entry], *, by: Hand, because: str) -> int:
    """Forget what these entries told, as the law may ask; the entries and their seals stay and still verify."""
    ids = [entry.pk for entry in entries]
    sign(by)
    if not because:
        raise Refusal(_("Erasing needs a reason."))
    return Entry.objects.filter(pk__in=ids, snapshot__isnull=False).update(snapshot=None)


def _ask_the_fields(subject: Record) -> None:
    """Lengths, choices and types; foreign keys and constraints are left to the database, which has the last word."""
    try:
        subject.clean_fields(exclude=_relations(type(subject)))
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), rule="fields") from error


@cache
def _relations(model: type[Record]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)}


def _line(
    verb: str,
    subject: Record,
    signature: Signature,
    because: str,
    facts: dict[str, Any],
    happened_at: datetime,
    recorded_at: datetime,
) -> Entry:
    row = {field.attname: getattr(subject, field.attname) for field in subject._meta.concrete_fields}
    snapshot = as_json({"record": row, "because": because, "facts": facts, "salt": secrets.token_hex(8)})
    entry = Entry(
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        version=subject.version,
        happened_at=happened_at,
        recorded_at=recorded_at,
        patient_id=subject.about_patient,
        visit_id=subject.about_visit,
        actor_kind=signature.kind,
        actor_id=signature.id,
        on_behalf_of=signature.on_behalf_of,
        label=subject.about_label,
        request_id=request_id(),
        snapshot=snapshot,
        snapshot_digest=keyed("snapshot", snapshot),
    )
    entry.digest = digest(entry)
    return entry
