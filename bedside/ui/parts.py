"""What templates may call besides their own words: how days, times, numbers and names are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import phonenumbers
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from jinja2 import Environment, pass_context, pass_environment
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.language import dates

from . import pages
from .fields import describe, first_box
from .icon_arrays import icon_array
from .nhsuk import nhsuk

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _clinic(context: Context) -> Any:
    found = context.resolve_or_missing("clinic")
    return found if hasattr(found, "zone") and not isinstance(found, Undefined) else pages.CLINIC()


@pass_context
def hung(context: Context, place: str, about: Any) -> Markup:
    """What rooms above have to show at this place of a page, as their templates made it; nothing where none has."""
    request = context["request"]
    return Markup("").join(Markup(show(request, about)) for show in pages.HUNG.get(place, []))


@pass_context
def day(context: Context, moment: datetime | date, zone: str = "") -> str:
    """Thursday 26 November; with the year where it is not this one."""
    here = zone or _clinic(context).zone
    on = day_of(moment, here) if isinstance(moment, datetime) else moment
    said = dates.day(on, _language())
    if on.year == day_of(now(), here).year:
        return said
    return _("%(day)s %(year)d") % {"day": said, "year": on.year}


@pass_context
def time(context: Context, moment: datetime, zone: str = "") -> str:
    """9:40am, or 9:40 in languages that count to 24."""
    return dates.time(moment, _language(), zone or _clinic(context).zone)


@pass_context
def day_and_time(context: Context, moment: datetime, zone: str = "") -> str:
    return _("%(day)s, %(time)s") % {"day": day(context, moment, zone), "time": time(context, moment, zone)}


@pass_context
def soon(context: Context, moment: datetime | date, zone: str = "") -> str:
    """How soon, in words and never as a clock time: today, tomorrow, this week, next week, in 3 weeks."""
    here = zone or _clinic(context).zone
    today = day_of(now(), here)
    then = day_of(moment, here) if isinstance(moment, datetime) else moment
    away = (then - today).days
    weeks = ((then - timedelta(days=then.weekday())) - (today - timedelta(days=today.weekday()))).days // 7
    if away <= 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if weeks == 0:
        return _("this week")
    if weeks == 1:
        return _("next week")
    if weeks < 9:
        return ngettext("in %(n)d week", "in %(n)d weeks", weeks) % {"n": weeks}
    return ngettext("in %(n)d month", "in %(n)d months", away // 30) % {"n": away // 30}


@pass_context
def ago(context: Context, moment: datetime, zone: str = "") -> str:
    """How long ago: just now, 5 minutes ago, 3 hours ago, yesterday, else the day."""
    gone = now() - moment
    if gone < MINUTE:
        return _("just now")
    if gone < HOUR:
        minutes = gone // MINUTE
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    here = zone or _clinic(context).zone
    days = (day_of(now(), here) - day_of(moment, here)).days
    if days == 0:
        hours = gone // HOUR
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return _("yesterday") if days == 1 else day(context, moment, zone)


def duration(length: timedelta | int) -> str:
    """How long, in words; a number is minutes."""
    minutes = length if isinstance(length, int) else length // MINUTE
    hours, rest = divmod(minutes, 60)
    in_minutes = ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    if not hours:
        return in_minutes
    in_hours = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return _("%(hours)s %(minutes)s") % {"hours": in_hours, "minutes": in_minutes} if rest else in_hours


@pass_context
def phone(context: Context, number: str) -> Markup:
    """A number that can be pressed, grouped as people of the clinic's country write it."""
    return _pressed(number, _clinic(context).region)


@lru_cache(maxsize=64)  # the clinic's own numbers stand on every page
def _pressed(number: str, region: str) -> Markup:
    text, dialled = number, "".join(sign for sign in number if sign.isdigit() or sign == "+")
    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed and len(dialled) > 6 and phonenumbers.is_possible_number(parsed):  # 116 123 is said as it is written
        kinds = phonenumbers.PhoneNumberFormat
        at_home = phonenumbers.region_code_for_country_code(parsed.country_code or 0) == region
        text = phonenumbers.format_number(parsed, kinds.NATIONAL if at_home else kinds.INTERNATIONAL)
        dialled = phonenumbers.format_number(parsed, kinds.E164)
    return Markup('<a href="tel:{}" dir="ltr">{}</a>').format(dialled, text)


@pass_context
def money(context: Context, amount: Decimal | int, currency: str = "") -> str:
    return str(format_currency(amount, currency or _clinic(context).currency, locale=dates.known(_language())))


def comma() -> str:
    """What stands between two things that are told one after the other."""
    return f"{dates.comma(_language())} "


def listed(things: Iterable[object]) -> Markup:
    """One after the other: English, Spanish; with the commas of the page's language."""
    return Markup(comma()).join(str(one) if not isinstance(one, Markup) else one for one in things)


def own_way(text: object) -> Markup:
    """An address, an e-mail address or a code: it runs its own way on a page that runs from right to left."""
    return Markup("<bdi>{}</bdi>").format(text) if text else Markup("")


def name(person: Any) -> str:
    """What a person is called: the name they like, else their name."""
    return str(getattr(person, "called", "") or person)


def initials(text: str) -> str:
    """Two letters for a face we have no picture of; titles do not count."""
    words = [word for word in text.replace(",", " ").split() if word.strip(".").lower() not in TITLES]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


TITLES = {"dr", "mr", "mrs", "ms", "miss", "prof", "nurse", "sr", "sra", "dra"}


@pass_environment
def show_field(here: Environment, bound: BoundField, **wishes: Any) -> Markup:
    if bound.is_hidden:
        return Markup(bound)
    kind, params = describe(bound, **wishes)
    if kind in {"radios", "checkboxes"}:
        choices = here.get_template("ui/choices.html").module.choices  # type: ignore[attr-defined]
        return Markup(choices(kind, params))
    return nhsuk(kind, params)


def error_links(form: BaseForm) -> list[dict[str, str]]:
    """What has to be put right, each with a link to where."""
    links = [{"text": str(error)} for error in form.non_field_errors()]
    for bound in form:
        words = str(bound.label or "")
        words += " " if words.endswith(("?", ".", ":", "؟")) else ": "
        links += [{"text": f"{words}{error}", "href": f"#{first_box(bound)}"} for error in bound.errors]
    return links


def attributes(given: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments as attributes: hx_get becomes hx-get; True stands alone, False and None are left out."""
    return {
        key.rstrip("_").replace("_", "-"): ("" if value is True else value)
        for key, value in given.items()
        if value is not None and value is not False
    }


GLOBALS: dict[str, Any] = {
    "static": cache(static),  # where a file lies does not change while the house runs
    "nhsuk": nhsuk,
    "patient_page": pages.patient_page,
    "patient_search": pages.patient_search,
    "show_field": show_field,
    "hung": hung,
    "icon_array": icon_array,
    "comma": comma,
    "error_links": error_links,
    "once_input": str,  # until access hangs up its own: forms carry no key
    "session_clock": lambda request: "",  # likewise: what warns before a session ends
}


def language_name(code: str) -> str:
    """A language as the reader calls it: Spanish, español."""
    return dates.known(code).get_language_name(_language().split("-")[0]) or code


def birthday(on: date) -> str:
    """A date of birth: 9 March 1984."""
    return format_date(on, "long", locale=dates.known(_language()))


def as_known(written: str) -> str:
    """A day, a month or a year, as far as another system knew it: 17 May 2020, May 2020, 2020."""
    return dates.as_known(written, _language())


def weekday(on: date) -> str:
    """A day as the head of a column: Mon 23."""
    return format_date(on, "EEE d", locale=dates.known(_language()))


def day_of_week(on: date, short: bool = False) -> str:
    """Monday, or Mon."""
    return format_date(on, "EEE" if short else "EEEE", locale=dates.known(_language()))


def whole(number: int) -> str:
    """A whole number as the reader groups it: 1,000 or 1.000."""
    return str(format_decimal(number, locale=dates.known(_language())))


FILTERS: dict[str, Callable[..., Any]] = {
    "attributes": attributes,
    "ago": ago,
    "as_known": as_known,
    "day": day,
    "day_and_time": day_and_time,
    "duration": duration,
    "initials": initials,
    "listed": listed,
    "own_way": own_way,
    "language_name": language_name,
    "weekday": weekday,
    "day_of_week": day_of_week,
    "birthday": birthday,
    "money": money,
    "name": name,
    "phone": phone,
    "soon": soon,
    "time": time,
    "whole": whole,
}
