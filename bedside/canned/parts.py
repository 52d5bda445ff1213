"""What answers kept ready show inside the page of a case: a box to find one, below the box in which one writes."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.cases.models import Case


def in_answer(request: HttpRequest, case: Case) -> str:
    """Inside the form in which somebody answers."""
    return render_to_string("canned/in_answer.html", {"case": case}, request)
