"""What every visitor passes: who are you, in which role, and may you knock here?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows import reauthentication
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from . import kept, notes, sessions
from .hooks import Screen, hooks
from .matrix import MATRIX
from .matrix.door import SCREENS, Door
from .models import Role, User
from .second_step import must_set_one_up

GOODBYE = '"cache", "storage"'
A_NO_STANDS_FOR = 15  # seconds


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
        request.user = get_user(request)  # the person, and not a promise to look who it is each time one asks
        was_in = isinstance(request.user, User)
        if isinstance(request.user, User):
            request.user.come_in(request.session.get(sessions.ROLE))
            if sessions.is_over(request) and not _is_for_screens(request):
                _say_goodbye(request, request.user)
        response = self.get_response(request)
        if hasattr(request, "device"):
            return _to_a_screen(response, request.device)
        is_in = isinstance(request.user, User)
        if was_in and is_in:
            kept.was_sent(request, response)
        if was_in or is_in:
            response["Cache-Control"] = "no-store"
        if was_in and not is_in:
            response["Clear-Site-Data"] = GOODBYE
        return response

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        assert request.resolver_match
        door = MATRIX.get(request.resolver_match.view_name)
        if door is None:
            raise Http404
        answer = _ask_screen(request, door) if door.roles == SCREENS else _ask(request, door)
        if answer is not None:
            answer.from_the_door = True  # type: ignore[attr-defined]
        elif isinstance(request.user, User) and door.keeps_awake:
            sessions.stay_awake(request)
        return answer


def is_local(address: str | None) -> bool:
    """Whether an address leads to a page of this house and to no other place."""
    return address is not None and address.startswith("/") and url_has_allowed_host_and_scheme(address, None)


def _ask(request: HttpRequest, door: Door) -> HttpResponse | None:
    """None lets the visitor in; anything else is what they get instead."""
    user = request.user if isinstance(request.user, User) else None
    role = role_of(request)
    if user and must_set_one_up(user) and not door.before_second_step:
        return _send(request, door, reverse("mfa_index"))
    if role not in door.roles and not (user and role is Role.GUEST and door.newcomers):
        if role is not Role.GUEST:
            raise Http404
        return _send(request, door, reverse("access:role") if user else reverse("account_login"), back=True)
    if user and door.step_up and not reauthentication.did_recently_reauthenticate(request):
        return _send(request, door, reverse("account_reauthenticate"), back=True)
    return None


def _ask_screen(request: HttpRequest, door: Door) -> HttpResponse | None:
    """A screen's own secret opens its doors. Whoever has signed in in that browser plays no part there."""
    somebody = isinstance(request.user, User)
    device = hooks.screen_at_the_door(request)
    if device is not None:
        request.user = AnonymousUser()
        request.device = device  # type: ignore[attr-defined]
        return None
    if somebody or not hooks.screens_pair_at:
        raise Http404
    address = reverse(hooks.screens_pair_at)  # also what it fetches by itself: a screen that was shut out shows nothing
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _to_a_screen(response: HttpResponse, device: Screen) -> HttpResponse:
    """Nothing of it is kept; and a page that says no does not stand there for ever, for nobody may come to press it."""
    response["Cache-Control"] = "no-store"
    if response.status_code >= 400:
        response["Refresh"] = f"{A_NO_STANDS_FOR};url={device.home}"
    return response


def _is_for_screens(request: HttpRequest) -> bool:
    try:
        door = MATRIX.get(resolve(request.path_info).view_name)
    except Resolver404:
        return False
    return door is not None and door.roles == SCREENS


def _send(request: HttpRequest, door: Door, address: str, *, back: bool = False) -> HttpResponse:
    """Somewhere else first. What a screen fetches by itself is only told no: nobody is torn from what they write."""
    asked_by_htmx = "HX-Request" in request.headers
    if asked_by_htmx and not door.keeps_awake:
        return HttpResponse(status=401)
    came_for = _came_for(request, asked_by_htmx)
    if back and came_for:
        address = f"{address}?{urlencode({'next': came_for})}"
    if asked_by_htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _came_for(request: HttpRequest, asked_by_htmx: bool) -> str:
    """The page to go on to afterwards: the one asked for, or the one whose form was sent."""
    if getattr(request, "something_was_kept", False):
        return reverse("access:kept")
    if request.method in {"GET", "HEAD"} and not asked_by_htmx:
        return request.get_full_path()
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    return page.path if page.netloc == request.get_host() and is_local(page.path) else ""


def _say_goodbye(request: HttpRequest, user: User) -> None:
    """The session is over. What was sent with this request is put aside for the same person."""
    sessions.end(request)
    request.something_was_kept = kept.put_aside(request, user)  # type: ignore[attr-defined]
    if request.something_was_kept:  # type: ignore[attr-defined]
        notes.leave(
            request,
            "",
            _("You were signed out because nothing happened for a while. Sign in: what you wrote is still here."),
        )
    else:
        notes.leave(request, "", _("You were signed out because nothing happened for a while."))
