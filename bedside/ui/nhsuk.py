"""The NHS.UK frontend's macros, made for forms that everybody can fill in, kept in a template world of their own.

They count on blanks where something was not given, which ours (StrictUndefined) would refuse.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup


@cache
def world() -> Environment:
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(name: str) -> Any:
    folder = re.sub("([A-Z])", lambda capital: "-" + capital[0].lower(), name)
    module = world().get_template(f"nhsuk/components/{folder}/macro.jinja").module
    return getattr(module, name)


def nhsuk(name: str, params: dict[str, Any]) -> Markup:
    """One of their macros by its own name: nhsuk("dateInput", {...})."""
    return Markup(_macro(name)(params))
