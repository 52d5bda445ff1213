"""Rooms, devices and interpreters, and who needs them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.actions import record, record_each
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import Patient

from ..models import Appointment, Declined, Means, Need, Resource
from ..needs import base, told_as, wanted
from ..reserving import exchange
from ..taking import choose, make_sure_of
from ..touched import having

CHILD = "child"


@transaction.atomic
def set_up_resource(resource: Resource, *, by: Hand) -> Resource:
    """A room, a device or an interpreter can be booked from now on."""
    record("resource.set_up", resource, by=by)
    return resource


@transaction.atomic
def change_resource(
    resource: Resource, *, by: Hand, because: str = "", seen: int | None = None, **details: Any
) -> Resource:
    """Change what is said of a resource. What is booked with it stays.

    `seen` is the version somebody had before them when they wrote: if it has moved on since, they are refused.
    """
    for name in details:
        resource._meta.get_field(name)  # a name that is no field is a programmer's mistake and raises
    changed = sorted(name for name, value in details.items() if getattr(resource, name) != value)
    for name in changed:
        setattr(resource, name, details[name])
    if seen is not None:
        resource.version = seen
    if changed or seen is None:
        record("resource.changed", resource, by=by, because=because, changed=changed)
    return resource


@transaction.atomic
def take_out_of_use(
    resource: Resource, starts_at: datetime, ends_at: datetime, *, by: Hand, because: str, seen: int | None = None
) -> int:
    """It cannot be had from then until then. Visits that have it are given another; how many could not be.

    These need a new time, and a person of ours who finds it.
    """
    if not because.strip():
        raise Refusal(_("Say why it is out of use."), rule="because")
    if ends_at <= max(starts_at, now()):
        raise Refusal(_("These days are over already."), rule="over")
    if resource.is_out(starts_at, ends_at):
        raise Refusal(_("It is out of use then already."), rule="out")
    coming = [span for span in resource.out if datetime.fromisoformat(span[1]) > now()]
    resource.out = [*coming, [starts_at.isoformat(), ends_at.isoformat(), because]]
    if seen is not None:
        resource.version = seen
    record("resource.out_of_use", resource, by=by, because=because)
    return _do_without(resource, starts_at, ends_at, by=by)


@transaction.atomic
def put_back_in_use(resource: Resource, starts_at: datetime, *, by: Hand, seen: int | None = None) -> None:
    """What was said to be out of use from then on can be had after all."""
    left = [span for span in resource.out if datetime.fromisoformat(span[0]) != starts_at]
    if len(left) == len(resource.out):
        raise Refusal(_("It is in use then already."), rule="in_use")
    resource.out = left
    if seen is not None:
        resource.version = seen
    record("resource.in_use_again", resource, by=by)


@transaction.atomic
def retire_resource(resource: Resource, *, by: Hand, because: str, seen: int | None = None) -> int:
    """We have it no more. Visits that have it are given another; how many could not be, and need a new time."""
    if not resource.is_open:
        raise Refusal(_("It is given up already."), rule="retired")
    resource.is_open = False
    if seen is not None:
        resource.version = seen
    record("resource.retired", resource, by=by, because=because)
    return _do_without(resource, now(), None, by=by)


@transaction.atomic
def use_resource_again(resource: Resource, *, by: Hand, seen: int | None = None) -> None:
    """It can be booked again."""
    if resource.is_open:
        raise Refusal(_("It is in use already."), rule="in_use")
    resource.is_open = True
    if seen is not None:
        resource.version = seen
    record("resource.used_again", resource, by=by)


def _do_without(resource: Resource, starts_at: datetime, ends_at: datetime | None, *, by: Hand) -> int:
    """Give each visit that has it another of its kind; those for which there is none need a new time."""
    alone = list[Appointment]()
    for one in having(resource, starts_at, ends_at):
        tongue = base(one.patient.language) if resource.kind == Means.INTERPRETER else ""
        wish = one.patient.interpreter_sex
        like = wanted(resource.kind, resource.what, mode=one.visit_type.mode, tongue=tongue, sex=wish)
        try:
            ends = max(one.slot.ends_at, one.ends_at)
            with transaction.atomic():
                (other,) = choose([like], one.slot, ends)
                exchange(one, resource.pk, other)
                make_sure_of([other], one.slot, ends)
        except Refusal:
            one.needs_new_time = True
            alone.append(one)
    record_each("appointment.left_alone", alone, by=by)
    return len(alone)


@transaction.atomic
def need(visit_type: VisitType, kind: str, *, by: Hand, what: str = "") -> Need:
    """From now on this kind of visit is only booked with one of these."""
    needed = Need(visit_type=visit_type, kind=kind, what=what)
    record("need.said", needed, by=by)
    return needed


@transaction.atomic
def end_need(needed: Need, *, by: Hand) -> None:
    """This kind of visit can be without it."""
    needed.is_ended = True
    record("need.ended", needed, by=by)


@transaction.atomic
def say_needs(visit_type: VisitType, these: Collection[tuple[str, str]], *, by: Hand, seen: str | None = None) -> None:
    """From now on this kind of visit needs these, each a kind and what it is, and nothing else.

    `seen` is what stood there when somebody began to write: if another has changed it since, they are refused.
    """
    there = list(Need.objects.filter(visit_type=visit_type, is_ended=False))
    if seen is not None and seen != told_as(there):
        raise Refusal(SOMEBODY_ELSE, rule="version")
    for one in there:
        if (one.kind, one.what) not in these:
            end_need(one, by=by)
    for kind, what in sorted(set(these) - {(one.kind, one.what) for one in there}):
        need(visit_type, kind, what=what, by=by)


@transaction.atomic
def decline_interpreter(patient: Patient, said: str, *, by: Hand, helper: str = "") -> Declined:
    """She was offered an interpreter, knows what that means, and wishes for none: write down why, in her words.

    `helper` says who speaks for her instead, where somebody does. A child never does.
    """
    if not said.strip():
        raise Refusal(_("Write down why, in the patient's own words."), rule="because")
    if helper == CHILD:
        raise Refusal(_("A child never interprets. Please book an interpreter, in the room or by phone."), rule="child")
    declined = Declined(patient=patient, said=said)
    record("interpreter.declined", declined, by=by, helper=helper)
    return declined


@transaction.atomic
def want_interpreter(patient: Patient, *, by: Hand) -> None:
    """She wishes for an interpreter after all."""
    for one in Declined.objects.standing().filter(patient=patient):
        one.ended_at = now()
        record("interpreter.wanted", one, by=by)
