from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.cases import reactions
from bedside.cases.models import Case, Team
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people import actions as people
from bedside.people.models import Scope
from bedside.town.cast import Cast
from bedside.visits import actions, clarity, summaries, teaching
from bedside.visits.comparing import differences
from bedside.visits.models import Summary, TeachBack
from bedside.visits.understood import UNSURE, Kind, Question, first_lines, questions

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
PILL = {"name": "Amlodipine", "dose": "5 mg once a day", "change": "new", "why": "for your blood pressure"}
OTHER = {"name": "Ibuprofen", "dose": "one when it hurts", "change": "same", "why": ""}
BLOODS = {"test": "Blood test", "who": "Dr Osei", "by": "2026-11-27"}
WORDS: dict[str, Any] = {
    "original": "BP 150/95. Start amlodipine 5 mg OD. R/v 4/52.",
    "found": "Your blood pressure was 150/95.",
    "medicines": [PILL],
    "next_steps": "Come back in 4 weeks.",
    "get_help": "Call us if you feel worse. Do not wait.",
}


@pytest.fixture
def clock() -> Iterator[Stopped]:
    with stopped_at(MORNING) as clock:
        yield clock


def told(town: Cast, label: str = "", **more: Any) -> Summary:
    """Dr Osei has seen Amara and signed what was said."""
    room = actions.open_room(town.riverside, name="Room 8", by=HOUSE)
    about: dict[str, Any] = {
        "place": town.riverside,
        "service": town.gp,
        "reason": "My head hurts",
        "level": "R14",
        "label": label,
    }
    came = actions.walk_in(town.amara, by=town.sam, **about)
    visit = actions.begin(actions.call(came, room=room, by=town.dr_osei), by=town.dr_osei)
    found = summaries.draft(visit, by=town.dr_osei, **WORDS | more)
    return summaries.sign(found, by=town.dr_osei, confirmed={one.id: "right" for one in differences(found)})


def asked(summary: Summary) -> dict[Kind, Question]:
    return {one.kind: one for one in questions(summary)}


def all_right(summary: Summary) -> dict[str, str]:
    return {
        str(one.kind): next(key for key, _words in one.choices(summary.pk) if one.chosen(summary.pk, key) == one.right)
        for one in questions(summary)
    }


def amara(town: Cast) -> Any:
    assert town.amara.login
    town.amara.login.act_as(Role.PATIENT)
    return town.amara.login


def test_two_questions_are_made_of_what_was_signed_and_nothing_is_made_up(town: Cast, clock: Stopped) -> None:
    summary = told(town, medicines=[OTHER, PILL], tests=[BLOODS])

    first, second = questions(summary)

    assert (first.words, first.right) == ("How do you take Amlodipine?", "5 mg once a day")
    assert first.others == ("one when it hurts", "stop")
    assert (second.words, second.right) == ("When should you call us at once?", "Call us if you feel worse.")
    written = {"one when it hurts", "5 mg once a day", "I do not take it any more.", "I am not sure"}
    assert {words for _key, words in first.choices(summary.pk)} == written


def test_a_stopped_medicine_a_test_and_a_next_step_are_asked_about_too(town: Cast, clock: Stopped) -> None:
    summary = told(town, medicines=[PILL | {"change": "stopped"}], tests=[BLOODS], get_help="")
    assert [one.words for one in questions(summary)] == [
        "What do you do with Amlodipine now?",
        "Who calls you about this test, and by when: Blood test?",
    ]
    assert asked(summary)[Kind.TEST].right == "Dr Osei calls you by Friday 27 November."

    summary.medicines, summary.tests = [], []
    assert [one.kind for one in questions(summary)] == [Kind.NEXT]
    summary.next_steps = "Nothing more to do."
    assert questions(summary) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Call us if:\n- it hurts\n- you bleed", "Call us if: - it hurts"),
        ("Go now. Do not wait.", "Go now."),
        ("  ", ""),
    ],
)
def test_the_answer_offered_is_the_first_whole_sentence(text: str, said: str) -> None:
    assert first_lines(text) == said


def test_the_right_answers_are_thanked_for_and_nobody_calls(town: Cast, clock: Stopped, client: Client) -> None:
    summary = told(town)
    client.force_login(amara(town))
    page = f"/visits/{summary.visit_id}/summary/"
    assert "Did we explain it well?" in client.get(page).text

    answer = client.post(f"{page}understood/", all_right(summary) | {"version": summary.version}, follow=True)
    work_off()

    assert "That is just as we meant it." in answer.text
    heard = TeachBack.objects.get()
    assert [one["outcome"] for one in heard.answers] == ["right", "right"]
    assert (heard.unclear, heard.call_by, heard.by_carer) == (False, None, False)
    assert not Case.objects.filter(kind="unclear").exists()


def test_what_was_not_clear_is_shown_again_and_a_nurse_calls_by_the_next_evening(
    town: Cast, clock: Stopped, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    summary = told(town)
    client.force_login(amara(town))
    page = f"/visits/{summary.visit_id}/summary/"
    said = all_right(summary) | {"medicine": UNSURE, "version": str(summary.version)}

    answer = " ".join(client.post(f"{page}understood/", said, follow=True).text.split())
    work_off()

    assert "5 mg once a day" in answer.partition('id="understood"')[2]
    assert "One of our nurses calls you by Tuesday 24 November." in answer
    case = Case.objects.get(kind="unclear")
    assert (case.team, case.patient) == (Team.NURSES, town.amara)
    assert str(case) == "Explain again what was said at the visit"
    heard = TeachBack.objects.get()
    assert case.due_at == heard.call_by
    assert case.due_at > MORNING + timedelta(hours=24)
    client.force_login(town.nurse_lin)
    assert f"/desk/mine/{summary.visit_id}/summary/#clear" in client.get(f"/desk/inbox/{case.pk}/").text
    assert "I am not sure" in client.get(f"/desk/mine/{summary.visit_id}/summary/").text.partition('id="clear"')[2]
    client.force_login(town.sam)
    desk = client.get(f"/desk/inbox/{case.pk}/").text
    assert "Amlodipine" not in desk
    assert "/desk/mine/" not in desk


def test_a_wrong_answer_opens_one_case_however_often_it_is_told(town: Cast, clock: Stopped) -> None:
    summary = told(town)
    wrong = next(
        key
        for key, _words in asked(summary)[Kind.HELP].choices(summary.pk)
        if asked(summary)[Kind.HELP].chosen(summary.pk, key) == "next_visit"
    )
    teaching.answer(summary, all_right(summary) | {"help": wrong}, version=summary.version, by=amara(town))
    work_off()

    reactions.open_for_unclear(Entry.objects.get(verb="teachback.unclear"))

    assert [one["outcome"] for one in TeachBack.objects.get().answers] == ["right", "wrong"]
    assert Case.objects.filter(kind="unclear").count() == 1


def test_it_is_asked_once_for_each_summary_and_not_for_ever(town: Cast, clock: Stopped, client: Client) -> None:
    summary = told(town)
    client.force_login(amara(town))
    page = f"/visits/{summary.visit_id}/summary/"
    clock.move(days=31)
    assert "Did we explain it well?" not in client.get(page).text
    with pytest.raises(Refusal, match="no longer open"):
        teaching.answer(summary, {}, version=summary.version, by=amara(town))
    clock.move(days=-30)

    teaching.answer(summary, {}, version=summary.version, by=amara(town))

    with pytest.raises(Refusal, match="no longer open"):
        teaching.answer(summary, {}, version=summary.version, by=amara(town))
    again = TeachBack(patient=town.amara, summary=summary, summary_version=1)
    with pytest.raises(Refusal, match="answered already"):
        record("teachback.understood", again, by=amara(town))


def test_of_words_corrected_meanwhile_she_is_asked_to_read_again(town: Cast, clock: Stopped) -> None:
    summary = told(town)
    read = summary.version
    summaries.correct(summary, by=town.dr_osei, because="A slip.", get_help="Call us if your feet swell.")

    with pytest.raises(Refusal, match="read it again"):
        teaching.answer(summary, {}, version=read, by=amara(town))


def test_a_carer_answers_who_may_see_results_and_nobody_of_staff(town: Cast, clock: Stopped, client: Client) -> None:
    summary = told(town)
    given = people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)
    client.force_login(town.teresa)
    address = f"/visits/{summary.visit_id}/summary/understood/"
    assert client.post(address, all_right(summary) | {"version": summary.version}).status_code == 404
    people.end_grant(given, by=HOUSE)
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.RESULTS}, by=HOUSE)

    assert client.post(address, all_right(summary) | {"version": summary.version}).status_code == 302

    assert TeachBack.objects.get().by_carer
    town.dr_osei.act_as(Role.CLINICIAN)
    with pytest.raises(Refusal, match="Only the patient"):
        teaching.answer(summary, {}, version=summary.version, by=town.dr_osei)


def test_a_confidential_visit_leaves_no_echo(town: Cast, clock: Stopped, client: Client, settings: Any) -> None:
    settings.DEMO = True
    summary = told(town, label="confidential")
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.RESULTS}, by=HOUSE)
    before = Message.objects.count()

    teaching.answer(summary, {}, version=summary.version, by=amara(town))
    work_off()

    case = Case.objects.get(kind="unclear")
    assert case.label == "confidential"
    assert Message.objects.count() == before
    for role, who in ((Role.FRONT_DESK, town.sam), (Role.CARER, town.teresa), (Role.MANAGER, town.ines)):
        who.act_as(role)
        assert not TeachBack.objects.visible_to(who).exists()
        assert not Case.objects.visible_to(who).filter(pk=case.pk).exists()
    day = timedelta(days=1)
    assert not any(list(source(MORNING - day, MORNING + day)) for source in clarity.MEASURES.values())


def test_the_share_of_right_answers_is_counted_for_each_kind_of_question(town: Cast, clock: Stopped) -> None:
    summary = told(town)
    said = all_right(summary) | {"help": UNSURE}
    teaching.answer(summary, said, version=summary.version, by=amara(town))

    day = timedelta(days=1)
    counted = {
        measure.name: [(one.value, one.place) for one in source(MORNING - day, MORNING + day)]
        for measure, source in clarity.MEASURES.items()
    }

    here = town.riverside.pk
    assert counted == {
        "visits.clear_medicine": [(1.0, here)],
        "visits.clear_help": [(0.0, here)],
        "visits.clear_test": [],
        "visits.clear_next": [],
    }
