"""What the page of a video visit fetches by itself. The key of the seat comes in a header and stands in no address."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.hands import Hand, Outside
from bedside.journal.models import Refusal
from bedside.live import tickets
from bedside.live.actions import session_topic
from bedside.ui.answers import number_said

from . import actions, ice
from .keys import seat_by_key
from .models import At, Meeting, Open, Seat, Signal, others_inside, topic_of

LONGEST = 16_000  # characters of one word: what a browser says about all its ways at once has some 8,000
MOST_AT_ONCE = 40
MOST_A_MINUTE = 240


def seat_of(request: HttpRequest) -> Seat:
    """The seat whose key this browser holds. One made for somebody who had signed in is hers alone."""
    seat = seat_by_key(request.headers.get("X-Seat", ""))
    if seat is None or (seat.meeting.is_over and seat.state == At.REMOVED):
        raise Http404
    if seat.login_id:
        user = request.user
        if not isinstance(user, User) or user.pk != seat.login_id:
            raise Http404
        if not Meeting.objects.visible_to(user).filter(pk=seat.meeting_id).exists():
            raise Http404
    return seat


def hand_of(request: HttpRequest, seat: Seat) -> Hand:
    return request.user if isinstance(request.user, User) and seat.login_id else Outside("video_link", str(seat.pk))


@never_cache
@require_GET
def news(request: HttpRequest) -> JsonResponse:
    """How things stand for this seat; to whoever was let in also who else is, and what they told her browser."""
    seat = seat_of(request)
    told: dict[str, Any] = {"seat": seat.state, "visit": seat.meeting.state, "line": str(seat.line)}
    told |= {"others": [], "signals": [], "ice": []}
    if seat.state == At.ADMITTED and seat.meeting.state == Open.VIDEO:
        read = number_said(request.GET.get("after", ""), 10**18) or 0
        told["others"] = [
            {"line": str(one.line), "name": one.name, "kind": str(one.get_kind_display())}
            for one in others_inside(seat)
        ]
        told["signals"] = [
            {"id": one.pk, "from": str(one.from_line), "body": json.loads(one.body)}
            for one in Signal.objects.for_line(seat.line, read)
        ]
        told["ice"] = ice.servers(seat.line, now())
    return JsonResponse(told)


@require_POST
def signals(request: HttpRequest) -> HttpResponse:
    """A handful of words for the browsers of others who were let in."""
    seat = seat_of(request)
    try:
        actions.tell(seat, list(_words(request.body)), most_a_minute=MOST_A_MINUTE)
    except Refusal as refusal:
        return HttpResponse(status=429 if refusal.rule == "too_many" else 404)
    return HttpResponse(status=204)


def _words(body: bytes) -> Iterator[tuple[uuid.UUID, str]]:
    """Each {"to": line, "body": {…}}; what is too long, too much or of another shape is no word of ours."""
    if len(body) > MOST_AT_ONCE * LONGEST // 4:
        raise Http404
    try:
        said = json.loads(body)["words"]
        words = [(uuid.UUID(one["to"]), json.dumps(dict(one["body"]))) for one in said]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Http404 from None
    if len(words) > MOST_AT_ONCE or any(len(word) > LONGEST for _line, word in words):
        raise Http404
    yield from words


@never_cache
@require_GET
def live_ticket(request: HttpRequest) -> JsonResponse:
    """A ticket for the live stream of this visit alone. Its notices say that there is news, never what."""
    seat = seat_of(request)
    user = request.user
    if isinstance(user, User) and seat.login_id:
        person, session = str(user.pk), session_topic(request.session.session_key or "")
    else:
        person, session = f"seat:{seat.pk}", session_topic(f"seat:{seat.pk}:{seat.key_digest}")
    return JsonResponse({"ticket": tickets.give(person, session, [topic_of(seat.meeting_id)])})


@require_POST
def presence(request: HttpRequest) -> HttpResponse:
    """Her screen is there. Who speaks or waits here is not idle, so this keeps a session awake."""
    seat = seat_of(request)
    if seat.meeting.is_over:
        raise Http404
    actions.breathe(seat)
    return HttpResponse(status=204)


@require_POST
def leaving(request: HttpRequest) -> HttpResponse:
    """She has pressed that she goes, or has shut the page."""
    seat = seat_of(request)
    actions.leave(seat, by=hand_of(request, seat))
    return HttpResponse(status=204)
