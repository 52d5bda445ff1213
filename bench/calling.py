"""Who is likely to call, among two hundred thousand patients whose numbers are written in all ways."""

from __future__ import annotations

from bedside.calls.callers import likely
from bedside.people.models import Patient

from .figures import Figure, repeat
from .large import cast

MANY = 200_000
WAYS = ("+44 7700 {0:06d}", "07700{0:06d}", "(07700) {0:06d}", "07700-{0:06d}")


def measure() -> list[Figure]:
    sam = cast().sam
    Patient.objects.bulk_create(
        [
            Patient(given_name="Pat", family_name=f"Number {one}", phone=WAYS[one % 4].format(one), version=1)
            for one in range(MANY)
        ],
        batch_size=2000,
    )
    assert [one.patient.family_name for one in likely("+447700123456", sam)] == ["Number 123456"]
    found = repeat("who calls, 200,000 patients", 200, lambda number: likely(f"+447700{number * 997:06d}", sam))
    return [found.aiming("p99 < 50 ms", found.at(99) < 50)]
