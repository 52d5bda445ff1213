"""Answering with a page, or with only the part of it that htmx asked for; and the frame around every page."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_bidi
from markupsafe import Markup

from bedside.journal.actions import saw
from bedside.journal.models import Record, Refusal

from .addresses import url

About = Record | Iterable[Record] | None
CSRF_INPUT = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


@dataclass(frozen=True)
class Clinic:
    """What every page says about the clinic: who we are and whom to call. Numbers as they are dialled."""

    name: str = "Bedside"
    phone: str = ""
    emergency: str = "112"
    emergency_text: str = ""  # where to write when one cannot speak
    advice: str = ""
    crisis: str = ""
    crisis_name: str = ""
    zone: str = "UTC"
    region: str = ""  # whose phone numbers are written without a country's prefix
    currency: str = "GBP"


@dataclass(frozen=True)
class Link:
    """A way to one of the main pages, for those roles. `own` puts it into the menu under one's own name."""

    label: str | Promise
    route: str
    roles: frozenset[str]
    badge: Callable[[HttpRequest], int] | None = None
    own: bool = False
    also: tuple[str, ...] = ()  # where pages lie that belong to it without lying under its address
    key: str = ""  # the key that leads there from any page


# Hung up by config, for what they tell lies on floors above.
CLINIC: Callable[[], Clinic] = Clinic
NAVIGATION: list[Link] = []
PATIENT_PAGE = ""  # the route of staff's page about one patient
PATIENT_SEARCH = ""  # and of the page where they find one
# What rooms above show inside pages of rooms below: place in a page -> parts, each made for what that page is about.
HUNG: dict[str, list[Callable[[HttpRequest, Any], str]]] = {}
SIGN_OUT = "/sign-out/"
KEYS = "keys"  # the cookie of a browser in which no key leads anywhere


def page(
    request: HttpRequest, name: str, /, *, about: About = None, why: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page; for htmx, only its part: booking/choose.html -> booking/_choose.html.

    `about` names the record or records of patients that the page shows. The sights are written first: if that
    fails, the page is not shown.
    """
    if about is not None and request.user.is_authenticated:
        for label, patients in _by_label([about] if isinstance(about, Record) else about).items():
            saw(request.user, patients, what=name.removesuffix(".html"), why=why, label=label)
    if wants_part(request):
        folder, _, file = name.rpartition("/")
        return render(request, [f"{folder}/_{file}", name], context, status=status)
    return render(request, name, context, status=status)


def _by_label(records: Iterable[Record]) -> dict[str, set[uuid.UUID]]:
    """The patients these records are about. A patient of whom only labelled ones are shown is seen under their label,
    or the sight itself would tell her carers that there is something."""
    labels: dict[uuid.UUID, str] = {}
    for record in records:
        if patient := record.about_patient:
            labels[patient] = record.about_label and labels.get(patient, record.about_label)
    return {label: {one for one, hers in labels.items() if hers == label} for label in set(labels.values())}


def in_language(request: HttpRequest, language: str, name: str, **context: Any) -> Markup:
    """A part of a page in another language than the page has: what staff print for a patient, in hers.

    A language that we do not speak leaves it in that of the page. The template says `lang` and `dir` at its outside.
    """
    spoken = language.split("-")[0]
    with translation.override(spoken) if spoken in dict(settings.LANGUAGES) else nullcontext():
        return Markup(render_to_string(name, context, request))  # a template's own words, escaped there


def wants_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def frame(request: HttpRequest) -> dict[str, Any]:
    """What is around every page; worked out only when a template asks for it."""
    token = SimpleLazyObject(lambda: get_token(request))  # one for a page, and not another for each of its forms
    return {
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(lambda: Markup(CSRF_INPUT).format(token)),
        "clinic": SimpleLazyObject(_clinic),
        "me": SimpleLazyObject(lambda: _me(request)),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "at_screen": hasattr(request, "device"),  # nobody signs in there, and nothing leads elsewhere
        "audience": SimpleLazyObject(lambda: "staff" if _me(request).get("is_staff") else "patient"),
        **tongue(),
        "languages": settings.LANGUAGES,
        "keys": request.COOKIES.get(KEYS) != "off",
        "sign_in": settings.LOGIN_URL,
        "sign_out": SIGN_OUT,
    }


def tongue() -> dict[str, str]:
    """The language of the page and the way it runs."""
    return {"lang": get_language() or settings.LANGUAGE_CODE, "dir": "rtl" if get_language_bidi() else "ltr"}


_known = Clinic()


def patient_page(patient: object) -> str:
    """Where staff find everything about one patient, for pages of rooms below the desk."""
    return url(PATIENT_PAGE, patient)


def patient_search() -> str:
    """Where staff find a patient, for pages of rooms below the desk."""
    return url(PATIENT_SEARCH)


def _clinic() -> Clinic:
    global _known
    _known = CLINIC()
    return _known


def last_known() -> Clinic:
    """The clinic as this process saw it last, for pages that must not ask the database."""
    return _known


def _me(request: HttpRequest) -> dict[str, Any]:
    """Who reads this page: name, role and its label; empty for a guest."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    role = user.acting_as
    return {"name": str(user), "role": str(role.value), "role_label": role.label, "is_staff": user.is_staff_member}


def _navigation(request: HttpRequest) -> dict[str, list[dict[str, Any]]]:
    role = _me(request).get("role", "guest")
    ways = [(link, url(link.route)) for link in NAVIGATION if role in link.roles]
    # Of two that fit (/desk/ and /desk/inbox/) only the closer one is where we are.
    ours = [(part, href) for link, href in ways for part in (href, *link.also) if request.path.startswith(part)]
    here = max(ours, key=lambda one: len(one[0]), default=("", ""))[1]
    shown: dict[str, list[dict[str, Any]]] = {"main": [], "own": []}
    for link, href in ways:
        count = link.badge(request) if link.badge else 0
        way = {"label": link.label, "href": href, "here": href == here, "badge": count, "key": link.key}
        shown["own" if link.own else "main"].append(way)
    return shown


def way_back(request: HttpRequest) -> str:
    """Where the person came from, if that was one of our own pages; else the front door."""
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        came = urlsplit(before)
        return came.path + (f"?{came.query}" if came.query else "")
    return "/"


def said_no(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a page, or, for htmx, as a sentence at the top that leaves the rest of the page as it is."""
    status = 404 if refusal.missing else 409
    response = page(request, "ui/refusal.html", status=status, refusal=refusal, back=way_back(request))
    return on_top(response) if wants_part(request) else response


def on_top(response: HttpResponse) -> HttpResponse:
    """Have htmx show this answer in the place that every page keeps for what went wrong."""
    response["HX-Retarget"] = "#refused"
    response["HX-Reswap"] = "innerHTML show:#refused:top"
    return response


class SayRefusals:
    """Turn a rule's no into a page, or a part of one, that a person can read. The only place that does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return said_no(request, error)
        if isinstance(error, OperationalError) and "no such" not in str(error):  # a missing table is our mistake
            from .errors import busy  # it needs page() itself

            return busy(request, error)
        return None
