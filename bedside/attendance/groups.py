"""How visits go for groups of patients: by service, clinician, language and age. Small groups are not shown."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bedside.access.models import PATIENT_SIDE
from bedside.booking.measures import LATE
from bedside.booking.models import Appointment, Status
from bedside.directory.models import Place, Service
from bedside.hours.clock import now
from bedside.journal.models import Entry
from bedside.measures.continuity import Together, slicc, together
from bedside.measures.small_numbers import SMALLEST_INSIDE
from bedside.people.models import Label, StaffMember
from bedside.prediction.features import AGES

LATELY = timedelta(weeks=13)
A_YEAR = timedelta(days=365)
FEWEST = 30  # visits, or patients, in a group
CAME = {Status.ARRIVED, Status.FULFILLED}
FIELDS = (
    *("pk", "patient_id", "staff_member_id", "service_id", "starts_at", "asked_at", "status"),
    *("patient__language", "patient__birth_date"),
)
WAYS = ("service", "clinician", "language", "age")


@dataclass(frozen=True)
class Group:
    """One group: None is what too few would tell."""

    name: Hashable
    visits: int
    missed: float | None
    called_off_late: float | None
    lead: float  # days, the middle
    seen: Together | None
    with_their_own: float | None  # SLICC: with whom they saw most before


@dataclass(frozen=True)
class _Visit:
    patient: uuid.UUID
    clinician: uuid.UUID
    at: datetime
    status: str
    lead: float
    late: bool
    names: dict[str, Hashable]


def groups(place: Place, by: str) -> tuple[list[Group], int]:
    """The groups that are large enough, and how many were too small."""
    year = _visits(place, now() - A_YEAR)
    since = now() - LATELY
    own = _whom_they_saw_most([one for one in year if one.at < since])
    lately: dict[Hashable, list[_Visit]] = defaultdict(list)
    for one in year:
        if one.at >= since:
            lately[one.names[by]].append(one)
    over_the_year: dict[Hashable, list[_Visit]] = defaultdict(list)
    for one in year:
        over_the_year[one.names[by]].append(one)
    counted = {name: [one for one in those if one.status in CAME | {Status.NOSHOW}] for name, those in lately.items()}
    large = {name for name, those in counted.items() if len(those) >= FEWEST}
    found = [_group(name, counted[name], lately[name], over_the_year[name], own) for name in large]
    return sorted(found, key=lambda one: -one.visits), len(counted) - len(large)


def _group(
    name: Hashable,
    counted: Sequence[_Visit],
    lately: Sequence[_Visit],
    year: Sequence[_Visit],
    own: dict[uuid.UUID, uuid.UUID],
) -> Group:
    late = sum(one.late for one in lately)
    seen: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for one in year:
        if one.status in CAME:
            seen[one.patient].append(one.clinician)
    judged = together(seen.values())
    came = [(one.patient, one.clinician) for one in counted if one.status in CAME]
    listed = sum(patient in own for patient, _clinician in came)
    return Group(
        name=name,
        visits=len(counted),
        missed=_share(sum(one.status == Status.NOSHOW for one in counted), len(counted)),
        called_off_late=_share(late, len(counted) + late),
        lead=median(one.lead for one in counted),
        seen=judged if judged.patients >= FEWEST else None,
        with_their_own=slicc(came, own) if listed >= FEWEST else None,
    )


def _share(count: int, of: int) -> float | None:
    """Nothing where so few, or all but so few, could tell of somebody."""
    return None if 0 < count < SMALLEST_INSIDE else count / of


def _whom_they_saw_most(visits: Iterable[_Visit]) -> dict[uuid.UUID, uuid.UUID]:
    """Of each patient who came before, the clinician she saw most; of two alike, the one she saw last."""
    seen: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for one in visits:
        if one.status in CAME:
            seen[one.patient].append(one.clinician)
    return {patient: Counter(reversed(those)).most_common(1)[0][0] for patient, those in seen.items()}


def _visits(place: Place, since: datetime) -> list[_Visit]:
    kept_or_not = Appointment.objects.filter(place=place, label=Label.NONE, left_unseen_at=None)
    rows = kept_or_not.filter(starts_at__gte=since, starts_at__lt=now())
    services = {one.pk: str(one) for one in Service.objects.all()}
    members = {one.pk: str(one) for one in StaffMember.objects.all()}
    off = _called_off_late()
    return [
        _Visit(
            patient=patient,
            clinician=clinician,
            at=starts,
            status=status,
            lead=max((starts - asked) / timedelta(days=1), 0.0),
            late=status == Status.CANCELLED and pk in off and starts - off[pk] < LATE,
            names={
                "service": services[service],
                "clinician": members[clinician],
                "language": language,
                "age": _band(born, starts.date()),
            },
        )
        for pk, patient, clinician, service, starts, asked, status, language, born in rows.order_by(
            "starts_at"
        ).values_list(*FIELDS)
    ]


def _called_off_late() -> dict[uuid.UUID, datetime]:
    """When the patient's side called off visits of the last quarter."""
    told = Entry.objects.filter(
        verb="appointment.cancelled", happened_at__gte=now() - LATELY - LATE, actor_kind__in=PATIENT_SIDE
    )
    return dict(told.values_list("subject_id", "happened_at"))


def _band(born: date | None, day: date) -> Hashable:
    if born is None:
        return None
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return next(((low, high - 1) for low, high in AGES if low <= age < high), None)
