"""Why somebody had to come to us again about the same thing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

REPEATED = 3  # contacts about one thing within a week


class Cause(models.TextChoices):
    NO_ANSWER = "no_answer", _("We had not answered")
    UNCLEAR = "unclear", _("Our answer was not clear")
    WRONG = "wrong", _("Our answer was wrong or left something out")
    NOT_DONE = "not_done", _("We had not done what we said")
    CHANGED = "changed", _("Something new had happened")
    OTHER = "other", _("Something else")
