"""What a door is, and the sets of roles that doors are opened for."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import PATIENT_SIDE, STAFF, TREATING, Role

SIGNED_IN = PATIENT_SIDE | STAFF
READS_RULES = TREATING | {Role.MANAGER}
ANYBODY = frozenset({Role.GUEST}) | SIGNED_IN

MANAGES = frozenset({Role.MANAGER})
RUNS_THE_HOUSE = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
WITH_PATIENTS = frozenset({Role.FRONT_DESK, Role.NURSE, Role.CLINICIAN})
THEIRS = PATIENT_SIDE | WITH_PATIENTS  # her own things, and the staff who look after her
READS_WORDS = MANAGES | {Role.CLINICIAN}  # who may have to read them before a patient does
WITH_CASES = WITH_PATIENTS | {Role.MANAGER}  # a manager has those about visits that went badly
ASKING = THEIRS | {Role.GUEST}  # whoever may look for help
SCREENS = frozenset({Role.DEVICE})  # a paired screen, whoever has signed in in its browser
SETS_UP_SCREENS = RUNS_THE_HOUSE | {Role.FRONT_DESK}
PLANS_THE_WEEK = RUNS_THE_HOUSE | {Role.FRONT_DESK}


@dataclass(frozen=True)
class Door:
    """One route: the roles that may knock, whether it names somebody's record, and what it asks besides.

    `foreign` says that the route takes the id of a record, so that a stranger's id must answer 404.
    `keeps_awake` is False for what a screen fetches by itself: parts, polls and streams.
    `step_up` asks for the password or the second step again, if that was not in the last five minutes.
    `newcomers` lets in a login that has not taken up a role yet: it has none, or has not chosen among several.
    `before_second_step` lets in staff who have yet to set up their second step: the way there, and the way out.
    """

    roles: frozenset[Role]
    foreign: bool = False
    keeps_awake: bool = True
    step_up: bool = False
    newcomers: bool = False
    before_second_step: bool = False


ENTRANCE = Door(ANYBODY, newcomers=True, before_second_step=True)
OWN_LOGIN = Door(SIGNED_IN, newcomers=True, before_second_step=True)
OWN_THING = Door(SIGNED_IN, newcomers=True, before_second_step=True, foreign=True)
