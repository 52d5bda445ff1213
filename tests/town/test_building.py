from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bedside.access.models import User
from bedside.booking.models import Appointment, Session, Slot, Status, Taken
from bedside.cases.models import Case
from bedside.directory.models import Clinic
from bedside.feedback.models import Answer
from bedside.hours.clock import moved_to, now
from bedside.inbox.models import Conversation
from bedside.insight.models import Improvement
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.journal.sealing import faults
from bedside.people.actions import register
from bedside.people.models import Patient
from bedside.town.actions import build
from bedside.visits.models import State as VisitState
from bedside.visits.models import Visit

pytestmark = pytest.mark.once

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATE_ON_WEDNESDAY = datetime(2026, 12, 2, 21, 30, tzinfo=UTC)  # the clinic is shut, the town is not


@pytest.mark.slow
@pytest.mark.django_db
def test_the_town_has_thirty_weeks_behind_it_and_some_days_later_is_brought_up_to_today() -> None:
    with moved_to(MONDAY):
        build()
        assert Patient.objects.count() > 300
        first = Appointment.objects.order_by("starts_at")[0]
        assert now() - first.starts_at > timedelta(weeks=29)
        assert Conversation.objects.count() > 300
        assert not Appointment.objects.filter(status=Status.BOOKED, ends_at__lte=now()).exists()
        a_working_day_goes_on()
        what_was_told_fits_together()
        assert Case.objects.filter(state="closed").count() > 300
        assert Answer.objects.filter(overall="very_good").count() > 100
        assert Improvement.objects.filter(place__name="Hillside", measure__contains="wait").exists()
        badly = Answer.objects.filter(overall__in=["poor", "very_poor"])
        assert {f"answer:{one.pk}" for one in badly} == set(
            Case.objects.exclude(key=None).values_list("key", flat=True)
        )
        assert Entry.objects.filter(verb="appointment.booked").count() == Appointment.objects.count()
        over = Slot.objects.filter(starts_at__gt=now()).free().count()
        assert over > 50
        ahead = Appointment.objects.filter(status=Status.BOOKED).values_list("staff_member_id", "starts_at")
        cells = set(Taken.objects.values_list("resource", "at"))
        assert all(cell in cells for cell in ahead)
        last = Session.objects.order_by("-starts_at")[0].starts_at

    with moved_to(LATE_ON_WEDNESDAY):
        build()
        a_working_day_goes_on()
        what_was_told_fits_together()
        assert Session.objects.order_by("-starts_at")[0].starts_at > last
        assert not Appointment.objects.filter(status=Status.BOOKED, ends_at__lte=now()).exists()
        assert list(faults()) == []


def a_working_day_goes_on() -> None:
    todays = Visit.objects.filter(arrived_at__gte=now() - timedelta(hours=3))
    assert todays.filter(state=VisitState.FINISHED).count() > 5
    assert todays.filter(state=VisitState.WAITING).count() > 2
    ahead = Appointment.objects.filter(status=Status.BOOKED, starts_at__gt=now())
    assert ahead.filter(starts_at__lt=now() + timedelta(hours=2)).count() > 3
    amara = ahead.filter(patient__login__email="amara@town.example")
    assert amara.filter(starts_at__lt=now() + timedelta(hours=4)).exists()


def what_was_told_fits_together() -> None:
    """Nobody is called before they came, nothing happened in the future, and every finished visit was a kept one."""
    for visit in Visit.objects.select_related("appointment"):
        times = [visit.arrived_at, visit.called_at, visit.began_at, visit.ended_at, visit.left_at]
        known = [one for one in times if one]
        assert known == sorted(known)
        assert known[-1] <= now()
        if visit.appointment and visit.state == VisitState.FINISHED:
            assert visit.appointment.status == Status.FULFILLED
    assert Visit.objects.filter(called_at=None, state=VisitState.FINISHED).exists()  # some steps nobody wrote down
    assert Visit.objects.filter(state=VisitState.LEFT).exists()


def test_no_town_is_built_upon_a_real_clinic(db: None) -> None:
    Clinic.objects.create(name="A real one")
    register(given_name="Real", family_name="Person", by=HOUSE)

    with pytest.raises(Refusal, match="real clinic"):
        build()

    assert not User.objects.exists()
