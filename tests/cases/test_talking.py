from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from bedside.access.models import User
from bedside.cases import actions, rounds, talking, vowing
from bedside.cases.measures import kept_promises
from bedside.cases.models import Case, Does, Kind, Note, Nudge, There, Vow, Why
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label, StaffMember
from bedside.teams.models import Team
from bedside.town.cast import Cast

MONTH = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def comes_in(town: Cast, said: str = "Can I take my tablets at night?", **more: str) -> Case:
    message = inbox.write(town.amara, "My tablets", said, by=town.amara.login, **more)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(conversation=message.conversation)


@pytest.fixture
def sam(town: Cast, clock: Stopped, client: Client, one_step: None) -> Client:
    client.force_login(town.sam)
    return client


def test_a_note_is_for_us_alone_and_stands_in_her_audit(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    sam.post(f"/desk/inbox/{case.pk}/notes/", {"note-words": "Knows Dr Osei well.", "note-tell": ""})

    assert "Knows Dr Osei well." in sam.get(f"/desk/inbox/{case.pk}/").text
    assert Entry.objects.get(verb="note.written").patient_id == town.amara.pk
    assert "tablets" in sam.post("/desk/inbox/", {"q": "osei well"}, follow=True).text
    her = Client()
    her.force_login(town.amara.login)
    assert "Knows" not in her.get(f"/messages/{case.conversation_id}/").text


def test_whoever_is_named_in_a_note_is_asked_to_look_until_they_do(town: Cast, sam: Client, client: Client) -> None:
    case = comes_in(town)
    talking.write_note(case, "@Lin please, and @Nobody", by=town.sam)
    assert [(one.to, one.why) for one in Nudge.objects.all()] == [(town.nurse_lin, Why.NAMED)]

    client.force_login(town.nurse_lin)
    assert "My tablets" in client.get("/desk/inbox/?view=asked").text
    assert "A colleague asks you to look" in client.get(f"/desk/inbox/{case.pk}/").text
    client.post(f"/desk/inbox/{case.pk}/looking/")
    assert "Nothing here." in client.get("/desk/inbox/?view=asked").text


def test_nobody_is_asked_to_look_at_what_they_may_not_see(town: Cast, clock: Stopped) -> None:
    case = comes_in(town, label=Label.CONFIDENTIAL)
    with pytest.raises(Refusal, match="may not see the case"):
        talking.write_note(case, "What do you think?", by=town.nurse_lin, tell=town.sam)
    assert not Note.objects.exists()


def test_who_else_has_it_open_and_who_types_is_told(town: Cast, sam: Client, kim: User, clock: Stopped) -> None:
    case = comes_in(town)
    kims = Client()
    kims.force_login(kim)
    here = {"HX-Request": "true"}
    there = f"/desk/inbox/{case.pk}/there/"

    assert kims.post(there, headers=here).text.strip() == ""
    assert "Kim Park has this open, too." in sam.post(there, headers=here).text
    kims.post(f"{there}?typing=1", headers=here)
    assert "Kim Park is typing an answer." in sam.post(there, headers=here).text
    clock.move(minutes=2)
    assert sam.post(there, headers=here).text.strip() == ""
    clock.move(hours=2)
    assert talking.tidy() == There.objects.count() + 2


def test_closing_without_an_answer_is_no_promise_kept(town: Cast, clock: Stopped) -> None:
    unanswered, by_phone, late = (comes_in(town) for _ in range(3))
    actions.close(unanswered, because="she only says thanks", by=town.sam)
    actions.close(by_phone, because="called her", told=True, by=town.sam)
    assert unanswered.answered_at is None
    assert by_phone.answered_at == by_phone.first_human_answer_at == clock()
    clock.move(days=3)
    actions.close(Case.objects.get(pk=late.pk), because="too old", by=town.sam)

    assert sorted(str(one.value) for one in kept_promises(*MONTH)) == ["0.0", "1.0", "None"]


def test_what_was_closed_without_an_answer_opens_again_when_she_writes(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    actions.close(case, because="spam", by=town.sam)
    clock.move(minutes=5)
    inbox.write_again(case.conversation, "Are you there?", by=town.amara.login)
    work_off(Lane.URGENT, Lane.NEWS)

    assert Case.objects.get().is_running


def test_the_owner_hears_of_half_of_the_time_and_the_team_of_four_fifths(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    actions.take(case, instead_of=None, by=town.sam)
    for hours in (4, 3, 20):
        clock.move(hours=hours)
        rounds.look_at_the_clock()

    told = [(one.why, one.to, one.team) for one in Nudge.objects.order_by("at", "team", "why")]
    assert told == [
        (Why.HALF, town.sam, ""),
        (Why.MOST, town.sam, ""),
        (Why.MOST, None, Team.FRONT_DESK),
        (Why.OVER, town.sam, ""),
        (Why.OVER, None, Team.FRONT_DESK),
        (Why.UNOPENED, None, Team.MANAGERS),
    ]


def test_a_promise_is_made_with_one_button_and_she_sees_it_made_and_kept(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    her = Client()
    her.force_login(town.amara.login)
    letters = f"/messages/{case.conversation_id}/"
    sam.post(f"/desk/inbox/{case.pk}/promises/", {"does": "call", "days": "1"})
    assert "We will call you by Tuesday 24 November." in her.get(letters).text

    actions.answer(case, "We call you tomorrow.", by=town.sam, then="close")
    assert not Case.objects.get().is_closed  # what we promised is still to be done
    closed = sam.post(f"/desk/inbox/{case.pk}/closure/", {"closure-because": "enough"}, follow=True)
    assert "Keep it or take it back first" in closed.text
    assert not Case.objects.get().is_closed

    sam.post(f"/desk/inbox/{case.pk}/promises/{Vow.objects.get().pk}/keeping/")
    assert "We said we would call you by Tuesday 24 November." in her.get(letters).text
    assert "Done" in her.get(letters).text


def test_a_promise_is_offered_only_where_she_can_read_it(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    assert "We will call by the next working day" in sam.get(f"/desk/inbox/{case.pk}/").text
    unwritten = actions.open_case(Kind.BOOKING, "New time", by=town.sam, patient=town.amara)
    assert "We will call by the next working day" not in sam.get(f"/desk/inbox/{unwritten.pk}/").text


def test_a_promise_does_not_hold_up_what_ends_in_another_room(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    vowing.promise(case, Does.CALL, 1, by=town.sam)
    actions.close(case, because="It is written down.", by=town.sam)

    assert Case.objects.get().is_closed
    assert vowing.stands(case)  # and rings on its day


def test_an_answer_keeps_a_promise_to_write_and_what_is_taken_back_needs_a_reason(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    written, called = (vowing.promise(case, does, 1, by=town.sam) for does in (Does.WRITE, Does.CALL))
    actions.answer(case, "Here it is.", by=town.sam, then="go_on")

    assert Vow.objects.get(pk=written.pk).kept_at == clock()
    with pytest.raises(Refusal, match="Say why"):
        vowing.take_back(called, because=" ", by=town.sam)
    vowing.take_back(called, because="she called herself", by=town.sam)
    assert not vowing.stands(case)


def test_a_promise_whose_day_has_passed_rings_once(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    actions.take(case, instead_of=None, by=town.sam)
    vowing.promise(case, Does.CALL, 0, by=town.sam)
    assert vowing.ring_for_broken_promises() == 0
    clock.move(hours=10)

    assert vowing.ring_for_broken_promises() == 1
    assert vowing.ring_for_broken_promises() == 0
    assert Nudge.objects.filter(why=Why.PROMISE, to=town.sam).exists()
    with pytest.raises(Refusal, match="Today is over"):
        vowing.promise(Case.objects.get(), Does.CALL, 0, by=town.sam)


def test_a_note_that_names_whom_it_may_not_stays_on_the_page(town: Cast, sam: Client) -> None:
    case = comes_in(town, label=Label.CONFIDENTIAL)
    kim = StaffMember.objects.get(login=town.sam)
    typed = {"note-words": f"@{kim.given_name} the lab rang twice", "note-tell": ""}
    sam.force_login(town.dr_osei)
    answer = sam.post(f"/desk/inbox/{case.pk}/notes/", typed).text

    assert "the lab rang twice</textarea>" in answer
    assert "may not see this case" in answer
    assert not Note.objects.exists()


def test_a_promise_and_a_hand_over_that_cannot_be_made_keep_what_was_typed(
    town: Cast, sam: Client, clock: Stopped
) -> None:
    case = comes_in(town)
    asked = {"team": "", "what": "Please look at her form"}
    assert "Please look at her form" in sam.post(f"/desk/inbox/{case.pk}/handoffs/", asked).text

    vow = vowing.promise(case, Does.CALL, 1, by=town.sam)
    back, box = f"/desk/inbox/{case.pk}/promises/{vow.pk}/taking-back/", f"why-{vow.pk}-because"
    assert "Say why." in sam.post(back, {box: " "}).text
    vowing.keep(vow, by=town.sam)
    late = sam.post(back, {box: "She called herself"}).text
    assert "kept or taken back already" in late
    assert 'value="She called herself"' in late

    clock.move(hours=10)
    again = Client()
    again.force_login(town.sam)
    late = again.post(f"/desk/inbox/{case.pk}/promises/", {"does": "write", "days": "0"})
    assert "Today is over. Choose a later day." in late.text
    assert not Vow.objects.exclude(pk=vow.pk).exists()
