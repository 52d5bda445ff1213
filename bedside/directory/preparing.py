"""Going without food or drink before a visit, said as clock times of the booked visit and never as a sum to work out.

Hours before a visit are hours that pass, so a night on which the clocks change is counted as it is. Midnight belongs
to two days, and people take it for the wrong one: the minute before it is said instead.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.hours.zones import local
from bedside.language import dates

MINUTE = timedelta(minutes=1)


def fasting(food: int | None, drink: int | None, starts_at: datetime, zone: str) -> list[str]:
    """What not to eat and drink from when on, one sentence each; nothing where nobody has to fast."""
    if food and drink and drink >= food:
        return [_("Do not eat or drink after %(when)s.") % {"when": _when(starts_at, drink, zone)}]
    said = []
    if food:
        said.append(_("Do not eat after %(when)s.") % {"when": _when(starts_at, food, zone)})
        if not drink:
            said.append(_("Water is fine at any time."))
    if drink:
        said.append(_("Water is fine until %(when)s.") % {"when": _when(starts_at, drink, zone)})
    return said


def before_any(food: int | None, drink: int | None) -> list[str]:
    """The same for a visit that has no time yet: in hours, with the promise of a clock time."""
    said = []
    if food:
        said.append(_("Nothing to eat for %(hours)d hours before.") % {"hours": food})
    if drink:
        said.append(_("Nothing to drink for %(hours)d hours before.") % {"hours": drink})
    elif food:
        said.append(_("Water is fine at any time."))
    if said:
        said.append(_("We tell you the exact times when you have booked."))
    return said


def _when(starts_at: datetime, hours: int, zone: str) -> str:
    moment = starts_at - timedelta(hours=hours)
    wall = local(moment, zone)
    if (wall.hour, wall.minute) == (0, 0):
        moment -= MINUTE
    language = get_language() or "en"
    return _("%(time)s on %(day)s") % {
        "time": dates.time(moment, language, zone),
        "day": dates.day(moment, language, zone),
    }
