"""Where the safety questions lead when a caller was asked them."""

from __future__ import annotations

from django.urls import reverse

from bedside.triage.models import PHONE, Screening
from bedside.visits import ways


def after_the_questions(screening: Screening) -> str:
    """Whoever is on the phone hears times; everybody else goes on as visits says."""
    if screening.channel == PHONE:
        return reverse("desk:phone-times", args=[screening.pk])
    return ways.after_the_questions(screening)
