"""What the pages about coming and not coming say."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bedside.ui.parts import birthday, language_name

from .helping import Why

VERDICTS = {
    "good": gettext_lazy("Good enough to use. It knows more than the usual share, and its numbers are about right."),
    "no better": gettext_lazy("Not used. It is no better than saying the same for everybody."),
    "cannot tell": gettext_lazy("Not used. It hardly tells missed visits from kept ones."),
    "too few": gettext_lazy("Not used yet. Too few visits were missed to be sure of it."),
    "too far off": gettext_lazy("Not used. Its highest and lowest numbers are too far off."),
    "other times": gettext_lazy("Not used. Visits are missed at another rate now than when it was learned."),
}


def why(reason: Why) -> str:
    """One reason in words."""
    match reason.kind:
        case "history" if reason.visits:
            return _("missed %(missed)d of %(visits)d visits") % {"missed": reason.missed, "visits": reason.visits}
        case "history":
            return _("comes for the first time")
        case "lead":
            return ngettext("booked %(num)d day ahead", "booked %(num)d days ahead", reason.days) % {"num": reason.days}
        case "reminder":
            return _("gets no reminder")
        case _:
            return _("missed the last visit")


def ages(band: Hashable) -> str:
    """An age band in words."""
    if not isinstance(band, tuple):
        return _("age not known")
    low, high = band
    return _("%(low)d and over") % {"low": low} if high > 120 else _("%(low)d to %(high)d") % {"low": low, "high": high}


def tongue(code: Hashable) -> str:
    """A language by its name in the reader's own."""
    return language_name(str(code))


WAYS = {
    "service": gettext_lazy("By service"),
    "clinician": gettext_lazy("By clinician"),
    "language": gettext_lazy("By language"),
    "age": gettext_lazy("By age"),
}


def group(name: Hashable, by: str) -> str:
    """A group by its name."""
    return ages(name) if by == "age" else tongue(name) if by == "language" else str(name)


def percent(share: float) -> str:
    return _("%(percent)d%%") % {"percent": round(100 * share)}


def span(said: dict[str, str]) -> str:
    """From when until when."""
    first, last = (birthday(date.fromisoformat(said[end])) for end in ("from", "until"))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
