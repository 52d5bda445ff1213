"""The clinic's own words for its texts, each wording of a text in one language, and which messages it made."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.hours.clock import now
from bedside.journal.models import Record, Refusal

from .titles import TITLES

WRITES = frozenset({Role.MANAGER})
APPROVES = frozenset({Role.CLINICIAN})


class Stage(models.TextChoices):
    DRAFT = "draft", _("draft")
    ASKED = "asked", _("waits for a clinician")
    STANDING = "standing", _("in use")
    RETIRED = "retired", _("no longer used")


MAY_BECOME = {
    Stage.DRAFT: {Stage.DRAFT, Stage.ASKED, Stage.STANDING, Stage.RETIRED},
    Stage.ASKED: {Stage.DRAFT, Stage.STANDING, Stage.RETIRED},
    Stage.STANDING: {Stage.RETIRED},
    Stage.RETIRED: set[Stage](),
}


class WordingQuerySet(models.QuerySet["Wording"]):
    def visible_to(self, user: User) -> Self:
        """Nothing in a wording is about anybody: whoever writes it sees it, and whoever may approve it."""
        return self.all() if user.acting_as in WRITES | APPROVES else self.none()

    def of(self, name: str, language: str) -> Self:
        return self.filter(name=name, language=language)

    def standing(self) -> Self:
        return self.filter(stage=Stage.STANDING)

    def begun(self) -> Self:
        """What is being written, or waits for a second person."""
        return self.filter(stage__in=[Stage.DRAFT, Stage.ASKED])


class Wording(Record):
    """One text in one language, as the clinic words it. The house's own words are its version 0, and have no row."""

    name = models.SlugField(max_length=60)
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()  # 1, 2, 3 …
    parts: models.JSONField[Any, Any] = models.JSONField(default=dict)  # {"sms": "…"}, with fields as they were typed
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    is_clinical = models.BooleanField(default=False)  # it needs a second person
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)  # why a clinician sent it back

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "language", "number"],
                name="one_wording_per_number",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            ),
            models.UniqueConstraint(
                fields=["name", "language"],
                condition=Q(stage="standing"),
                name="one_wording_in_use",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            ),
            models.UniqueConstraint(
                fields=["name", "language"],
                condition=Q(stage__in=["draft", "asked"]),
                name="one_wording_begun",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="standing", is_clinical=True) | Q(decided_by__isnull=False),
                name="clinical_words_have_a_second_person",
                violation_error_message=_("Clinical words need a clinician who reads them first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def title(self) -> Any:
        return TITLES[self.name]

    def become(self, stage: Stage) -> None:
        if stage not in MAY_BECOME[Stage(self.stage)]:
            raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
        self.stage = stage


class UsedWording(models.Model):
    """That a message was made with this wording. A message without a row has the house's own words."""

    message = models.UUIDField(primary_key=True)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="used")


def version_of(message: uuid.UUID) -> int:
    """With which version of its words a message was made; 0 for the house's own."""
    return versions_of([message]).get(message, 0)


def versions_of(messages: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The same of many at once; the house's own words are not named."""
    return dict(UsedWording.objects.filter(message__in=messages).values_list("message", "wording__number"))
