"""One page before the door: whom one is about to see, why she came, what worried her, and how long she has waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from bedside.access.models import User
from bedside.directory.models import Clinic
from bedside.hours.clock import now
from bedside.inbox.models import Message, Way
from bedside.people.models import Grant, Patient
from bedside.records.models import PastVisit
from bedside.triage.models import Screening

from .gaps import Gap, gaps
from .models import State, Summary, Visit
from .since import changed_since, not_clear, still_due

SHOWN = 4  # of each kind; it is one page


@dataclass(frozen=True)
class Before:
    """A visit that is over: when, what she came for in her words, and how long she waited; unknown stays None."""

    day: date
    reason: str
    wait: float | None
    left: bool
    visit: Visit


@dataclass(frozen=True)
class Brief:
    visit: Visit
    patient: Patient
    age: int | None
    carers: list[Grant]
    emergency: Screening | None
    emergency_is_unsure: bool  # several people are reached where it was written from
    waited: float | None  # minutes until she was called, or until now
    before: list[Before]
    elsewhere: list[PastVisit]
    summary: Summary | None  # the last one that was signed
    said: list[Message]  # the last things she wrote to us
    changed: list[str]  # since the last visit here
    due: list[str]  # what should have happened and, as far as we know, did not
    gaps: list[Gap]  # what may be due by age and sex, by rule
    unclear: list[str]  # of what was said last time

    @property
    def records(self) -> list[Visit | Summary | PastVisit | Message | Screening]:
        """Whatever the page shows of her, for the sights."""
        shown: list[Visit | Summary | PastVisit | Message | Screening] = [self.visit]
        shown += [one.visit for one in self.before]
        shown += [*self.elsewhere, *self.said]
        return shown + [one for one in (self.summary, self.emergency) if one]


def brief(visit: Visit, user: User) -> Brief:
    """Read for whoever is about to see her; her second records are hers too."""
    patient = visit.patient
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    seen = Visit.objects.visible_to(user).filter(hers, state__in=[State.FINISHED, State.LEFT]).exclude(pk=visit.pk)
    elsewhere = PastVisit.objects.visible_to(user).filter(hers).took_place().select_related("clinician", "place")
    written = Message.objects.visible_to(user).filter(hers, way=Way.IN)
    signed = Summary.objects.visible_to(user).filter(hers).signed().exclude(visit=visit)
    last = signed.select_related("visit", "signed_by").order_by("-signed_at").first()
    before = list(seen.order_by("-day", "-arrived_at")[:SHOWN])
    been = next((one.ended_at for one in before if one.ended_at), None)
    standing = Screening.objects.visible_to(user).filter(hers).emergencies_standing()
    emergency = standing.order_by("-decided_at").first()
    return Brief(
        visit=visit,
        patient=patient,
        age=patient.age_on(visit.day),
        carers=list(_standing(patient)),
        emergency=emergency,
        emergency_is_unsure=emergency is not None and written.filter(screening=emergency, is_unsure=True).exists(),
        waited=waited(visit),
        before=[
            Before(one.day, one.reason, one.phase_minutes()["wait"], one.state == State.LEFT, one) for one in before
        ],
        elsewhere=list(elsewhere[:SHOWN]),
        summary=last,
        said=list(written.select_related("patient").order_by("-due_at")[:3]),
        changed=changed_since(patient, user, hers, been),
        due=still_due(user, hers, last, visit.zone),
        gaps=gaps(patient, user, hers, visit.day, _country()),
        unclear=list(not_clear(user, hers)),
    )


def waited(visit: Visit, moment: datetime | None = None) -> float | None:
    """Minutes from her coming, or from her time if she came early, until she was called, or until now."""
    if visit.arrived_at is None:
        return None
    start = max(filter(None, [visit.arrived_at, visit.scheduled_at]))
    return max(((visit.called_at or moment or now()) - start).total_seconds() / 60, 0.0)


def _country() -> str:
    return Clinic.objects.values_list("country", flat=True).first() or ""


def _standing(patient: Patient) -> list[Grant]:
    moment = now()
    found = Grant.objects.filter(patient=patient, starts_at__lte=moment, ended_at=None).select_related("carer")
    return list(found.filter(Q(ends_at=None) | Q(ends_at__gt=moment)).order_by("starts_at")[:SHOWN])
