"""Before the visit: checking in from home, the forms the clinic asks, and writing them."""

from __future__ import annotations

from ..models import PATIENT_SIDE, TREATING, Role
from .door import RUNS_THE_HOUSE, WITH_PATIENTS, Door

CHECKS_IN = PATIENT_SIDE | {Role.GUEST}  # a guest by the link in a message, who has said whose it is

DOORS: dict[str, Door] = {
    **{f"intake:{name}": Door(CHECKS_IN, newcomers=True) for name in ("link", "here")},
    **{f"intake:{name}": Door(CHECKS_IN, foreign=True) for name in ("check-in", "details", "needs", "sheet", "page")},
    **{
        f"intake:{name}": Door(WITH_PATIENTS, foreign=True)
        for name in ("answers", "sending", "desk-sheet", "desk-page")
    },
    "intake:enclosed": Door(TREATING, foreign=True),
    **{  # writing the forms
        f"intake:{name}": Door(RUNS_THE_HOUSE)
        for name in (
            *("forms", "form", "question", "condition", "words", "aim", "asking", "edition", "end"),
            *("preview", "bringing", "file"),
        )
    },
}
