from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bedside.access.models import User
from bedside.booking.models import Appointment, Session, Slot, Status, Taken
from bedside.directory.models import Clinic
from bedside.hours.clock import moved_to, now
from bedside.inbox.models import Conversation
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.journal.sealing import faults
from bedside.people.actions import register
from bedside.people.models import Patient
from bedside.town.actions import build

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


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
        assert Entry.objects.filter(verb="appointment.booked").count() == Appointment.objects.count()
        over = Slot.objects.filter(starts_at__gt=now()).free().count()
        assert over > 50
        ahead = Appointment.objects.filter(status=Status.BOOKED).values_list("staff_member_id", "starts_at")
        cells = set(Taken.objects.values_list("resource", "at"))
        assert all(cell in cells for cell in ahead)
        last = Session.objects.order_by("-starts_at")[0].starts_at

    with moved_to(MONDAY + timedelta(days=9)):
        build()
        assert Session.objects.order_by("-starts_at")[0].starts_at > last
        assert not Appointment.objects.filter(status=Status.BOOKED, ends_at__lte=now()).exists()
        assert list(faults()) == []


def test_no_town_is_built_upon_a_real_clinic(db: None) -> None:
    Clinic.objects.create(name="A real one")
    register(given_name="Real", family_name="Person", by=HOUSE)

    with pytest.raises(Refusal, match="real clinic"):
        build()

    assert not User.objects.exists()
