"""What deciding shows inside pages of rooms below: the choices that wait for her, and what was decided at a visit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import PATIENT_SIDE, TREATING, User
from bedside.cases.models import Case, Kind
from bedside.visits.models import Summary

from .models import CHOICE, Choice


def at_home(request: HttpRequest, about: Any) -> str:
    """On her first page, and her carer's, the choices that wait to be made."""
    user = request.user
    if not isinstance(user, User) or user.acting_as not in PATIENT_SIDE:
        return ""
    rows = list(Choice.objects.visible_to(user).open().select_related("patient").order_by("opened_at", "id"))
    return render_to_string("deciding/at_home.html", {"rows": rows}, request) if rows else ""


def in_summary(request: HttpRequest, summary: Summary) -> str:
    """In what was said at a visit, what was decided there."""
    if not isinstance(request.user, User):
        return ""
    mine = Choice.objects.visible_to(request.user).filter(visit=summary.visit_id).decided().with_its_people()
    rows = list(mine.order_by("decided_at", "id"))
    return render_to_string("deciding/in_summary.html", {"rows": rows}, request) if rows else ""


def in_writing(request: HttpRequest, summary: Summary) -> str:
    """Where a summary is written, the way to a choice."""
    if not isinstance(request.user, User) or request.user.acting_as not in TREATING:
        return ""
    return render_to_string("deciding/in_writing.html", {"visit": summary.visit}, request)


def in_case(request: HttpRequest, case: Case) -> str:
    """In a case about a choice, the way to it and what was said."""
    if case.kind != Kind.CHOICE or not isinstance(request.user, User) or not case.key:
        return ""
    mine = Choice.objects.visible_to(request.user)
    found = mine.filter(pk=case.key.removeprefix(CHOICE).partition(":")[0]).first()
    return render_to_string("deciding/in_case.html", {"choice": found}, request) if found else ""
