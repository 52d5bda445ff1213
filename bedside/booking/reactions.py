"""What booking does when something happened below. Each may be told the same thing twice and does it once."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from bedside.directory.actions import standing
from bedside.directory.models import Closure, Place, Post, VisitType
from bedside.hours.clock import now
from bedside.journal.actions import record_each
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.people.models import Grant, Scope

from . import actions
from .models import Appointment, AppointmentQuerySet, Slot, Status, Template
from .notices import remind_anew
from .shutting import days_of
from .touched import reached

HEARS = {  # when, how and in which words
    *("remind_before", "wishes", "quiet_from", "quiet_until", "wants_sms", "wants_email"),
    *("phone", "phone_is_shared", "email", "language", "zone"),
}


@transaction.atomic
def follow_closure(entry: Entry) -> None:
    """A place is shut on some days, on others, or after all not: the book is as the closure now says."""
    closure = Closure.objects.get(pk=entry.subject_id)
    actions.open_again(closure.pk, by=HOUSE)
    places = list(Place.objects.filter(Q(pk=closure.place_id) if closure.place_id else Q()))
    for place in places:
        start, end = days_of(closure, place.zone)
        here = Q(place=place, starts_at__gte=start, starts_at__lt=end)
        if not closure.is_lifted:
            actions.shut(Slot.objects.filter(here), Appointment.objects.filter(here), closure.pk, by=HOUSE)
    if closure.is_lifted:
        for template in Template.objects.standing().filter(place__in=places).select_related("place", "staff_member"):
            actions.apply_again(template, closure.first_day, closure.last_day, by=HOUSE)


@transaction.atomic
def follow_wishes(entry: Entry) -> None:
    """A patient wishes to be reminded otherwise, or elsewhere: so she is of what is booked already, too."""
    if not HEARS & set(entry.told.get("facts", {}).get("changed", ())):
        return
    _remind_anew(Appointment.objects.filter(patient=entry.subject_id))


@transaction.atomic
def follow_carers(entry: Entry) -> None:
    """Somebody may act for a patient now, or wishes to be told elsewhere: she is reminded so of what is booked, too."""
    rights = Grant.objects.in_force(Scope.APPOINTMENTS)
    of_this = Q(pk=entry.subject_id) | Q(carer__ways=entry.subject_id)
    _remind_anew(Appointment.objects.filter(patient__in=rights.filter(of_this).values("patient")))


def _remind_anew(visits: AppointmentQuerySet) -> None:
    booked = visits.filter(status=Status.BOOKED, starts_at__gt=now(), label="")
    on_one_way = set[object]()
    for one in booked.in_order():
        if one.bundle is None or one.bundle not in on_one_way:  # once for all that she comes for
            remind_anew(one, by=HOUSE)
        on_one_way.add(one.bundle)


def follow_needs(entry: Entry) -> None:
    """A patient asks for an interpreter, or reads another language: what is booked already gets one."""
    if not {"interpreter", "language"} & set(entry.told.get("facts", {}).get("changed", ())):
        return
    hers = Q(patient=entry.subject_id) | Q(patient__merged_into=entry.subject_id)
    booked = Appointment.objects.filter(hers, status=Status.BOOKED, starts_at__gt=now())
    for one in booked.in_order().select_related("slot__staff_member", "slot__place", "patient__merged_into"):
        actions.find_interpreter(one, by=HOUSE)


@transaction.atomic
def follow_offer(entry: Entry) -> None:
    """Something is offered no more: its free times close, and whoever is booked needs another; or it is again."""
    thing = apps.get_model(entry.subject_type)._default_manager.get(pk=entry.subject_id)
    if not standing(thing):
        # A kind of visit has no times of its own: what is free may be booked for another kind.
        slots = Slot.objects.none() if isinstance(thing, VisitType) else Slot.objects.filter(reached(thing))
        actions.shut(slots, Appointment.objects.filter(reached(thing)), thing.pk, by=HOUSE)
        if isinstance(thing, Post):  # or the next days of her week would open times for it again
            for template in Template.objects.standing().filter(reached(thing)):
                actions.end_template(template, by=HOUSE)
        return
    actions.open_again(thing.pk, by=HOUSE)
    if isinstance(thing, VisitType):
        keeps = list(Appointment.objects.left_alone().filter(visit_type=thing, slot__closed_by=None))
        for one in keeps:
            one.needs_new_time = False
        record_each("appointment.keeps_its_time", keeps, by=HOUSE)
