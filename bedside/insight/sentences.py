"""What charts say, in sentences: what changed, since when, from what to what, and by which rule one can tell."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from bedside.language import dates
from bedside.measures.false_alarms import POINTS, SCREENED
from bedside.measures.registry import Measure, Unit
from bedside.measures.xmr import HIGH, Assurance, Point, Variation

from .charts import Chart, Mark
from .models import Improvement

VARIATIONS: dict[Variation, object] = {
    "common": gettext_lazy("Usual variation"),
    "improving": gettext_lazy("Getting better"),
    "concerning": gettext_lazy("Getting worse"),
    "neutral_high": gettext_lazy("Higher than before"),
    "neutral_low": gettext_lazy("Lower than before"),
}
ASSURANCES: dict[Assurance, object] = {
    "pass": gettext_lazy("Meets the target week after week"),
    "fail": gettext_lazy("Misses the target unless something changes"),
    "hit_or_miss": gettext_lazy("Meets the target in some weeks, by chance"),
}
KINDS: dict[Point, object] = {
    "none": gettext_lazy("usual variation"),
    "above_limit": gettext_lazy("beyond the upper limit"),
    "below_limit": gettext_lazy("beyond the lower limit"),
    "trend_up": gettext_lazy("part of 7 or more that rise"),
    "trend_down": gettext_lazy("part of 7 or more that fall"),
    "two_in_three_above": gettext_lazy("2 of 3 close to the upper limit"),
    "two_in_three_below": gettext_lazy("2 of 3 close to the lower limit"),
    "shift_above": gettext_lazy("part of 7 or more above the mean"),
    "shift_below": gettext_lazy("part of 7 or more below the mean"),
}
WORST_FIRST: dict[Variation, int] = {"concerning": 0, "improving": 1, "neutral_high": 2, "neutral_low": 2, "common": 3}


def number(value: float) -> str:
    """A value as a chart writes it: no more digits than tell two weeks apart."""
    return _number(_rounded(value), get_language() or settings.LANGUAGE_CODE)


def _rounded(value: float) -> float:
    return round(float(value), 0 if abs(value) >= 20 else 1)  # a target may be written as a whole number


@lru_cache(maxsize=4096)
def _number(value: float, language: str) -> str:
    return str(format_decimal(value, format="#,##0.#", locale=dates.known(language)))


@lru_cache(maxsize=4096)
def _index(value: float, language: str) -> str:
    """A number between 0 and 1 needs two places."""
    return str(format_decimal(value, format="0.00", locale=dates.known(language)))


A_PART = 2  # no plural form is made for one and a half: that of two fits in most languages


def amount(value: float, unit: Unit) -> str:
    """A value with what it counts: 31 minutes, 12 %."""
    said, rounded = number(value), abs(_rounded(value))
    plural = int(rounded) if rounded.is_integer() else A_PART
    match unit:
        case "percent":
            return _("%(n)s%%") % {"n": said}
        case "per_thousand":
            return _("%(n)s in 1,000") % {"n": said}
        case "index":
            return _index(value, get_language() or settings.LANGUAGE_CODE)
        case "seconds":
            return ngettext("%(n)s second", "%(n)s seconds", plural) % {"n": said}
        case "minutes":
            return ngettext("%(n)s minute", "%(n)s minutes", plural) % {"n": said}
        case "hours":
            return ngettext("%(n)s hour", "%(n)s hours", plural) % {"n": said}
        case "days":
            return ngettext("%(n)s day", "%(n)s days", plural) % {"n": said}


def day(on: date) -> str:
    """5 October: a week is named by its Monday, so the weekday need not be said."""
    return _day("MMMMd", on, get_language() or settings.LANGUAGE_CODE)


def short_day(on: date) -> str:
    return _day("MMMd", on, get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=1024)
def _day(how: str, on: date, language: str) -> str:
    return str(format_skeleton(how, on, locale=dates.known(language)))


def what_changed(chart: Chart) -> str:
    """The sentence of one chart whose last week is no chance."""
    run, began, last = chart.run, chart.run_began, chart.last
    assert run is not None
    assert began is not None
    assert last is not None
    assert last.value is not None
    assert last.limits is not None
    words = {
        "what": headline(chart.measure, high=run.kind in HIGH),
        "place": chart.place or "",
        "day": day(began),
        "now": amount(last.value, chart.measure.unit),
        "before": amount(run.before, chart.measure.unit),
        "why": why(run.kind, run.length),
    }
    if run.kind in {"above_limit", "below_limit"} and run.length == 1:
        words |= {"low": number(low_of(chart.measure, last)), "high": number(high_of(chart.measure, last))}
        if chart.place:
            return (
                _("%(what)s at %(place)s in the week of %(day)s: %(now)s, where %(low)s to %(high)s is usual.") % words
            )
        return _("%(what)s in the week of %(day)s: %(now)s, where %(low)s to %(high)s is usual.") % words
    if chart.place:
        return _("%(what)s at %(place)s since %(day)s: %(now)s last week, %(before)s before (%(why)s).") % words
    return _("%(what)s since %(day)s: %(now)s last week, %(before)s before (%(why)s).") % words


def headline(measure: Measure, *, high: bool) -> str:
    """What has happened, in two or three words."""
    words = measure.higher if high else measure.lower
    if words:
        return _(words)
    form = _("%(title)s: higher") if high else _("%(title)s: lower")
    return form % {"title": _(measure.title)}


def headline_of(task: Improvement) -> str:
    """What a task is about: what happened, and where."""
    what = headline(task.about, high=task.kind in HIGH)
    return _("%(what)s, %(place)s") % {"what": what, "place": task.place} if task.place else what


def signal(task: Improvement) -> str:
    """What the chart said when the task was opened."""
    unit = task.about.unit
    words = {"day": day(task.week), "now": amount(task.value, unit), "before": amount(task.before, unit)}
    words["why"] = why(task.kind, task.length)  # type: ignore[arg-type]
    return _("In the week of %(day)s: %(now)s, %(before)s before (%(why)s).") % words


def why(kind: Point, weeks: int) -> str:
    """By which rule one can tell that it is no chance."""
    told = {"n": weeks}
    match kind:
        case "above_limit":
            return ngettext("above the upper limit", "%(n)d weeks in a row above the upper limit", weeks) % told
        case "below_limit":
            return ngettext("below the lower limit", "%(n)d weeks in a row below the lower limit", weeks) % told
        case "trend_up":
            return _("%(n)d weeks, each higher than the one before") % told
        case "trend_down":
            return _("%(n)d weeks, each lower than the one before") % told
        case "two_in_three_above":
            return _("2 of 3 weeks close to the upper limit")
        case "two_in_three_below":
            return _("2 of 3 weeks close to the lower limit")
        case "shift_above":
            return _("%(n)d weeks in a row above the mean") % told
        case "shift_below":
            return _("%(n)d weeks in a row below the mean") % told
    return ""


def in_all(changed: int, counted: int, week: date) -> str:
    """The first words of the page: how many things changed, or that nothing did."""
    if not counted:
        return _("There are not enough weeks yet to tell change from chance. It takes 12.")
    if not changed:
        return _("Nothing unusual in the week of %(day)s.") % {"day": day(week)}
    few = {1: _("One thing changed."), 2: _("Two things changed."), 3: _("Three things changed.")}
    return few.get(changed) or _("%(n)d things changed.") % {"n": changed}


def by_chance() -> str:
    """How often a chart sounds where nothing has changed, as it was measured."""
    told = {"n": round(SCREENED.any_rule * 100), "weeks": POINTS}
    return _("Chance alone makes about %(n)d of 100 charts stand out once in %(weeks)d weeks.") % told


def counted_how_many(mark: Mark) -> str:
    """n, who still waits, and what is not known, in one line."""
    if not mark.is_point:
        return _("too few to show")
    parts = [(_("n = %(n)d") % {"n": mark.n}).replace(" ", "\N{NO-BREAK SPACE}")]
    if mark.waiting:
        parts.append(ngettext("%(num)d still waiting", "%(num)d still waiting", mark.waiting) % {"num": mark.waiting})
    if mark.unknown:
        parts.append(ngettext("%(num)d not known", "%(num)d not known", mark.unknown) % {"num": mark.unknown})
    return ", ".join(parts)


def low_of(measure: Measure, mark: Mark) -> float:
    """The lower limit as it is drawn: nothing that is counted falls below nothing."""
    return max(mark.limits.lower, 0.0) if mark.limits else 0.0


def high_of(measure: Measure, mark: Mark) -> float:
    if mark.limits is None:
        return 0.0
    return min(mark.limits.upper, 100.0) if measure.unit == "percent" else mark.limits.upper
