"""Whoever is shown a patient's name has seen her: every page that names one has said so first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from bedside.access.matrix import MATRIX
from bedside.access.models import Role, User
from bedside.booking import actions as booking
from bedside.booking import waiting
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import moved_to, now
from bedside.inbox import actions as inbox
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Sight
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.triage import actions as triage

from .strangers import STRANGERS
from .walking import ROUTES, Route, knock, logins, nobody_is_slowed_down

pytestmark = pytest.mark.once

__all__ = ["logins", "nobody_is_slowed_down"]  # fixtures, used by name

LOOKERS = [Role.CARER, Role.FRONT_DESK, Role.NURSE, Role.CLINICIAN, Role.MANAGER, Role.ADMINISTRATOR]


@pytest.fixture(autouse=True)
def it_is_ten_in_the_morning() -> Iterator[None]:
    """Whenever the test runs: late in the evening an hour from now is another day."""
    with moved_to(datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)):
        yield


@pytest.fixture
def busy(town: Cast) -> Cast:
    """A day on which everybody has something: names that are found nowhere else, visits, letters, an emergency."""
    for number, patient in enumerate([town.amara, town.lina, town.omar, town.ana, town.tomas]):
        people.change_details(patient, by=HOUSE, family_name=f"Quorlish{'abcde'[number]}")
    starts = now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.gp,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    )
    first, second, _third = Slot.objects.order_by("starts_at")
    booking.book(first, town.amara, town.gp_visit, by=town.sam)
    booking.book(second, town.tomas, town.gp_visit, by=town.sam)
    waiting.wait_for(town.gp_visit, town.ana, by=town.sam)
    inbox.write(town.omar, "Parking", "Is there parking?", by=HOUSE)
    inbox.write(town.tomas, "School", "May he go to school?", by=town.teresa)
    triage.begin("crushing chest pain and I am sweating", by=HOUSE, patient=town.omar)
    work_off()
    return town


@pytest.mark.parametrize("role", LOOKERS)
def test_every_patient_named_on_a_page_was_seen(role: Role, busy: Cast, logins: dict[Role, User]) -> None:
    unseen, client = [], knock(role, logins)
    for route in ROUTES:
        if role in MATRIX[route.name].roles:
            with transaction.atomic():
                unseen += unseen_on(route, client, logins[role], busy)
                transaction.set_rollback(True)

    assert unseen == []


def unseen_on(route: Route, client: Client, reader: User, town: Cast) -> list[str]:
    """The names a page shows without a sight of them, each behind the route's own."""
    address = route.address(**STRANGERS[route.name].ids(town)) if route.name in STRANGERS else route.address()
    page = client.get(address, follow=True)
    if not page.headers.get("Content-Type", "").startswith("text/html"):
        return []
    seen = set(Sight.objects.filter(actor_id=reader.pk).values_list("patient_id", flat=True))
    named = Patient.objects.exclude(pk__in=seen).values_list("family_name", flat=True)
    return [f"{route.name}: {name}" for name in named if name in page.text]


def test_there_are_names_to_be_seen(busy: Cast, logins: dict[Role, User]) -> None:
    page = knock(Role.FRONT_DESK, logins).get("/desk/", {"place": str(busy.riverside.pk)})

    assert "Quorlisha" in page.text
    assert Sight.objects.filter(patient_id=busy.amara.pk, what="desk/today").exists()
