"""Telling open screens to look again, and shutting those that somebody has lost the right to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction

from bedside.hours.clock import now

from . import bus
from .models import Notice

KEEP = timedelta(hours=1)


def announce(topics: Iterable[str]) -> None:
    """Tell everybody who follows these topics, once the transaction has committed."""
    notices = [Notice(topic=topic) for topic in dict.fromkeys(topics)]
    if notices:
        Notice.objects.bulk_create(notices)
        transaction.on_commit(partial(bus.ring, [notice.pk for notice in notices]), robust=True)


def end_session(session_key: str) -> None:
    """Shut every stream of one session at once: somebody signed out, or took up another role."""
    announce([session_topic(session_key)])


def end_person(user_id: object) -> None:
    """Shut every stream of one person at once: deactivated, or roles changed. Who may still follow asks anew."""
    announce([person_topic(user_id)])


def session_topic(session_key: str) -> str:
    return f"session:{hashlib.sha256(session_key.encode()).hexdigest()[:32]}"


def person_topic(user_id: object) -> str:
    return f"person:{user_id}"


def tidy() -> int:
    """Forget notices older than an hour; a screen that was away for longer looks at everything anew."""
    with transaction.atomic():
        return Notice.objects.filter(at__lt=now() - KEEP).delete()[0]
