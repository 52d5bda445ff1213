"""What complaints do when something happened below. Told the same thing twice, they do it once."""

from __future__ import annotations

from bedside.cases.models import Case, Kind
from bedside.journal.models import Entry

from . import actions
from .actions import clocks
from .models import COMPLAINT, Complaint


def not_to_whom_it_is_about(entry: Entry) -> None:
    """A case has come to somebody by the clock or by hand: never to the one who is complained about."""
    case = Case.objects.select_related("owner").filter(pk=entry.subject_id, kind=Kind.COMPLAINT).first()
    if case is not None and case.key and case.owner_id and not case.is_closed:
        found = Complaint.objects.select_related("whom").filter(pk=case.key.removeprefix(COMPLAINT).partition(":")[0])
        complaint = found.first()
        if complaint is not None and complaint.whom and complaint.whom.login_id == case.owner_id:
            clocks.pass_on(case, case.owner_id)


def keep_going(entry: Entry) -> None:
    """A case was closed: if the complaint it was about still waits for us, it is somebody's again."""
    case = Case.objects.filter(pk=entry.subject_id, kind=Kind.COMPLAINT).first()
    if case is not None and case.key and case.is_closed:
        found = Complaint.objects.filter(pk=case.key.removeprefix(COMPLAINT).partition(":")[0]).first()
        if found is not None:
            actions.keep_going(found)
