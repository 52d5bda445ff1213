"""The keys that lead somewhere, said on one page, and the switch for whom they are in the way."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from bedside.access.doors import Knock
from bedside.ui.pages import KEYS, page

A_YEAR = 365 * 24 * 60 * 60


@require_http_methods(["GET", "POST"])
def keys(request: Knock) -> HttpResponse:
    """Every key and what it does; switched off, no key does anything in this browser."""
    if request.method != "POST":
        return page(request, "desk/keys.html")
    answer = redirect("desk:keys")
    if "off" in request.POST:
        answer.set_cookie(KEYS, "off", max_age=A_YEAR, secure=settings.SECURE, httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(KEYS, samesite="Lax")
    return answer
