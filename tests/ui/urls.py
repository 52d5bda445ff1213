"""The house's own addresses, and a few doors behind which something always goes wrong."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bedside.config import urls
from bedside.journal.models import Refusal
from bedside.ui import look
from bedside.ui.errors import too_many
from bedside.ui.pages import page

WRONG: dict[str, type[Exception]] = {
    "400": SuspiciousOperation,
    "404": PermissionDenied,
    "413": RequestDataTooBig,
    "500": ZeroDivisionError,
    "503": OperationalError,
}


def wrong(request: HttpRequest, what: str) -> HttpResponse:
    if what == "429":
        return too_many(request)
    raise WRONG[what]("database is locked")


def refused(request: HttpRequest) -> HttpResponse:
    raise Refusal("That time has just been taken. Please choose another.", rule="taken", offers=["10:00am", "2:10pm"])


def missing(request: HttpRequest) -> HttpResponse:
    raise Refusal("There is no such visit.", missing=True)


def shown(request: HttpRequest) -> HttpResponse:
    return page(request, "ui/error.html", heading="A <heading>", text="Some text.", back="/")


urlpatterns = [
    *(way for way in urls.urlpatterns if getattr(way, "name", "") not in {"look", "look-as"}),
    path("look/", look.look, name="look"),
    path("look/<str:audience>/", look.look, name="look-as"),
    path("wrong/<str:what>/", wrong, name="wrong"),
    path("refused/", refused, name="refused"),
    path("missing/", missing, name="missing"),
    path("shown/", shown, name="shown"),
]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500
