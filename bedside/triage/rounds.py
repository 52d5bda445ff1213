"""What the clock does about emergencies, each minute."""

from __future__ import annotations

import logging

from bedside.journal.models import Refusal

from . import actions
from .models import Screening

log = logging.getLogger(__name__)


def call_back_whoever_said_nothing() -> int:
    """Ask staff to call everybody who was told to call for help and has not said that they did. How many."""
    asked = 0
    for screening in Screening.objects.not_called().order_by("decided_at")[:200]:
        try:
            actions.ask_to_call_back(screening)
        except Refusal as refusal:  # she said so at this very moment
            log.info("screening %s was changed meanwhile (%s)", screening.pk, refusal.rule)
        else:
            asked += 1
    return asked
