from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bedside.cases import actions, joining, rounds, vowing
from bedside.cases.families import heads, said_in
from bedside.cases.measures import first_answers
from bedside.cases.models import Case, Does, HereBy, Priority, State
from bedside.cases.reactions import keep_in_confidence
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label, Patient
from bedside.teams.models import Team
from bedside.town.cast import Cast
from bedside.triage import actions as triage

CHEST = "crushing chest pain spreading to my arm, I cannot breathe"


def comes_in(town: Cast, said: str, about: str = "A question", who: Patient | None = None, **more: str) -> Case:
    who = who or town.amara
    message = inbox.write(who, about, said, by=who.login, **more)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(conversation=message.conversation)


def again(case: Case, said: str, town: Cast) -> None:
    assert case.conversation
    inbox.write_again(case.conversation, said, by=town.amara.login)
    work_off(Lane.URGENT, Lane.NEWS)


def test_two_cases_become_one_with_all_words_in_order_of_time(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    first = comes_in(town, "Where do I park?", "Parking")
    clock.move(minutes=10)
    second = comes_in(town, "And is it free?", "Cost")
    clock.move(minutes=10)
    again(first, "With the big car.", town)
    client.force_login(town.sam)
    client.post(f"/desk/inbox/{second.pk}/joins/", {"other_case": first.pk})

    case = Case.objects.get(pk=second.pk)
    said = [one.body for one in said_in(case) if one.is_from_patient]
    assert said == ["Where do I park?", "And is it free?", "With the big car."]
    page = client.get(f"/desk/inbox/{first.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/desk/inbox/{second.pk}/"
    assert page.text.index("Where do I park?") < page.text.index("And is it free?") < page.text.index("big car")
    assert list(Case.objects.visible_to(town.sam).to_do()) == [case]


def test_the_clock_that_falls_due_first_counts_and_nothing_starts_anew(town: Cast, clock: Stopped) -> None:
    first = comes_in(town, "Where do I park?")
    clock.move(hours=2)
    second = comes_in(town, "Is it free?")
    clock.move(hours=1)
    before = (second.clock_from, second.due_at)
    joining.join(first, second, by=town.sam)

    case = Case.objects.get(pk=second.pk)
    assert (case.clock_from, case.due_at) == (first.clock_from, first.due_at)
    kept = joining.take_apart(Case.objects.get(pk=first.pk), by=town.sam)
    assert (kept.clock_from, kept.due_at, kept.state) == (first.clock_from, first.due_at, State.OPEN)
    back = Case.objects.get(pk=second.pk)
    assert (back.clock_from, back.due_at) == before
    assert {one.verb for one in Entry.objects.filter(subject_id=first.pk)} >= {"case.joined", "case.taken_out"}


def test_joined_the_other_way_round_the_sooner_clock_stays(town: Cast, clock: Stopped) -> None:
    first = comes_in(town, "Where do I park?")
    clock.move(hours=2)
    second = comes_in(town, "Is it free?")
    joining.join(second, first, by=town.sam)

    assert Case.objects.get(pk=first.pk).due_at == first.due_at


def test_what_was_answered_before_does_not_answer_what_waits(town: Cast, clock: Stopped) -> None:
    answered = comes_in(town, "Where do I park?")
    actions.answer(answered, "Behind the house.", by=town.sam, then="go_on")
    waits = comes_in(town, "Is it free?")
    joining.join(waits, answered, by=town.sam)

    case = Case.objects.get(pk=answered.pk)
    assert case.is_running
    assert case.due_at == waits.due_at


def test_she_is_answered_where_she_wrote_last_and_one_answer_is_for_both(town: Cast, clock: Stopped) -> None:
    first = comes_in(town, "Where do I park?")
    clock.move(minutes=5)
    second = comes_in(town, "Is it free?")
    joining.join(second, first, by=town.sam)
    clock.move(minutes=5)
    actions.answer(Case.objects.get(pk=first.pk), "Yes, behind the house.", by=town.sam)

    assert second.conversation
    assert second.conversation.messages.order_by("-due_at").first().body == "Yes, behind the house."
    out = joining.take_apart(Case.objects.get(pk=second.pk), by=town.sam)
    assert out.answered_at == clock()


def test_what_she_writes_later_to_either_is_heard_in_the_one_case(town: Cast, clock: Stopped) -> None:
    first = comes_in(town, "Where do I park?")
    second = comes_in(town, "Is it free?")
    joining.join(first, second, by=town.sam)
    actions.answer(Case.objects.get(pk=second.pk), "Yes.", by=town.sam)
    clock.move(hours=1)
    again(first, "Thank you. Until when?", town)

    case = Case.objects.get(pk=second.pk)
    assert case.is_running
    assert Case.objects.get(pk=first.pk).state == State.JOINED
    assert heads(Case.objects.filter(pk=first.pk)) == [case]
    out = joining.take_apart(Case.objects.get(pk=first.pk), by=town.sam)
    assert out.is_running
    assert out.due_at == case.due_at  # what she wrote since is on its own clock, too


def test_red_flags_in_what_was_joined_ring_in_the_case_where_it_goes_on(town: Cast, clock: Stopped) -> None:
    first = comes_in(town, "Where do I park?")
    second = comes_in(town, "Is it free?")
    joining.join(first, second, by=town.sam)
    clock.move(minutes=5)
    again(first, CHEST, town)

    case = Case.objects.get(pk=second.pk)
    assert (case.priority, case.team) == (Priority.NOW, Team.NURSES)
    assert "emergency" in case.topics()


def test_what_is_urgent_lifts_what_it_is_joined_to(town: Cast, clock: Stopped) -> None:
    urgent = comes_in(town, CHEST)
    usual = comes_in(town, "Where do I park?")
    joining.join(urgent, usual, by=town.nurse_lin)

    case = Case.objects.get(pk=usual.pk)
    assert (case.priority, case.team, case.here_by) == (Priority.NOW, Team.NURSES, HereBy.URGENT)
    assert case.due_at == urgent.due_at
    assert case.screening == urgent.screening
    joining.take_apart(Case.objects.get(pk=urgent.pk), by=town.nurse_lin)
    assert Case.objects.get(pk=urgent.pk).priority == Priority.NOW


def test_cases_of_two_patients_or_two_labels_are_never_joined(town: Cast, clock: Stopped) -> None:
    hers = comes_in(town, "Where do I park?")
    linas = comes_in(town, "Where do I park?", who=town.lina)
    secret = comes_in(town, "May I ask you something?", label=Label.CONFIDENTIAL)

    for one, other in ((linas, hers), (secret, hers), (hers, secret), (hers, hers)):
        with pytest.raises(Refusal, match="Only open cases of the same patient"):
            joining.join(one, other, by=town.nurse_lin)
    actions.close(linas, because="done", by=town.sam)
    assert not joining.may_be_joined(Case.objects.get(pk=hers.pk), town.sam).exists()


def test_what_turns_out_to_be_confidential_is_taken_out_first(town: Cast, clock: Stopped) -> None:
    first = comes_in(town, "My knee hurts a bit.")
    second = comes_in(town, "Where do I park?")
    joining.join(first, second, by=town.sam)
    assert first.screening
    triage.keep_confidential(first.screening, Label.CONFIDENTIAL, by=town.nurse_lin)
    keep_in_confidence(Entry.objects.filter(verb="screening.made_confidential").latest("id"))

    taken = Case.objects.get(pk=first.pk)
    assert (taken.state, taken.label, taken.team) == (State.OPEN, Label.CONFIDENTIAL, Team.NURSES)
    assert Case.objects.get(pk=second.pk).label == Label.NONE


def test_a_joined_case_is_counted_once(town: Cast, clock: Stopped) -> None:
    first = comes_in(town, "Where do I park?")
    second = comes_in(town, "Is it free?")
    joining.join(first, second, by=town.sam)

    assert len(list(first_answers(clock() - timedelta(hours=1), clock() + timedelta(hours=1)))) == 1
    clock.move(days=3)
    rounds.look_at_the_clock()
    assert Case.objects.get(pk=first.pk).escalated == 0


def test_a_promise_made_in_what_was_joined_is_not_forgotten(town: Cast, clock: Stopped) -> None:
    first = comes_in(town, "Where do I park?")
    vow = vowing.promise(first, Does.CALL, 1, by=town.sam)
    second = comes_in(town, "Is it free?")
    joining.join(Case.objects.get(pk=first.pk), second, by=town.sam)

    assert vowing.stands(Case.objects.get(pk=second.pk))
    vow.refresh_from_db()
    vowing.keep(vow, by=town.sam)
    assert not vowing.stands(Case.objects.get(pk=second.pk))


def test_a_message_about_another_matter_has_a_clock_from_when_it_came(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    case = comes_in(town, "Where do I park?", "Parking")
    clock.move(hours=1)
    again(case, "And my bill is wrong.", town)
    came = clock()
    clock.move(hours=3)
    message = said_in(case)[-1]
    client.force_login(town.sam)
    client.post(f"/desk/inbox/{case.pk}/splits/", {"message": message.pk, "subject": "The bill"})

    own = Case.objects.exclude(pk=case.pk).get()
    assert (own.subject, own.clock_from, own.patient) == ("The bill", came, town.amara)
    assert own.due_at == case.due_at + timedelta(hours=1)
    assert [one.body for one in said_in(own)] == ["And my bill is wrong."]
    assert "And my bill is wrong." not in [one.body for one in said_in(case)]
    assert Case.objects.get(pk=case.pk).due_at == case.due_at
    found = client.post("/desk/inbox/", {"q": "wrong"}, follow=True).text
    assert "The bill" in found

    joining.join(own, Case.objects.get(pk=case.pk), by=town.sam)  # and back again
    assert [one.body for one in said_in(Case.objects.get(pk=case.pk)) if one.is_from_patient][-1] == message.body


def test_the_only_message_is_not_split_off(town: Cast, clock: Stopped) -> None:
    case = comes_in(town, "Where do I park?")
    with pytest.raises(Refusal, match="nothing to split"):
        joining.split(case, said_in(case)[0], "Parking", by=town.sam)


OLD_PAGE: dict[str, dict[str, str]] = {
    "answers": {"words": "At the back.", "then": "close"},
    "taking": {},
    "giving": {"to": "nurses"},
    "waiting": {"waiting-because": "asked for a photo"},
    "resumption": {},
    "closure": {"closure-because": "done", "closure-left": ""},
    "reopening": {},
    "sending": {},
    "joins": {"other_case": "third"},
    "splits": {"message": "first", "subject": "Cost"},
    "todos": {"todo-words": "Ask the porter"},
    "cause": {"cause": "unclear"},
    "handoffs": {"team": "nurses", "what": "Look at it"},
    "promises": {"does": "call", "days": "1"},
}


@pytest.mark.parametrize("verb", sorted(OLD_PAGE))
def test_from_an_old_page_nothing_is_done_to_a_case_that_was_joined(
    town: Cast, clock: Stopped, client: Client, one_step: None, verb: str
) -> None:
    first, second = comes_in(town, "Where do I park?", "Parking"), comes_in(town, "And is it free?", "Cost")
    third = comes_in(town, "When are you open?", "Hours")
    assert first.conversation
    written = first.conversation.messages.get(way="in")
    joining.join(first, second, by=town.sam)
    before = [
        (one.state, one.owner_id, one.version, one.team, one.conversation_id) for one in Case.objects.order_by("pk")
    ]
    entries = Entry.objects.filter(verb__regex=r"^(case|vow|todo|handoff|message|conversation)\.").count()
    client.force_login(town.sam)
    told = {name: {"third": third.pk, "first": written.pk}.get(said, said) for name, said in OLD_PAGE[verb].items()}

    answer = client.post(f"/desk/inbox/{first.pk}/{verb}/", told)

    assert answer.status_code < 500
    if verb == "answers":
        assert "At the back." in answer.text
        assert "This case was joined to another, which you see here." in answer.text
        assert f"/desk/inbox/{second.pk}/answers/" in answer.text
    after = [
        (one.state, one.owner_id, one.version, one.team, one.conversation_id) for one in Case.objects.order_by("pk")
    ]
    assert after == before
    assert Entry.objects.filter(verb__regex=r"^(case|vow|todo|handoff|message|conversation)\.").count() == entries


def test_a_note_written_on_an_old_page_stands_where_the_case_goes_on(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    first, second = comes_in(town, "Where do I park?", "Parking"), comes_in(town, "And is it free?", "Cost")
    joining.join(first, second, by=town.sam)
    client.force_login(town.sam)

    page = client.post(
        f"/desk/inbox/{first.pk}/notes/", {"note-words": "She comes by car.", "note-tell": ""}, follow=True
    )

    assert page.redirect_chain[-1][0] == f"/desk/inbox/{second.pk}/"
    assert "She comes by car." in page.text
