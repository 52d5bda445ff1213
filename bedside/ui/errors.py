"""What we say when a page cannot be shown: plain words, a way on, and a number to call."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from . import pages
from .pages import on_top, wants_part, way_back

log = logging.getLogger(__name__)
CROSSED = {"40P01", "40001"}  # PostgreSQL's words for a deadlock and for two that cannot be put in an order


@dataclass(frozen=True)
class Sorry:
    title: str
    text: str


SORRY = {
    400: Sorry(
        gettext_noop("We could not read that"),
        gettext_noop("Something in what was sent did not make sense to us. Please go back and try again."),
    ),
    403: Sorry(
        gettext_noop("This page was open for too long"),
        gettext_noop("To keep you safe we did not save what you sent. Please go back, load the page again and resend."),
    ),
    404: Sorry(
        gettext_noop("We cannot find that page"),
        gettext_noop("It may have moved, or it may not be yours to see. Check the address, or start again from home."),
    ),
    413: Sorry(
        gettext_noop("That is too big to send"),
        gettext_noop("We did not keep it. Please go back and send less at once, or a smaller file."),
    ),
    429: Sorry(
        gettext_noop("Please wait a little"),
        gettext_noop("There were too many tries in a short time. Wait a few minutes, then try again."),
    ),
    500: Sorry(
        gettext_noop("Something went wrong on our side"),
        gettext_noop("We are sorry. It is not your fault, and we have made a note of it. Please try again soon."),
    ),
    503: Sorry(
        gettext_noop("We are very busy just now"),
        gettext_noop("Nothing was lost. Please wait a few seconds, then try again."),
    ),
}


def sorry(request: HttpRequest, status: int) -> HttpResponse:
    """The page for this status, in the frame of every page; for htmx a sentence at the top."""
    said = SORRY[status]
    context = {"heading": _(said.title), "text": _(said.text), "back": way_back(request)}
    if wants_part(request):
        return on_top(render(request, "ui/_error.html", context, status=status))
    return render(request, "ui/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return sorry(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token we gave out with it: an old page, or another site that pretends to be us."""
    return sorry(request, 403)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """To a stranger, what is not theirs looks as if it were not there."""
    return sorry(request, 404)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return sorry(request, 404)


def too_many(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    response = sorry(request, 429)
    response["Retry-After"] = "300"
    return response


def busy(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database did not answer in time. The page asks it nothing."""
    log.error("The database did not answer", exc_info=error)
    response = _without_questions(request, 503)
    response["Retry-After"] = "5"
    response.crossed = crossed(error)  # type: ignore[attr-defined]
    return response


def crossed(error: BaseException) -> bool:
    """Whether the database undid this only because it stood across another: it can be done again at once."""
    return getattr(error.__cause__, "sqlstate", "") in CROSSED


def broken(request: HttpRequest) -> HttpResponse:
    """Our own mistake, or the database's before any view. The page asks nothing of what may be broken."""
    error = sys.exception()
    if isinstance(error, OperationalError) and "no such" not in str(error):
        return busy(request, error)
    return _without_questions(request, 500)


def _without_questions(request: HttpRequest, status: int) -> HttpResponse:
    said = SORRY[status]
    if wants_part(request):
        part = render_to_string("ui/_error.html", {"heading": _(said.title), "text": _(said.text)})
        return on_top(HttpResponse(part, status=status))
    context = {"heading": said.title, "text": said.text, "clinic": pages.last_known(), **pages.tongue()}
    return HttpResponse(render_to_string("ui/alone.html", context), status=status)
