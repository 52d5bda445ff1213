"""Taking in FHIR bundles: resources a second, beside a bare bulk insert of the same texts in the same run.

It runs with Django set up and a migrated, expendable database.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .figures import Figure

AIM = 1000.0
PATIENTS, VISITS, SCORES = 12, 12, 8  # visits for each patient, observations for each visit


def measure() -> list[Figure]:
    """Import bundles, insert the same texts bare, and import again what is here already."""
    from bedside.exchange.actions import import_file

    with tempfile.TemporaryDirectory() as folder:
        files = list(_write_bundles(Path(folder)))
        bare = _bare(files)
        first = [import_file(file, source="bench") for file in files]
        again = [import_file(file, source="bench") for file in files]
    assert all(one.fresh.total() == one.resources for one in first)
    assert all(one.unchanged == one.resources for one in again)
    number = sum(one.resources for one in first)
    least = Figure("bare insert of the same, a file", sum(bare), bare, n=number)
    figures = [least]
    for name, outcomes in (("FHIR import, new, a file", first), ("FHIR import, known, a file", again)):
        times = [one.seconds for one in outcomes]
        figure = Figure(name, sum(times), times, n=number, bare=least.name, ratio=sum(times) / sum(bare))
        figures.append(figure.aiming(f"≥ {AIM:,.0f}/s", figure.per_second >= AIM))
    return figures


def _bare(files: list[Path]) -> list[float]:
    """The least an import could do: read the file, cut it up, and write each text in one statement for the file."""
    from django.db import connection, transaction

    times = []
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id char(36) PRIMARY KEY, text text NOT NULL)")
    try:
        for file in files:
            began = time.perf_counter()
            entries = json.loads(file.read_bytes())["entry"]
            rows = [(str(uuid.uuid4()), json.dumps(entry["resource"])) for entry in entries]
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany("INSERT INTO bench_bare (id, text) VALUES (%s, %s)", rows)
            times.append(time.perf_counter() - began)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_bare")
    return times


def _write_bundles(folder: Path) -> Iterator[Path]:
    """The real bundles, where this machine has them; else invented ones of the same kind."""
    shared = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    real = sorted((shared / "data" / "fhir" / "synthea").glob("*.bz2"))
    if real:
        import bz2

        for file in real:
            (folder / file.stem).write_bytes(bz2.decompress(file.read_bytes()))
            yield folder / file.stem
        return
    for number in range(PATIENTS):
        file = folder / f"{number}.json"
        entries = [
            {"resource": one, "request": {"method": "POST", "url": one["resourceType"]}} for one in _life(number)
        ]
        file.write_text(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}))
        yield file


def _life(number: int) -> Iterator[dict[str, Any]]:
    who = {"reference": f"Patient/p{number}"}
    yield {
        "resourceType": "Patient",
        "id": f"p{number}",
        "name": [{"family": f"Quist{number}", "given": ["Nora"]}],
        "gender": "female",
        "birthDate": f"19{50 + number}-03-01",
        "text": {"status": "generated", "div": f"<div xmlns='http://www.w3.org/1999/xhtml'>{'words ' * 60}</div>"},
    }
    for visit in range(VISITS):
        day, name = f"{2008 + visit}-06-12", f"e{number}-{visit}"
        yield {
            "resourceType": "Encounter",
            "id": name,
            "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
            "type": [{"text": "Check-up"}],
            "subject": who,
            "period": {"start": f"{day}T10:00:00+02:00", "end": f"{day}T10:20:00+02:00"},
        }
        for score in range(SCORES):
            yield {
                "resourceType": "Observation",
                "id": f"o{number}-{visit}-{score}",
                "status": "final",
                "category": [{"coding": [{"system": "http://category", "code": "vital-signs"}]}],
                "code": {"coding": [{"system": "http://loinc.org", "code": f"8310-{score}", "display": "Measure"}]},
                "subject": who,
                "encounter": {"reference": f"Encounter/{name}"},
                "effectiveDateTime": f"{day}T10:05:00+02:00",
                "valueQuantity": {"value": 36.5 + score, "unit": "Cel"},
            }
