"""An answer that leaves later: when it may, what holds it back, and that nobody sees it before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.access.models import HeldRole, User
from bedside.cases import actions, joining, later, listing
from bedside.cases.measures import first_answers
from bedside.cases.models import Case, Held, LaterAnswer, Leaves, Nudge, State, Why
from bedside.exchange import exporting
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.inbox import incoming, stopping
from bedside.inbox.models import Message, Way
from bedside.jobs.models import Job, Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people import actions as people
from bedside.people.models import Label
from bedside.town.cast import Cast

from .test_cases import again, written

TUESDAY_NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SOON = timedelta(minutes=1)
WORDS = "Yes, with a glass of water."


def planned(town: Cast, clock: Stopped, at: datetime = TUESDAY_NINE, then: str = "close", **more: str) -> LaterAnswer:
    case = written(town, **more)
    clock.move(minutes=1)
    by = town.nurse_lin if case.label else town.sam
    return later.plan(case, WORDS, at, by=by, then=then)


def strike(clock: Stopped, at: datetime = TUESDAY_NINE) -> None:
    clock.move_to(at)
    work_off(Lane.URGENT, Lane.DELIVERY, Lane.NEWS)


def said(town: Cast) -> list[str]:
    """What one of us has said to her in a conversation."""
    ours = Message.objects.filter(way=Way.OUT, template="", patient=town.amara).exclude(conversation=None)
    return list(ours.order_by("due_at", "pk").values_list("body", flat=True))


def test_it_leaves_at_its_time_once_and_only_then_is_an_answer(town: Cast, clock: Stopped) -> None:
    answer = planned(town, clock)
    case = answer.case
    strike(clock, TUESDAY_NINE - SOON)
    case.refresh_from_db()
    assert (said(town), case.first_human_answer_at, case.state) == ([], None, State.OPEN)

    strike(clock)
    later.leave(answer.pk)
    strike(clock, TUESDAY_NINE + SOON)

    case.refresh_from_db()
    answer.refresh_from_db()
    assert said(town) == [WORDS]
    assert (case.first_human_answer_at, case.answered_at, case.state) == (TUESDAY_NINE, TUESDAY_NINE, State.CLOSED)
    assert answer.state == Leaves.LEFT
    assert Message.objects.filter(template="answered", patient=town.amara).count() == 2  # a text and an e-mail
    ours = Message.objects.get(body=WORDS)
    assert ours.author.startswith("Sam Reid")
    assert ours.due_at == TUESDAY_NINE


def test_the_promise_runs_on_until_it_has_left(town: Cast, clock: Stopped) -> None:
    answer = planned(town, clock, TUESDAY_NINE + timedelta(hours=2))
    due = answer.case.due_at
    assert due < answer.leaves_at
    clock.move_to(due + SOON)

    late = Case.objects.get(pk=answer.case_id)
    assert late.is_late
    assert late.due_at == due
    [counted] = first_answers(due - timedelta(days=2), due + timedelta(days=2))
    assert counted.waiting


def test_a_worker_that_is_killed_on_the_way_sends_it_once(
    town: Cast, clock: Stopped, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = planned(town, clock)
    real = actions.answer

    def killed(*args: Any, **told: Any) -> None:
        real(*args, **told)
        raise MemoryError

    monkeypatch.setattr(actions, "answer", killed)
    strike(clock)
    answer.refresh_from_db()
    assert (said(town), answer.state) == ([], Leaves.WAITING)

    monkeypatch.undo()
    strike(clock, TUESDAY_NINE + timedelta(hours=1))
    strike(clock, TUESDAY_NINE + timedelta(hours=2))
    assert said(town) == [WORDS]


def test_pressed_twice_one_answer_waits(town: Cast, clock: Stopped) -> None:
    answer = planned(town, clock)
    with pytest.raises(Refusal, match="waits here already"):
        later.plan(answer.case, WORDS, TUESDAY_NINE, by=town.sam)
    strike(clock)
    assert said(town) == [WORDS]


def test_the_team_changes_it_or_takes_it_back_until_it_leaves(town: Cast, clock: Stopped, kim: User) -> None:
    answer = planned(town, clock)
    seen = answer.version
    later.change(answer, "No, in the morning.", TUESDAY_NINE + timedelta(hours=1), seen=seen, by=kim, then="go_on")
    with pytest.raises(Refusal, match="Somebody else"):
        later.change(answer, "Yes!", TUESDAY_NINE, seen=seen, by=town.sam)
    strike(clock)
    assert said(town) == []
    strike(clock, TUESDAY_NINE + timedelta(hours=1))
    assert said(town) == ["No, in the morning."]
    assert Message.objects.get(body="No, in the morning.").author.startswith("Kim Park")
    with pytest.raises(Refusal, match="has left"):
        later.take_back(answer, by=town.sam)

    case = again(answer.case, town, "And the other ones?")
    clock.move(minutes=1)
    second = later.plan(case, WORDS, TUESDAY_NINE + timedelta(hours=3), by=town.sam)
    later.take_back(second, by=kim)
    strike(clock, TUESDAY_NINE + timedelta(hours=3))
    assert said(town) == ["No, in the morning."]


def test_an_old_job_does_not_send_what_leaves_at_another_time(town: Cast, clock: Stopped) -> None:
    answer = planned(town, clock)
    later.change(answer, WORDS, TUESDAY_NINE - timedelta(hours=1), seen=answer.version, by=town.sam, then="go_on")
    strike(clock, TUESDAY_NINE - timedelta(hours=1))
    strike(clock)
    assert said(town) == [WORDS]


def _closes(answer: LaterAnswer, town: Cast) -> None:
    actions.close(answer.case, because="told on the phone", by=town.sam)


def _joins(answer: LaterAnswer, town: Cast) -> None:
    other = inbox.write(town.amara, "Another thing", "Where do I park?", by=town.amara.login)
    joining.join(answer.case, actions.hear(other), by=town.sam)


def _dies(answer: LaterAnswer, town: Cast) -> None:
    people.note_death(town.amara, on=datetime(2026, 11, 23, tzinfo=UTC).date(), by=town.sam)


def _stops(answer: LaterAnswer, town: Cast) -> None:
    stopping.say("sms", town.amara.phone, stops=True, by=town.sam)


def _writes(answer: LaterAnswer, town: Cast) -> None:
    again(answer.case, town, "It has become worse.")


def _texts(answer: LaterAnswer, town: Cast) -> None:
    incoming.hear("sms", town.amara.phone, "It has become worse, please call", key="worse")


def _goes(answer: LaterAnswer, town: Cast) -> None:
    HeldRole.objects.filter(user=town.sam).delete()


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_closes, Held.CLOSED),
        (_joins, Held.JOINED),
        (_dies, Held.DIED),
        (_stops, Held.STOPPED),
        (_writes, Held.WROTE),
        (_texts, Held.WROTE),
        (_goes, Held.GONE),
    ],
)
def test_it_is_held_back_and_its_owner_told_why(
    town: Cast, clock: Stopped, one_step: None, happens: Callable[[LaterAnswer, Cast], None], why: Held
) -> None:
    answer = planned(town, clock)
    clock.move(minutes=5)
    happens(answer, town)
    work_off(Lane.URGENT, Lane.NEWS)
    strike(clock)
    strike(clock, TUESDAY_NINE + timedelta(days=1))

    answer = LaterAnswer.objects.get()
    assert (said(town), answer.state, answer.held_because) == ([], Leaves.HELD, why)
    assert Entry.objects.filter(verb="lateranswer.held").count() == 1
    asked = Nudge.objects.waiting().get(why=Why.HELD)
    assert asked.case_id == (answer.case.joined_to_id or answer.case_id)
    assert asked.to == asked.case.owner or asked.team == asked.case.team
    client = Client()
    client.force_login(town.nurse_lin)
    page = client.get(f"/desk/inbox/{answer.case_id}/", follow=True).text
    assert "This was not sent." in page
    assert str(why.label) in page
    assert "An answer was not sent" in page


def test_what_is_refused_when_its_time_comes_is_shown_to_whoever_has_it(
    town: Cast, clock: Stopped, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = planned(town, clock)

    def refuses(*args: Any, **told: Any) -> None:
        raise Refusal("Not now.")

    monkeypatch.setattr(inbox, "answer", refuses)
    strike(clock)
    answer.refresh_from_db()
    assert (answer.state, answer.held_because) == (Leaves.HELD, Held.REFUSED)
    assert Case.objects.get().answered_at is None


def test_what_held_it_back_is_shown_before_its_time_comes(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    answer = planned(town, clock)
    clock.move(minutes=5)
    _writes(answer, town)
    client.force_login(town.sam)
    page = client.get(f"/desk/inbox/{answer.case_id}/").text
    assert "Will be sent Tuesday 24 November, 9am." in page
    assert "As things stand it will not be sent." in page


def test_a_plain_reply_to_a_reminder_and_a_machine_hold_nothing_back(town: Cast, clock: Stopped) -> None:
    planned(town, clock)
    clock.move(minutes=5)
    Message.objects.filter(pk=_by_itself(town).pk).update(came_by_itself=True)
    strike(clock)
    assert said(town) == [WORDS]


def _by_itself(town: Cast) -> Message:
    incoming.hear("sms", town.amara.phone, "I am away until Friday", key="away")
    return Message.objects.get(body="I am away until Friday")


def test_what_she_writes_in_confidence_holds_nothing_back_elsewhere(town: Cast, clock: Stopped) -> None:
    planned(town, clock)
    clock.move(minutes=5)
    inbox.write(town.amara, "Private", "Something else.", by=town.amara.login, label=Label.CONFIDENTIAL)
    work_off(Lane.URGENT, Lane.NEWS)
    strike(clock)
    assert said(town) == [WORDS]


def test_held_back_it_leaves_once_somebody_has_looked(town: Cast, clock: Stopped) -> None:
    answer = planned(town, clock)
    clock.move(minutes=5)
    _writes(answer, town)
    strike(clock)
    answer.refresh_from_db()
    assert answer.state == Leaves.HELD

    clock.move(minutes=5)
    later.change(answer, "Come by today.", clock() + timedelta(hours=1), seen=answer.version, by=town.sam, then="wait")
    strike(clock, clock() + timedelta(hours=1))
    assert said(town) == ["Come by today."]
    assert Case.objects.get(pk=answer.case_id).state == State.WAITING


@pytest.mark.parametrize("then", ["close", "wait", "go_on"])
def test_it_leaves_also_while_we_wait_for_her(town: Cast, clock: Stopped, then: str) -> None:
    answer = planned(town, clock, then=then)
    actions.wait_for_patient(Case.objects.get(), because="send a photo", by=town.sam)
    strike(clock)
    assert said(town) == [WORDS]
    wanted = {"close": State.CLOSED, "wait": State.WAITING, "go_on": State.WAITING}
    assert Case.objects.get(pk=answer.case_id).state == wanted[then]


def test_never_in_her_quiet_hours_but_where_she_only_signs_in(town: Cast, clock: Stopped) -> None:
    case = written(town)
    with pytest.raises(Refusal, match="quiet hours"):
        later.plan(case, WORDS, datetime(2026, 11, 24, 2, 0, tzinfo=UTC), by=town.sam)
    people.change_details(town.amara, by=town.sam, quiet_from="08:30", quiet_until="11:00")
    with pytest.raises(Refusal, match="quiet hours"):
        later.plan(Case.objects.get(), WORDS, TUESDAY_NINE, by=town.sam)

    people.change_details(town.amara, by=town.sam, wants_sms=False, wants_email=False)
    clock.move(minutes=1)
    later.plan(Case.objects.get(), WORDS, TUESDAY_NINE, by=town.sam)
    strike(clock)
    assert said(town) == [WORDS]


def test_quiet_hours_she_chose_since_put_it_off(town: Cast, clock: Stopped) -> None:
    planned(town, clock)
    people.change_details(town.amara, by=town.sam, quiet_from="08:30", quiet_until="11:00")
    strike(clock)
    assert said(town) == []
    strike(clock, datetime(2026, 11, 24, 11, 0, tzinfo=UTC))
    assert said(town) == [WORDS]


@pytest.mark.parametrize("when", [timedelta(0), timedelta(days=30, minutes=1), timedelta(hours=-1)])
def test_only_from_now_on_and_within_thirty_days(town: Cast, clock: Stopped, when: timedelta) -> None:
    with pytest.raises(Refusal, match="within 30 days"):
        later.plan(written(town), WORDS, clock() + when, by=town.sam)


def test_what_cannot_wait_is_answered_now(town: Cast, clock: Stopped) -> None:
    case = written(town, "I have crushing chest pain and I am sweating")
    with pytest.raises(Refusal, match="cannot wait"):
        later.plan(case, WORDS, TUESDAY_NINE, by=town.nurse_lin)


def test_a_case_is_not_closed_by_an_answer_while_another_waits(town: Cast, clock: Stopped) -> None:
    answer = planned(town, clock)
    actions.answer(answer.case, "I am asking the doctor.", by=town.sam, then="close")
    assert Case.objects.get().state == State.OPEN
    strike(clock)
    assert said(town) == ["I am asking the doctor.", WORDS]
    assert Case.objects.get().state == State.CLOSED


def on(day: str, wall: str) -> dict[str, str]:
    return {"words": WORDS, "then": "close", "leaves_on": day, "leaves_at": wall}


def test_at_the_desk_it_is_written_changed_and_taken_back(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    case = written(town)
    clock.move(minutes=1)
    client.force_login(town.sam)
    assert "Not in the patient's quiet hours." in client.get(f"/desk/inbox/{case.pk}/").text
    half = client.post(f"/desk/inbox/{case.pk}/answers/", on("2026-11-24", "")).text
    assert "Give the day and the time, or neither." in half
    night = client.post(f"/desk/inbox/{case.pk}/answers/", on("2026-11-24", "02:00")).text
    assert "quiet hours. Choose another time." in night
    assert WORDS in night
    page = client.post(f"/desk/inbox/{case.pk}/answers/", on("2026-11-24", "09:00"), follow=True).text
    assert "Will be sent Tuesday 24 November, 9am." in page
    assert said(town) == []

    waits = LaterAnswer.objects.get()
    here = reverse("cases:later-answer", args=[case.pk, waits.pk])
    typed = {f"later-{waits.pk}-{name}": value for name, value in on("2026-11-25", "10:30").items()}
    page = client.post(here, typed | {f"later-{waits.pk}-version": waits.version}, follow=True).text
    assert "Will be sent Wednesday 25 November, 10:30am." in page
    page = client.post(reverse("cases:later-end", args=[case.pk, waits.pk]), follow=True).text
    assert "Will be sent" not in page
    strike(clock, datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    assert said(town) == []


@pytest.mark.parametrize(
    ("wall", "utc"),
    [("01:30", None), ("02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC))],
)
def test_an_hour_that_the_clocks_leave_out_is_no_time(
    town: Cast, clock: Stopped, client: Client, one_step: None, wall: str, utc: datetime | None
) -> None:
    clock.move_to(datetime(2027, 3, 20, 12, 0, tzinfo=UTC))
    case = written(town, label=Label.CONFIDENTIAL)  # nothing rings: any hour will do
    client.force_login(town.nurse_lin)
    page = client.post(f"/desk/inbox/{case.pk}/answers/", on("2027-03-28", wall), follow=True).text
    assert ("there is no such time" in page) is (utc is None)
    assert [one.leaves_at for one in LaterAnswer.objects.all()] == ([utc] if utc else [])


def test_of_an_hour_that_comes_twice_the_first_is_meant(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    clock.move_to(datetime(2027, 10, 20, 12, 0, tzinfo=UTC))
    case = written(town, label=Label.CONFIDENTIAL)
    client.force_login(town.nurse_lin)
    client.post(f"/desk/inbox/{case.pk}/answers/", on("2027-10-31", "01:30"))
    assert LaterAnswer.objects.get().leaves_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_nobody_on_her_side_sees_it_before_it_leaves(town: Cast, clock: Stopped, one_step: None) -> None:
    answer = planned(town, clock)
    her = Client()
    her.force_login(town.amara.login)
    pages = ["/home/", "/messages/", f"/messages/{answer.case.conversation_id}/", "/me/", "/me/seen/", "/visits/"]
    for page in pages:
        assert WORDS not in her.get(page, follow=True).text
    assert her.get(f"/desk/inbox/{answer.case_id}/").status_code in (403, 404)
    assert not Message.objects.filter(body__contains="glass of water").exists()
    work_off(Lane.NEWS)
    assert all(WORDS not in str(job.args) for job in Job.objects.all())  # nor does a log or a list of failed work


def test_it_is_in_no_export_no_search_and_no_list_of_what_was_sent_before_it_leaves(
    town: Cast, clock: Stopped, one_step: None
) -> None:
    planned(town, clock)

    def told() -> list[bool]:
        work_off(Lane.NEWS)
        desk = Client()
        desk.force_login(town.sam)
        exported = "".join(exporting.bundle_of(town.amara, by=HOUSE))
        found = [*listing.Asked.of({"view": "todo"}, town.sam, words="glass").cases()]
        found += [*listing.Asked.of({"view": "closed"}, town.sam, words="glass").cases()]
        sent = desk.get(f"/desk/patients/{town.amara.pk}/sent/").text
        return [WORDS in exported, bool(found), "An answer to read" in sent]

    assert told() == [False, False, False]
    strike(clock)
    assert told() == [True, True, True]


def test_the_audit_of_her_record_says_what_was_done_with_it(town: Cast, clock: Stopped) -> None:
    answer = planned(town, clock)
    strike(clock)
    told = (
        Entry.objects.filter(subject_id=answer.pk).order_by("version").values_list("verb", "patient_id", "actor_kind")
    )
    assert list(told) == [
        ("lateranswer.planned", town.amara.pk, "front_desk"),
        ("lateranswer.left", town.amara.pk, "house"),
    ]
    assert Entry.objects.get(verb="message.answered").actor_id == str(town.sam.pk)
    assert HOUSE.hand_kind == "house"
    assert not re.search("lateranswer", str(Job.objects.values_list("task", flat=True)))
