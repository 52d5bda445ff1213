"""Who saw a patient's record, said so that she can understand it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.access.models import TREATING, Role, User
from bedside.journal.models import Sight
from bedside.people.models import Label, Patient, staff_name

SHOWN = 200

# What a page shows, by the name it is rendered under; the longest beginning that fits is said.
PAGES = {
    "booking": gettext_lazy("your visits"),
    "cases": gettext_lazy("your messages"),
    "desk": gettext_lazy("your record"),
    "desk/day": gettext_lazy("the list of the day"),
    "desk/calendar": gettext_lazy("the calendar"),
    "desk/search": gettext_lazy("search results"),
    "desk/patient": gettext_lazy("your record"),
    "inbox": gettext_lazy("your messages"),
    "portal": gettext_lazy("your home page"),
    "portal/details": gettext_lazy("your details"),
    "portal/sights": gettext_lazy("who saw your record"),
    "triage": gettext_lazy("your safety questions"),
    "visits/brief": gettext_lazy("the page before a visit"),
    "visits/told": gettext_lazy("the summary of a visit"),
    "visits/writing": gettext_lazy("the summary of a visit"),
    "wall/here": gettext_lazy("your check-in at the door"),
    "wall": gettext_lazy("your check-in at the kiosk"),
}


@dataclass(frozen=True)
class Seen:
    """One line: when, who in which role, what, and why."""

    when: datetime
    who: str
    role: str
    what: str
    why: str
    mine: bool


def sights_of(patient: Patient, reader: User) -> list[Seen]:
    """The newest first. A confidential sight is shown to the patient and those who treat her, to no carer."""
    found = Sight.objects.filter(patient_id__in=[patient.pk, *patient.aliases.values_list("pk", flat=True)])
    if reader.acting_as is not Role.PATIENT and reader.acting_as not in TREATING:
        found = found.filter(label=Label.NONE)
    lines = list(found.order_by("-recorded_at")[:SHOWN])
    names = _names({line.actor_id for line in lines})
    return [
        Seen(
            when=line.recorded_at,
            who=names.get(line.actor_id, _("The clinic's own system")),
            role=str(Role(line.actor_kind).label) if line.actor_kind in Role.values else line.actor_kind,
            what=_page(line.what),
            why=_(line.why) if line.why else "",
            mine=line.actor_id == str(reader.pk),
        )
        for line in lines
    ]


def _names(actors: set[str]) -> dict[str, str]:
    keys = [key for key in actors if _is_id(key)]
    return {
        str(user.pk): staff_name(user) if user.roles - {Role.PATIENT, Role.CARER} else str(user)
        for user in User.objects.filter(pk__in=keys).prefetch_related("held_roles")
    }


def _is_id(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True


def _page(what: str) -> str:
    fitting = [name for name in PAGES if what.startswith(name)]
    return str(PAGES[max(fitting, key=len)]) if fitting else what
