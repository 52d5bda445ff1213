"""Somebody at a kiosk has no visit and says what she needs: her words are read for red flags, and the desk is told."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from bedside.triage import actions as triage
from bedside.triage.models import EMERGENCY, KIOSK, Screening

from . import turns
from .models import Turn
from .tries import Limit

NEEDS = Limit(most=40, lasts=timedelta(minutes=15))  # a busy morning, and an end to idle pressing

COULD_BE_AN_EMERGENCY = gettext_noop("somebody is here, and their words could be an emergency")
WHY = {
    "ill": gettext_noop("somebody without a visit does not feel well"),
    "medicine": gettext_noop("somebody asks about medicine"),
    "papers": gettext_noop("somebody asks about a letter or a form"),
    "else": gettext_noop("somebody without a visit would like to be seen"),
}
SOONER_THAN_WHO_STANDS_THERE = (*EMERGENCY, "H")  # any other level gives more time than somebody at the door has


@transaction.atomic
def ask(turn: Turn, words: str, about: str) -> None:
    """Tell the desk who has come and what for; what could be an emergency rings the alarm in this very moment."""
    screening = _read(turn, words)
    level = screening.level if screening and screening.level in SOONER_THAN_WHO_STANDS_THERE else ""
    why = COULD_BE_AN_EMERGENCY if level in EMERGENCY else WHY[about]
    turn.screening = screening
    turns.send_to_desk(turn, why, level=level, screening=screening, most=NEEDS)
    if screening and screening.is_emergency:
        triage.note_alerted(screening, by=turn.device.hand)


def _read(turn: Turn, words: str) -> Screening | None:
    if not words.strip():
        return None
    return triage.begin(words, by=turn.device.hand, guest=f"kiosk:{turn.pk}", language=turn.language, channel=KIOSK)
