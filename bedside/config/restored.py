"""What is done inside a database that was put back, before anybody uses it: time has passed outside it.

Each room that must know adds a function to AFTER_RESTORE. It is told what came back, does what it must in the one
transaction they all share, and returns a sentence for whoever puts the backup back, or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Return:
    """What came back: a database of this moment. `erased` is what has been forgotten by law since, as far as the
    replaced database could still tell: numbers of journal entries, with the digests of what they told.
    """

    made_at: datetime
    erased: list[tuple[int, str]]


def sign_everybody_out(came: Return) -> str:
    """Nobody's session, code or note from then counts any more: it may have been ended or used since."""
    from allauth.account.models import EmailConfirmation
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    from bedside.access.models import Remembered
    from bedside.people.models import JoiningCode

    UserSession.objects.all().delete()
    EmailConfirmation.objects.all().delete()
    Remembered.objects.all().delete()
    sessions = Session.objects.all().delete()[0]
    codes = JoiningCode.objects.filter(used_at=None).delete()[0]
    return f"Everybody was signed out (sessions: {sessions}), and joining codes not used yet are void (codes: {codes})."


def forget_missed_hours(came: Return) -> str:
    """What the clock would have done since is not done late, and nothing counts as being worked on."""
    from bedside.jobs import actions as jobs
    from bedside.jobs.models import Job

    jobs.take_back()
    Job.objects.filter(key__gte=jobs.CRON, key__lt="cron;").delete()
    return ""


def hold_back_old_messages(came: Return) -> str:
    """Whatever was due by now may have been sent after the backup was made, so it is not sent (again)."""
    from bedside.hours.clock import now
    from bedside.inbox.models import Message, State
    from bedside.journal.actions import record
    from bedside.journal.hands import HOUSE

    old = 0
    for message in Message.objects.waiting().filter(due_at__lte=now()).order_by("due_at"):
        message.become(State.EXPIRED)
        record(
            "message.held_back", message, by=HOUSE, because=f"The backup of {came.made_at:%Y-%m-%d %H:%M} was put back."
        )
        old += 1
    if not old:
        return "No message was waiting to be sent by now."
    are = "1 message that was due by now is" if old == 1 else f"{old} messages that were due by now are"
    return f"{are} not sent: they may have been sent before. They are marked expired."


def forget_again(came: Return) -> str:
    """What a patient had us forget after the backup was made does not come back with it."""
    from bedside.journal.actions import erase_snapshots
    from bedside.journal.hands import HOUSE
    from bedside.journal.models import Entry

    digests = dict(came.erased)
    still_told = Entry.objects.filter(pk__in=digests, snapshot__isnull=False)
    same = [entry for entry in still_told if entry.snapshot_digest == digests[entry.pk]]
    if not same:
        return ""
    forgotten = erase_snapshots(same, by=HOUSE, because="It was erased before a backup was put back.")
    return f"What had been erased since was erased again (journal entries: {forgotten})."


AFTER_RESTORE: list[Callable[[Return], str]] = [
    sign_everybody_out,
    forget_missed_hours,
    hold_back_old_messages,
    forget_again,
]


def main() -> None:
    """Run as a process of its own, with the copy as its database: bring it up to date, then do all of the above."""
    import sys
    from pathlib import Path

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0, interactive=False)
    told = json.loads(Path(sys.argv[1]).read_text())
    came = Return(datetime.fromisoformat(told["made_at"]), [(number, digest) for number, digest in told["erased"]])
    with transaction.atomic():
        said = [sentence for after in AFTER_RESTORE if (sentence := after(came))]
    print(json.dumps({"said": said}))


if __name__ == "__main__":
    main()
