"""What calls show inside pages of other rooms: in the case of a promise, what was said when it was
made; in that of an emergency, the number of whoever called and is not known yet; and on every page, that it rings."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import User
from bedside.cases.models import Case, Kind
from bedside.people.models import ANYBODY_THERE

from .models import PROMISED, Contact

HERE_ALREADY = "/desk/telephone/"  # where the list itself stands


def rings(request: HttpRequest, about: object) -> str:
    """On every page of those who answer the phone: the place where a call shows itself. What rings is asked
    for by the place itself: so it is written down as seen, and no page waits for it."""
    user = request.user
    if not isinstance(user, User) or user.acting_as not in ANYBODY_THERE or request.path == HERE_ALREADY:
        return ""
    return render_to_string("calls/rings.html", {}, request)


def in_case(request: HttpRequest, case: Case) -> str:
    if not isinstance(request.user, User):
        return ""
    key = case.screening.guest if case.screening else case.key if case.kind == Kind.PROMISED else ""
    if not key or not key.startswith(PROMISED):
        return ""
    seen = Contact.objects.visible_to(request.user).select_related("taken_by", "patient")
    found = seen.filter(pk=key.removeprefix(PROMISED)).first()
    return render_to_string("calls/in_case.html", {"call": found}, request) if found else ""
