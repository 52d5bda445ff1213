"""What is done inside a database that was put back, before anybody uses it: time has passed outside it.

Each room that must know adds a function to AFTER_RESTORE. It gets the moment of the backup, does what it must in the
one transaction they all share, and returns a sentence for whoever puts the backup back, or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime


def sign_everybody_out(made_at: datetime) -> str:
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


def forget_missed_hours(made_at: datetime) -> str:
    """What the clock would have done since is not done late, and nothing counts as being worked on."""
    from bedside.jobs import actions as jobs
    from bedside.jobs.models import Job

    jobs.take_back()
    Job.objects.filter(key__gte=jobs.CRON, key__lt="cron;").delete()
    return ""


def hold_back_old_messages(made_at: datetime) -> str:
    """Whatever was due by now may have been sent after the backup was made, so it is not sent (again)."""
    from bedside.hours.clock import now
    from bedside.inbox.models import Message, State
    from bedside.journal.actions import record
    from bedside.journal.hands import HOUSE

    old = 0
    for message in Message.objects.waiting().filter(due_at__lte=now()).order_by("due_at"):
        message.become(State.EXPIRED)
        record("message.held_back", message, by=HOUSE, because=f"The backup of {made_at:%Y-%m-%d %H:%M} was put back.")
        old += 1
    if not old:
        return "No message was waiting to be sent by now."
    are = "1 message that was due by now is" if old == 1 else f"{old} messages that were due by now are"
    return f"{are} not sent: they may have been sent before. They are marked expired."


AFTER_RESTORE: list[Callable[[datetime], str]] = [sign_everybody_out, forget_missed_hours, hold_back_old_messages]


def main() -> None:
    """Run as a process of its own, with the copy as its database: bring it up to date, then do all of the above."""
    import sys

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0, interactive=False)
    made_at = datetime.fromisoformat(sys.argv[1])
    with transaction.atomic():
        said = [sentence for after in AFTER_RESTORE if (sentence := after(made_at))]
    print(json.dumps({"said": said}))


if __name__ == "__main__":
    main()
