"""What conduct does when something happened below. Told the same thing twice, it does it once."""

from __future__ import annotations

from bedside.cases.models import Case, Kind
from bedside.journal.models import Entry

from . import actions
from .models import INCIDENT, Incident


def keep_going(entry: Entry) -> None:
    """A case was closed: if what it was about is not written down, it is somebody's again."""
    case = Case.objects.filter(pk=entry.subject_id, kind=Kind.CONDUCT).first()
    if case is not None and case.key and case.is_closed:
        pk = case.key.removeprefix(INCIDENT).partition(":")[0]
        found = Incident.objects.select_related("reported_by", "patient").filter(pk=pk).first()
        if found is not None:
            actions.keep_going(found)
