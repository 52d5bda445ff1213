"""A day of our own visits, as a trial reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.visits.models import State, Visit
from bedside.visits.recorded_here import day_here
from bedside.visits.trials.recorded import exactly
from bedside.visits.trials.template import NotATemplate

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def lived(town: Cast) -> None:
    """Four came that morning, one after the other to one clinician; one of them is confidential, one left unseen."""
    told = []
    for number in range(4):
        came = NINE + timedelta(minutes=10 * number)
        seen = number != 3
        told.append(
            Visit(
                patient=people.register(by=HOUSE, given_name="Came", family_name=f"In{number}"),
                label=Label.CONFIDENTIAL if number == 1 else Label.NONE,
                place=town.riverside,
                service=town.gp,
                staff_member=town.osei if seen else None,
                day=came.date(),
                ticket=f"A{number + 1}",
                state=State.FINISHED if seen else State.LEFT,
                arrived_at=came,
                called_at=NINE + timedelta(minutes=15 * number) if seen else None,
                ended_at=NINE + timedelta(minutes=15 * number + 15) if seen else None,
            )
        )
    record_many("visit.finished", told, by=HOUSE, at=NINE)


def test_a_day_of_ours_is_read_with_everybody_in_the_line_and_nobodys_name(town: Cast) -> None:
    lived(town)

    day = day_here(NINE.date(), place="riverside", service="")

    town.riverside.refresh_from_db()
    assert [one.at for one in day.walked_in] == [0, 10, 20]
    assert (day.left_out, day.clinicians) == (1, (town.osei.pk,))
    assert exactly(day, day.plan).waits == day.waits == [0, 5, 10]
    assert "Came" not in repr(day)


def test_a_day_without_visits_or_a_place_nobody_knows_is_refused_in_a_sentence(town: Cast) -> None:
    lived(town)
    with pytest.raises(NotATemplate, match=r"Say which place: .*Riverside"):
        day_here(NINE.date(), place="Moon", service="")
    with pytest.raises(NotATemplate, match="no visits on that day"):
        day_here(NINE.date() + timedelta(days=1), place=town.riverside.name, service="")
