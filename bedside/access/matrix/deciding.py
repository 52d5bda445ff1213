"""Choices made together, and what one team asks of another."""

from __future__ import annotations

from ..models import PATIENT_SIDE, TREATING
from .door import WITH_CASES, WITH_PATIENTS, Door

DOORS: dict[str, Door] = {
    **{f"deciding:{name}": Door(PATIENT_SIDE, foreign=True) for name in ("choice", "again")},
    **{f"deciding:{name}": Door(TREATING, foreign=True) for name in ("opening", "together", "withdrawal")},
    **{f"deciding:{name}": Door(TREATING) for name in ("aids", "aid")},
    **{f"deciding:aid-{name}": Door(TREATING) for name in ("beginning", "writing", "preview", "edition", "return")},
    "answering:help": Door(WITH_CASES, foreign=True, keeps_awake=False),  # asked for while one writes
    "canned:finding": Door(WITH_CASES, foreign=True, keeps_awake=False),  # asked for while one writes
    **{f"canned:{name}": Door(WITH_CASES) for name in ("answers", "new", "answer", "dropping")},
    "answering:rewriting": Door(WITH_CASES, foreign=True),
    "orders:asking": Door(TREATING, foreign=True),
    "orders:order": Door(WITH_PATIENTS, foreign=True),
}
