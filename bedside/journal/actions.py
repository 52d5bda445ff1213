"""Writing in the journal. This is the only place where a record is saved."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.jobs.actions import enqueue
from bedside.live.actions import announce

from . import news
from .bulk import move_on
from .constraints import SOMEBODY_ELSE, broken
from .digests import digest, keyed
from .hands import Hand, Signature, sign
from .models import Entry, Record, Refusal, Sight, as_json
from .requests import request_id

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
    moment = now()
    with transaction.atomic():
        _save(subject)
        entry = _line(verb, subject, sign(by, on_behalf_of), because, facts, happened_at or moment, moment)
        entry.save(force_insert=True)
        lane = "urgent" if verb in URGENT_VERBS else "news"
        for reaction in news.listeners(verb):
            enqueue("tell", key=f"tell:{entry.pk}:{reaction}", lane=lane, entry=entry.pk, reaction=reaction)
        announce(subject.topics())
    return entry


def record_many(verb: str, subjects: Sequence[Record], *, by: Hand, at: Sequence[datetime] | datetime) -> list[Entry]:
    """Save many records of one type at once, as it happened then: the same entries, no reactions for the past.

    All of them new, or all of them read before: the next version of each, or of none. `at` is one moment for all, or
    one for each. For import and for the town.
    """
    if not subjects:
        return []
    moments = at if isinstance(at, Sequence) else [at] * len(subjects)
    recorded_at, signature = now(), sign(by)
    with transaction.atomic():
        _save_many(subjects)
        lines = [
            _line(verb, subject, signature, "", {}, moment, recorded_at)
            for subject, moment in zip(subjects, moments, strict=True)
        ]
        return Entry.objects.bulk_create(lines, batch_size=500)


def _save_many(subjects: Sequence[Record]) -> None:
    model = type(subjects[0])
    read = [subject.version for subject in subjects]
    for subject in subjects:
        subject.version += 1
    try:
        with transaction.atomic():
            if not any(read):
                model._base_manager.bulk_create(subjects, batch_size=500)
            elif not move_on(subjects, read):
                raise Refusal(SOMEBODY_ELSE, rule="version")
    except (IntegrityError, Refusal) as error:
        for subject, version in zip(subjects, read, strict=True):
            subject.version = version
        if isinstance(error, Refusal):
            raise
        rule, sentence = broken(error, model)
        raise Refusal(sentence, rule=rule) from error


def saw(by: Hand, patients: Iterable[uuid.UUID], *, what: str, why: str = "", label: str = "") -> None:
    """Write down that somebody saw these patients' pages, once in ten minutes for each page kind.

    Raises whatever the database raises: a page whose sights cannot be written is not shown.
    """
    wanted, signature, moment = set(patients), sign(by), now()
    if not wanted:
        return
    again = Sight.objects.filter(
        actor_kind=signature.kind, actor_id=signature.id, what=what, label=label, patient_id__in=wanted
    ).filter(recorded_at__gt=moment - SEEN_AGAIN_AFTER)
    fresh = wanted - set(again.values_list("patient_id", flat=True))
    if not fresh:
        return  # whoever only looks again does not wait for those who write
    sights = [
        Sight(
            recorded_at=moment,
            patient_id=patient,
            actor_kind=signature.kind,
            actor_id=signature.id,
            label=label,
            request_id=request_id(),
            what=what,
            why=why[:200],
        )
        for patient in sorted(fresh)
    ]
    for sight in sights:
        sight.digest = digest(sight)
    with transaction.atomic():
        Sight.objects.bulk_create(sights)


def erase_snapshots(entries: Iterable[Entry], *, by: Hand, because: str) -> int:
    """Forget what these entries told, as the law may ask; the entries and their seals stay and still verify."""
    ids = [entry.pk for entry in entries]
    sign(by)
    if not because:
        raise Refusal(_("Erasing needs a reason."))
    return Entry.objects.filter(pk__in=ids, snapshot__isnull=False).update(snapshot=None)


def _save(subject: Record) -> None:
    """Insert version 1, or move an existing row from the version that was read to the next."""
    model = type(subject)
    _ask_the_fields(subject)
    read, subject.version = subject.version, subject.version + 1
    try:
        with transaction.atomic():
            if read == 0:
                subject.save(force_insert=True)
            elif not _move_on(subject, read):
                raise Refusal(SOMEBODY_ELSE, rule="version")
    except IntegrityError as error:
        subject.version = read
        rule, sentence = broken(error, model)
        raise Refusal(sentence, rule=rule) from error
    except Refusal:
        subject.version = read
        raise


def _move_on(subject: Record, read: int) -> bool:
    values = {
        field.attname: getattr(subject, field.attname)
        for field in subject._meta.concrete_fields
        if not field.primary_key
    }
    return type(subject)._base_manager.filter(pk=subject.pk, version=read).update(**values) == 1


def _ask_the_fields(subject: Record) -> None:
    """Lengths, choices and types; foreign keys and constraints are left to the database, which has the last word."""
    relations = {field.name for field in subject._meta.concrete_fields if isinstance(field, models.ForeignKey)}
    try:
        subject.clean_fields(exclude=relations)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), rule="fields") from error


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
