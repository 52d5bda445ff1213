"""The demo's welcome page: what there is to try, and a button for each person one may be."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bedside.ui.pages import page

from .actions import people_of_the_demo


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    people = list(people_of_the_demo())
    outside = [one for one in people if one.role in {"patient", "carer"}]
    return page(request, "town/welcome.html", outside=outside, inside=[one for one in people if one not in outside])
