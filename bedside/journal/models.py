"""History, audit trail and events in one row; who saw whom; and the seals that make an edit visible."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now

from .ids import new_id


class Refusal(Exception):
    """A rule of the house said no. The text is a sentence for the person who asked, in the language of her page.

    `rule` names the constraint or rule that refused, for callers that must tell one no from another;
    `offers` is what one could have instead, such as other times; refusals/<rule>.html shows them;
    `missing` makes the answer a 404 instead of a 409.
    """

    def __init__(
        self, sentence: str | Promise, *, rule: str = "", offers: Iterable[object] = (), missing: bool = False
    ) -> None:
        self.sentence = str(sentence)
        super().__init__(self.sentence)
        self.rule = rule
        self.offers = list(offers)
        self.missing = missing


class Record(models.Model):
    """A row that the journal remembers version by version. Saved by journal.record() and by nothing else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    residue = models.JSONField(default=dict, blank=True, editable=False)  # what others told us and we only keep

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """A record as it was read. Django asks each column what it thinks of its own value; they think nothing."""
        names = _columns(cls)
        if more or len(values) != len(names):
            return super().from_db(db, field_names, values, **more)
        read = cls.__new__(cls)
        read._state = models.base.ModelState()
        read._state.adding, read._state.db = False, db
        vars(read).update(zip(names, values, strict=True))
        return read

    @property
    def about_patient(self) -> uuid.UUID | None:
        """The patient this record is about, if it is about one."""
        return None

    @property
    def about_visit(self) -> uuid.UUID | None:
        return None

    @property
    def about_label(self) -> str:
        """The label its entries carry: empty, or the reason why few may see it."""
        return ""

    def topics(self) -> list[str]:
        """The live topics whose open screens should look again when this record changes."""
        return []


@cache
def _columns(kind: type[Record]) -> list[str]:
    return [field.attname for field in kind._meta.concrete_fields]


class Seal(models.Model):
    """A closed stretch of the journal: a keyed digest over the seal before it and every row it closes."""

    position = models.BigIntegerField(primary_key=True)
    rows = models.PositiveIntegerField()
    sealed_at = models.DateTimeField(default=now)
    chain = models.CharField(max_length=64)


class Line(models.Model):
    """What an entry and a sight have in common: who, when, about whom, and the seal upon it."""

    recorded_at = models.DateTimeField(default=now)
    patient_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=100, blank=True)
    on_behalf_of = models.UUIDField(null=True)
    label = models.CharField(max_length=20, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    digest = models.CharField(max_length=64)
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Entry(Line):
    """One thing that happened to one record. Never changed, never deleted; only its snapshot may be erased by law."""

    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    version = models.PositiveIntegerField()
    happened_at = models.DateTimeField()
    visit_id = models.UUIDField(null=True)
    snapshot = models.TextField(null=True)  # JSON: record, because, facts, salt; null once erased
    snapshot_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "version"],
                name="one_entry_per_version",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            )
        ]
        indexes = [
            models.Index(fields=["patient_id", "happened_at"], name="entry_by_patient"),
            models.Index(fields=["verb", "happened_at"], name="entry_by_verb"),
            models.Index(fields=["visit_id"], name="entry_by_visit", condition=Q(visit_id__isnull=False)),
            models.Index(fields=["id"], name="entry_unsealed", condition=Q(seal__isnull=True)),
        ]

    @property
    def told(self) -> dict[str, Any]:
        """The snapshot opened: {"record": …, "because": …, "facts": …}; empty once it was erased."""
        opened: dict[str, Any] = json.loads(self.snapshot) if self.snapshot else {}
        return opened

    @property
    def because(self) -> str:
        return str(self.told.get("because", ""))

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = self.told.get("facts", {})
        return found


class Sight(Line):
    """Somebody saw a patient's page: who, whom, which page, why."""

    what = models.CharField(max_length=60)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["patient_id", "recorded_at"], name="sight_by_patient"),
            models.Index(fields=["actor_id", "what", "patient_id", "recorded_at"], name="sight_again"),
            models.Index(fields=["id"], name="sight_unsealed", condition=Q(seal__isnull=True)),
        ]


def as_json(value: Any) -> str:
    """The one way the journal writes JSON: sorted keys, no blanks, so that a digest is stable."""
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
