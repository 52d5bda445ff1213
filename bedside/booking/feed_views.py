"""One's own visits in one's own calendar program: the page with the address, and what is read there."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.people.models import StaffMember
from bedside.ui.pages import page

from . import actions
from .feeds import address_of, calendar_for, feed_by
from .models import Feed


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Knock) -> HttpResponse:
    """The address of my calendar; a press makes one, or a new one in place of it."""
    member = get_object_or_404(StaffMember, login=request.user)
    if request.method == "POST":
        actions.open_feed(member, by=request.user)
        return redirect("booking:my-calendar")
    feed = Feed.objects.visible_to(request.user).standing().first()
    return page(request, "booking/my_calendar.html", feed=feed, address=address_of(feed) if feed else "")


@require_POST
def end(request: Knock) -> HttpResponse:
    """Switch it off."""
    for feed in Feed.objects.visible_to(request.user).standing():
        actions.end_feed(feed, by=request.user)
    return redirect("booking:my-calendar")


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """What a calendar program fetches, some times an hour. It learns only that nothing is new, where nothing is."""
    text = calendar_for(feed_by(key))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = quote_etag(hashlib.sha256(_without_stamps(text).encode()).hexdigest()[:32])
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    found = get_conditional_response(request, answer["ETag"], None, answer)
    assert isinstance(found, HttpResponse)
    return found


def _without_stamps(text: str) -> str:
    """The calendar without the moments at which it was written out."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("DTSTAMP"))
