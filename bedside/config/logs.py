"""How a log line looks. A log is read by more people than a record is, so what an error says stays out of it."""

from __future__ import annotations

import logging
import os
import traceback
from types import TracebackType
from typing import Any, TypeAlias

from bedside.language.keys import without_keys

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class KindAndPlace(logging.Formatter):
    """A line as usual, but of an error only its kind and the places it came through, never its own words.

    What an error says is often what somebody typed: a value that was no number, a row that broke a rule.
    """

    def format(self, record: logging.LogRecord) -> str:
        """An address that opens a page by itself is a key: the line says which page, and not with what."""
        return without_keys(super().format(record))

    def formatException(self, ei: ExcInfo) -> str:
        lines, error, seen = list[str](), ei[1], set[int]()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            places = traceback.extract_tb(error.__traceback__)
            lines += [f"  {place.filename}:{place.lineno} in {place.name}" for place in places]
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "bedside.config.logs.KindAndPlace",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("BEDSIDE_LOG", "WARNING")},
}
