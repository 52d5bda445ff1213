"""What feedback shows inside pages of other rooms: in a case, what was said and the visit step by step."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import PATIENT_SIDE, TREATING, User
from bedside.booking.models import Appointment
from bedside.cases.models import Case, Kind

from .models import QUESTIONS, Answer, Invitation
from .timeline import timeline


def in_case(request: HttpRequest, case: Case) -> str:
    """What she said about the visit, and everything that was noted of it. The case's own page writes who saw it."""
    if case.kind != Kind.FEEDBACK or not isinstance(request.user, User) or not case.key:
        return ""
    mine = Answer.objects.visible_to(request.user).select_related("invitation__visit__place", "patient", "screening")
    answer = mine.filter(pk=case.key.partition(":")[2]).first()
    if answer is None:
        return ""
    visit = answer.invitation.visit
    said = [(question, answer.get_says(name)) for name, question in QUESTIONS.items()]
    may_read = request.user.acting_as in TREATING or not answer.is_clinical
    context = {
        "case": case,
        "may_read": may_read,
        "answer": answer,
        "visit": visit,
        "said": said,
        "steps": timeline(visit),
    }
    return render_to_string("feedback/in_case.html", context, request)


def in_appointment(request: HttpRequest, appointment: Appointment) -> str:
    """To the patient, a way to say how it was, while the question stands."""
    if not isinstance(request.user, User) or request.user.acting_as not in PATIENT_SIDE:
        return ""
    asked = Invitation.objects.visible_to(request.user).standing().filter(visit__appointment=appointment).first()
    return render_to_string("feedback/in_appointment.html", {"invitation": asked}, request) if asked else ""
