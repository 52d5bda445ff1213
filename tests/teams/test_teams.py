from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from bedside.directory.models import Clinic
from bedside.hours.clock import stopped_at
from bedside.inbox.promises import promise
from bedside.journal.models import Refusal
from bedside.teams import actions
from bedside.teams.calendars import answers_within, calendar_of, opening_of
from bedside.teams.models import Team, TeamPlan, plan_of, teams_of
from bedside.town.cast import Cast

FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SPLIT = {day: [["09:00", "12:00"], ["13:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def test_a_team_without_words_of_its_own_works_as_the_clinic_does(town: Cast) -> None:
    assert calendar_of(Team.LAB) == opening_of(Clinic.objects.get())
    assert answers_within(Team.LAB) == town.clinic.answers_within
    assert list(plan_of(Team.FRONT_DESK).people()) == [town.sam]


def test_a_teams_own_hours_count_with_their_break_and_its_days_off(town: Cast) -> None:
    with stopped_at(FRIDAY):
        actions.arrange(Team.LAB, opening=SPLIT, shut=["2026-11-23"], by=town.ines)
        hours = calendar_of(Team.LAB)

    assert hours.add_minutes(FRIDAY.replace(hour=11), 120) == FRIDAY.replace(hour=14)  # the break at noon is no time
    assert hours.add_minutes(FRIDAY.replace(hour=15), 120) == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_whoever_is_named_is_the_team_and_nobody_else(town: Cast) -> None:
    actions.arrange(Team.BILLING, members=[str(town.nurse_lin.pk)], by=town.ines)

    assert list(plan_of(Team.BILLING).people()) == [town.nurse_lin]
    assert Team.BILLING in teams_of(town.nurse_lin)
    assert Team.BILLING not in teams_of(town.sam)


def test_nobody_who_does_not_work_here_is_named_for_a_team(town: Cast) -> None:
    assert town.amara.login
    with pytest.raises(Refusal, match="does not work here"):
        actions.arrange(Team.BILLING, members=[str(town.amara.login.pk)], by=town.ines)


def test_a_manager_changes_how_a_team_works(town: Cast, client: Client, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    client.force_login(town.ines)
    assert "Pharmacy" in client.get("/desk/teams/").text
    shown = client.get("/desk/teams/pharmacy/").text
    assert "There when the clinic is open." in shown

    told = {"version": 0, "hours": 4, "most_each": 12, "shut": "2026-12-24\n2026-12-31", "members": [town.sam.pk]}
    client.post("/desk/teams/pharmacy/", told)
    client.post("/desk/teams/pharmacy/hours/", {"version": 1, "mon_from": "09:00", "mon_to": "13:00", "same": "on"})
    kept = TeamPlan.objects.get()
    assert (kept.answers_within, kept.most_each, kept.shut) == (240, 12, ["2026-12-24", "2026-12-31"])
    assert kept.members == [str(town.sam.pk)]
    assert kept.opening["fri"] == [["09:00", "13:00"]]

    wrong = client.post("/desk/teams/pharmacy/", told | {"version": 2, "shut": "Christmas"})
    assert "Write each day like 2026-12-24." in wrong.text
    assert client.get("/desk/teams/kitchen/").status_code == 404


def test_patients_are_promised_what_the_teams_own_clock_keeps(town: Cast) -> None:
    with stopped_at(FRIDAY):
        assert promise(town.clinic) == "We answer within 1 working day."

        actions.arrange(Team.FRONT_DESK, opening={day: [["09:00", "13:00"]] for day in SPLIT}, by=town.ines)
        assert promise(town.clinic) == "We answer within 2 working days."  # eight hours of four a day

        actions.arrange(Team.FRONT_DESK, answers_within=120, by=town.ines)
        assert promise(town.clinic) == "We answer within 2 opening hours."
