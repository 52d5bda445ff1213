"""A case and what was joined to it: which goes on in which, what was said in all of them, and where she is answered."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from bedside.inbox.models import ChatLine, Conversation, Message, Way

from .models import Case, State

DEEPEST = 20


def family(case: Case) -> list[uuid.UUID]:
    """A case and all that were joined to it."""
    found, newest = [case.pk], [case.pk]
    for _step in range(DEEPEST):
        newest = list(Case.objects.filter(joined_to__in=newest, state=State.JOINED).values_list("pk", flat=True))
        if not newest:
            break
        found += newest
    return found


def said_in(case: Case) -> list[Message] | list[ChatLine]:
    """All words of a case and of what was joined to it, in the order of time."""
    cases = family(case)
    if case.chat_id:
        return list(ChatLine.objects.filter(chat__cases__in=cases).distinct().order_by("due_at", "id"))
    return list(Message.objects.filter(conversation__cases__in=cases).distinct().order_by("due_at", "id"))


def head(case: Case) -> Case:
    """The case in which this one goes on; itself, if it was not joined."""
    for _step in range(DEEPEST):
        if case.state != State.JOINED or case.joined_to is None:
            break
        case = case.joined_to
    return case


def heads(cases: QuerySet[Case]) -> list[Case]:
    """The cases in which these go on, each once, as far as they are not closed."""
    found = {one.pk: one for one in map(head, cases.select_related("joined_to"))}
    return [one for one in found.values() if not one.is_closed]


def where_she_wrote(case: Case) -> Conversation | None:
    """The conversation in which she wrote last, of all that this case has taken in: there she is answered."""
    wrote = Message.objects.filter(conversation__cases__in=family(case), way=Way.IN).select_related("conversation")
    last = wrote.order_by("-due_at", "-id").first()
    return last.conversation if last else case.conversation
