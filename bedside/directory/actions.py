"""What can be done about what we offer: setting up, changing, closing."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction

from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.people.models import StaffMember

from .models import Clinic, Place, Post, Service, VisitType

Offered = TypeVar("Offered", Clinic, Place, Service, VisitType)


@transaction.atomic
def set_up(thing: Offered, *, by: Hand) -> Offered:
    """Something new is offered: a clinic, a place, a service or a visit type."""
    record(f"{thing._meta.model_name}.set_up", thing, by=by)
    return thing


@transaction.atomic
def change(thing: Offered, *, by: Hand, because: str = "", **details: Any) -> Offered:
    """Change what is said of a clinic, place, service or visit type; what was said before is kept."""
    for name, value in details.items():
        thing._meta.get_field(name)  # a name that is no field is a programmer's mistake and raises
        setattr(thing, name, value)
    record(f"{thing._meta.model_name}.changed", thing, by=by, because=because, changed=sorted(details))
    return thing


@transaction.atomic
def appoint(member: StaffMember, *, place: Place, service: Service, by: Hand) -> Post:
    """Somebody provides a service at a place from now on."""
    post = Post(staff_member=member, place=place, service=service)
    record("post.filled", post, by=by)
    return post
