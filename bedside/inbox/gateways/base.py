"""What every gateway promises, whatever it speaks: taken, not taken, refused, or nobody knows."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.urls import reverse

from bedside.jobs.tasks import NotYet

from ..models import Message


class NotTaken(NotYet):
    """The gateway certainly did not take it: try again later, and not before it said."""


class Refused(Exception):
    """The gateway will never take it, for instance because there is no such address."""


class Unclear(Exception):
    """It may have been taken, or not: the answer does not say."""


class Gateway(Protocol):
    @property
    def takes_a_key(self) -> bool:
        """Whether a second call with the same key is known to send nothing twice."""

    def send(self, message: Message) -> None:
        """Hand it over, or raise NotTaken or Refused. Whatever else is raised means that nobody knows."""


def key_of(message: Message) -> str:
    """The name of this try: the same when it is begun again after a crash, another when a person sends it anew."""
    return f"{message.pk}-{message.tries}"


def told_at(name: str, message: Message) -> str:
    """Where a provider asks or tells us more about this try: call, key or receipt."""
    return f"{settings.PUBLIC_URL}{reverse(f'inbox:{name}', args=[message.pk, message.tries])}"
