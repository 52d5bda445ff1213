"""What every template may use. Ours run under StrictUndefined: a misspelt name is an error, not a blank."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from bedside.access import parts as access
from bedside.live.models import since
from bedside.ui import parts
from bedside.ui.addresses import url


def environment(**options: Any) -> Environment:
    env = Environment(
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {"url": url, "demo": settings.DEMO, "live_since": since} | parts.GLOBALS | access.GLOBALS
    env.filters |= parts.FILTERS | access.FILTERS
    return env
