"""What intake shows inside pages of rooms below: the way to check in, and for staff how far each form is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from bedside.access.models import PATIENT_SIDE, User
from bedside.booking.models import Appointment, Status
from bedside.hours.clock import now
from bedside.people.models import ANYBODY_THERE, Patient
from bedside.visits.keys import key_of
from bedside.visits.models import State, Visit

from .knocks import Guest, guest_of
from .models import CLOSES_BEFORE, OPENS_BEFORE, CheckIn, Sheet, SheetState, is_open, names_of, waiting_now, waits_here
from .steps import steps_of


@dataclass(frozen=True)
class Line:
    """One visit to come, with its forms that were sent or begun."""

    visit: Appointment
    state: SheetState
    sheets: list[Sheet]

    @property
    def done(self) -> bool:
        return self.state == SheetState.DONE


def in_appointment(request: HttpRequest, appointment: Appointment) -> str:
    """To the patient the way to check in while it is open; to staff the state of each form."""
    user = request.user
    if not isinstance(user, User):
        return ""
    ours = user.acting_as in ANYBODY_THERE
    shown = is_open(appointment) or CheckIn.objects.visible_to(user).filter(appointment=appointment).exists()
    if not shown or (not ours and (user.acting_as not in PATIENT_SIDE or not is_open(appointment))):
        return ""
    here = waits_here(appointment)
    context = {"appointment": appointment, "steps": steps_of(appointment), "ours": ours, "is_here": here}
    return render_to_string("intake/in_appointment.html", context, request)


def at_home(request: HttpRequest, about: Any) -> str:
    """On her first page, and her carer's, the check-ins that are open and not done."""
    user = request.user
    if not isinstance(user, User) or user.acting_as not in PATIENT_SIDE:
        return ""
    mine = Appointment.objects.visible_to(user).filter(status=Status.BOOKED)
    first, last = now() + CLOSES_BEFORE, now() + OPENS_BEFORE  # asked as two bounds, which are known by heart
    soon = {"appointment__starts_at__gte": first, "appointment__starts_at__lte": last}
    done = CheckIn.objects.filter(done_at__isnull=False, **soon).values("appointment")
    rows = list(mine.filter(starts_at__gte=first, starts_at__lte=last).exclude(pk__in=done).in_order())
    return render_to_string("intake/at_home.html", {"rows": rows}, request) if rows else ""


def while_waiting(request: HttpRequest, visit: Visit) -> str:
    """What is left of her check-in, and how to get ready; by the key to her wait not a word of what it is about."""
    if visit.appointment is None or visit.state != State.WAITING:
        return ""
    appointment = visit.appointment
    left = [one for one in steps_of(appointment).steps if not one.done]
    guest = _signed_in(request, appointment)
    steps = [one for one in left if guest.may_do(one)] if guest else []
    kind = appointment.visit_type
    ready = guest is not None and bool(kind.preparation(appointment.starts_at, visit.zone) or kind.bring)
    href = reverse("intake:here", args=[key_of(visit)]) if left and guest is None and not visit.label else ""
    if not steps and not ready and not href:
        return ""
    context = {"steps": steps, "ready": ready, "href": href, "appointment": appointment}
    return render_to_string("intake/while_waiting.html", context, request)


def _signed_in(request: HttpRequest, appointment: Appointment) -> Guest | None:
    try:
        guest = guest_of(request, appointment.pk)
    except Http404:
        return None
    return guest if guest.signed_in else None


def in_patient(request: HttpRequest, patient: Patient) -> str:
    """On her page at the desk, the visits of the next three days and how far their forms are."""
    if not isinstance(request.user, User) or request.user.acting_as not in ANYBODY_THERE:
        return ""
    mine = Appointment.objects.visible_to(request.user).filter(patient__in=names_of(patient))
    to_come = Q(status=Status.BOOKED, starts_at__range=(now(), now() + OPENS_BEFORE))
    soon = list(mine.filter(to_come | Q(status=Status.ARRIVED, pk__in=waiting_now().values("appointment"))).in_order())
    if not soon:
        return ""
    states = checked_in(soon)
    sheets: dict[object, list[Sheet]] = {}
    for one in (
        Sheet.objects.filter(appointment__in=soon).select_related("form").order_by("form__place_in_line", "slug")
    ):
        sheets.setdefault(one.appointment_id, []).append(one)
    lines = [Line(one, states[one.pk], sheets.get(one.pk, [])) for one in soon]
    return render_to_string("intake/in_patient.html", {"lines": lines}, request)


def checked_in(appointments: list[Appointment]) -> dict[object, SheetState]:
    """How far each visit's check-in is, in one question to the database."""
    found = {}
    for one in CheckIn.objects.filter(appointment__in=appointments):
        began = SheetState.OPENED if one.opened_at else SheetState.SENT if one.sent_at else SheetState.NOT_SENT
        found[one.appointment_id] = SheetState.DONE if one.done_at else began
    return {one.pk: found.get(one.pk, SheetState.NOT_SENT) for one in appointments}
