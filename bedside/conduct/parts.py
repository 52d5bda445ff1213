"""What conduct shows inside pages of other rooms: what to say when somebody is rude, and a note that stands."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.access.models import PATIENT_SIDE, Role, User
from bedside.answering.helping import said_last
from bedside.cases.models import Case
from bedside.cases.models import Kind as CaseKind
from bedside.language.abuse import judge
from bedside.people.models import ANYBODY_THERE, Patient
from bedside.visits.hooks import Line

from .models import INCIDENT, Incident, Marker


def in_case(request: HttpRequest, case: Case) -> str:
    """Beside a conversation: whether somebody is rude in it, which only suggests, and the way to a record."""
    user = request.user
    if not isinstance(user, User) or user.acting_as not in ANYBODY_THERE | {Role.MANAGER}:
        return ""
    if case.kind == CaseKind.CONDUCT:
        pk = (case.key or "").removeprefix(INCIDENT).partition(":")[0]
        found = Incident.objects.visible_to(user).filter(pk=pk).first()
        return render_to_string("conduct/of_case.html", {"incident": found}, request) if found else ""
    if user.acting_as not in ANYBODY_THERE or not (case.conversation_id or case.chat_id):
        return ""
    abuse = judge(said_last(case)).abuse
    context = {"case": case, "rude": abuse[0].said if abuse else "", "markers": _standing(user, case.patient)}
    return render_to_string("conduct/in_case.html", context, request)


def in_patient(request: HttpRequest, patient: Patient) -> str:
    """At the desk: a note that stands, and a way to write down what just happened."""
    if not isinstance(request.user, User) or request.user.acting_as not in ANYBODY_THERE:
        return ""
    context = {"patient": patient, "markers": _standing(request.user, patient)}
    return render_to_string("conduct/in_patient.html", context, request)


def in_me(request: HttpRequest, about: object) -> str:
    """Beside her own details: that something is noted about her, and where to read it."""
    user = request.user
    if not isinstance(user, User) or user.acting_as not in PATIENT_SIDE:
        return ""
    stands = Marker.objects.visible_to(user).standing().exists()
    return render_to_string("conduct/in_me.html", {}, request) if stands else ""


def noted(user: User, patient: Patient) -> list[Line]:
    """Before the door: what to mind."""
    return [
        Line(_("To mind"), one.what, href=reverse("conduct:incident", args=[one.incident_id]))
        for one in _standing(user, patient)
    ]


def _standing(user: User, patient: Patient | None) -> list[Marker]:
    return list(Marker.objects.visible_to(user).standing().of(patient).order_by("signed_at")) if patient else []
