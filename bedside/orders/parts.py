"""What orders show inside pages of rooms below: to the patient what is to come, in a case the thing that was asked."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import TREATING, User
from bedside.cases.models import Case, Kind
from bedside.visits.models import Summary, Visit

from .models import ORDER, Order, State


def in_summary(request: HttpRequest, summary: Summary) -> str:
    """In what was said at a visit: what is still to come, who calls and by when."""
    if not isinstance(request.user, User):
        return ""
    asked = Order.objects.visible_to(request.user).filter(visit=summary.visit_id).exclude(state=State.CANCELLED)
    rows = list(asked.with_its_people().order_by("due_on", "id"))
    return render_to_string("orders/in_summary.html", {"rows": rows}, request) if rows else ""


def in_writing(request: HttpRequest, summary: Summary) -> str:
    """Where a summary is written, the way to ask another team."""
    if not isinstance(request.user, User) or request.user.acting_as not in TREATING:
        return ""
    return render_to_string("orders/in_writing.html", {"visit": summary.visit}, request)


def in_brief(request: HttpRequest, visit: Visit) -> str:
    """Before the door, the same way; it need not wait until somebody writes."""
    if not isinstance(request.user, User) or request.user.acting_as not in TREATING:
        return ""
    return render_to_string("orders/in_brief.html", {"visit": visit}, request)


def in_case(request: HttpRequest, case: Case) -> str:
    """In the case of a team that was asked, what it is and the way to answer."""
    if case.kind != Kind.ORDER or not isinstance(request.user, User) or not case.key:
        return ""
    mine = Order.objects.visible_to(request.user).with_its_people()
    found = mine.filter(pk=case.key.removeprefix(ORDER).partition(":")[0]).first()
    return render_to_string("orders/in_case.html", {"order": found}, request) if found else ""
