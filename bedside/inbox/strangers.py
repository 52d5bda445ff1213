"""A short answer to an e-mail from an address that is nobody's here: once a day, never to a machine."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from bedside.access.sealed import seal
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Lane
from bedside.journal.digests import keyed
from bedside.journal.ids import new_id

from .codes import TASK
from .models import Channel

KEPT_UNTIL = timedelta(days=1)


def answer_stranger(to: str, words: str) -> None:
    """Have a few words carried to an address. Nothing in them is about anybody."""
    clinic = the_clinic()
    enqueue(
        TASK,
        key=f"stranger:{keyed('stranger', to.casefold())}:{now():%Y-%m-%d}:{keyed('words', words)[:8]}",
        lane=Lane.URGENT,
        max_attempts=4,
        number=str(new_id()),
        channel=Channel.EMAIL,
        to=seal(to),
        subject=_("Your e-mail to %(clinic)s") % {"clinic": clinic.name},
        body=seal(words),
        language="en",
        until=(now() + KEPT_UNTIL).isoformat(),
    )
