"""What takes long the first time is done before the doors open, so that nobody waits for it who has come first.

The rules of urgency, the words of search and the languages both are read in took more than a second, and much longer on
a busy machine, out of the first message after a start; the first page had to read its templates, the calendar's words
and the phone numbers.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings

from bedside.booking.finding import find
from bedside.urgency.engine import assess

FIRST_PAGE = "/find/"  # open to everybody, and made of most parts there are
FIRST_WORDS = "I have a sore knee and would like to see somebody."


def warm(pages: Callable[..., Iterable[bytes]]) -> None:
    """Show a page to nobody, and read a sentence by nobody."""
    environ: dict[str, Any] = {
        "PATH_INFO": FIRST_PAGE,
        "HTTP_HOST": settings.ALLOWED_HOSTS[0],
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    setup_testing_defaults(environ)
    answer = pages(environ, lambda status, headers, error=None: None)
    b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
    assess(FIRST_WORDS)
    find(FIRST_WORDS)
