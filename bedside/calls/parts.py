"""What calls show inside pages of other rooms: in the case of a promise, what was said when it was
made; in that of an emergency, the number of whoever called and is not known yet; and on every page, that it rings."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import User
from bedside.cases.models import Case, Kind
from bedside.people.models import ANYBODY_THERE

from .models import MISSED, PROMISED, Contact

SHOWN = 8
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
    if case.kind == Kind.MISSED:
        return _missed(request, case)
    key = case.screening.guest if case.screening else case.key if case.kind == Kind.PROMISED else ""
    if not key or not key.startswith(PROMISED):
        return ""
    seen = Contact.objects.visible_to(request.user).select_related("taken_by", "patient")
    found = seen.filter(pk=key.removeprefix(PROMISED)).first()
    return render_to_string("calls/in_case.html", {"call": found}, request) if found else ""


def _missed(request: HttpRequest, case: Case) -> str:
    """When it rang and nobody answered, every call from that number since, and the button by which one calls back."""
    assert isinstance(request.user, User)
    seen = Contact.objects.visible_to(request.user).select_related("taken_by")
    call = seen.filter(pk=(case.key or "").removeprefix(MISSED)).first()
    if call is None:
        return ""
    since = seen.filter(number=call.number, rang_at__gt=call.rang_at).order_by("rang_at")[:SHOWN]
    return render_to_string(
        "calls/missed.html", {"call": call, "since": since, "is_mine": call.taken_by_id == request.user.pk}, request
    )
