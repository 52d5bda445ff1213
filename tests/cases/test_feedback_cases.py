"""Cases about visits that went badly: a manager's, by name, within two working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.access import actions as access
from bedside.access.models import Role, User
from bedside.cases import actions as cases
from bedside.cases import rounds
from bedside.cases.models import Case, Kind, Team
from bedside.hours.clock import Stopped
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import Label
from bedside.town.cast import Cast


def went_badly(town: Cast, **more: Any) -> Case:
    return cases.open_case(Kind.FEEDBACK, "A visit went badly", by=HOUSE, patient=town.amara, **more)


def test_it_has_a_name_from_the_first_minute_though_nobody_is_there(town: Cast, clock: Stopped) -> None:
    case = went_badly(town)

    assert case.owner == town.ines
    assert case.team == Team.MANAGERS


def test_it_is_due_when_the_clinic_closes_two_working_days_later(town: Cast, clock: Stopped) -> None:
    assert went_badly(town).due_at == datetime(2026, 11, 25, 18, 30, tzinfo=UTC)  # from Monday noon to Wednesday


def test_a_weekend_is_no_working_day_but_an_open_saturday_is(town: Cast, clock: Stopped) -> None:
    friday_evening = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)

    assert went_badly(town, since=friday_evening).due_at == datetime(2026, 11, 30, 18, 30, tzinfo=UTC)


def test_what_is_urgent_in_it_goes_to_the_nurses_in_their_time(
    town: Cast, clock: Stopped, at_work: Callable[[User], None]
) -> None:
    at_work(town.nurse_lin)
    case = went_badly(town, level="U2")

    assert case.owner == town.nurse_lin
    assert case.limit_minutes == 120


def test_the_manager_keeps_it_when_the_rounds_look_who_has_left(town: Cast, clock: Stopped) -> None:
    case = went_badly(town)

    assert rounds.reassign_what_was_left() == 0
    access.take_role(town.ines, Role.MANAGER, by=HOUSE, because="has moved on")
    assert rounds.reassign_what_was_left() == 1
    assert Case.objects.get(pk=case.pk).owner not in (None, town.ines)


def test_a_manager_sees_it_and_no_other_case(town: Cast, clock: Stopped, client: Client, one_step: None) -> None:
    hers = went_badly(town)
    letter = cases.open_case(Kind.MESSAGE, "My tablets", by=HOUSE, patient=town.lina)
    secret = went_badly(town, label=Label.CONFIDENTIAL)
    client.force_login(town.ines)

    page = client.get("/desk/inbox/").text
    assert "A visit went badly" in page
    assert "My tablets" not in page
    assert client.get(f"/desk/inbox/{hers.pk}/").status_code == 200
    for other in (letter, secret):
        assert client.get(f"/desk/inbox/{other.pk}/").status_code == 404


def test_only_what_was_said_of_a_visit_can_be_given_to_managers(town: Cast, clock: Stopped) -> None:
    letter = cases.open_case(Kind.MESSAGE, "My tablets", by=HOUSE, patient=town.lina)

    for to, team in ((town.ines, None), (None, Team.MANAGERS)):
        with pytest.raises(Refusal, match="cannot take this case"):
            cases.give(letter, to, by=town.sam, team=team)
