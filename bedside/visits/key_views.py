"""The wait of somebody who has not signed in, by the link on her ticket or in her message. It names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import actions, worse
from .keys import hand_of_key, visit_by
from .models import Visit
from .waiting_page import by_key, choose, go_or_come, show, words_of


@never_cache
@require_safe
def wait(request: HttpRequest, key: str) -> HttpResponse:
    """Her ticket, where she stands, and what comes next."""
    visit = visit_by(key)
    with in_her_language(request, visit):
        return show(request, "visits/wait.html", visit, by_key(key), about=None, key=key, said=False)


@require_POST
def going(request: HttpRequest, key: str) -> HttpResponse:
    """I have to go."""
    visit = visit_by(key)
    with in_her_language(request, visit):
        actions.leave(visit, by=hand_of_key(visit), because=gettext_noop("had to go"))
    return redirect("visits:by-key", key)


@require_POST
def feeling_worse(request: HttpRequest, key: str) -> HttpResponse:
    """I feel worse."""
    visit = visit_by(key)
    worse.feel_worse(visit, words=words_of(request), by=hand_of_key(visit))
    return redirect("visits:by-key", key)


@require_POST
def away(request: HttpRequest, key: str) -> HttpResponse:
    """I go out; I am here again; I need longer."""
    visit = visit_by(key)
    with in_her_language(request, visit):
        go_or_come(request, visit, by=hand_of_key(visit))
    return redirect("visits:by-key", key)


@require_POST
def choice(request: HttpRequest, key: str) -> HttpResponse:
    """Another day, or a word with somebody."""
    visit = visit_by(key)
    with in_her_language(request, visit):
        return redirect(choose(request, visit, by=hand_of_key(visit), back=reverse("visits:by-key", args=[key])))


@contextmanager
def in_her_language(request: HttpRequest, visit: Visit) -> Iterator[None]:
    """The page speaks as our messages do, unless somebody has chosen otherwise in this browser."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or visit.patient.language not in dict(settings.LANGUAGES):
        yield
        return
    with translation.override(visit.patient.language):
        yield
