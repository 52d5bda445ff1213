"""A choice from being put before a patient to being made, and made anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role, User
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind, Team
from bedside.deciding import actions
from bedside.deciding.aids import Aid
from bedside.deciding.beside import choices
from bedside.deciding.library import newest
from bedside.deciding.models import Choice, State
from bedside.hours.clock import now
from bedside.inbox.models import Message
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import Grant, Label, Patient
from bedside.town.cast import Cast
from bedside.triage.models import Screening
from bedside.visits import actions as visits
from bedside.visits import summaries
from bedside.visits.models import Visit

SAID = {"own_words": "I carry my shopping up.", "leaning": "band", "questions": ""}


@pytest.fixture(autouse=True)
def staff_need_no_second_step(settings: pytest.FixtureRequest, town: Cast) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    town.dr_osei.act_as(Role.CLINICIAN)
    town.nurse_lin.act_as(Role.NURSE)


def aid(slug: str = "example-band") -> Aid:
    found = newest(slug)
    assert found
    return found


def approved(town: Cast, slug: str = "example-band") -> Aid:
    for who in (town.dr_osei, town.nurse_lin):
        actions.approve(aid(slug), by=who)
    return aid(slug)


def seen(town: Cast, patient: Any = None, label: str = Label.NONE) -> Visit:
    """She is with Dr Osei now."""
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    visit = visits.walk_in(patient or town.amara, by=town.dr_osei, label=label, **here)
    room = visits.open_room(town.riverside, name=f"Room {visit.ticket}", by=HOUSE)
    return visits.begin(visits.call(visit, room=room, by=town.dr_osei), by=town.dr_osei)


def opened(town: Cast, **about: Any) -> Choice:
    return actions.open_choice(seen(town, **about), approved(town), by=town.dr_osei)


def decided(town: Cast, choice: Choice | None = None, **more: Any) -> Choice:
    words = {"goals": "Stairs without pain", "plan": "Wear it each day", **more}
    return actions.decide(choice or opened(town), "band", by=town.dr_osei, **words)


def hers(town: Cast) -> User:
    assert town.amara.login
    return town.amara.login


def client_of(login: Any) -> Client:
    client = Client()
    client.force_login(login)
    return client


def test_an_aid_is_shown_to_nobody_before_two_who_treat_have_approved_it(town: Cast) -> None:
    visit = seen(town)
    actions.approve(aid(), by=town.dr_osei)
    with pytest.raises(Refusal, match="approved this already"):
        actions.approve(aid(), by=town.dr_osei)
    with pytest.raises(Refusal, match="approve"):
        actions.open_choice(visit, aid(), by=town.dr_osei)

    with pytest.raises(Refusal, match="clinician or a nurse"):
        actions.approve(aid(), by=town.sam)
    actions.approve(aid(), by=town.nurse_lin)
    assert actions.open_choice(visit, aid(), by=town.dr_osei).is_open


def test_an_aid_for_children_is_not_put_before_a_grown_up(town: Cast) -> None:
    with pytest.raises(Refusal, match="another age"):
        actions.open_choice(seen(town), approved(town, "ear-infection-child"), by=town.dr_osei)


def test_she_reads_both_sides_of_each_number_and_says_what_matters(town: Cast) -> None:
    choice, client = opened(town), client_of(hers(town))
    assert Message.objects.filter(patient=town.amara, template="choice").exists()
    assert str(choice) in client.get("/home/").text

    page = client.get(f"/choices/{choice.pk}/").text
    assert "540 of 1,000: knee still hurts on stairs." in page
    assert "460 of 1,000: it does not hurt there." in page
    assert "It may be 480 to 600." in page
    assert "made up" in page

    client.post(f"/choices/{choice.pk}/", {"matters-stairs": "3", "matters-daily": "1", **SAID})
    kept = Choice.objects.get()
    assert kept.mattering == [("To walk stairs without pain", "Very much"), ("Not to think of it each day", "A little")]
    assert (str(kept.leans), kept.told_by) == ("The blue band", "patient")


def test_whoever_sees_her_next_finds_in_the_brief_how_she_leans_and_her_own_words(town: Cast) -> None:
    choice = actions.tell(opened(town), by=hers(town), weights={}, **SAID)

    lines = choices(town.dr_osei, town.amara)
    assert [(one.text, one.aside) for one in lines] == [
        (str(choice), "The blue band"),
        ("I carry my shopping up.", "What matters"),
    ]
    assert "I carry my shopping up." in client_of(town.dr_osei).get(f"/desk/mine/{choice.visit_id}/brief/").text


def test_a_question_written_at_home_brings_somebody_once(town: Cast) -> None:
    choice = opened(town)
    for words in ("Does it itch?", "Does it itch much?"):
        actions.tell(choice, by=hers(town), weights={}, **SAID | {"questions": words})

    case = Case.objects.get(kind=Kind.CHOICE)
    assert (case.team, str(case)) == (Team.NURSES, "A patient has a question about a choice")
    assert "Does it itch much?" in client_of(town.nurse_lin).get(f"/desk/inbox/{case.pk}/").text
    decided(town, choice)
    assert Case.objects.get(pk=case.pk).is_closed


def test_what_was_decided_stands_with_goal_and_plan_in_the_summary_and_in_her_portal(town: Cast) -> None:
    choice = opened(town)
    page = client_of(town.dr_osei).post(
        f"/desk/choices/{choice.pk}/",
        {"decide": "yes", "option": "band", "goals": "Stairs without pain", "plan": "Wear it each day"},
        follow=True,
    )
    assert "Stairs without pain" in page.text
    words = {"original": "Knee.", "why_came": "You came with a sore knee."}
    visit = Visit.objects.get(pk=choice.visit_id)
    summaries.sign(summaries.draft(visit, by=town.dr_osei, **words), by=town.dr_osei)

    client = client_of(hers(town))
    for address in (f"/visits/{visit.pk}/summary/", f"/choices/{choice.pk}/"):
        shown = client.get(address).text
        assert "The blue band" in shown
        assert "Wear it each day" in shown


def test_she_may_change_her_mind_until_the_day_that_was_said(town: Cast) -> None:
    tomorrow = now().date() + timedelta(days=1)
    choice, client = decided(town, may_change_until=tomorrow), client_of(hers(town))

    client.post(f"/choices/{choice.pk}/again/", {"because": "My sister has one too."})
    assert Choice.objects.get().is_open
    assert Case.objects.get(kind=Kind.CHOICE).subject == actions.THINKS_AGAIN
    assert any(one.urgent for one in choices(town.dr_osei, town.amara))

    again = decided(town, Choice.objects.get())
    Choice.objects.filter(pk=again.pk).update(may_change_until=now().date() - timedelta(days=1))
    assert client.post(f"/choices/{choice.pk}/again/", {"because": ""}).status_code == 409
    assert Choice.objects.get().state == State.DECIDED


def test_a_choice_that_is_made_or_taken_back_is_told_no_more(town: Cast) -> None:
    choice = decided(town)
    with pytest.raises(Refusal, match="not open"):
        actions.tell(choice, by=hers(town), weights={}, **SAID)
    again = actions.think_again(choice, by=hers(town))
    actions.withdraw(again, because="Asked by mistake", by=town.dr_osei)
    with pytest.raises(Refusal, match="can no longer"):
        decided(town, Choice.objects.get())


def test_the_same_choice_is_not_put_before_her_twice_at_once(town: Cast) -> None:
    choice = opened(town)

    with pytest.raises(Refusal, match="open already"):
        actions.open_choice(choice.visit, aid(), by=town.nurse_lin)


def test_a_carer_who_may_see_results_reads_it_and_another_does_not(town: Cast) -> None:
    choice = actions.open_choice(seen(town, town.tomas), approved(town, "ear-infection-child"), by=town.dr_osei)
    client = client_of(town.teresa)
    Grant.objects.filter(carer=town.teresa).update(may_results=False)
    assert client.get(f"/choices/{choice.pk}/").status_code == 404

    Grant.objects.filter(carer=town.teresa).update(may_results=True)
    client.post(f"/choices/{choice.pk}/", {"own_words": "He sleeps badly.", "leaning": "wait"})
    assert Choice.objects.get().told_by == "carer"


def test_a_confidential_choice_leaves_no_echo(town: Cast) -> None:
    Grant.objects.create(carer=town.teresa, patient=town.amara, relation="aunt", may_results=True)
    choice = opened(town, label=Label.CONFIDENTIAL)
    actions.tell(choice, by=hers(town), weights={}, **SAID | {"questions": "Who knows?"})

    assert not Message.objects.filter(template="choice").exclude(label=Label.CONFIDENTIAL).exists()
    assert client_of(town.teresa).get(f"/choices/{choice.pk}/").status_code == 404
    assert str(choice) not in client_of(town.teresa).get("/home/").text
    assert not Case.objects.visible_to(town.sam).filter(kind=Kind.CHOICE).exists()
    assert client_of(town.sam).get(f"/desk/choices/{choice.pk}/").status_code in {403, 404}
    assert client_of(hers(town)).get(f"/choices/{choice.pk}/").status_code == 200


def test_what_she_asks_or_thinks_later_is_heard_also_where_an_older_case_waits_for_her(town: Cast) -> None:
    choice = actions.tell(opened(town), by=hers(town), weights={}, **SAID | {"questions": "Does it itch?"})
    case = Case.objects.get(kind=Kind.CHOICE)
    cases.wait_for_patient(case, because="rang her", by=town.nurse_lin)

    actions.tell(choice, by=hers(town), weights={}, **SAID | {"questions": "Does it hurt?"})

    assert Case.objects.get(kind=Kind.CHOICE).is_running
    Case.objects.filter(pk=case.pk).update(answered_at=now())
    Choice.objects.filter(pk=choice.pk).update(state=State.DECIDED, decided_at=now(), decided_by=town.dr_osei)
    actions.think_again(Choice.objects.get(), by=hers(town))
    case.refresh_from_db()
    assert (case.is_running, case.subject) == (True, actions.THINKS_AGAIN)


def test_red_flags_behind_many_words_are_read_and_the_emergency_stands_before_all_else(town: Cast) -> None:
    choice = opened(town)
    words = {"own_words": "My knee is sore. " * 400, "questions": "I have crushing chest pain spreading to my arm"}

    page = client_of(hers(town)).post(f"/choices/{choice.pk}/", words)

    urgent = Screening.objects.get(channel="choice", level__in=["E0", "E1"])
    assert (page.status_code, str(urgent.pk) in page.headers["Location"]) == (302, True)


def test_an_older_page_does_not_undo_what_was_written_since(town: Cast) -> None:
    choice, she, desk = opened(town), client_of(hers(town)), client_of(town.dr_osei)
    old = {"seen": str(choice.version)}
    assert f'name="seen" value="{choice.version}"' in she.get(f"/choices/{choice.pk}/").text
    assert desk.get(f"/desk/choices/{choice.pk}/").text.count(f'name="seen" value="{choice.version}"') == 2

    she.post(f"/choices/{choice.pk}/", SAID | old)
    for client, page, words in (
        (she, f"/choices/{choice.pk}/", {"own_words": "older"}),
        (desk, f"/desk/choices/{choice.pk}/", {"matters": "yes", "own_words": "older"}),
        (desk, f"/desk/choices/{choice.pk}/", {"decide": "yes", "option": "band", "goals": "x", "plan": "y"}),
    ):
        assert client.post(page, words | old).status_code == 409
    assert (Choice.objects.get().own_words, Choice.objects.get().state) == (SAID["own_words"], State.OPEN)


def test_a_choice_made_under_an_older_name_is_listed_and_not_opened_a_second_time(town: Cast) -> None:
    choice = opened(town)
    Patient.objects.filter(pk=town.amara.pk).update(merged_into=town.omar)
    visit = seen(town, town.omar)

    page = client_of(town.dr_osei).get(f"/desk/visits/{visit.pk}/choices/").text
    assert f"/desk/choices/{choice.pk}/" in page
    with pytest.raises(Refusal, match="open already"):
        actions.open_choice(visit, aid(), by=town.dr_osei)
