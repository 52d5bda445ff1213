"""The chat, as a page of our own or in a frame on the clinic's web site. The key in its address is all that opens it.

A frame on another site gets no cookie of ours, so the forms here carry no token from one: whoever does not know the
key can write nothing, and whoever begins a chat has nothing that somebody else could misuse.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.throttle import network_of
from bedside.directory.clinic import the_clinic
from bedside.ui.answers import number_said
from bedside.ui.pages import page

from . import chats
from .forms import ChatCallForm, ChatForm, ChatWhoForm
from .models import Chat
from .promises import promise

SCRIPT = Path(__file__).parent / "static" / "inbox" / "chat.js"
Held = Callable[[HttpRequest, Chat, str], HttpResponse]


def tongues() -> dict[str, str]:
    return {code: name for code, name in settings.LANGUAGES if "-x" not in code}


def by_key(view: Held) -> Callable[[HttpRequest, str], HttpResponse]:
    """For whoever holds the key, in the language in which she began or chose here. No browser keeps any of it."""

    @csrf_exempt
    @wraps(view)
    def around(request: HttpRequest, key: str) -> HttpResponse:
        found = chats.chat_by(key)
        if found is None:
            return page(request, "inbox/chat_gone.html", status=404)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(found.language)
        response = view(request, found, key)
        response["Cache-Control"] = "no-store"
        return response

    return around


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Write to us, without an account."""
    language = request.GET.get("language", "")
    if language in tongues():
        translation.activate(language)
    form = ChatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key, spoken = chats.new_key(), translation.get_language() or "en"
        spoken = spoken if spoken in tongues() else "en"
        if chats.begin(key, form.cleaned_data["words"], language=spoken, network=network_of(request)) is None:
            return _too_much(request)
        return redirect("inbox:chat", key)
    return page(request, "inbox/chat_start.html", form=form, promise=promise(the_clinic()))


@require_http_methods(["GET", "HEAD", "POST"])
def _chat(request: HttpRequest, found: Chat, key: str) -> HttpResponse:
    """What was said so far, and a box to say more; what may be an emergency stands before it."""
    form = ChatForm(request.POST or None)
    if request.method == "POST" and found.is_open and form.is_valid():
        if not chats.say(found, form.cleaned_data["words"], network=network_of(request)):
            return _too_much(request)
        return redirect("inbox:chat", key)
    emergency = chats.emergency_in(found)
    if not found.is_open:
        return page(request, "inbox/chat_over.html", chat=found, key=key, emergency=emergency)
    lines = list(found.lines.in_order())
    shown: dict[str, Any] = {"lines": lines, "seen": len(lines), "form": form, "emergency": emergency}
    return page(request, "inbox/chat.html", chat=found, key=key, promise=promise(the_clinic()), **shown)


@require_safe
def _news(request: HttpRequest, found: Chat, key: str) -> HttpResponse:
    """What was said since the page looked last, to be added below; where nothing was, nothing is said again."""
    seen_so_far = number_said(request.GET.get("seen", ""), 99_999) or 0
    lines = list(found.lines.in_order())
    if found.is_open and len(lines) <= seen_so_far:
        return HttpResponse(status=204)
    fresh = lines[seen_so_far:] if found.is_open else []
    shown = {"chat": found, "key": key, "lines": fresh, "seen": len(lines)}
    return render(request, "inbox/_chat_lines.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def _who(request: HttpRequest, found: Chat, key: str) -> HttpResponse:
    """Who she says she is, and where we can call her."""
    if not found.is_open:
        return redirect("inbox:chat", key)
    first = {"name": found.said_name, "birth_date": found.said_birth_date, "phone": found.said_phone}
    form = ChatWhoForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        if not chats.say_who(found, **form.cleaned_data, network=network_of(request)):
            return _too_much(request)
        return redirect("inbox:chat", key)
    return page(request, "inbox/chat_who.html", chat=found, key=key, form=form)


@require_POST
def _end(request: HttpRequest, found: Chat, key: str) -> HttpResponse:
    """She ends it."""
    chats.end(found)
    return redirect("inbox:chat", key)


@require_POST
def _called(request: HttpRequest, found: Chat, key: str) -> HttpResponse:
    """She has called for help, or cannot, and asks us to call her."""
    emergency = chats.emergency_in(found)
    if emergency is None:
        raise Http404
    if request.POST.get("answer") == "called":
        chats.say_called(found, emergency)
        return redirect("inbox:chat", key)
    form = ChatCallForm(request.POST)
    phone = form.cleaned_data["phone"] if form.is_valid() else ""
    if not chats.call_me(found, emergency, phone, network=network_of(request)):
        return _too_much(request)
    return redirect("inbox:chat", key)


chat, news, who, end, called = map(by_key, (_chat, _news, _who, _end, _called))


@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """The script that one tag brings to a page of the clinic's web site. Where no site is named there is none."""
    if not settings.CHAT_SITES:
        raise Http404
    words = {}
    for code in tongues():
        with translation.override(code):
            words[code] = {"open": _("Write to us"), "close": _("Close"), "dir": "rtl" if code == "ar" else "ltr"}
    told = {"words": words, "sites": settings.CHAT_SITES, "page": reverse("inbox:chat-start")}
    response = HttpResponse(f"{SCRIPT.read_text('utf-8').rstrip()}({json.dumps(told)});\n", "text/javascript")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _too_much(request: HttpRequest) -> HttpResponse:
    return page(request, "inbox/chat_too_much.html", status=429)
