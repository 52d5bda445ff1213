"""Answering with a page, or with only the part of it that htmx asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedside.journal.actions import saw
from bedside.journal.models import Record, Refusal

About = Record | Iterable[Record] | None


def page(
    request: HttpRequest, name: str, /, *, about: About = None, why: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page; for htmx, only its part: booking/choose.html -> booking/_choose.html.

    `about` names the record or records of patients that the page shows. The sights are written first: if that
    fails, the page is not shown.
    """
    if about is not None and request.user.is_authenticated:
        records = [about] if isinstance(about, Record) else list(about)
        patients = {record.about_patient for record in records if record.about_patient}
        saw(request.user, patients, what=name.removesuffix(".html"), why=why)
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        folder, _, file = name.rpartition("/")
        name = f"{folder}/_{file}"
    return render(request, name, context, status=status)


class SayRefusals:
    """Turn a rule's no into a page, or a part of one, that a person can read. The only place that does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return page(request, "ui/refusal.html", status=409, refusal=error)
        return None
