from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bedside.access.models import HeldRole, Role, User
from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.cases import actions, rounds
from bedside.cases.models import Case, Priority, State, Team
from bedside.directory import actions as directory
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.jobs.models import Job, Lane
from bedside.jobs.models import State as JobState
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Outside
from bedside.journal.models import Entry, Refusal
from bedside.people.actions import merge
from bedside.people.models import Label
from bedside.teams import actions as teams
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening

RED_FLAG = "I have crushing chest pain and I am sweating"
AtWork = Callable[[User], None]


def written(town: Cast, words: str = "Can I take my tablets at night?", **more: str) -> Case:
    """Amara writes, and the house hears it."""
    message = inbox.write(town.amara, "My tablets", words, by=town.amara.login, **more)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(conversation=message.conversation)


def again(case: Case, town: Cast, words: str) -> Case:
    inbox.write_again(case.conversation, words, by=town.amara.login)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(pk=case.pk)


def test_a_message_becomes_a_case_with_an_owner_and_a_clock(town: Cast, clock: Stopped, at_work: AtWork) -> None:
    at_work(town.sam)
    case = written(town)

    assert case.owner == town.sam
    assert case.team == Team.FRONT_DESK
    assert case.state == State.OPEN
    assert case.due_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # 6.5 open hours today, 1.5 tomorrow from 8


def test_what_was_promised_stays_though_the_day_is_shut_afterwards(town: Cast, clock: Stopped) -> None:
    case = written(town)
    tuesday = case.due_at
    directory.shut(None, first_day=tuesday.date(), last_day=tuesday.date(), reason="Staff training", by=town.ines)
    clock.move(hours=5)  # half of it has passed
    rounds.look_at_the_clock()
    case.refresh_from_db()
    assert (case.escalated, case.due_at) == (50, tuesday)

    assert again(case, town, "Are you there?").due_at == tuesday

    case.refresh_from_db()
    actions.wait_for_patient(case, because="bring the letter", by=town.sam)
    clock.move(minutes=30)  # what is added is counted on days that are open
    assert again(case, town, "Here it is").due_at == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def test_when_nobody_is_there_the_team_owns_it_by_its_name(town: Cast, clock: Stopped) -> None:
    case = written(town)

    assert case.owner is None
    assert case.get_team_display() == "Front desk"


def test_it_goes_to_whoever_is_there_and_has_least_to_do(
    town: Cast, clock: Stopped, at_work: AtWork, kim: User
) -> None:
    at_work(town.sam)
    first = written(town)
    at_work(kim)
    message = inbox.write(town.lina, "Parking", "Is there parking?", by=town.lina.login)
    work_off(Lane.NEWS)

    assert first.owner == town.sam
    assert Case.objects.get(conversation=message.conversation).owner == kim


def test_what_is_clinical_goes_to_the_nurses(town: Cast, clock: Stopped, at_work: AtWork) -> None:
    at_work(town.sam)
    at_work(town.nurse_lin)
    case = written(town, RED_FLAG)

    assert case.team == Team.NURSES
    assert case.owner == town.nurse_lin


def test_a_red_flag_goes_to_the_top_and_staff_are_told_at_once(town: Cast, clock: Stopped) -> None:
    written(town, "Is there parking?")
    inbox.write(town.lina, "Help", RED_FLAG, by=town.lina.login)
    work_off(Lane.URGENT)  # it does not wait behind other news

    top = Case.objects.visible_to(town.sam).to_do().in_turn()[0]
    assert top.patient == town.lina
    assert top.priority == Priority.NOW
    assert top.due_at == clock() + timedelta(minutes=5)
    screening = Screening.objects.get(patient=town.lina)
    assert screening.alerted_at - screening.decided_at <= timedelta(seconds=60)


@pytest.mark.parametrize(
    "words",
    [
        "My chest feels tight and the pain goes into my left arm",
        "my face is drooping on one side and I cannot lift my arm",
        "I want to end my life",
        "she has swallowed a whole box of paracetamol",
        "I can't breathe properly, my lips are blue",
        "my baby is floppy and will not wake up",
        "I am coughing up a lot of blood",
    ],
)
def test_a_message_with_a_red_flag_is_never_parked_in_the_working_day_queue(
    town: Cast, clock: Stopped, words: str
) -> None:
    case = written(town, words)

    assert case.priority < Priority.USUAL
    assert case.day_and_night
    assert case.due_at <= clock() + timedelta(hours=4)


def test_a_red_flag_in_a_later_message_raises_the_case(town: Cast, clock: Stopped) -> None:
    case = written(town)
    clock.move(minutes=20)
    case = again(case, town, RED_FLAG)

    assert Case.objects.count() == 1
    assert case.priority == Priority.NOW
    assert case.due_at == clock() + timedelta(minutes=5)


def test_software_never_lowers_a_case(town: Cast, clock: Stopped) -> None:
    case = written(town, RED_FLAG)
    due = case.due_at
    clock.move(minutes=1)
    case = again(case, town, "It is much better now, thank you")

    assert case.priority == Priority.NOW
    assert case.level == "E0"
    assert case.due_at == due


def test_a_red_flag_whose_work_is_done_after_a_later_harmless_word_still_raises_the_case(
    town: Cast, clock: Stopped
) -> None:
    case = written(town)
    for words in (RED_FLAG, "Thank you"):
        clock.move(minutes=1)
        inbox.write_again(case.conversation, words, by=town.amara.login)
    _first, red, harmless = Message.objects.filter(way="in").order_by("due_at")

    for message in (harmless, red, red):  # the urgent work failed once and comes again
        actions.hear(message)

    raised = Case.objects.get()
    assert (raised.level, raised.priority, raised.screening) == ("E0", Priority.NOW, red.screening)
    assert raised.heard_until == harmless.due_at
    assert raised.version == case.version + 2  # what is known already is not heard again
    assert red.screening.alerted_at


def test_who_cannot_call_is_heard_though_her_case_is_closed(town: Cast, clock: Stopped) -> None:
    case = written(town, RED_FLAG)
    actions.close(case, because="answered", by=town.sam)
    triage.say_cannot_call(Screening.objects.get(), by=town.amara.login)
    work_off(Lane.URGENT)

    case.refresh_from_db()
    assert case.is_running
    assert Entry.objects.filter(verb="case.call_back", subject_id=case.pk).exists()


def test_writing_twice_does_not_let_us_start_anew(town: Cast, clock: Stopped) -> None:
    case = written(town)
    due = case.due_at
    clock.move(hours=2)

    assert again(case, town, "Are you there?").due_at == due


def test_hearing_the_same_message_twice_changes_nothing(town: Cast, clock: Stopped) -> None:
    case = written(town)
    actions.hear(Message.objects.get(way="in"))

    assert Case.objects.get().version == case.version


def test_the_answer_keeps_the_promise_and_closes_the_case(town: Cast, clock: Stopped) -> None:
    case = written(town)
    clock.move(minutes=30)
    actions.answer(case, "Yes, with your evening meal.", by=town.sam)

    assert case.state == State.CLOSED
    assert case.first_human_answer_at == case.opened_at + timedelta(minutes=30)
    assert case.conversation.messages.in_order().last().body == "Yes, with your evening meal."


def test_what_the_house_says_by_itself_is_no_human_answer(town: Cast, clock: Stopped) -> None:
    assert written(town).first_human_answer_at is None


def test_her_reply_to_a_closed_case_opens_it_again_with_a_promise_of_its_own(town: Cast, clock: Stopped) -> None:
    case = written(town)
    actions.answer(case, "Yes.", by=town.sam)
    clock.move(days=2)
    case = again(case, town, "And with milk?")

    assert case.state == State.OPEN
    assert case.reopened == 1
    assert case.clock_from == clock()
    assert case.owner == town.sam


def test_her_reply_after_a_long_time_is_a_new_case(town: Cast, clock: Stopped) -> None:
    case = written(town)
    actions.answer(case, "Yes.", by=town.sam)
    clock.move(days=20)
    inbox.write_again(case.conversation, "Another thing", by=town.amara.login)
    work_off(Lane.NEWS)

    assert Case.objects.count() == 2


def test_there_is_one_open_case_for_each_conversation(town: Cast, clock: Stopped) -> None:
    case = written(town)

    with pytest.raises(Refusal, match="open case for this already"):
        actions.open_case(case.kind, "again", by=HOUSE, patient=town.amara, conversation=case.conversation)


def test_handing_over_never_resets_the_clock(town: Cast, clock: Stopped, kim: User) -> None:
    case = written(town)
    due, came = case.due_at, case.clock_from
    clock.move(hours=3)
    actions.take(case, instead_of=None, by=town.sam)
    actions.give(case, kim, by=town.sam)
    actions.give(case, None, team=Team.NURSES, by=kim)

    assert (case.due_at, case.clock_from) == (due, came)


def test_that_the_page_says_somebody_looks_does_not_refuse_who_takes_it_in_the_same_moment(
    town: Cast, clock: Stopped
) -> None:
    case = written(town)
    as_shown = Case.objects.get(pk=case.pk)
    actions.note_opened(Case.objects.get(pk=case.pk), by=town.sam)

    actions.take(as_shown, instead_of=as_shown.owner_id, by=town.sam)

    assert Case.objects.get(pk=case.pk).owner == town.sam


def test_of_two_who_take_the_same_case_the_second_is_told_who_has_it(town: Cast, clock: Stopped, kim: User) -> None:
    case = written(town)
    seen_by_kim = Case.objects.get(pk=case.pk)
    actions.take(case, instead_of=None, by=town.sam)

    with pytest.raises(Refusal, match="Sam Reid"):  # at the very same moment
        actions.take(seen_by_kim, instead_of=None, by=kim)
    with pytest.raises(Refusal, match="Sam Reid"):  # a little later, from a page that is out of date
        actions.take(Case.objects.get(pk=case.pk), instead_of=None, by=kim)


def test_waiting_for_the_patient_stops_the_clock_and_it_goes_on_with_what_was_left(town: Cast, clock: Stopped) -> None:
    case = written(town)
    clock.move(hours=1)
    actions.wait_for_patient(case, because="which tablets?", by=town.sam)
    clock.move(hours=3)
    actions.go_on(case, by=town.sam)

    assert case.paused_minutes == 180
    assert case.due_at == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def test_a_case_waits_for_a_patient_five_days_at_most(town: Cast, clock: Stopped) -> None:
    case = written(town)
    actions.answer(case, "Which tablets?", by=town.sam, then="wait")
    clock.move(days=5, minutes=-1)
    rounds.look_at_the_clock()
    assert Case.objects.get().state == State.WAITING

    clock.move(minutes=2)
    rounds.look_at_the_clock()
    case = Case.objects.get()
    assert case.state == State.OPEN
    assert case.is_running


def test_waiting_needs_a_reason(town: Cast, clock: Stopped) -> None:
    with pytest.raises(Refusal, match="what the patient is to do"):
        actions.wait_for_patient(written(town), because=" ", by=town.sam)


def test_somebody_is_told_at_half_at_four_fifths_and_at_the_end_of_the_promised_time(
    town: Cast, clock: Stopped
) -> None:
    written(town)
    reached = []
    for _ in range(24 * 4):
        clock.move(minutes=15)
        rounds.look_at_the_clock()
        reached.append(Case.objects.get().escalated)

    assert sorted(set(reached)) == [0, 50, 80, 100]
    assert Entry.objects.filter(verb="case.escalated").count() == 3


def test_a_case_nobody_has_opened_rings_at_half_of_its_time(town: Cast, clock: Stopped) -> None:
    written(town)
    clock.move(hours=5)
    rounds.look_at_the_clock()
    assert Case.objects.get().nobody_has_looked

    actions.note_opened(Case.objects.get(), by=town.sam)
    assert not Case.objects.get().nobody_has_looked


def test_an_emergency_rings_again_and_again_until_somebody_looks(town: Cast, clock: Stopped) -> None:
    written(town, RED_FLAG)
    for _ in range(15):
        clock.move(minutes=1)
        rounds.look_at_the_clock()
    rung = Entry.objects.filter(verb="case.escalated").count()
    assert rung >= 6

    actions.note_opened(Case.objects.get(), by=town.nurse_lin)
    clock.move(minutes=3)
    rounds.look_at_the_clock()
    clock.move(minutes=3)
    rounds.look_at_the_clock()
    assert Entry.objects.filter(verb="case.escalated").count() <= rung + 1


def test_an_emergency_in_what_was_opened_before_rings_until_somebody_looks_again(town: Cast, clock: Stopped) -> None:
    case = written(town)
    actions.note_opened(case, by=town.sam)
    clock.move(minutes=1)
    case = again(case, town, RED_FLAG)
    for _ in range(15):
        clock.move(minutes=1)
        rounds.look_at_the_clock()
    assert Entry.objects.filter(verb="case.escalated").count() >= 6

    actions.note_opened(Case.objects.get(), by=town.nurse_lin)
    clock.move(minutes=3)
    rounds.look_at_the_clock()
    assert Case.objects.get().look_again_at is None


def test_at_four_fifths_a_case_leaves_an_owner_who_is_not_there(
    town: Cast, clock: Stopped, at_work: AtWork, kim: User
) -> None:
    at_work(town.sam)
    written(town)
    clock.move(hours=6, minutes=29)  # 389 of 480 minutes
    at_work(kim)
    rounds.look_at_the_clock()

    assert Case.objects.get().owner == kim


def test_the_work_of_somebody_who_has_left_is_passed_on(town: Cast, clock: Stopped, at_work: AtWork, kim: User) -> None:
    at_work(town.sam)
    due = written(town).due_at
    at_work(kim)
    town.sam.is_active = False
    town.sam.save()

    assert rounds.reassign_what_was_left() == 1
    case = Case.objects.get()
    assert case.owner == kim
    assert case.due_at == due
    assert rounds.reassign_what_was_left() == 0


def test_what_cannot_wait_goes_to_whoever_is_there_though_others_were_named(
    town: Cast, clock: Stopped, at_work: AtWork, kim: User
) -> None:
    HeldRole.objects.create(user=kim, role=Role.NURSE)
    teams.arrange(Team.NURSES, members=[str(kim.pk)], by=town.ines)
    at_work(town.nurse_lin)

    assert written(town).owner is None
    assert written(town, RED_FLAG).owner == town.nurse_lin


def test_when_all_who_were_named_have_left_whoever_is_there_gets_it(
    town: Cast, clock: Stopped, at_work: AtWork, kim: User
) -> None:
    teams.arrange(Team.FRONT_DESK, members=[str(kim.pk)], by=town.ines)
    at_work(town.sam)
    assert written(town).owner is None  # Kim is only away from the desk
    kim.is_active = False
    kim.save()

    assert written(town).owner == town.sam


def test_a_case_cannot_be_given_to_somebody_who_may_not_see_it(town: Cast, clock: Stopped) -> None:
    with pytest.raises(Refusal, match="cannot take this case"):
        actions.give(written(town), town.ines, by=town.sam)


def test_confidential_cases_are_the_nurses_and_in_no_list_of_the_front_desk(town: Cast, clock: Stopped) -> None:
    case = written(town, label=Label.CONFIDENTIAL)

    assert case.team == Team.NURSES
    assert not Case.objects.visible_to(town.sam).exists()
    assert Case.objects.visible_to(town.nurse_lin).get() == case
    assert "inbox" not in case.topics()
    with pytest.raises(Refusal, match="stays with the nurses"):
        actions.give(case, None, team=Team.FRONT_DESK, by=town.nurse_lin)


def test_a_patient_sees_no_cases(town: Cast, clock: Stopped) -> None:
    written(town)
    assert town.amara.login
    assert town.amara.login.acting_as is Role.PATIENT
    assert not Case.objects.visible_to(town.amara.login).exists()


def test_a_message_that_did_not_leave_becomes_a_case(town: Cast, clock: Stopped) -> None:
    message = inbox.send(town.amara, "answered", by=HOUSE, key="k")[0]
    for state, verb in (("sending", "message.sending"), ("unsure", "message.unsure")):
        message.state = state
        inbox.record(verb, message, by=HOUSE)
    work_off(Lane.NEWS)

    case = Case.objects.get()
    assert case.message == message
    assert case.patient == town.amara


def test_work_that_failed_too_often_becomes_one_case(town: Cast, clock: Stopped) -> None:
    Job.objects.create(task="deliver", state=JobState.DEAD, finished_at=clock(), attempts=12)

    assert rounds.notice_dead_work() == 1
    assert rounds.notice_dead_work() == 0
    assert Case.objects.get().subject == "deliver"


def test_an_emergency_in_the_safety_questions_becomes_a_case_even_of_a_guest(town: Cast, clock: Stopped) -> None:
    screening = triage.begin(RED_FLAG, by=Outside("guest", "abc"), guest="abc")
    work_off(Lane.URGENT)

    case = Case.objects.get()
    assert case.screening == screening
    assert case.patient is None
    assert case.priority == Priority.NOW
    assert Screening.objects.get().alerted_at == clock()


def test_what_turns_out_to_be_confidential_is_no_longer_the_front_desks_case(town: Cast, clock: Stopped) -> None:
    screening = triage.begin("I would rather not say.", by=town.lina.login, patient=town.lina)
    triage.say_no_time(screening, by=HOUSE)
    work_off(Lane.URGENT, Lane.NEWS)
    case = Case.objects.get()
    case.team, case.owner = Team.FRONT_DESK, town.sam
    record("case.given", case, by=town.sam)

    triage.keep_confidential(screening, Label.CONFIDENTIAL, by=town.lina.login)
    work_off(Lane.URGENT, Lane.NEWS)

    assert not Case.objects.visible_to(town.sam).exists()
    kept = Case.objects.visible_to(town.nurse_lin).get()
    assert kept.team == Team.NURSES
    assert kept.owner != town.sam


def test_a_visit_without_its_interpreter_is_a_case_under_the_name_we_know_her_by_now(
    town: Cast, clock: Stopped
) -> None:
    begins = clock() + timedelta(days=3)
    when = {"starts_at": begins, "ends_at": begins + timedelta(minutes=20), "slot_minutes": 20}
    open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **when)
    slot = Slot.objects.get(starts_at=begins)
    visit = booking.book(slot, town.amara, town.knee_check, by=HOUSE)
    merge(town.amara, town.lina, by=HOUSE, because="one person")
    record("appointment.lacks_interpreter", visit, by=HOUSE)
    work_off(Lane.URGENT, Lane.NEWS)

    assert Case.objects.get(key=f"interpreter:{visit.pk}").patient == town.lina
