"""The doors of our telephone line: a call comes in, something became of it, nobody took it. Only the line knocks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bedside.inbox.doors import must_be_known

from . import line


@csrf_exempt
@require_POST
def incoming(request: HttpRequest) -> HttpResponse:
    """A call comes in. It shows itself at the desk, and rings there."""
    return _answered(
        request, lambda: _rings(request, desk) if (desk := line.came_in(request.POST)) else line.nobody_here()
    )


@csrf_exempt
@require_POST
def after(request: HttpRequest) -> HttpResponse:
    """It rang at the desk, and that is over."""
    return _answered(request, lambda: line.rang_out(request.POST))


@csrf_exempt
@require_POST
def news(request: HttpRequest) -> HttpResponse:
    """Somebody picked up, or hung up."""
    must_be_known(request)
    if not line.key_of(request.POST):
        return _unnamed()
    line.changed(request.POST)
    return HttpResponse(status=204)


def _rings(request: HttpRequest, desk: str) -> str:
    """The same language is spoken all the way: the addresses told to the line carry it on."""
    here, said = settings.PUBLIC_URL, request.META.get("QUERY_STRING", "")
    asked = f"?{said}" if said else ""
    return line.passed_on(desk, here + reverse("calls:line-news") + asked, here + reverse("calls:line-after") + asked)


def _answered(request: HttpRequest, what: Callable[[], str]) -> HttpResponse:
    must_be_known(request)
    if not line.key_of(request.POST):
        return _unnamed()
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return HttpResponse(what(), content_type="text/xml; charset=utf-8")


def _unnamed() -> HttpResponse:
    return JsonResponse({"error": "CallSid is needed, of at most 100 signs"}, status=400)
