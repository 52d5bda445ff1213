"""What went wrong: told by whoever it happened to, written down at the desk, answered by the managers."""

from __future__ import annotations

from ..models import PATIENT_SIDE, Role
from .door import ANYBODY, WITH_CASES, WITH_PATIENTS, Door

MANAGERS = frozenset({Role.MANAGER})
OF_ONE = (
    "complaint",
    "hearing",
    "delaying",
    "answering",
    "noting",
    "stepping",
    "changing",
    "agreed",
    "closing",
    "changed",
)

DOORS: dict[str, Door] = {
    "complaints:how": Door(ANYBODY),
    **{f"complaints:{name}": Door(PATIENT_SIDE) for name in ("mine", "new")},
    **{
        f"complaints:{name}": Door(PATIENT_SIDE, foreign=True)
        for name in ("mine-one", "saying", "taking-back", "agreeing")
    },
    "complaints:taking": Door(WITH_PATIENTS, foreign=True),
    "complaints:from-case": Door(WITH_CASES, foreign=True),
    "complaints:taking-unknown": Door(WITH_CASES),
    "complaints:taken": Door(WITH_CASES, foreign=True),
    **{f"complaints:{name}": Door(MANAGERS) for name in ("complaints", "rule")},
    **{f"complaints:{name}": Door(MANAGERS, foreign=True) for name in (*OF_ONE, "granting")},
}
