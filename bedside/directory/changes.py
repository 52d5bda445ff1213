"""What changed, when, and by whose hand: the journal of one thing we offer, read as sentences."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.journal.models import Entry, Record
from bedside.language import dates
from bedside.people.models import staff_name

from .models import Place
from .opening import Week, week_said
from .prices import price_said

MOST = 200
LABELS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "purpose": gettext_lazy("What it is for"),
    "who_for": gettext_lazy("Who may use it"),
    "price_minor": gettext_lazy("Price"),
    "price": gettext_lazy("Words beside the price"),
    "words": gettext_lazy("Words people use for it"),
    "min_age": gettext_lazy("Youngest age"),
    "max_age": gettext_lazy("Oldest age"),
    "is_sensitive": gettext_lazy("Sensitive"),
    "is_offered": gettext_lazy("Offered"),
    "minutes": gettext_lazy("Minutes"),
    "mode": gettext_lazy("How it takes place"),
    "prepare": gettext_lazy("How to prepare"),
    "bring": gettext_lazy("What to bring"),
    "fast_food_hours": gettext_lazy("Hours without food before"),
    "fast_drink_hours": gettext_lazy("Hours without drink before"),
    "title": gettext_lazy("Title"),
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "job": gettext_lazy("Job"),
    "about": gettext_lazy("About"),
    "sex": gettext_lazy("Gender"),
    "languages": gettext_lazy("Languages"),
    "has_page": gettext_lazy("Has a public page"),
    "address": gettext_lazy("Address"),
    "town": gettext_lazy("Town"),
    "region": gettext_lazy("County or state"),
    "postcode": gettext_lazy("Postcode"),
    "phone": gettext_lazy("Phone"),
    "step_free": gettext_lazy("Step-free"),
    "hearing_loop": gettext_lazy("Hearing loop"),
    "getting_here": gettext_lazy("How to get here"),
    "parking": gettext_lazy("Parking"),
    "access_notes": gettext_lazy("Access"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "opening": gettext_lazy("Opening hours"),
    "visiting": gettext_lazy("Visiting hours"),
    "is_open": gettext_lazy("Open"),
    "place_id": gettext_lazy("Place"),
    "first_day": gettext_lazy("First day"),
    "last_day": gettext_lazy("Last day"),
    "reason": gettext_lazy("Reason"),
    "is_lifted": gettext_lazy("Lifted"),
}
HAPPENED: dict[str, Any] = {
    "set_up": gettext_lazy("Set up"),
    "joined": gettext_lazy("Started to work here"),
    "changed": gettext_lazy("Changed"),
    "stopped": gettext_lazy("Stopped"),
    "offered_again": gettext_lazy("Offered again"),
    "lifted": gettext_lazy("Lifted"),
}


@dataclass(frozen=True)
class Difference:
    """One field, as it was and as it became."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One version: when it came, by whose hand, why, and what was different from the one before."""

    at: datetime
    who: str
    what: str | Promise
    because: str
    differences: list[Difference]


Said = Callable[[str, dict[str, Any]], str]


def changes_of(
    thing: Record,
    *,
    labels: Mapping[str, Any] = LABELS,
    happened: Mapping[str, Any] = HAPPENED,
    said: Said | None = None,
) -> list[Change]:
    """Everything that changed about it, the latest first.

    Rooms above have things of their own: they say which fields these have, what may happen to them, and how a value of
    one reads."""
    entries = Entry.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk).order_by("-version")
    lines = list(entries[: MOST + 1])
    names = _names({line.actor_id for line in lines})
    told = []
    read = said or value_said
    for line, before in zip(lines, [*lines[1:], None], strict=True):
        verb = line.verb.rpartition(".")[2]
        was = before.told.get("record", {}) if before else {}
        told.append(
            Change(
                at=line.happened_at,
                who=names.get(line.actor_id, _("The clinic's own system")),
                what=happened.get(verb, HAPPENED["changed"]),
                because=line.because,
                differences=list(_differences(was, line.told.get("record", {}), labels, read)) if was else [],
            )
        )
    return told[:MOST]


def _differences(
    was: dict[str, Any], now: dict[str, Any], labels: Mapping[str, Any], said: Said
) -> Iterator[Difference]:
    for field, label in labels.items():
        if was.get(field) != now.get(field):
            yield Difference(label, said(field, was), said(field, now))
    before, after = was.get("translations") or {}, now.get("translations") or {}
    for language in sorted({*before, *after}):
        for field in sorted({*before.get(language, {}), *after.get(language, {})}):
            old, new = (str(told.get(language, {}).get(field, "")) for told in (before, after))
            if old != new:
                yield Difference(f"{LABELS.get(field, field)} ({_language(language)})", old or "–", new or "–")


def value_said(field: str, row: dict[str, Any]) -> str:
    """A field's value as people read it."""
    value = row.get(field)
    if field == "price_minor":
        return price_said(value, row.get("currency") or "") or "–"
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    match field:
        case "opening" | "visiting" | "hours":
            return _week(value)
        case "languages":
            return ", ".join(_language(code) for code in value)
        case "words":
            return "; ".join(f"{key}: {', '.join(said)}" for key, said in value.items())
        case "place_id":
            return str(Place.objects.filter(pk=value).first() or "–")
    return str(value)


def _week(week: Week) -> str:
    return "; ".join(f"{day} {hours}" for day, hours in week_said(week))


def _language(code: str) -> str:
    return dates.known(code).get_language_name((get_language() or "en").split("-")[0]) or code


def _names(ids: set[str]) -> dict[str, str]:
    known = []
    for one in ids:
        try:
            known.append(uuid.UUID(one))
        except ValueError:
            continue  # an outside hand: a channel's address, and no login of ours
    return {str(user.pk): staff_name(user) for user in User.objects.filter(pk__in=known)}
