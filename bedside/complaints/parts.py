"""What complaints show inside pages of other rooms: a way to write one down; and to whoever complained, how far it is.

In what is read of a patient for treating her there is no word of it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from bedside.access.models import PATIENT_SIDE, User
from bedside.cases.models import Case, Kind
from bedside.people.models import Patient

from .models import COMPLAINT, Complaint


def in_foot(request: HttpRequest, about: Any) -> str:
    """At the foot of every page that is not for staff: how one complains is never hard to find."""
    user = request.user
    if isinstance(user, User) and user.acting_as not in PATIENT_SIDE:
        return ""
    return render_to_string("complaints/in_foot.html", {}, request)


def in_patient(request: HttpRequest, patient: Patient) -> str:
    """At the desk: the same two words for everybody, whether or not she ever complained."""
    href = reverse("complaints:taking", args=[patient.pk])
    return render_to_string("complaints/way.html", {"href": href}, request)


def in_case(request: HttpRequest, case: Case) -> str:
    """In a message or an answer about a visit, a way to make it a complaint; in its own case, the way to it."""
    if not isinstance(request.user, User):
        return ""
    if case.kind == Kind.COMPLAINT:
        pk = (case.key or "").removeprefix(COMPLAINT).partition(":")[0]
        found = Complaint.objects.visible_to(request.user).filter(pk=pk).first()
        return render_to_string("complaints/in_case.html", {"complaint": found}, request) if found else ""
    if case.kind not in {Kind.MESSAGE, Kind.FEEDBACK} or case.label:
        return ""
    return render_to_string("complaints/way.html", {"href": reverse("complaints:from-case", args=[case.pk])}, request)


def at_home(request: HttpRequest, about: Any) -> str:
    """On her first page: what she told us and is not finished."""
    if not isinstance(request.user, User) or request.user.acting_as not in PATIENT_SIDE:
        return ""
    told = Complaint.objects.visible_to(request.user).filter(state__in=["open", "answered"])
    found = list(told.order_by("-number")[:3])
    return render_to_string("complaints/at_home.html", {"complaints": found}, request) if found else ""


def kept_from(user: User) -> Q:
    """The cases of complaints about this person: somebody else looks into them, and he reads no line of it."""
    found = Q(pk__in=[])
    for pk in Complaint.objects.filter(whom__login=user).values_list("pk", flat=True):
        found |= Q(key__startswith=f"{COMPLAINT}{pk}:")
    return found
