"""Words that are written again and again, kept once: somebody's own, or everybody's here, with blanks to fill."""

from __future__ import annotations

import re
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.access.models import TREATING, Role, User
from bedside.journal.models import Record

from .summary import SECTIONS

PARTS = ("original", *SECTIONS)  # a phrase speaks in one of them, a template in several
WRITERS = TREATING | {Role.MANAGER}
BLANK = re.compile(r"\{([^{}\n]{1,60})\}")
TAKEN = _("There is a phrase of this name already.")


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def visible_to(self, user: User) -> Self:
        """Everybody's and one's own; a manager's are everybody's."""
        if user.acting_as not in WRITERS:
            return self.none()
        theirs = models.Q(owner=None)
        return self.filter(theirs | models.Q(owner=user) if user.acting_as in TREATING else theirs)

    def in_use(self) -> Self:
        return self.filter(is_open=True).order_by("language", "name", "id")


class Phrase(Record):
    """A name to press, and what it writes into which part."""

    owner_id: uuid.UUID | None
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    words: models.JSONField[Any, Any] = models.JSONField(default=dict)  # part: text
    is_open = models.BooleanField(default=True)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "language", "name"],
                condition=models.Q(is_open=True, owner__isnull=False),
                name="one_phrase_of_a_name",
                violation_error_message=TAKEN,
            ),
            models.UniqueConstraint(
                fields=["language", "name"],
                condition=models.Q(is_open=True, owner=None),
                name="one_phrase_of_a_name_for_all",
                violation_error_message=TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_notes(self) -> bool:
        """It speaks in the clinician's notes alone, and so in their language."""
        return set(self.words) == {"original"}

    def topics(self) -> list[str]:
        return []


def blanks(text: str) -> list[str]:
    """What is still to be filled in, each once."""
    return list(dict.fromkeys(BLANK.findall(text)))
