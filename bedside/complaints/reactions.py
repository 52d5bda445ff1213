"""What complaints do when something happened below. Told the same thing twice, they do it once."""

from __future__ import annotations

from bedside.cases.models import Case, Kind
from bedside.journal.models import Entry

from . import actions
from .models import COMPLAINT, Complaint


def keep_going(entry: Entry) -> None:
    """A case was closed: if the complaint it was about still waits for us, it is somebody's again."""
    case = Case.objects.filter(pk=entry.subject_id, kind=Kind.COMPLAINT).first()
    if case is not None and case.key and case.is_closed:
        found = Complaint.objects.filter(pk=case.key.removeprefix(COMPLAINT).partition(":")[0]).first()
        if found is not None:
            actions.keep_going(found)
