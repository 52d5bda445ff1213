"""`bedside export fhir PATIENT`: give one patient's record back as a FHIR bundle."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True, title="kinds of data")
    fhir = kinds.add_parser(
        "fhir",
        help="one patient's record as a FHIR R4 bundle",
        description="Give one patient's record back: everything other systems told us of her, to the letter, and what "
        "was done here. That it was given out stands among those who saw her record.",
    )
    fhir.add_argument(
        "patient", metavar="PATIENT", help="our id of the patient, or the id under which she was imported"
    )
    fhir.add_argument("--to", type=Path, metavar="FILE", help="write it there instead of to the screen")


def run(chosen: argparse.Namespace) -> int:
    from bedside.journal.hands import Outside
    from bedside.journal.models import Refusal

    from .exporting import bundle_of, find

    try:
        pieces = bundle_of(find(chosen.patient), by=Outside("command", getpass.getuser()))
        if chosen.to is None:
            sys.stdout.writelines(pieces)
            return 0
        with os.fdopen(os.open(chosen.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.writelines(pieces)
    except FileExistsError:
        print(f"{chosen.to} is there already, and is not written over.", file=sys.stderr)
        return 1
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"Written to {chosen.to}. It holds health data: keep it safe.", file=sys.stderr)
    return 0
