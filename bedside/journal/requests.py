"""The request being answered: its number, so that log lines, entries and sights can be laid side by side; and what
was found out while answering it, so that nothing is asked twice for one page."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import TypeVar, cast

Found = TypeVar("Found")

_request: ContextVar[str] = ContextVar("request", default="")
_found: ContextVar[dict[Hashable, object] | None] = ContextVar("found", default=None)


def request_id() -> str:
    return _request.get()


def begin_request(number: str, *, only_looks: bool = False) -> None:
    """From here on this thread answers another request. What is found out is kept only where nothing is changed."""
    _request.set(number)
    _found.set({} if only_looks else None)


def end_request() -> None:
    forget()


def only_looks() -> bool:
    """Whether a page is being made and nothing has been recorded for it."""
    return _found.get() is not None


def found_once(key: Hashable, find: Callable[[], Found]) -> Found:
    """What was found out, once for each page. Name everything in the key that the answer depends on: who asks too."""
    found = _found.get()
    if found is None:
        return find()
    if key not in found:
        found[key] = find()
    return cast(Found, found[key])


def forget() -> None:
    """Something has changed: until the next request nothing is kept."""
    _found.set(None)
