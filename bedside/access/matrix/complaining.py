"""What went wrong, told by whoever it happened to; and who was rude or worse, and what was done about it."""

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
WHILE_IT_LASTS = ("in-case", "at-the-desk", "warning", "second", "ending", "break")

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
    "conduct:mine": Door(PATIENT_SIDE),
    "conduct:incidents": Door(MANAGERS),
    **{
        f"conduct:{name}": Door(WITH_PATIENTS, foreign=True)
        for name in ("in-case", "at-the-desk", "warning", "second", "ending", "break")
    },
    **{f"workload:{name}": Door(WITH_CASES) for name in ("mine", "seen", "shared")},
    "conduct:back": Door(WITH_PATIENTS),
    **{f"conduct:{name}": Door(WITH_CASES, foreign=True) for name in ("incident", "report", "debrief")},
    **{f"conduct:{name}": Door(MANAGERS, foreign=True) for name in ("marking", "unmarking")},
    **{f"complaints:{name}": Door(MANAGERS) for name in ("complaints", "rule")},
    **{f"complaints:{name}": Door(MANAGERS, foreign=True) for name in (*OF_ONE, "granting")},
}
