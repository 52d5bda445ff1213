"""How somebody wishes to be reached: by which ways, in which language for which kind of message, and when not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.hours.calendar import out_of_quiet


class Kind(models.TextChoices):
    """What a message is about, as she would say it. Each text of ours is of one; ALWAYS is not chosen."""

    VISITS = "visits", _("About my visits")
    WAIT = "wait", _("While I wait, on the day")
    ANSWERS = "answers", _("Answers to my messages")
    LETTERS = "letters", _("Letters and results")
    HOW = "how", _("Questions about how it was")
    NEWS = "news", _("News of the clinic")
    ALWAYS = "always", _("What cannot wait, and what keeps you safe")


CHOSEN = [kind for kind in Kind if kind != Kind.ALWAYS]
NEVER_QUIET = frozenset({Kind.WAIT, Kind.ALWAYS})  # she waits for it now, or it cannot wait


class By(models.TextChoices):
    """What comes first; where that does not reach her, the others do."""

    EACH = "", _("Each way I chose above")
    SMS = "sms", _("Text message first")
    EMAIL = "email", _("E-mail first")
    VOICE = "voice", _("A phone call first")
    NONE = "none", _("Do not write to me about this")


class Wishes(models.Model):
    """Good as it is when nobody ever touches it."""

    wants_sms = models.BooleanField(default=True)
    wants_email = models.BooleanField(default=True)
    wishes = models.JSONField(default=dict, blank=True)  # {"visits": {"by": "sms", "language": "es"}}, where not usual
    quiet_from = models.CharField(max_length=5, blank=True)  # "21:00", on her own clock; empty: as the clinic does
    quiet_until = models.CharField(max_length=5, blank=True)

    zone: Any
    language: Any

    class Meta:
        abstract = True

    def by(self, kind: str) -> str:
        """What comes first for this kind of message."""
        return By.EACH if kind == Kind.ALWAYS else str(self.wishes.get(kind, {}).get("by", ""))

    def reads(self, kind: str) -> str:
        """In which language she wishes this kind of message."""
        return str(self.wishes.get(kind, {}).get("language", "")) or str(self.language)

    @property
    def has_own_quiet(self) -> bool:
        return bool(self.quiet_from and self.quiet_until)

    def awake(self, moment: datetime, zone: str) -> datetime:
        """The moment itself, or the end of the quiet hours it falls into: hers, else the clinic's. `zone`: where
        the clinic is, for whoever lives there."""
        begins, ends = (self.quiet_from, self.quiet_until) if self.has_own_quiet else settings.QUIET_HOURS
        return out_of_quiet(moment, self.zone or zone, begins=begins, ends=ends)
