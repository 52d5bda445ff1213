"""What calls show inside pages of other rooms: in the case of a promise, what was said when it was
made; in that of an emergency, the number of whoever called and is not known yet."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import User
from bedside.cases.models import Case, Kind

from .models import PROMISED, Contact


def in_case(request: HttpRequest, case: Case) -> str:
    if not isinstance(request.user, User):
        return ""
    key = case.screening.guest if case.screening else case.key if case.kind == Kind.PROMISED else ""
    if not key or not key.startswith(PROMISED):
        return ""
    seen = Contact.objects.visible_to(request.user).select_related("taken_by", "patient")
    found = seen.filter(pk=key.removeprefix(PROMISED)).first()
    return render_to_string("calls/in_case.html", {"call": found}, request) if found else ""
