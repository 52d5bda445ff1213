from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.cases import actions, handing
from bedside.cases.models import Case, Handed, Handoff, Nudge, Why
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Refusal
from bedside.people.models import Label
from bedside.teams import actions as teams
from bedside.teams.models import Team
from bedside.town.cast import Cast


def comes_in(town: Cast, **more: str) -> Case:
    message = inbox.write(town.amara, "My tablets", "Can I take my tablets at night?", by=town.amara.login, **more)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(conversation=message.conversation)


def test_another_team_is_asked_and_has_it_only_when_it_says_yes(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    due = case.due_at
    handed = handing.ask(case, Team.PHARMACY, what="Are her tablets ready?", by=town.sam)
    assert Case.objects.get().team == Team.FRONT_DESK
    with pytest.raises(Refusal, match="Only the team that was asked"):
        handing.accept(handed, by=town.sam)

    clock.move(hours=1)
    handing.accept(handed, by=town.nurse_lin)
    after = Case.objects.get()
    assert (after.team, after.owner, after.held_since) == (Team.PHARMACY, town.nurse_lin, clock())
    assert after.due_at == due  # what she was promised runs on


def test_a_team_says_no_with_a_reason_and_whoever_asked_is_told(town: Cast, clock: Stopped) -> None:
    handed = handing.ask(comes_in(town), Team.BILLING, what="What does she owe?", by=town.nurse_lin)
    with pytest.raises(Refusal, match="Say why"):
        handing.decline(handed, because="", by=town.sam)
    handing.decline(handed, because="It is about tablets", by=town.sam)

    assert Case.objects.get().team == Team.FRONT_DESK
    told = Nudge.objects.filter(why=Why.DECLINED)
    assert {(one.to, one.team) for one in told} == {(town.nurse_lin, ""), (None, Team.FRONT_DESK)}
    with pytest.raises(Refusal, match="answered already"):
        handing.decline(handed, because="again", by=town.sam)


def test_each_hand_over_has_a_clock_in_the_hours_of_the_team_that_is_asked(town: Cast, clock: Stopped) -> None:
    mornings = {day: [["09:00", "11:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    teams.arrange(Team.LAB, opening=mornings, by=town.ines)
    handed = handing.ask(comes_in(town), Team.LAB, what="Is the result there?", by=town.sam)
    assert handed.due_at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)

    assert handing.ring_for_answers() == 0
    clock.move_to(handed.due_at + timedelta(minutes=1))
    assert handing.ring_for_answers() == 1
    assert handing.ring_for_answers() == 0
    assert {one.team for one in Nudge.objects.filter(why=Why.SLOW)} == {Team.LAB, Team.FRONT_DESK}


def test_one_team_is_asked_at_a_time_and_a_secret_stays_with_the_nurses(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    handing.ask(case, Team.LAB, what="Look", by=town.sam)
    with pytest.raises(Refusal, match="was asked already"):
        handing.ask(case, Team.PHARMACY, what="Look", by=town.sam)

    secret = comes_in(town, label=Label.CONFIDENTIAL)
    with pytest.raises(Refusal, match="cannot take this case"):
        handing.ask(secret, Team.LAB, what="Look", by=town.nurse_lin)


def test_she_reads_who_has_her_question_and_since_when(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    case = comes_in(town)
    client.force_login(town.sam)
    client.post(f"/desk/inbox/{case.pk}/handoffs/", {"team": "pharmacy", "what": "Ready?"})
    her = Client()
    her.force_login(town.amara.login)
    letters = f"/messages/{case.conversation_id}/"
    assert "Your question is with: Front desk, since Monday 23 November." in her.get(letters).text
    assert "We have also asked: Pharmacy." in her.get(letters).text

    client.force_login(town.nurse_lin)
    here = f"/desk/inbox/{case.pk}/"
    assert "Front desk asks Pharmacy: Ready?" in client.get(here).text
    client.post(f"{here}handoffs/{Handoff.objects.get().pk}/acceptance/")
    assert Handoff.objects.get().state == Handed.ACCEPTED
    assert "Your question is with: Pharmacy, since Monday 23 November." in her.get(letters).text


def test_a_hand_over_takes_no_emergency_away_from_the_nurses(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    handed = handing.ask(case, Team.BILLING, what="What does she owe?", by=town.sam)
    clock.move(minutes=5)
    inbox.write_again(case.conversation, "I have crushing chest pain and I am sweating", by=town.amara.login)
    work_off(Lane.URGENT, Lane.NEWS)

    assert Handoff.objects.get().state == Handed.WITHDRAWN
    for old in (handed, Handoff.objects.get()):  # as an old page knows it, and as it stands
        with pytest.raises(Refusal):
            handing.accept(old, by=town.sam)
    assert Case.objects.get().team == Team.NURSES


def test_what_has_gone_to_others_or_is_closed_is_asked_of_nobody_and_another_can_be(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    handing.ask(case, Team.LAB, what="Look", by=town.sam)
    actions.give(case, None, team=Team.BILLING, by=town.sam)
    handing.ask(case, Team.PHARMACY, what="Look", by=town.sam)
    actions.close(case, because="done", by=town.sam)

    assert {one.state for one in Handoff.objects.all()} == {Handed.WITHDRAWN}
    assert Handoff.objects.count() == 2


def test_a_no_that_is_refused_keeps_what_was_typed(town: Cast, clock: Stopped, one_step: None) -> None:
    case = comes_in(town)
    handed = handing.ask(case, Team.PHARMACY, what="Are her tablets ready?", by=town.sam)
    lins = Client()
    lins.force_login(town.nurse_lin)
    here, box = f"/desk/inbox/{case.pk}/handoffs/{handed.pk}/refusal/", f"no-{handed.pk}-because"
    assert "Say why." in lins.post(here, {box: " "}).text
    handing.accept(handed, by=town.nurse_lin)

    late = lins.post(here, {box: "It is about her knee"}).text
    assert "This was answered already." in late
    assert 'value="It is about her knee"' in late
    assert Handoff.objects.get().state == Handed.ACCEPTED
