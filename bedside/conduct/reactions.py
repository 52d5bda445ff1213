"""What conduct does when something happened below. Told the same thing twice, it does it once."""

from __future__ import annotations

from bedside.cases import resting, ringing
from bedside.cases.models import Case, Kind
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry

from . import actions
from .lately import today_of
from .models import INCIDENT, TOO_MANY, Incident


def keep_going(entry: Entry) -> None:
    """A case was closed: if what it was about is not written down, it is somebody's again."""
    case = Case.objects.filter(pk=entry.subject_id, kind=Kind.CONDUCT).first()
    if case is not None and case.key and case.is_closed:
        pk = case.key.removeprefix(INCIDENT).partition(":")[0]
        found = Incident.objects.select_related("reported_by", "patient").filter(pk=pk).first()
        if found is not None:
            actions.keep_going(found)


def let_others_take_turns(entry: Entry) -> None:
    """The second time in a day: somebody else takes what is new, and what she holds of those who were rude to her."""
    found = Incident.objects.select_related("reported_by").filter(pk=entry.subject_id).first()
    zone = the_clinic().zone
    if found is None or day_of(found.at, zone) != day_of(now(), zone) or today_of(found.reported_by) < TOO_MANY:
        return
    resting.turn_away(found.reported_by, until=day_bounds(day_of(now(), zone), zone)[1])
    if found.patient_id is None:
        return
    theirs = Case.objects.unfinished().filter(owner=found.reported_by, patient=found.patient_id)
    for case in theirs.exclude(kind=Kind.CONDUCT):
        ringing.reassign(case, by=HOUSE)
