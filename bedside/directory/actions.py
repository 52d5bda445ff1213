"""What can be done about what we offer: setting up, changing, closing."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import StaffMember

from .models import Clinic, Closure, Place, Post, Service, VisitType

Offered = TypeVar("Offered", Clinic, Closure, Place, Service, VisitType)
Stoppable = Place | Post | Service | VisitType


@transaction.atomic
def set_up(thing: Offered, *, by: Hand) -> Offered:
    """Something new is offered: a clinic, a place, a service or a visit type."""
    record(f"{thing._meta.model_name}.set_up", thing, by=by)
    return thing


@transaction.atomic
def change(thing: Offered, *, by: Hand, because: str = "", seen: int | None = None, **details: Any) -> Offered:
    """Change what is said of a clinic, place, service, visit type or closure; what was said before is kept.

    `seen` is the version somebody had before them when they wrote: if it has moved on since, they are refused.
    """
    for name in details:
        thing._meta.get_field(name)  # a name that is no field is a programmer's mistake and raises
    changed = sorted(name for name, value in details.items() if getattr(thing, name) != value)
    for name in changed:
        setattr(thing, name, details[name])
    if seen is not None:
        thing.version = seen
    if changed or seen is None:
        record(f"{thing._meta.model_name}.changed", thing, by=by, because=because, changed=changed)
    return thing


@transaction.atomic
def stop(thing: Stoppable, *, by: Hand, because: str, seen: int | None = None) -> None:
    """Stop offering something. Visits that are booked stand: the front desk is given a list of whom to call."""
    if not standing(thing):
        raise Refusal(_("This is not offered any more already."), rule="stopped")
    _offer(thing, False, seen)
    record(f"{thing._meta.model_name}.stopped", thing, by=by, because=because)


@transaction.atomic
def offer_again(thing: Stoppable, *, by: Hand, seen: int | None = None) -> None:
    """Something that was stopped is offered again."""
    if standing(thing):
        raise Refusal(_("This is offered already."), rule="offered")
    _offer(thing, True, seen)
    record(f"{thing._meta.model_name}.offered_again", thing, by=by)


def standing(thing: Stoppable) -> bool:
    match thing:
        case Place():
            return thing.is_open
        case Post():
            return not thing.ended
    return thing.is_offered


def _offer(thing: Stoppable, yes: bool, seen: int | None) -> None:
    match thing:
        case Place():
            thing.is_open = yes
        case Post():
            thing.ended = not yes
        case _:
            thing.is_offered = yes
    thing.version = thing.version if seen is None else seen


@transaction.atomic
def shut(
    place: Place | None,
    *,
    first_day: date,
    last_day: date,
    reason: str,
    by: Hand,
    translations: dict[str, dict[str, str]] | None = None,
) -> Closure:
    """A place, or every place, is shut on these days. Visits that are booked then stand until somebody has called."""
    closure = Closure(
        place=place, first_day=first_day, last_day=last_day, reason=reason, translations=translations or {}
    )
    return set_up(closure, by=by)


@transaction.atomic
def lift(closure: Closure, *, by: Hand, because: str = "", seen: int | None = None) -> None:
    """It is open on these days after all."""
    if closure.is_lifted:
        raise Refusal(_("It is open on these days already."), rule="lifted")
    closure.is_lifted = True
    closure.version = closure.version if seen is None else seen
    record("closure.lifted", closure, by=by, because=because)


@transaction.atomic
def appoint(member: StaffMember, *, place: Place, service: Service, by: Hand) -> Post:
    """Somebody provides a service at a place from now on, or again."""
    if before := Post.objects.filter(staff_member=member, place=place, service=service, ended=True).first():
        offer_again(before, by=by)
        return before
    post = Post(staff_member=member, place=place, service=service)
    record("post.filled", post, by=by)
    return post
