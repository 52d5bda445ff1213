"""What a price is called: free, a sum of money, or the words somebody wrote because there is no one sum."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.language import dates


def whole(minor: int, currency: str) -> Decimal:
    """A sum in the smallest coins as people write it: 2550 pence are 25.50."""
    return Decimal(minor).scaleb(-get_currency_precision(currency))


def price_said(minor: int | None, currency: str, words: str = "", language: str = "") -> str:
    """The price as a patient reads it; what is not known is said in the words alone, and never as nothing to pay."""
    if minor is None:
        return words
    sum_said = _sum(whole(minor, currency), currency, language or get_language() or "en") if minor else _("Free")
    return f"{sum_said} ({words})" if words else sum_said


def _sum(amount: Decimal, currency: str, language: str) -> str:
    """£35 and not £35.00, but £35.50."""
    locale = dates.known(language)
    if amount != amount.to_integral_value():
        return str(format_currency(amount, currency, locale=locale))
    pattern = str(locale.currency_formats["standard"].pattern).replace("0.00", "0")
    return str(format_currency(amount, currency, pattern, locale=locale, currency_digits=False))
