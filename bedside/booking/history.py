"""What changed about rooms, devices and interpreters, and about what visits need, read as sentences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.directory.changes import Change, changes_of, value_said
from bedside.directory.clinic import the_clinic
from bedside.directory.models import VisitType
from bedside.journal.models import Entry
from bedside.language.dates import day_and_time
from bedside.people.models import Sex, staff_name

from .models import Means, Need, Resource, Slot
from .wishes import MODES

LABELS: dict[str, Any] = {
    "name": _("Name"),
    "what": _("What it is"),
    "place_id": _("Where"),
    "hours": _("Hours"),
    "languages": _("Languages"),
    "modes": _("Interprets"),
    "sex": _("Gender"),
    "out": _("Out of use"),
    "is_open": _("In use"),
}
HAPPENED: dict[str, Any] = {
    "set_up": _("Set up"),
    "changed": _("Changed"),
    "out_of_use": _("Out of use"),
    "in_use_again": _("In use again"),
    "retired": _("Given up"),
    "used_again": _("In use again"),
}


def resource_history(thing: Resource) -> list[Change]:
    """Everything that changed about one of them, the latest first."""
    return changes_of(thing, labels=LABELS, happened=HAPPENED, said=_said)


def needs_history(visit_type: VisitType) -> list[Change]:
    """When a kind of visit began to need something, and when it could do without; the latest first."""
    found = list[Change]()
    for need in Need.objects.filter(visit_type=visit_type):
        name = f"{need.what[:1].upper()}{need.what[1:]}" or str(Means(need.kind).label)
        happened = {
            "said": _("Needs from now on: %(what)s") % {"what": name},
            "ended": _("Can do without: %(what)s") % {"what": name},
        }
        found += changes_of(need, labels={}, happened=happened)
    return sorted(found, key=lambda one: one.at, reverse=True)


def seats_history(slot: Slot) -> list[tuple[datetime, str, int, int]]:
    """When the seats of a group's meeting were changed, by whom, from how many to how many; the latest first."""
    told = Entry.objects.filter(verb="session.seats_changed", subject_id=slot.session_id).order_by("-happened_at")
    lines = [one for one in told if one.facts.get("slot") == str(slot.pk)]
    known = User.objects.filter(pk__in={line.actor_id for line in lines})
    names = {str(user.pk): staff_name(user) for user in known}
    return [
        (one.happened_at, names.get(one.actor_id, ""), int(one.facts["before"]), int(one.facts["after"]))
        for one in lines
    ]


def _said(field: str, row: dict[str, Any]) -> str:
    value = row.get(field)
    match field:
        case "modes" if value:
            return ", ".join(str(MODES[mode]) for mode in value if mode in MODES)
        case "sex":
            return str(dict(Sex.choices).get(str(value), "–"))
        case "out" if value:
            return "; ".join(
                f"{_moment(begins)} – {_moment(ends)}: {because}" for begins, ends, because in sorted(value)
            )
    return value_said(field, row)


def _moment(told: str) -> str:
    return day_and_time(datetime.fromisoformat(told), get_language() or "en", the_clinic().zone)
