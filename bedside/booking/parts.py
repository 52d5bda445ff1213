"""What booking shows inside pages of rooms below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string


def without_a_login(request: HttpRequest, about: Any) -> str:
    """At the door: nobody needs a login to book."""
    return render_to_string("booking/_without_a_login.html", request=request)
