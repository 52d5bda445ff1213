"""Whose cases are counted, and by what a count of them can be split."""

from __future__ import annotations

from typing import Any

from bedside.inbox.models import Channel

from .models import Kind

OURS = {
    Kind.DELIVERY,
    Kind.WORK,
    Kind.ORDER,
    Kind.COMPLAINT,
    Kind.CONDUCT,
    Kind.ASTRAY,
}  # our own repairs; complaints have promises of their own
FROM_PATIENTS = [kind for kind in Kind if kind not in OURS]
GROUPS = ("conversation__channel", "chat__language", "team", "patient__language")


def grouped(channel: str | None, chats: str | None, team: str, hers: str | None) -> dict[str, Any]:
    """By which way it came, whose work it is, and which language she speaks."""
    return {"channel": Channel.CHAT if chats else channel or "", "team": team, "language": hers or chats or ""}
