"""Cases about chats: who wrote is nobody's patient until somebody of ours has asked."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from bedside.inbox.models import Chat, ChatLine
from bedside.journal.hands import HOUSE
from bedside.triage import actions as triage

from . import actions
from .families import head
from .models import Case, Kind

WEB_CHAT = gettext_noop("Web chat")


@transaction.atomic
def hear(line: ChatLine) -> Case:
    """Something was written in a chat: it opens a case, or moves the one about this chat."""
    Chat.objects.select_for_update().get(pk=line.chat_id)  # of two lines of one chat one waits
    level = line.screening.standing_level if line.screening else "H"
    case = Case.objects.filter(chat=line.chat_id).order_by("-opened_at", "-id").first()
    case = head(case) if case is not None else None
    if case is not None and actions.has_heard(case, level, until=line.due_at):
        return case
    if case is None:
        about: dict[str, Any] = {
            "chat": line.chat,
            "screening": line.screening,
            "heard_until": line.due_at,
            "words": line.body,
        }
        case = actions.open_case(Kind.MESSAGE, WEB_CHAT, by=HOUSE, level=level, since=line.due_at, **about)
    else:
        actions.hear_again(case, level, line.screening, since=line.due_at)
    if line.screening and line.screening.is_emergency:
        triage.note_alerted(line.screening, by=HOUSE)
    return case
