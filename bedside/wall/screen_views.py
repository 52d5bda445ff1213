"""At the screen itself: being let in with a code, and what the waiting room sees."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access import sessions
from bedside.access.models import User
from bedside.access.throttle import network_of
from bedside.hours.clock import now
from bedside.live import tickets
from bedside.live.actions import session_topic
from bedside.ui.pages import page

from . import actions
from .board import calls_at, how_many_wait
from .devices import AtScreen, carry
from .forms import CodeForm


@never_cache
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    """Type the code that staff made for this screen. Whoever was signed in here is signed out."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device, secret = actions.pair(form.cleaned_data["code"], network=network_of(request))
        if isinstance(request.user, User):
            sessions.end(request)
        return carry(redirect(device.home), device, secret)
    return page(request, "wall/screen.html", form=form)


@require_safe
def display(request: AtScreen) -> HttpResponse:
    """Who is called, by ticket, and to which room."""
    place = request.device.place
    return page(
        request,
        "wall/display.html",
        place=place,
        calls=calls_at(place),
        waiting=how_many_wait(place),
        updated=now(),
    )


@require_safe
def live_ticket(request: AtScreen) -> JsonResponse:
    """A ticket for the live stream of this screen's own waiting room, and of nothing else."""
    asked = request.GET.get("topics", "")[:2000].split(",")
    allowed = [topic for topic in dict.fromkeys(asked) if topic == f"wall:{request.device.place_id}"]
    name = actions.stream_of(request.device)
    told = tickets.give(name, session_topic(name), allowed) if allowed else ""
    return JsonResponse({"ticket": told, "topics": allowed})
