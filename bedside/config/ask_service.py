"""`bedside ask service`, asked of the clinic that stands in this house's database; where none stands, of the town.

The other judgements need no database, and this one does not make one: it looks whether there is one first.
"""

from __future__ import annotations

import logging
import os
from functools import cache
from pathlib import Path
from typing import Any

from bedside.directory import ask
from bedside.directory.meaning.offers import Offer

HERE = Path(__file__).resolve().parents[2]

log = logging.getLogger("bedside.ask")


def answer(line: dict[str, Any]) -> dict[str, Any]:
    """The services that fit one wish, of those that are offered here."""
    return ask.answer(line, offered())


@cache
def offered() -> tuple[Offer, ...]:
    """What the clinic in the database offers; nothing where there is no database, no clinic or no service in it."""
    if not stands():
        return ()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")
    import django
    from django.db import DatabaseError

    django.setup()
    from bedside.directory.models import Service
    from bedside.directory.search import offer_of

    try:
        return tuple(offer_of(one) for one in Service.objects.filter(is_offered=True).order_by("slug"))
    except DatabaseError as error:
        log.warning("The clinic's services could not be read, so the town's are used: %s", error)
        return ()


def stands() -> bool:
    """Whether this house has a database: one is named, or the file that is used otherwise is there."""
    if os.environ.get("BEDSIDE_DATABASE"):
        return True
    return (Path(os.environ.get("BEDSIDE_DATA", HERE / "var")) / "bedside.sqlite3").exists()
