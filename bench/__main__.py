"""`python -m bench [NAME…]`: measure all of it, or what is named, and print one table.

Everything happens in data folders (and, where BEDSIDE_DATABASE names a PostgreSQL, databases) that are gone afterwards.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.races.installation import found, remove

from .figures import Figure, table

NAMES = (
    "find",
    "times",
    "book",
    "rush",
    "inbox",
    "arriving",
    "live",
    "queue",
    "rooms",
    "brief",
    "hands",
    "calls",
    "import",
    "pages",
)


def main(names: list[str]) -> None:
    if unknown := set(names) - set(NAMES):
        raise SystemExit(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.")
    wanted = [name for name in NAMES if name in names or not names]
    with tempfile.TemporaryDirectory() as folder:
        ours = found(Path(folder) / "measured")
        os.environ |= {**ours.environment, "BEDSIDE_DEMO": "yes", "DJANGO_SETTINGS_MODULE": "bedside.config.settings"}
        try:
            figures = measure(wanted, Path(folder))
        finally:
            remove(ours)
    print(table(figures))
    if any(figure.errors for figure in figures):
        raise SystemExit("There were errors.")


def measure(wanted: list[str], folder: Path) -> list[Figure]:
    import django

    django.setup()
    from django.db import connection

    from . import (
        allotting,
        arriving,
        bare,
        booking,
        brief,
        calling,
        finding,
        import_fhir,
        inbox,
        live,
        pages,
        queue,
        rush,
        walk_in,
    )

    reading, writing = bare.read(), bare.insert()
    print(f"On {connection.vendor}, {os.cpu_count()} cores.", file=sys.stderr)
    figures = [reading, writing]
    ways = {
        "find": (finding.finds, reading),
        "times": (finding.times, reading),
        "book": (booking.races, writing),
        "rush": (rush.rushes, writing),
        "inbox": (inbox.measure, None),
        "arriving": (lambda: arriving.measure(folder / "arriving"), None),
        "live": (lambda: live.measure(folder / "live"), None),
        "queue": (queue.measure, None),
        "rooms": (allotting.measure, None),
        "brief": (brief.measure, None),
        "hands": (walk_in.measure, None),
        "calls": (calling.measure, None),
        "import": (import_fhir.measure, None),
        "pages": (lambda: pages.serves(folder / "served"), reading),
    }
    for name in wanted:
        began = time.perf_counter()
        print(f"{name} …", end=" ", flush=True, file=sys.stderr)
        measured, beside = ways[name]
        more = measured()
        figures += [one.beside(beside) if beside and one.ratio is None else one for one in more]
        connection.close()
        print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    return figures


if __name__ == "__main__":
    main(sys.argv[1:])
