"""What may become of a case, and how much it can wait."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.triage.models import EMERGENCY


class Priority(models.IntegerChoices):
    NOW = 0, _("Read now")
    SOON = 1, _("Soon")
    USUAL = 2, _("In turn")


class State(models.TextChoices):
    OPEN = "open"
    WAITING = "waiting"  # for the patient: the clock stands
    CLOSED = "closed"
    JOINED = "joined"  # to another case, where it goes on


MAY_BECOME = {
    State.OPEN: {State.WAITING, State.CLOSED, State.JOINED},
    State.WAITING: {State.OPEN, State.CLOSED, State.JOINED},
    State.CLOSED: {State.OPEN},
    State.JOINED: {State.OPEN, State.CLOSED},
}
NO_LONGER = _("That can no longer be done with this case. Please look again.")
NOT_CLOSED = [State.OPEN, State.WAITING]


def priority_of(level: str) -> Priority:
    if level in EMERGENCY:
        return Priority.NOW
    return Priority.SOON if level in {"U2", "H", "U4"} else Priority.USUAL
