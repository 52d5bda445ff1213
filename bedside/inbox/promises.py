"""The promise we make about answering, in words: that of the team which reads what patients write."""

from __future__ import annotations

from math import ceil
from statistics import median_low

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bedside.directory.models import Clinic
from bedside.hours.calendar import DAY, Calendar
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.teams.calendars import calendar_by
from bedside.teams.models import Team, plan_of

WORKING_DAY = 480  # minutes of opening that people call a working day


def promise(clinic: Clinic, language: str = "") -> str:
    """We answer within 1 working day. In the reader's language, or in that of the page."""
    if language:
        with translation.override(language):
            return promise(clinic)
    reads = plan_of(Team.FRONT_DESK)
    minutes = reads.answers_within or clinic.answers_within
    return _("We answer within %(time)s.") % {"time": _time(minutes, _usual_day(calendar_by(reads)))}


def _usual_day(calendar: Calendar) -> int:
    """How many minutes the team is there on the middle one of its days."""
    today = day_of(now(), calendar.zone)
    days = [calendar.opening(today + n * DAY) for n in range(7)]
    lengths = [sum((end - start).total_seconds() for start, end in spans) for spans in days if spans]
    return int(median_low(lengths) // 60) if lengths else WORKING_DAY


def _time(minutes: int, usual_day: int) -> str:
    if minutes < min(WORKING_DAY, usual_day):
        hours = ceil(minutes / 60)
        return ngettext("%(n)d opening hour", "%(n)d opening hours", hours) % {"n": hours}
    days = ceil(minutes / usual_day)
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
