"""What went wrong is heard in time, answered by the rule of the place, and never held against whoever said it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from bedside.access.actions import open_login
from bedside.access.models import Role, User
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind
from bedside.cases.rounds import look_at_the_clock
from bedside.complaints import actions, drafting, facts
from bedside.complaints.actions.clocks import cases_of
from bedside.complaints.models import Approval, Complaint, ComplaintLetter, Consent, LetterKind, Recovery, State, Step
from bedside.hours.calendar import Calendar
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.measures.parts import parts
from bedside.people import actions as people
from bedside.people.models import Grant, Label, Patient, Scope, StaffMember
from bedside.town.cast import Cast
from bedside.visits import actions as visits
from bedside.visits.models import Visit

MORNING = datetime(2026, 5, 21, 9, tzinfo=UTC)  # a Thursday before a bank holiday
CANARY = "zaqcanary"
CALENDAR = Calendar.of("Europe/London", {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")})


@pytest.fixture(autouse=True)
def a_thursday(settings: LazySettings, request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    settings.DEMO = True
    with time_machine.travel(MORNING, tick=False) as clock:
        town: Cast = request.getfixturevalue("town")
        town.dr_osei.act_as(Role.CLINICIAN)
        town.nurse_lin.act_as(Role.NURSE)
        town.sam.act_as(Role.FRONT_DESK)
        town.ines.act_as(Role.MANAGER)
        yield clock


def client_of(login: User) -> Client:
    client = Client()
    client.force_login(login)
    return client


def told(town: Cast, **more: Any) -> Complaint:
    assert town.amara.login
    asked: dict[str, Any] = {"channel": "portal", "about": "wait", "by": town.amara.login} | more
    return actions.complain(town.amara, f"I waited two hours. {CANARY}", **asked)


def heard(town: Cast, **more: Any) -> Complaint:
    complaint = told(town, **more)
    actions.acknowledge(complaint, "We have it.", reply_by=date(2026, 6, 25), by=town.ines)
    return complaint


def seen(town: Cast, label: str = Label.NONE) -> Visit:
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    visit = visits.walk_in(town.amara, by=town.dr_osei, label=label, **here)
    room = visits.open_room(town.riverside, name=f"Room {visit.ticket}", by=HOUSE)
    return visits.begin(visits.call(visit, room=room, by=town.dr_osei), by=town.dr_osei)


def test_the_managers_have_it_at_once_with_a_name_and_a_day_and_nobody_else_does(town: Cast) -> None:
    complaint = told(town)

    case = cases_of(complaint).get()
    assert (case.kind, case.owner, case.patient) == (Kind.COMPLAINT, town.ines, None)
    assert complaint.acknowledge_by == date(2026, 5, 27)  # three working days, with Monday a bank holiday
    assert case.due_at == datetime(2026, 5, 27, 23, tzinfo=UTC)  # midnight in London
    for who in (town.sam, town.nurse_lin, town.dr_osei):
        assert case not in Case.objects.visible_to(who)
        assert not Complaint.objects.visible_to(who).exists()
    assert case in Case.objects.visible_to(town.ines)


def test_nothing_of_it_is_read_where_she_is_treated(town: Cast) -> None:
    visit = seen(town)
    heard(town, visit=visit, wish=CANARY)
    work_off()
    for who in (town.dr_osei, town.nurse_lin, town.sam):
        client = client_of(who)
        for address in (
            f"/desk/patients/{town.amara.pk}/", "/desk/inbox/", "/desk/", f"/desk/visits/{visit.pk}/brief/",
            f"/desk/visits/{visit.pk}/summary/", "/desk/today/", "/desk/complaints/",
        ):  # fmt: skip
            page = client.get(address, follow=True).text
            assert CANARY not in page, address
            assert "I waited two hours" not in page, address
    assert CANARY in client_of(town.ines).get(f"/desk/complaints/{Complaint.objects.get().pk}/").text


def test_she_follows_it_and_reads_our_letters_and_what_has_changed(town: Cast) -> None:
    assert town.amara.login
    hers, complaint = client_of(town.amara.login), heard(town)
    change = actions.plan_change(complaint, what="A second desk", owner=town.sam, due_on=date(2026, 6, 1), by=town.ines)
    shown = hers.get(f"/told-us/{complaint.pk}/").text
    assert "You have our answer by Thursday 25 June." in shown
    assert "We have it." in shown
    assert "A second desk" not in shown
    actions.finish_change(change, result="Open on Mondays", by=town.ines)
    actions.answer(complaint, "We found that you are right.", by=town.ines)
    shown = hers.get(f"/told-us/{complaint.pk}/").text
    assert "We found that you are right." in shown
    assert "A second desk" in shown
    told_of = [one.body for one in Message.objects.filter(about_id=complaint.pk)]
    assert told_of
    assert not any("complain" in body.lower() or CANARY in body for body in told_of)


def test_a_stranger_and_a_colleague_it_is_about_do_not_see_it(town: Cast) -> None:
    ines = StaffMember.objects.get(login=town.ines)
    complaint = told(town, whom=ines)
    assert cases_of(complaint).get().owner != town.ines
    assert client_of(town.ines).get(f"/desk/complaints/{complaint.pk}/").status_code == 404
    with pytest.raises(Refusal, match="about you"):
        actions.acknowledge(complaint, "x", reply_by=date(2026, 6, 1), by=town.ines)
    case, hers = cases_of(complaint).get(), client_of(town.ines)
    for address in ("", "notes/"):
        assert hers.get(f"/desk/inbox/{case.pk}/{address}").status_code in {404, 405}, address
    assert str(case.pk) not in hers.get("/desk/inbox/").text
    another = told(town)  # about nobody by name: the manager it is not about sees its case
    assert client_of(town.ines).get(f"/desk/inbox/{cases_of(another).get().pk}/").status_code == 200
    assert town.lina.login
    assert client_of(town.lina.login).get(f"/told-us/{complaint.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("rule", "heard_by", "answered_by"),
    [
        ("england", date(2026, 5, 27), None),
        ("wales", date(2026, 5, 26), date(2026, 7, 3)),
        ("scotland", date(2026, 5, 27), date(2026, 6, 19)),
        ("northern_ireland", date(2026, 5, 27), date(2026, 6, 5)),
        ("us_hospital", date(2026, 5, 27), date(2026, 5, 28)),
        ("house", date(2026, 5, 27), date(2026, 6, 19)),
    ],
)
def test_each_rule_has_its_days(town: Cast, rule: str, heard_by: date, answered_by: date | None) -> None:
    actions.choose_rule(rule, by=town.ines)
    complaint = told(town)
    assert (complaint.rule, complaint.acknowledge_by, complaint.reply_by) == (rule, heard_by, answered_by)
    assert (complaint.explain_by == date(2026, 11, 21)) is (rule == "england")


def test_the_days_of_the_oracles_come_out(town: Cast) -> None:
    from bedside.complaints.rules import months_later, rule_named

    thursday, holiday = date(2026, 5, 21), Calendar(CALENDAR.zone, CALENDAR.weekly, frozenset({date(2026, 5, 25)}))
    england, states = rule_named("england"), rule_named("us_hospital")
    assert england.acknowledge_by(thursday, CALENDAR) == date(2026, 5, 26)
    assert england.acknowledge_by(thursday, holiday) == date(2026, 5, 27)
    assert states.reply_by(thursday, holiday) == date(2026, 5, 28)
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert england.is_made_late(date(2025, 5, 20), thursday)
    assert not england.is_made_late(date(2025, 5, 21), thursday)


def test_what_is_spoken_and_not_put_right_is_a_grievance_where_the_rule_says_so(town: Cast) -> None:
    actions.choose_rule("us_hospital", by=town.ines)
    spoken = {"channel": "in_person", "taken_by": town.sam, "by": town.sam}
    assert told(town, **spoken).is_grievance
    assert not told(town, settled=True, **spoken).is_grievance
    assert told(town, channel="letter", settled=True, taken_by=town.sam, by=town.sam).is_grievance
    actions.choose_rule("england", by=town.ines)
    assert not told(town, **spoken).is_grievance


def test_what_is_put_right_on_the_spot_starts_no_clock_and_is_counted(town: Cast) -> None:
    desk = client_of(town.sam)
    said = {"channel": "in_person", "words": "No parking", "about": "place", "settled": "on", "gift": "parking"}
    shown = desk.post(f"/desk/patients/{town.amara.pk}/complaint/", said | {"amount": "6.50"}, follow=True).text
    assert "It is put right." in shown
    complaint, gift = Complaint.objects.get(), Recovery.objects.get()
    assert (complaint.state, cases_of(complaint).count()) == (State.SETTLED, 0)
    assert (gift.amount, gift.approval, gift.given_by) == (650, Approval.WITHIN, town.sam)


def test_more_than_the_desk_may_give_waits_for_another_who_may(town: Cast) -> None:
    gift = actions.recover(town.amara, what="fee", amount=2_501, why="A long wait", by=town.sam)
    assert gift.approval == Approval.ASKED
    assert actions.recover(town.amara, what="fee", amount=2_500, why="x", by=town.sam).approval == Approval.WITHIN
    with pytest.raises(Refusal):
        actions.decide_recovery(gift, grant=True, by=town.sam)
    client_of(town.ines).post(f"/desk/recoveries/{gift.pk}/answer/", {"grant": "yes"})
    gift.refresh_from_db()
    assert (gift.approval, gift.approved_by) == (Approval.GRANTED, town.ines)
    with pytest.raises(Refusal, match="already"):
        actions.decide_recovery(gift, grant=False, by=town.ines)


def test_a_case_closed_by_hand_comes_back_until_we_have_answered(
    town: Cast, a_thursday: time_machine.Traveller
) -> None:
    complaint = told(town)
    cases.close(cases_of(complaint).get(), because="I am busy", by=town.ines)
    work_off()
    assert cases_of(complaint).unfinished().count() == 1
    a_thursday.move_to(MORNING + timedelta(days=7))
    look_at_the_clock()
    assert cases_of(complaint).unfinished().get().escalated == 100
    assert Complaint.objects.get().is_late
    complaint = Complaint.objects.get()
    actions.acknowledge(complaint, "Sorry", reply_by=date(2026, 6, 25), by=town.ines)
    work_off()
    assert cases_of(complaint).unfinished().get().due_at == datetime(2026, 6, 25, 23, tzinfo=UTC)
    actions.answer(complaint, "Sorry", by=town.ines)
    work_off()
    assert not cases_of(complaint).unfinished().exists()


def test_who_is_not_content_is_heard_anew(town: Cast) -> None:
    assert town.amara.login
    complaint = heard(town)
    actions.answer(complaint, "Our answer", by=town.ines)
    client_of(town.amara.login).post(f"/told-us/{complaint.pk}/words/", {"words": "That is not true."})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.reopened, complaint.acknowledged_at) == (State.OPEN, 1, None)
    assert cases_of(complaint).unfinished().count() == 1
    assert ComplaintLetter.objects.filter(kind=LetterKind.HERS, words="That is not true.").exists()


def test_a_red_flag_in_a_complaint_stands_before_everything(town: Cast) -> None:
    assert town.amara.login
    hers = client_of(town.amara.login)
    words = "Nobody listens. I have crushing chest pain and cannot breathe."
    shown = hers.post("/told-us/new/", {"patient": town.amara.pk, "words": words, "about": "care"}, follow=True)
    assert "999" in shown.text
    assert Complaint.objects.filter(words=words).exists()  # and it is kept all the same


def test_somebody_elses_answer_waits_until_she_has_agreed(town: Cast) -> None:
    assert town.amara.login
    complaint = heard(town, told_by="her sister", channel="phone", taken_by=town.sam, by=town.sam)
    assert (complaint.consent, complaint.agrees) == (Consent.ASKED, town.amara)
    with pytest.raises(Refusal, match="not agreed"):
        actions.answer(complaint, "All about her", by=town.ines)
    hers = client_of(town.amara.login)
    assert "May we answer her sister about you?" in hers.get(f"/told-us/{complaint.pk}/").text
    hers.post(f"/told-us/{complaint.pk}/agreement/", {"agrees": "yes"})
    complaint.refresh_from_db()
    letter = actions.answer(complaint, "Now we may", by=town.ines)
    assert letter.by_post  # the sister has no page here
    assert "Now we may" not in hers.get(f"/told-us/{complaint.pk}/").text


def test_the_visit_stands_beside_it_as_measured_but_not_a_confidential_one(
    town: Cast, a_thursday: time_machine.Traveller
) -> None:
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    visit = visits.walk_in(town.amara, by=town.sam, **here)
    a_thursday.move_to(MORNING + timedelta(minutes=42))
    room = visits.open_room(town.riverside, name="Room 55", by=HOUSE)
    visits.begin(visits.call(visit, room=room, by=town.dr_osei), by=town.dr_osei)
    complaint = told(town, visit=Visit.objects.get(pk=visit.pk))
    assert facts.waited(complaint) == 42
    assert "42 minutes" in drafting.begun(complaint)["found"]
    assert "Waited 42 minutes" in client_of(town.ines).get(f"/desk/complaints/{complaint.pk}/").text
    secret = told(town, visit=seen(town, Label.CONFIDENTIAL))
    assert (facts.waited(secret), facts.steps_of(secret)) == (None, [])


def test_the_letter_holds_what_the_rule_asks_for_in_her_language(town: Cast) -> None:
    complaint = heard(town, visit=seen(town))
    parts = {"looked_into": "We asked Sam.", "found": "You waited.", "sorry": "We are sorry.", "changes": "Two desks."}
    letter = drafting.reply(complaint, who="Ines Duarte", **parts)
    for part in (*parts.values(), "Ines Duarte", "Parliamentary and Health Service Ombudsman", "21 May"):
        assert part in letter
    complaint.language = "es"
    assert "Hola" in drafting.reply(complaint, who="Ines Duarte", **parts)


def test_our_answer_is_looked_at_whole_before_it_is_sent(town: Cast) -> None:
    complaint, boss = heard(town), client_of(town.ines)
    parts = {"looked_into": "We asked Sam.", "found": "You waited.", "sorry": "We are sorry.", "changes": "Two desks."}
    shown = boss.post(f"/desk/complaints/{complaint.pk}/answer/", parts | {"then": "look"}).text
    assert "The whole letter" in shown
    assert not complaint.letters.filter(kind=LetterKind.REPLY).exists()
    missing = boss.post(f"/desk/complaints/{complaint.pk}/answer/", parts | {"then": "send", "sorry": ""})
    assert missing.status_code == 200
    assert not complaint.letters.filter(kind=LetterKind.REPLY).exists()
    boss.post(f"/desk/complaints/{complaint.pk}/answer/", parts | {"then": "send"})
    assert "Two desks." in complaint.letters.get(kind=LetterKind.REPLY).words


def test_who_was_harmed_is_told_before_being_written_to(town: Cast) -> None:
    complaint = heard(town, is_harm=True)
    with pytest.raises(Refusal, match="first"):
        actions.note_step(complaint, Step.WRITTEN, "An account", by=town.ines)
    for step in (Step.TOLD, Step.SORRY, Step.ACCOUNT, Step.NEXT):
        actions.note_step(complaint, step, "On the phone, with Dr Osei", by=town.ines)
    actions.note_step(complaint, Step.WRITTEN, "What happened to you", by=town.ines)
    assert complaint.letters.filter(kind=LetterKind.CANDOUR, words="What happened to you").exists()
    with pytest.raises(Refusal, match="noted already"):
        actions.note_step(complaint, Step.TOLD, "again", by=town.ines)
    with pytest.raises(Refusal, match="Nobody was harmed"):
        actions.note_step(told(town), Step.TOLD, "x", by=town.ines)


def test_it_is_finished_only_when_we_have_said_what_we_learned(town: Cast) -> None:
    complaint = heard(town)
    with pytest.raises(Refusal):
        actions.close(complaint, learned="Two desks", by=town.ines)  # not answered yet
    complaint = Complaint.objects.get()
    actions.answer(complaint, "Sorry", by=town.ines)
    with pytest.raises(Refusal, match="learned"):
        actions.close(complaint, learned="  ", by=town.ines)
    actions.close(complaint, learned="Two desks", by=town.ines)
    assert Complaint.objects.get().state == State.CLOSED


def test_a_delay_is_told_before_the_day_and_only_to_a_later_one(town: Cast) -> None:
    complaint = heard(town)
    with pytest.raises(Refusal, match="after"):
        actions.explain_delay(complaint, "x", reply_by=date(2026, 6, 25), by=town.ines)
    said = {"because": "The one we must ask is away.", "reply_by": "2026-07-10"}
    client_of(town.ines).post(f"/desk/complaints/{complaint.pk}/delay/", said)
    assert "Friday 10 July" in complaint.letters.get(kind=LetterKind.DELAY).words
    assert cases_of(complaint).unfinished().get().due_at == datetime(2026, 7, 10, 23, tzinfo=UTC)


def test_a_message_becomes_a_complaint_with_her_words(town: Cast) -> None:
    from bedside.inbox import actions as inbox

    assert town.amara.login
    inbox.write(town.amara, "Rude", f"The man at the desk was rude. {CANARY}", by=town.amara.login)
    work_off()
    case = Case.objects.get(kind=Kind.MESSAGE)
    desk = client_of(town.sam)
    assert f"/desk/cases/{case.pk}/complaint/" in desk.get(f"/desk/inbox/{case.pk}/").text
    assert CANARY in desk.get(f"/desk/cases/{case.pk}/complaint/").text
    assert client_of(town.ines).get(f"/desk/cases/{case.pk}/complaint/").status_code == 404


def test_whoever_wrote_it_down_reads_it_back_until_the_managers_have_it(town: Cast) -> None:
    complaint = told(town, channel="phone", taken_by=town.sam, by=town.sam)
    desk = client_of(town.sam)
    assert CANARY in desk.get(f"/desk/complaints/{complaint.pk}/taken/").text
    assert client_of(town.nurse_lin).get(f"/desk/complaints/{complaint.pk}/taken/").status_code == 404
    actions.acknowledge(complaint, "We have it.", reply_by=date(2026, 6, 25), by=town.ines)
    assert desk.get(f"/desk/complaints/{complaint.pk}/taken/").status_code == 404


def test_the_measures_count_days_kept_and_days_taken(town: Cast, a_thursday: time_machine.Traveller) -> None:
    from bedside.complaints.measures import days_to_answer, heard_in_time

    since, until = MORNING - timedelta(days=1), MORNING + timedelta(days=1)
    complaint, late, settled = told(town), told(town), told(town, settled=True, taken_by=town.sam, by=town.sam)
    assert settled.state == State.SETTLED
    assert [(one.value, one.waiting) for one in heard_in_time(since, until)] == [(None, True), (None, True)]
    actions.acknowledge(complaint, "We have it.", reply_by=date(2026, 6, 25), by=town.ines)
    a_thursday.move_to(MORNING + timedelta(days=10))
    actions.answer(complaint, "Sorry", by=town.ines)
    assert sorted((one.value, one.waiting) for one in heard_in_time(since, until)) == [(0.0, True), (1.0, False)]
    assert sorted((one.value, one.waiting) for one in days_to_answer(since, until)) == [(10.0, False), (10.0, True)]
    assert late.number == complaint.number + 1


def test_an_answer_is_in_time_on_the_day_we_named_and_late_the_day_after(
    town: Cast, a_thursday: time_machine.Traveller
) -> None:
    from bedside.complaints.measures import answered_in_time

    since, until = MORNING - timedelta(days=1), MORNING + timedelta(days=1)
    kept, broken, silent = (heard(town, by=town.sam, channel=way, taken_by=town.sam) for way in ("phone",) * 3)
    told(town, settled=True, taken_by=town.sam, by=town.sam)  # put right at once: no day was named
    assert [(one.value, one.waiting) for one in answered_in_time(since, until)] == [(None, True)] * 3
    a_thursday.move_to(datetime(2026, 6, 25, 20, tzinfo=UTC))
    actions.answer(kept, "Sorry", by=town.ines)
    a_thursday.move_to(datetime(2026, 6, 26, 9, tzinfo=UTC))
    actions.answer(broken, "Sorry", by=town.ines)

    counted = list(answered_in_time(since, until))
    assert sorted((one.value, one.waiting) for one in counted) == [(0.0, False), (0.0, True), (1.0, False)]
    [of_all, *split] = parts(counted, statistic="share", least=1)
    assert (of_all.n, round(of_all.value or 0)) == (3, 33)
    assert {(one.way, one.name): one.n for one in split} == {
        ("channel", "phone"): 3,
        ("language", town.amara.language): 3,
    }
    assert silent.answered_at is None


def test_a_bad_answer_about_a_visit_becomes_a_complaint_with_the_visit_beside_it(town: Cast) -> None:
    from bedside.feedback import actions as feedback

    visit = visits.finish(seen(town), by=town.dr_osei)
    asked = feedback.invite(visit, by=HOUSE)
    assert asked is not None
    feedback.answer(asked, overall="very_poor", channel="link", comment="Nobody greeted me.", by=HOUSE)
    work_off()
    case, boss = Case.objects.get(kind=Kind.FEEDBACK), client_of(town.ines)
    shown = boss.get(f"/desk/cases/{case.pk}/complaint/").text
    assert "Nobody greeted me." in shown
    said = {"channel": "survey", "words": "Nobody greeted me.", "about": "manner", "visit": str(visit.pk)}
    boss.post(f"/desk/cases/{case.pk}/complaint/", said)
    assert Complaint.objects.get().visit_id == visit.pk


def test_who_is_only_asked_to_agree_does_not_speak_for_who_complains(town: Cast) -> None:
    assert town.amara.login
    complaint = told(town, told_by="her sister", channel="phone", taken_by=town.sam, by=town.sam)
    hers = client_of(town.amara.login)
    assert hers.post(f"/told-us/{complaint.pk}/words/", {"words": "I never wanted this."}).status_code == 404
    assert hers.post(f"/told-us/{complaint.pk}/end/").status_code == 404
    assert Complaint.objects.get().state == State.OPEN


def test_what_cannot_be_answered_for_want_of_consent_can_be_finished(town: Cast) -> None:
    complaint = heard(town, told_by="her sister", channel="phone", taken_by=town.sam, by=town.sam, is_harm=True)
    actions.agree(complaint, agrees=False, by=town.ines)
    for step in (Step.TOLD, Step.SORRY, Step.ACCOUNT, Step.NEXT):
        actions.note_step(complaint, step, "On the phone", by=town.ines)
    with pytest.raises(Refusal, match="not agreed"):
        actions.note_step(complaint, Step.WRITTEN, "All about her", by=town.ines)
    actions.close(Complaint.objects.get(), learned="Ask sooner", by=town.ines)
    work_off()
    assert not cases_of(complaint).unfinished().exists()


def test_a_promise_is_of_this_year(town: Cast) -> None:
    complaint = told(town)
    page = client_of(town.ines).post(
        f"/desk/complaints/{complaint.pk}/acknowledgement/", {"words": "We have it.", "reply_by": "9999-12-31"}
    )
    assert page.status_code == 409
    assert Complaint.objects.get().acknowledged_at is None


def test_a_red_flag_in_confidence_stays_in_confidence(town: Cast) -> None:
    from bedside.triage.models import Screening

    assert town.amara.login
    secret = seen(town, Label.CONFIDENTIAL)
    words = "At that visit nobody listened. I have crushing chest pain and cannot breathe."
    hers = client_of(town.amara.login)
    hers.post("/told-us/new/", {"patient": town.amara.pk, "words": words, "about": "care", "visit": secret.pk})
    assert [one.label for one in Screening.objects.filter(text__contains="nobody listened")] == [Label.CONFIDENTIAL]


def test_words_about_somebody_unknown_are_heard(town: Cast) -> None:
    said = {"channel": "phone", "words": "He has crushing chest pain and cannot breathe", "about": "care"}
    shown = client_of(town.sam).post("/desk/complaints/new/", said, follow=True).text
    assert "999" in shown.split("<footer")[0]


def test_what_was_given_is_not_shown_to_the_one_it_is_about(town: Cast) -> None:
    ines = StaffMember.objects.get(login=town.ines)
    complaint = told(town, whom=ines)
    actions.recover(town.amara, what="fee", amount=9_000, why="Ines screamed", by=town.sam, complaint=complaint)
    assert "Ines screamed" not in client_of(town.ines).get("/desk/complaints/").text
    with pytest.raises(Refusal):
        actions.decide_recovery(Recovery.objects.get(), grant=True, by=town.ines)


def test_the_one_it_is_about_does_not_come_to_own_it(town: Cast, a_thursday: time_machine.Traveller) -> None:
    complaint = told(town, whom=StaffMember.objects.get(login=town.ines))
    a_thursday.move_to(MORNING + timedelta(days=7))
    look_at_the_clock()
    work_off()
    assert cases_of(complaint).unfinished().get().owner != town.ines


def notes(patient: Patient) -> set[str]:
    return set(Message.objects.filter(patient=patient, template="answered").values_list("to", flat=True))


def test_a_carer_who_complained_is_told_of_our_letter_at_her_own_address_and_nobody_else_is(town: Cast) -> None:
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.MESSAGES}, by=HOUSE)
    another = open_login("bea@town.example", name="Bea", roles={Role.CARER}, by=HOUSE)
    people.grant(another, town.amara, relation="aunt", scopes={Scope.MESSAGES}, by=HOUSE)
    hers = heard(town, carer=town.teresa)

    assert notes(town.amara) == {town.teresa.email}
    assert not hers.letters.get().by_post
    people.end_grant(Grant.objects.get(carer=town.teresa, patient=town.amara), by=HOUSE)
    actions.explain_delay(hers, "It takes longer.", reply_by=date(2026, 6, 29), by=town.ines)
    assert hers.letters.filter(by_post=True).count() == 1
    assert Message.objects.filter(template="answered").count() == 1


def test_who_cares_for_her_does_not_learn_that_she_complained(town: Cast) -> None:
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.MESSAGES}, by=HOUSE)
    heard(town)

    assert notes(town.amara) == {town.amara.email, town.amara.phone} - {""}
