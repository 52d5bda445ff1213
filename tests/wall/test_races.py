"""Real threads: guesses at the same moment, one code at two screens, one patient at two kiosks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.town.cast import gather
from bedside.visits.models import Visit
from bedside.wall import actions, tries, turns
from bedside.wall.models import Outcome, Turn

from .conftest import NINE

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def at_once(do: list[Callable[[], object]]) -> list[object]:
    """What each of these says that are done in threads starting together; a refusal says itself."""
    start, said = threading.Barrier(len(do)), [None] * len(do)

    def run(number: int) -> None:
        start.wait()
        try:
            said[number] = do[number]()  # type: ignore[call-overload]
        except Refusal as refusal:
            said[number] = refusal  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(do))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return list(said)


def test_of_many_guesses_at_the_same_moment_five_are_looked_at() -> None:
    allowed = at_once([lambda: tries.take("kiosk:one", turns.AT_ONE_KIOSK)] * MANY)

    assert allowed.count(True) == 5
    assert tries.is_shut("kiosk:one")


def test_a_code_typed_at_two_screens_at_once_lets_one_in() -> None:
    town = gather()
    device = actions.expect("By the door", kind="kiosk", place=town.riverside, by=town.sam)
    code = actions.give_code(device, by=town.sam)

    said = at_once([lambda: actions.pair(code, network="192.0.2.1"), lambda: actions.pair(code, network="192.0.2.2")])

    assert sum(isinstance(one, Refusal) for one in said) == 1


def test_two_kiosks_that_check_in_the_same_patient_at_once_show_one_ticket() -> None:
    town = gather()
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=NINE,
        ends_at=NINE + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    )
    booked = booking.book(Slot.objects.order_by("starts_at")[0], town.amara, town.knee_check, by=town.sam)
    begun = []
    for name in ("door", "stairs"):
        device, _secret = actions.pair_at_once(name, kind="kiosk", place=town.riverside, by=HOUSE)
        turn = turns.begin(device, language="en")
        assert town.amara.birth_date
        assert turns.say_who(turn, birth_date=town.amara.birth_date, family_name="Okafor")
        begun.append(turn.pk)

    at_once([lambda pk=pk: turns.check_in(Turn.objects.get(pk=pk), booked.pk) for pk in begun])

    visit = Visit.objects.get()
    assert [(one.visit, one.outcome) for one in Turn.objects.order_by("pk")] == [(visit, Outcome.CHECKED_IN)] * 2
