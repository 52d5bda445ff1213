"""Rooms, devices and interpreters, and who needs them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import Patient

from ..models import Declined, Need, Resource


@transaction.atomic
def set_up_resource(resource: Resource, *, by: Hand) -> Resource:
    """A room, a device or an interpreter can be booked from now on."""
    record("resource.set_up", resource, by=by)
    return resource


@transaction.atomic
def change_resource(resource: Resource, *, by: Hand, because: str = "", **details: Any) -> Resource:
    """Change what is said of a resource. What is booked with it stays."""
    for name, value in details.items():
        resource._meta.get_field(name)  # a name that is no field is a programmer's mistake and raises
        setattr(resource, name, value)
    record("resource.changed", resource, by=by, because=because, changed=sorted(details))
    return resource


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
def decline_interpreter(patient: Patient, said: str, *, by: Hand) -> Declined:
    """She was offered an interpreter, knows what that means, and wishes for none: write down why, in her words."""
    if not said.strip():
        raise Refusal(_("Write down why, in the patient's own words."), rule="because")
    declined = Declined(patient=patient, said=said)
    record("interpreter.declined", declined, by=by)
    return declined


@transaction.atomic
def want_interpreter(patient: Patient, *, by: Hand) -> None:
    """She wishes for an interpreter after all."""
    for one in Declined.objects.standing().filter(patient=patient):
        one.ended_at = now()
        record("interpreter.wanted", one, by=by)
