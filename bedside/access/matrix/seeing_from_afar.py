"""Video visits: the patient's side, whoever holds a link, the browsers themselves, and the clinician's chair."""

from __future__ import annotations

from ..models import PATIENT_SIDE, TREATING, Role
from .door import Door

DOORS: dict[str, Door] = {
    "video:visit": Door(PATIENT_SIDE, foreign=True),
    "video:phone": Door(PATIENT_SIDE, foreign=True),
    **{
        f"video:{name}": Door(PATIENT_SIDE | {Role.GUEST}, newcomers=True)
        for name in ("by-link", "by-link-phone", "third")
    },
    **{  # by the key of a seat; whoever speaks there is not idle
        f"video:{name}": Door(PATIENT_SIDE | TREATING | {Role.GUEST}, newcomers=True, keeps_awake=name == "presence")
        for name in ("news", "signals", "live-ticket", "leaving", "presence")
    },
    "video:desk": Door(TREATING),
    "video:desk-part": Door(TREATING, keeps_awake=False),
    "video:room-part": Door(TREATING, foreign=True, keeps_awake=False),
    **{
        f"video:{name}": Door(TREATING, foreign=True)
        for name in ("room", "invitation", "ringing", "again", "ending", "admission", "lobby", "taking-back")
    },
}
