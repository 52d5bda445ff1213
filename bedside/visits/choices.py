"""What somebody who waits longer than she was told may choose: another day, or a word with one of us.

Her place in the line is kept while she looks for another day, and given up only when she has one.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.booking.models import Appointment, Status
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.models import Label

from . import actions
from .away import LOW
from .models import State, Visit

LOOKS_FOR = timedelta(hours=3)  # what is booked later has nothing to do with her wait
ASKS_AGAIN = timedelta(minutes=10)  # a second press within this adds nothing


def may_choose_a_day(visit: Visit) -> bool:
    """Whether she could come on another day: only who can wait, and only for what is booked by the ordinary way."""
    if visit.state != State.WAITING or visit.level not in LOW or visit.worse_at or visit.label:
        return False
    kinds = VisitType.objects.filter(service=visit.service_id, is_offered=True)
    return visit.service.is_offered and kinds.exists()


@transaction.atomic
def look_for_another_day(visit: Visit, *, by: Hand) -> str:
    """She would rather come on another day: where she chooses one. Until she has it, her place is hers."""
    visit = _as_it_stands(visit)
    if not may_choose_a_day(visit):
        raise Refusal(_("Please talk to the front desk about another day."), rule="another_day")
    if visit.another_day_at is None:
        visit.another_day_at = now()
        record("visit.looks_for_another_day", visit, by=by)
    return reverse("booking:by-service", args=[visit.service.slug])


@transaction.atomic
def stay(visit: Visit, *, by: Hand) -> None:
    """She would rather wait after all."""
    visit = _as_it_stands(visit)
    if visit.another_day_at is not None:
        visit.another_day_at = None
        record("visit.stays", visit, by=by)


@transaction.atomic
def ask_for_us(visit: Visit, *, by: Hand) -> None:
    """She wishes to speak to somebody: one of us goes to her, or calls her. A second press soon after adds nothing."""
    visit = _as_it_stands(visit)
    if not visit.is_open:
        raise Refusal(_("That can no longer be done with this visit. Please look again."), rule="state")
    if visit.asked_us_at is None or now() - visit.asked_us_at >= ASKS_AGAIN:
        visit.asked_us_at = now()
        record("visit.asks_for_us", visit, by=by)


@transaction.atomic
def note_spoken_to(visit: Visit, *, by: Hand) -> None:
    """One of us has spoken to her: the queue and her own page no longer say that somebody comes."""
    visit = _as_it_stands(visit)
    if visit.asked_us_at is not None and visit.is_open and visit.began_at is None:
        visit.asked_us_at = None
        record("visit.spoken_to", visit, by=by)


def let_go_whoever_has_another_day() -> int:
    """Whoever has the other day she looked for waits no longer. Run by the clock, each minute."""
    looks = Visit.objects.filter(state=State.WAITING, another_day_at__gt=now() - LOOKS_FOR)
    return sum(_let_go(visit) for visit in looks.select_related("place").order_by("pk"))


@transaction.atomic
def _let_go(visit: Visit) -> bool:
    visit = _as_it_stands(visit)
    if visit.another_day_at is None or not visit.is_today or not may_choose_a_day(visit):
        return False
    root = visit.patient.merged_into_id or visit.patient_id
    booked = Appointment.objects.filter(
        Q(patient=root) | Q(patient__merged_into=root),
        status=Status.BOOKED,
        service=visit.service_id,
        label=Label.NONE,
        asked_at__gte=visit.another_day_at,
        starts_at__gt=now(),
    )
    if not booked.exists():
        return False
    actions.leave(visit, by=HOUSE, because=gettext_noop("will come another day"))
    return True


def _as_it_stands(visit: Visit) -> Visit:
    held = Visit.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("patient", "place", "service", "visit_type", "appointment").get(pk=visit.pk)
