"""A message that belongs elsewhere: to a conversation of its own, because it is about another matter."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.journal.actions import record
from bedside.journal.models import Refusal

from .models import Conversation, Message, Way


@transaction.atomic
def split_off(message: Message, subject: str, *, by: User) -> Conversation:
    """Give what she wrote about another matter a conversation of its own. She sees both."""
    if message.way != Way.IN or message.conversation_id is None:
        raise Refusal(_("Choose something that the patient wrote."), rule="split")
    talk = Conversation.objects.select_for_update(of=("self",)).get(pk=message.conversation_id)
    if not talk.messages.filter(way=Way.IN).exclude(pk=message.pk).exists():
        raise Refusal(_("This is all that was written here. There is nothing to split."), rule="split")
    own = Conversation(
        patient_id=talk.patient_id,
        label=talk.label,
        subject=subject.strip()[:120] or talk.subject,
        channel=talk.channel,
        last_at=message.due_at,
    )
    record("conversation.split_off", own, by=by, conversation=str(talk.pk))
    message.conversation = own
    record("message.moved", message, by=by, before=str(talk.pk), to=str(own.pk))
    return own
