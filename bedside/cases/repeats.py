"""Who comes back about the same thing: three times within a week means that we failed her, and staff say how."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.inbox.models import Conversation, Message, Way
from bedside.journal.actions import record
from bedside.journal.models import Refusal

from .models import REPEATED, Case, Cause, State, plain

A_WEEK = timedelta(days=7)
APART = timedelta(hours=1)  # what she writes within the hour is one contact
LOOKED_BACK = timedelta(days=30)


def contacts(conversation: Conversation, until: datetime) -> int:
    """How often she has come about this within a week: in this conversation, or in another of the same name."""
    wrote = Message.objects.filter(
        patient=conversation.patient_id,
        label=conversation.label,
        way=Way.IN,
        due_at__gt=until - A_WEEK,
        due_at__lte=until,
    )
    topic, last, found = plain(conversation.subject), None, 0
    for talk, subject, at in wrote.order_by("due_at").values_list("conversation", "conversation__subject", "due_at"):
        if talk == conversation.pk or plain(subject or "") == topic:
            found += last is None or at - last >= APART
            last = at
    return found


@transaction.atomic
def say_cause(case: Case, cause: str, *, by: User) -> None:
    """Why she had to come again."""
    if case.state == State.JOINED:
        raise Refusal(_("This case was joined to another. Please look again."), rule="state")
    if cause not in Cause.values or case.contacts < REPEATED:
        raise Refusal(_("Choose why she had to come again."), rule="cause")
    case.cause = cause
    record("case.cause_said", case, by=by, cause=cause)


def counted(user: User) -> tuple[list[Case], list[tuple[str, int]]]:
    """Who came back within the last month, of what this person may see, and how often for which cause."""
    lately = Case.objects.visible_to(user).filter(contacts__gte=REPEATED, opened_at__gte=now() - LOOKED_BACK)
    cases = list(lately.select_related("patient", "owner", "chat").order_by("-opened_at")[:100])
    causes = Counter(case.get_cause_display() for case in cases if case.cause)
    unsaid = sum(not case.cause for case in cases)
    return cases, [*causes.most_common(), *([(_("nobody has said yet"), unsaid)] if unsaid else [])]
