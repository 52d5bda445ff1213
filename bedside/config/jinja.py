"""What every template may use. Ours run under StrictUndefined: a misspelt name is an error, not a blank."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from bedside.access import parts as access
from bedside.live.models import since
from bedside.ui import parts

A_NUMBER = UUID(int=0xA11)  # stands in a pattern for the number that comes there


def url(name: str, *args: Any) -> str:
    """The address of a page. A list has one for each line, so they are made from a pattern where that can be."""
    if all(isinstance(one, UUID) for one in args):
        address = _pattern(name, len(args), settings.ROOT_URLCONF)
        for one in args:
            address = address.replace(str(A_NUMBER), str(one), 1)
        return address
    return reverse(name, args=args)


@cache
def _pattern(name: str, numbers: int, pages: object) -> str:
    """An address without its numbers. The pages of a house do not change while it runs."""
    return reverse(name, args=[A_NUMBER] * numbers)


def environment(**options: Any) -> Environment:
    env = Environment(
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {"url": url, "demo": settings.DEMO, "live_since": since} | parts.GLOBALS | access.GLOBALS
    env.filters |= parts.FILTERS | access.FILTERS
    return env
