"""Records whose words stand in several languages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language

from bedside.journal.models import Record


class Spoken(Record):
    """A record whose words stand in several languages: {"es": {"name": …}} beside the fields."""

    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def said(self, field: str, language: str = "") -> str:
        """A field's words in this language, or in the language of the request, else as first written."""
        tongue = (language or get_language() or "en").split("-")[0]
        words: dict[str, Any] = self.translations.get(tongue, {})
        return str(words.get(field) or getattr(self, field))
