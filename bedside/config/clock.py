"""The clock strikes: what is done, and how often. Read together with urls.py and reactions.py."""

from __future__ import annotations

from collections.abc import Callable

from bedside.journal import sealing

# cron line in the clinic's zone -> tasks
CLOCK: dict[str, list[Callable[[], object]]] = {
    "* * * * *": [sealing.seal],
}
