"""The promise we make about answering, in words."""

from __future__ import annotations

from math import ceil

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bedside.directory.models import Clinic

WORKING_DAY = 480  # minutes of opening that people call a working day


def promise(clinic: Clinic, language: str = "") -> str:
    """We answer within 1 working day. In the reader's language, or in that of the page."""
    if language:
        with translation.override(language):
            return promise(clinic)
    return _("We answer within %(time)s.") % {"time": _time(clinic.answers_within)}


def _time(minutes: int) -> str:
    if minutes < WORKING_DAY:
        hours = ceil(minutes / 60)
        return ngettext("%(n)d opening hour", "%(n)d opening hours", hours) % {"n": hours}
    days = ceil(minutes / WORKING_DAY)
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
