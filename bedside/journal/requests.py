"""The number of the request being answered, so that log lines, entries and sights can be laid side by side."""

from __future__ import annotations

from contextvars import ContextVar

_request: ContextVar[str] = ContextVar("request", default="")


def request_id() -> str:
    return _request.get()


def begin_request(number: str) -> None:
    _request.set(number)
