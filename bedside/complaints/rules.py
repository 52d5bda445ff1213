"""What the law of a place asks of whoever is complained to: rules as files, and the days they come to.

Each rule names its sources and its edition. Nobody has reviewed them: a clinic chooses one and answers for it.
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from bedside.hours.calendar import Calendar

FOLDER = Path(__file__).with_name("rules")
HOUSE_RULE = "house"
BY_COUNTRY = {"GB": "england", "US": "us_hospital"}  # until a manager has chosen
NAMES = {
    "england": _("England"),
    "wales": _("Wales"),
    "scotland": _("Scotland"),
    "northern_ireland": _("Northern Ireland"),
    "us_hospital": _("United States: hospitals"),
    "house": _("Our own promise"),
}
WE_AIM_AT = 25  # working days until our answer, where the time is agreed with whoever complains


@dataclass(frozen=True)
class Rule:
    """One jurisdiction: how soon we say that we heard, how soon we answer, and what an answer must hold."""

    slug: str
    country: str
    edition: str
    reviewer: str
    sources: tuple[str, ...]
    acknowledge_working_days: int
    acknowledging_is_ours: bool = False
    reply_working_days: int | None = None
    reply_calendar_days: int | None = None
    agree_when: bool = False
    explain_after_months: int | None = None
    within_months: int | None = None
    grievance: bool = False
    consent: bool = True
    candour: bool = False
    write_down_spoken: bool = True
    next_name: str = ""
    next_phone: str = ""

    def __str__(self) -> str:
        return str(NAMES[self.slug])

    def acknowledge_by(self, received: date, calendar: Calendar) -> date:
        """The last day on which we say that we heard; the day it came does not count."""
        return calendar.add_working_days(received, self.acknowledge_working_days)

    def reply_by(self, received: date, calendar: Calendar) -> date | None:
        """The last day for the answer; None where it is agreed with whoever complains."""
        if self.reply_calendar_days is not None:
            return received + timedelta(days=self.reply_calendar_days)
        if self.reply_working_days is not None:
            return calendar.add_working_days(received, self.reply_working_days)
        return None

    def explain_by(self, received: date) -> date | None:
        """After this day we write why there is no answer yet."""
        months = self.explain_after_months
        return months_later(received, months) if months else None

    def is_made_late(self, happened: date, told: date) -> bool:
        """Whether it is told later than is usual. It may be looked into all the same."""
        return bool(self.within_months) and told > months_later(happened, self.within_months or 0)

    def is_grievance(self, *, spoken: bool, settled: bool) -> bool:
        """Whether the rule calls it a grievance: written, or spoken and not put right by whoever was there."""
        return self.grievance and not (spoken and settled)


@cache
def rules() -> dict[str, Rule]:
    """Every rule there is, by its slug."""
    return {one.slug: one for one in map(_read, sorted(FOLDER.glob("*.toml")))}


def rule_named(slug: str) -> Rule:
    return rules().get(slug) or rules()[HOUSE_RULE]


def usual_for(country: str) -> str:
    return BY_COUNTRY.get(country, HOUSE_RULE)


def _read(path: Path) -> Rule:
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    further = told.pop("next")
    told["sources"] = tuple(told["sources"])
    if bool(told.get("agree_when")) == any(f"reply_{days}_days" in told for days in ("working", "calendar")):
        raise ValueError(f"{path.name}: either the time of the answer is agreed, or the rule names it.")
    return Rule(slug=path.stem, next_name=further["name"], next_phone=further["phone"], **told)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last one of its month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
