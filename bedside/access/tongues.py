"""The language a page speaks to whoever has just signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .hooks import hooks
from .models import User

OURS = "language_of_record"  # the cookie that notes which language we set, so that one chosen by hand is left alone


def speak(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Her own language, if we speak it and nobody has chosen another in this browser.

    What was set for somebody else who signed in here before does not stay. The house's own language is never set:
    a record that nobody has asked has it too, and the browser knows better.
    """
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "") != request.COOKIES.get(OURS, ""):
        return
    hers = hooks.speaks(user)
    if hers in dict(settings.LANGUAGES) and hers != settings.LANGUAGE_CODE:
        for name in (settings.LANGUAGE_COOKIE_NAME, OURS):
            response.set_cookie(name, hers, secure=settings.SECURE, samesite="Lax")
    elif OURS in request.COOKIES:
        for name in (settings.LANGUAGE_COOKIE_NAME, OURS):
            response.delete_cookie(name, samesite="Lax")
