"""The day of the visit: arriving, waiting, being seen; and the front desk."""

from __future__ import annotations

from ..models import PATIENT_SIDE, STAFF, TREATING, Role
from .door import ANYBODY, PLANS_THE_WEEK, READS_RULES, RUNS_THE_HOUSE, SCREENS, SETS_UP_SCREENS, WITH_PATIENTS, Door

DOORS: dict[str, Door] = {
    # visits: before the door, and what was said
    "visits:mine": Door(TREATING),
    "visits:mine-part": Door(TREATING, keeps_awake=False),
    "visits:my-call": Door(TREATING),
    "visits:brief": Door(TREATING, foreign=True),
    "visits:seeing": Door(TREATING, foreign=True),
    "visits:seen": Door(TREATING, foreign=True),
    "visits:writing": Door(TREATING, foreign=True),
    "visits:paper": Door(TREATING, foreign=True),
    "visits:dictation": Door(TREATING, foreign=True),
    "visits:phrases": Door(READS_RULES),
    "visits:new-phrase": Door(READS_RULES),
    "visits:phrase": Door(READS_RULES, foreign=True),
    "visits:phrase-ending": Door(READS_RULES, foreign=True),
    "visits:told": Door(PATIENT_SIDE, foreign=True),
    "visits:understood": Door(PATIENT_SIDE, foreign=True),
    # visits: arriving, waiting, being called and seen
    "visits:checking-in": Door(PATIENT_SIDE, foreign=True),
    "visits:wait": Door(PATIENT_SIDE, foreign=True),
    "visits:wait-part": Door(PATIENT_SIDE, foreign=True, keeps_awake=False),
    "visits:going": Door(PATIENT_SIDE, foreign=True),
    "visits:worse": Door(PATIENT_SIDE, foreign=True),
    "visits:away": Door(PATIENT_SIDE, foreign=True),
    "visits:choice": Door(PATIENT_SIDE, foreign=True),
    **{f"visits:by-key{name}": Door(ANYBODY, newcomers=True) for name in ("", "-going", "-worse", "-away", "-choice")},
    "visits:by-key-part": Door(ANYBODY, newcomers=True, keeps_awake=False),
    "visits:queue": Door(WITH_PATIENTS),
    "visits:queue-part": Door(WITH_PATIENTS, keeps_awake=False),
    "visits:calls": Door(WITH_PATIENTS),
    "visits:arrival": Door(WITH_PATIENTS, foreign=True),
    "visits:private-arrival": Door(WITH_PATIENTS, foreign=True),
    "visits:no-show": Door(WITH_PATIENTS, foreign=True),
    "visits:call": Door(WITH_PATIENTS, foreign=True),
    "visits:putting-back": Door(WITH_PATIENTS, foreign=True),
    "visits:beginning": Door(WITH_PATIENTS, foreign=True),
    "visits:finishing": Door(WITH_PATIENTS, foreign=True),
    "visits:leaving": Door(WITH_PATIENTS, foreign=True),
    "visits:ticket": Door(WITH_PATIENTS, foreign=True),
    "visits:lowering": Door(frozenset({Role.CLINICIAN}), foreign=True),
    **{f"visits:{name}": Door(WITH_PATIENTS, foreign=True) for name in ("sending-out", "link-again")},
    "visits:walk-in": Door(WITH_PATIENTS, foreign=True),
    "visits:ticketing": Door(WITH_PATIENTS, foreign=True),
    # visits: rooms, what is needed of them, and what is suggested
    **{f"visits:{name}": Door(PLANS_THE_WEEK) for name in ("rooms", "room", "room-out", "room-back")},
    **{f"visits:{name}": Door(WITH_PATIENTS, foreign=True) for name in ("asked", "suggestion")},
    "visits:phases": Door(RUNS_THE_HOUSE),
    # stays: her own stay, and that of whom she cares for
    "stays:mine": Door(PATIENT_SIDE, foreign=True),
    "stays:mine-part": Door(PATIENT_SIDE, foreign=True, keeps_awake=False),
    "stays:asking": Door(PATIENT_SIDE, foreign=True),
    "stays:visitors": Door(frozenset({Role.PATIENT}), foreign=True),
    # stays: the ward's board and the kitchen's list; one stay and what is changed of it; wards and beds
    "stays:board": Door(WITH_PATIENTS),
    "stays:board-part": Door(WITH_PATIENTS, keeps_awake=False),
    "stays:kitchen": Door(WITH_PATIENTS),
    "stays:admission": Door(TREATING, foreign=True),
    **{
        f"stays:change-{what}": Door(TREATING, foreign=True)
        for what in ("team", "food", "fast", "test", "next", "who-comes", "home-day", "bed")
    },
    **{
        f"stays:{name}": Door(TREATING, foreign=True)
        for name in ("stay", "going-home", "home-paper", "ending", "line", "fast-ending", "fast-prolonging", "course")
    },
    "stays:wards": Door(RUNS_THE_HOUSE),
    "stays:bed-use": Door(RUNS_THE_HOUSE),
    # wall: screens nobody signs in to, and the staff who set them up
    "wall:screen": Door(ANYBODY, newcomers=True, before_second_step=True),
    "wall:screens": Door(SETS_UP_SCREENS),
    "wall:screens-code": Door(SETS_UP_SCREENS),
    "wall:screens-end": Door(SETS_UP_SCREENS),
    "wall:display": Door(SCREENS),
    "wall:display-part": Door(SCREENS, keeps_awake=False),
    "wall:display-ticket": Door(SCREENS, keeps_awake=False),
    "wall:kiosk": Door(SCREENS),
    **{f"wall:kiosk-{step}": Door(SCREENS) for step in ("choice", "no-visit", "who", "visits", "ticket", "desk")},
    **{f"wall:kiosk-{step}": Door(SCREENS) for step in ("help", "time", "end", "answering")},
    **{f"wall:kiosk-{step}": Door(SCREENS) for step in ("check-in", "details", "needs", "sheet", "page", "sending")},
    # wall: the code on the door, where it leads on somebody's own phone, and the page with it
    **{f"wall:{name}": Door(ANYBODY, newcomers=True) for name in ("here", "here-visits")},
    "wall:poster": Door(STAFF),
    # attendance: who may need a hand to come, and how well that is foreseen
    "attendance:help": Door(WITH_PATIENTS),
    "attendance:giving": Door(WITH_PATIENTS, foreign=True),
    "attendance:learned": Door(RUNS_THE_HOUSE),
    "attendance:learning": Door(RUNS_THE_HOUSE),
    "attendance:groups": Door(RUNS_THE_HOUSE),
    # desk
    "desk:calls": Door(WITH_PATIENTS),
    "desk:today": Door(WITH_PATIENTS),
    "desk:today-part": Door(WITH_PATIENTS, keeps_awake=False),
    "desk:search": Door(WITH_PATIENTS),
    "desk:patient": Door(WITH_PATIENTS, foreign=True),
    **{f"desk:{name}": Door(WITH_PATIENTS, foreign=True) for name in ("joining", "apart")},
    "desk:registration": Door(WITH_PATIENTS),
    "desk:code": Door(WITH_PATIENTS, foreign=True),
    **{f"desk:{name}": Door(WITH_PATIENTS) for name in ("phone", "calendar", "week")},
    **{f"desk:{name}-part": Door(WITH_PATIENTS, keeps_awake=False) for name in ("calendar", "week")},
    **{f"desk:phone-{name}": Door(WITH_PATIENTS, foreign=True) for name in ("asking", "times", "booked")},
    "desk:move": Door(WITH_PATIENTS, foreign=True),
    "desk:keys": Door(STAFF),
    "desk:checked": Door(WITH_PATIENTS, foreign=True),
    "desk:day-list": Door(WITH_PATIENTS),
    "desk:house": Door(RUNS_THE_HOUSE),
    "desk:house-part": Door(RUNS_THE_HOUSE, keeps_awake=False),
    "desk:second-try": Door(RUNS_THE_HOUSE),
    "desk:put-aside": Door(RUNS_THE_HOUSE),
    "desk:standing-down": Door(frozenset({Role.CLINICIAN}), foreign=True),
}
