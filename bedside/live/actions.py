"""Telling open screens to look again."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Notice


def announce(topics: Iterable[str]) -> None:
    """Tell everybody who follows these topics, once the transaction has committed."""
    Notice.objects.bulk_create([Notice(topic=topic) for topic in dict.fromkeys(topics)])
