"""Who wants to hear of what. Filled once at start-up by config; read when an entry is written and when a job runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .models import Entry

Reaction = Callable[[Entry], None]

_listeners: dict[str, list[str]] = {}
_reactions: dict[str, Reaction] = {}


def name_of(reaction: Reaction) -> str:
    return f"{reaction.__module__}.{reaction.__qualname__}"


def hear(reactions: Mapping[str, Sequence[Reaction]]) -> None:
    """From now on, each of these verbs is told to these reactions, one job each."""
    _listeners.clear()
    _reactions.clear()
    for verb, listeners in reactions.items():
        _listeners[verb] = [name_of(one) for one in listeners]
        _reactions.update({name_of(one): one for one in listeners})


def listeners(verb: str) -> list[str]:
    return _listeners.get(verb, [])


def tell(entry_id: int, reaction: str) -> None:
    """Run one reaction for one entry; the job that calls this is repeated until it succeeds."""
    _reactions[reaction](Entry.objects.get(pk=entry_id))
