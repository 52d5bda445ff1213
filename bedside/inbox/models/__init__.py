"""Conversations, and every message to or from a patient, whichever way it travels."""

from __future__ import annotations

from .chats import CHAT_IS_QUIET, Chat, ChatCount, ChatLine
from .letters import AnswerLink, Delivered, Enclosure, EnclosureBytes, EnclosureQuerySet, FromNobody, Mailbox
from .messages import (
    LEFT_TO_SEND,
    MAY_BECOME,
    Channel,
    Conversation,
    ConversationQuerySet,
    Message,
    MessageQuerySet,
    State,
    Way,
)
from .moved import Moved, MovedQuerySet
from .stopping import Stopping, StoppingQuerySet

__all__ = [
    "CHAT_IS_QUIET",
    "LEFT_TO_SEND",
    "MAY_BECOME",
    "AnswerLink",
    "Channel",
    "Chat",
    "ChatCount",
    "ChatLine",
    "Conversation",
    "ConversationQuerySet",
    "Delivered",
    "Enclosure",
    "EnclosureBytes",
    "EnclosureQuerySet",
    "FromNobody",
    "Mailbox",
    "Message",
    "MessageQuerySet",
    "Moved",
    "MovedQuerySet",
    "State",
    "Stopping",
    "StoppingQuerySet",
    "Way",
]
