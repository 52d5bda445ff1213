"""The kinds of things that a manager edits: which form each has, which words, and who changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bedside.people import actions as people
from bedside.people.models import StaffMember
from bedside.people.spoken import Spoken

from .. import actions
from ..models import Closure, Place, Service, VisitType
from .things import ClosureForm, Editing, PersonForm, PlaceForm, ServiceForm, VisitTypeForm


@dataclass(frozen=True)
class Kind:
    """One kind of thing we offer, as the editing screens see it."""

    name: str  # of its routes: directory:service, directory:service-words, …
    label: str | Promise
    model: type[Spoken]
    form: type[Editing]
    spoken: tuple[str, ...]  # the fields whose words stand in several languages
    change: Callable[..., Any] = actions.change
    can_stop: bool = True

    def ways(self, thing: Spoken) -> dict[str, str]:
        """The addresses of the screens about one thing."""
        told = {"edit": self.name, "words": f"{self.name}-words", "changes": f"{self.name}-changes"}
        told |= {"stop": f"{self.name}-stop"} if self.can_stop else {}
        return {way: reverse(f"directory:{route}", args=[thing.pk]) for way, route in told.items()}


KINDS = {
    kind.name: kind
    for kind in (
        Kind("service", _("Service"), Service, ServiceForm, ("name", "purpose", "who_for", "price")),
        Kind("visit", _("Kind of visit"), VisitType, VisitTypeForm, ("name", "prepare", "bring", "price")),
        Kind("person", _("Person"), StaffMember, PersonForm, ("job", "about"), people.change_member, can_stop=False),
        Kind("place", _("Place"), Place, PlaceForm, ("name", "getting_here", "parking", "access_notes")),
        Kind("closure", _("Days we are shut"), Closure, ClosureForm, ("reason",), can_stop=False),
    )
}
