"""What other systems call the columns of a list of bookings, and what they write into them.

A bare yes or no means what the column's name says: yes under `no_show` is a missed visit, yes under `attended` a kept
one. Under a name that says neither, such as `outcome`, yes and 1 mean missed, unless that would make more than half of
all visits missed: then they mean kept. Which reading was taken is always told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

Meaning = Literal["came", "missed", "off", "open", "yes", "no"]
Sense = Literal["missed", "came", ""]


def _list(words: str) -> list[str]:
    return words.split()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


MISSED_COLUMNS = _list(
    "noshow isnoshow noshows noshowflag noshowstatus missed wasmissed dna didnotattend nonattendance absent"
)
CAME_COLUMNS = _list("attended attendance arrived came show showed showedup showup kept present fulfilled")
BARE_COLUMNS = _list(
    "status appointmentstatus apptstatus visitstatus result appointmentoutcome visitoutcome attendancestatus"
    " label target class y"
)
COLUMNS: dict[str, list[str]] = {
    "patient": _list("patient patientid patientnumber patientref mrn nhsnumber personid clientid subject subjectid"),
    "booked_at": _list(
        "bookedat booked bookedon scheduledat scheduledday bookingdate bookingtime bookingdatetime datebooked"
        " dateofbooking createdat created createdon madeat askedat requestedat requestdate registeredat"
        " appointmentregistration appointmentcreated"
    ),
    "starts_at": _list(
        "startsat start starts starttime startsatlocal appointmentday appointmentdate appointmentdatetime"
        " appointmentat appointmenttime apointmentdata appointmentdata apptdate appttime apptdatetime visitdate"
        " startdate startdatetime scheduledfor scheduleddatetime date datetime"
    ),
    "outcome": ["outcome", *MISSED_COLUMNS, *CAME_COLUMNS, *BARE_COLUMNS],
    "age": _list("age ageyears patientage ageatbooking ageatvisit agein"),
    "reminded": _list(
        "reminded reminder reminders remindersent smsreceived smsreminder smssent sms reminderstatus reminderanswered"
    ),
}

CAME = _set(
    "attended arrived fulfilled show shows showed shown showup showedup came seen completed complete finished done"
    " checkedin checkedout kept present attend honoured honored inprogress arrivedlate attendedlate seenlate departed"
    " attendedontime leftwithoutbeingseen leftnotseen"
)
MISSED = _set(
    "noshow noshows noshowed dna dnad didnotattend didnotarrive didntattend didntarrive didnotshow didnotcome missed"
    " absent failedtoattend fta ncns nocallnoshow notattended notarrived nonattendance unattended miss wasnotbrought"
    " wnb"
)
OFF = _set("moved deleted void voided enteredinerror error rebooked withdrawn declined calledoff")
OPEN = _set(
    "booked scheduled pending planned proposed waitlist waitlisted confirmed future upcoming open active"
    " nan nat null none na unknown notknown notrecorded unrecorded"
)
YES = frozenset({"yes", "true", "y", "t", "1", "si", "oui"})
NO = frozenset({"no", "false", "n", "f", "0"})

ANSWERED = _set("answered confirmed replied accepted acknowledged responded")
SENT = YES | _set("sent delivered reminded received sms email phone called text letter read")
NOT_SENT = NO | _set("none notsent notreminded failed undelivered unsent never")
AGED = re.compile(r"\s*[<>]?\s*(\d+(?:\.\d+)?)\s*(.*)")
MOSTLY = 0.5  # more missed visits than this, and a bare yes is read as kept


def plain(word: str) -> str:
    """Only its letters and digits, in small: No-show, no_show and NO SHOW are one word."""
    return "".join(sign for sign in word.casefold() if sign.isalnum())


def columns(header: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, int]:
    """Which column is which; those that somebody chose by name come first."""
    names = [plain(one) for one in header]
    found = {what: next((names.index(one) for one in known if one in names), -1) for what, known in COLUMNS.items()}
    for what, name in (chosen or {}).items():
        if plain(name) not in names:
            raise ValueError(f"There is no column {name!r}. The columns are: {', '.join(header)}.")
        found[what] = names.index(plain(name))
    return {what: at for what, at in found.items() if at >= 0}


def sense_of(column: str) -> Sense:
    """What a bare yes in a column of this name means."""
    name = plain(column)
    return "missed" if name in MISSED_COLUMNS else "came" if name in CAME_COLUMNS else ""


def meaning(cell: str) -> Meaning | None:
    """What one outcome says; None where we do not know the word."""
    word = plain(_whole(cell))
    if not word or word in OPEN:
        return "open"
    if word in YES:
        return "yes"
    if word in NO:
        return "no"
    if word in OFF or "cancel" in word or word.startswith("resched"):
        return "off"
    if word in MISSED or word.startswith("dna") or any(one in word for one in ("noshow", "didnotattend", "failedto")):
        return "missed"
    if word in CAME or word.startswith(("attended", "arrived", "completed", "seen")):
        return "came"
    return None


def yes_means_missed(column: str, said: Iterable[Meaning]) -> bool:
    """Whether a bare yes under this name is a missed visit."""
    if sense := sense_of(column):
        return sense == "missed"
    bare = [one for one in said if one in ("yes", "no")]
    return not bare or bare.count("yes") / len(bare) <= MOSTLY


def reminded(cell: str) -> float | None:
    """0 none was sent, 1 one was sent, 2 she answered it; None where it is not known."""
    word = plain(_whole(cell))
    if not word or word in OPEN - {"confirmed", "none"}:
        return None
    if word in ANSWERED:
        return 2.0
    if word in NOT_SENT:
        return 0.0
    return 1.0 if word in SENT or word[0].isdigit() else None  # how many were sent, or when


def age(cell: str) -> float | None:
    """Full years; of a band such as 45-54 its beginning; None where it is not known or cannot be."""
    found = AGED.match(cell)
    if not found:
        return None
    years = 0.0 if found[2].lower().startswith(("m", "w", "d")) else float(found[1])  # months, weeks or days old
    return years if years <= 125 else None


def name(cell: str) -> str:
    """Who it is: a number is the same however a spreadsheet or a program writes it (7.0, 7e0, 7)."""
    if not cell.isdigit() and cell[:1].isdigit():
        try:
            number = float(cell)
        except ValueError:
            return cell
        if number.is_integer() and number < 1e18:
            return str(int(number))
    return cell


def _whole(cell: str) -> str:
    """1.0 is 1: spreadsheets write whole numbers so where some cells are empty."""
    head, dot, tail = cell.strip().partition(".")
    return head if dot and head.isdigit() and not tail.strip("0") else cell
