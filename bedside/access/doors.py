"""What every visitor passes: who are you, in which role, and may you knock here?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from .matrix import MATRIX
from .models import Role, User


class Knock(HttpRequest):
    """A request from somebody who has signed in."""

    user: User


def role_of(request: HttpRequest) -> Role:
    return request.user.acting_as if isinstance(request.user, User) else Role.GUEST


class Doorkeeper:
    """Compares each request with the access matrix before any view runs. Unknown means no."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.session.get("role")
        if chosen and isinstance(request.user, User):
            request.user.act_as(Role(chosen))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        assert request.resolver_match
        door = MATRIX.get(request.resolver_match.view_name)
        if door is None:
            raise Http404
        if role_of(request) in door.roles:
            return None
        if role_of(request) is Role.GUEST and request.method in {"GET", "HEAD"}:
            return redirect(f"/sign-in/?next={request.path}")
        raise Http404
