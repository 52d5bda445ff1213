"""The ways out of the house, one file each. Where none is set up for a channel, the built-in outbox keeps what would
have left."""

from __future__ import annotations

from django.conf import settings

from ..models import Channel
from . import twilio
from .base import Gateway, NotTaken, Refused
from .mail import Mail
from .web import Web

__all__ = ["Gateway", "NotTaken", "Refused", "gateway_for"]


def gateway_for(channel: str) -> Gateway | None:
    """The gateway of a channel, if this house has one."""
    match channel:
        case Channel.EMAIL if settings.MAIL_GATEWAY:
            return Mail(settings.MAIL_GATEWAY)
        case Channel.SMS if settings.SMS_GATEWAY:
            account = twilio.account_at(settings.SMS_GATEWAY)
            return twilio.Texts(account) if account else Web(settings.SMS_GATEWAY)
        case Channel.VOICE if settings.VOICE_GATEWAY:
            account = twilio.account_at(settings.VOICE_GATEWAY)
            return twilio.Calls(account) if account else Web(settings.VOICE_GATEWAY, aloud=True)
    return None
