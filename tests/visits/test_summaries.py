from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.hours.clock import stopped_at
from bedside.inbox.models import Channel, Message
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal, Sight
from bedside.people import actions as people
from bedside.people.models import Scope
from bedside.town.cast import Cast
from bedside.visits import actions, summaries
from bedside.visits.comparing import differences, hard_parts, say_plainly
from bedside.visits.models import Summary, Visit

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTES = "HTN. BP 150/95. Start amlodipine 5 mg OD. Denies chest pain. R/v 4/52."
WORDS: dict[str, Any] = {
    "original": NOTES,
    "why_came": "You came to talk about your blood pressure.",
    "found": "Your blood pressure was 150/95. You have no chest pain.",
    "medicines": [{"name": "Amlodipine", "dose": "5 mg once a day", "change": "new", "why": "for your blood pressure"}],
    "next_steps": "Come back in 4 weeks.",
    "get_help": "Call us if you feel worse.",
}
BLOODS = {"test": "Blood test", "who": "Dr Osei", "by": "2026-11-27"}


@pytest.fixture
def visit(town: Cast) -> Iterator[Visit]:
    """Amara walked in, and Dr Osei is with her."""
    with stopped_at(MORNING):
        yield walks_in(town)


def walks_in(town: Cast, **more: Any) -> Visit:
    room = actions.open_room(town.riverside, name="Room 8", by=HOUSE)
    about = {"place": town.riverside, "service": town.gp, "reason": "My head hurts", "level": "R14"}
    came = actions.walk_in(town.amara, staff_member=town.osei, by=town.sam, **about, **more)
    return actions.begin(actions.call(came, room=room, by=town.dr_osei), by=town.dr_osei)


def written(visit: Visit, town: Cast, **more: Any) -> Summary:
    return summaries.draft(visit, by=town.dr_osei, **WORDS | more)


def signed(visit: Visit, town: Cast, **more: Any) -> Summary:
    return summaries.sign(written(visit, town, **more), by=town.dr_osei)


def test_a_faithful_summary_is_signed_and_the_patient_is_told_without_a_word_about_her_health(
    visit: Visit, town: Cast
) -> None:
    found = signed(visit, town, tests=[BLOODS])

    assert (found.signed_by, found.signed_at, found.checks) == (town.dr_osei, MORNING, [])
    letters = Message.objects.filter(patient=town.amara, template="summary")
    assert {one.channel for one in letters} == {Channel.EMAIL, Channel.SMS}
    assert not any(word in letter.body for letter in letters for word in ("pressure", "Osei", "mlodipine", "Blood"))


def test_a_difference_must_be_mended_or_confirmed_with_a_reason_that_is_kept(visit: Visit, town: Cast) -> None:
    wrong = [{**WORDS["medicines"][0], "dose": "50 mg once a day"}]
    found = written(visit, town, medicines=wrong)

    with pytest.raises(Refusal, match="differ from the notes"):
        summaries.sign(found, by=town.dr_osei)
    (slip,) = differences(found)
    with pytest.raises(Refusal, match="differ from the notes"):
        summaries.sign(found, by=town.dr_osei, confirmed={slip.id: "  "})
    summaries.sign(found, by=town.dr_osei, confirmed={slip.id: "The notes were wrong."})

    assert slip.say == "The notes say “5 mg”, the plain words say “50 mg”."
    kept = Summary.objects.get().checks
    told = {"kind": "number", "how": "changed", "notes": "5 mg", "words": "50 mg"}
    assert kept == [told | {"because": "The notes were wrong."}]


def test_a_confirmation_does_not_hold_for_another_difference(visit: Visit, town: Cast) -> None:
    found = written(visit, town, next_steps="Come back in 40 weeks.")
    (slip,) = differences(found)
    found = written(visit, town, next_steps="Come back in 4 days.")

    with pytest.raises(Refusal, match="differ from the notes"):
        summaries.sign(found, by=town.dr_osei, confirmed={slip.id: "It is right."})


@pytest.mark.parametrize("missing", [{"who": ""}, {"by": ""}])
def test_an_open_test_needs_somebody_who_calls_and_a_day(visit: Visit, town: Cast, missing: dict[str, str]) -> None:
    found = written(visit, town, tests=[BLOODS | missing])

    with pytest.raises(Refusal, match="Say who calls about “Blood test”"):
        summaries.sign(found, by=town.dr_osei)


def test_nothing_written_is_not_signed(visit: Visit, town: Cast) -> None:
    with pytest.raises(Refusal, match="Nothing is written yet"):
        summaries.sign(summaries.draft(visit, by=town.dr_osei), by=town.dr_osei)


def test_without_notes_somebody_says_so_before_signing(visit: Visit, town: Cast) -> None:
    found = written(visit, town, original="")
    (nothing,) = differences(found)

    with pytest.raises(Refusal, match="differ from the notes"):
        summaries.sign(found, by=town.dr_osei)
    summaries.sign(found, by=town.dr_osei, confirmed={nothing.id: "I read it twice."})
    assert Summary.objects.get().is_signed


def test_only_who_treats_writes_and_signs(visit: Visit, town: Cast) -> None:
    found = written(visit, town)

    for who in (town.sam, town.ines, town.amara.login):
        assert who
        with pytest.raises(Refusal, match="Only a clinician or a nurse"):
            summaries.draft(visit, by=who, found="x")
        with pytest.raises(Refusal, match="Only a clinician or a nurse"):
            summaries.sign(found, by=who)


def test_only_whose_visit_it_is_signs_and_corrects(visit: Visit, town: Cast) -> None:
    found = written(visit, town)
    town.nurse_lin.act_as(Role.NURSE)
    with pytest.raises(Refusal, match="not your visit"):
        summaries.sign(found, by=town.nurse_lin)

    told = summaries.sign(found, by=town.dr_osei)
    with pytest.raises(Refusal, match="not your visit"):
        summaries.correct(told, by=town.nurse_lin, because="a slip", found="You have a cold.")


def test_whoever_takes_a_visit_over_says_why_and_that_is_kept(visit: Visit, town: Cast) -> None:
    town.nurse_lin.act_as(Role.NURSE)
    with pytest.raises(Refusal, match="Say why"):
        actions.take_over(visit, by=town.nurse_lin, because=" ")

    actions.take_over(visit, by=town.nurse_lin, because="Dr Osei fell ill.")

    told = Entry.objects.get(verb="visit.taken_over").told
    assert (told["because"], told["facts"]) == ("Dr Osei fell ill.", {"instead_of": str(town.osei.pk)})
    found = written(visit, town)
    with pytest.raises(Refusal, match="not your visit"):
        summaries.sign(found, by=town.dr_osei)
    assert summaries.sign(found, by=town.nurse_lin).signed_by == town.nurse_lin


def test_where_nobody_was_named_it_is_the_visit_of_whoever_sees_her(town: Cast) -> None:
    room = actions.open_room(town.riverside, name="Room 9", by=HOUSE)
    came = actions.walk_in(
        town.lina, place=town.riverside, service=town.gp, reason="My head hurts", level="R14", by=town.sam
    )
    seen = actions.begin(actions.call(came, room=room, by=town.dr_osei), by=town.dr_osei)

    assert summaries.answers_for(seen, town.dr_osei)
    assert summaries.sign(written(seen, town), by=town.dr_osei).is_signed


def test_who_signs_for_another_is_asked_why_on_the_page(
    visit: Visit, town: Cast, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    client.force_login(town.nurse_lin)
    page = f"/desk/mine/{visit.pk}/summary/"
    assert "It is the visit of Dr Osei. Why do you take it over?" in client.get(page).text

    refused = client.post(page, handed_in(sign="yes"))
    assert refused.status_code == 409
    assert "This is not your visit." in refused.text

    client.post(page, handed_in(sign="yes", version=1, taking_over="Dr Osei fell ill."))
    assert Summary.objects.get().signed_by == town.nurse_lin
    assert Entry.objects.filter(verb="visit.taken_over").count() == 1


def test_no_dose_rests_on_a_machines_translation(visit: Visit, town: Cast) -> None:
    with pytest.raises(Refusal, match="machine's translation"):
        signed(visit, town, origin="machine")


def test_nothing_is_written_about_a_visit_that_has_not_begun(town: Cast) -> None:
    about = {"place": town.riverside, "service": town.gp, "reason": "x", "level": "R14"}
    came = actions.walk_in(town.lina, by=town.sam, **about)

    with pytest.raises(Refusal, match="has not begun"):
        summaries.draft(came, by=town.dr_osei, found="x")


def test_a_correction_needs_a_reason_and_leaves_the_words_that_were_signed_in_the_journal(
    visit: Visit, town: Cast
) -> None:
    found = signed(visit, town)

    with pytest.raises(Refusal, match="signed"):
        summaries.draft(visit, by=town.dr_osei, found="Other words")
    with pytest.raises(Refusal, match="why"):
        summaries.correct(found, by=town.dr_osei, because=" ", get_help="Come at once if your head hurts.")
    actions.take_over(found.visit, by=town.nurse_lin, because="Dr Osei is on leave.")
    summaries.correct(found, by=town.nurse_lin, because="The advice was missing.", get_help="Come if your head hurts.")

    assert found.version == 3
    assert (found.corrected_at, found.signed_by) == (MORNING, town.nurse_lin)
    before = Entry.objects.get(verb="summary.signed").told["record"]["get_help"]
    assert before == "Call us if you feel worse."
    assert Message.objects.filter(template="summary", channel=Channel.SMS).count() == 2


def test_a_correction_is_compared_with_the_notes_too(visit: Visit, town: Cast) -> None:
    found = signed(visit, town)

    with pytest.raises(Refusal, match="differ from the notes"):
        summaries.correct(found, by=town.dr_osei, because="typing", next_steps="Come back in 14 weeks.")


def test_a_hard_word_is_said_plainly_where_it_stands(visit: Visit, town: Cast) -> None:
    found = written(visit, town, found="Your abdominal pain is benign. Abdominal scans were fine.")

    hard = {one.word: one for one in hard_parts(found)}
    plain = say_plainly(found, hard["abdominal"].value)

    assert plain == {"found": "Your belly pain is benign. Belly scans were fine."}
    assert say_plainly(found, "found|pain|anything they like") == {}


def test_the_patient_reads_it_once_it_is_signed_and_never_the_notes(visit: Visit, town: Cast, client: Client) -> None:
    assert town.amara.login
    client.force_login(town.amara.login)
    found = written(visit, town)
    page = f"/visits/{visit.pk}/summary/"
    assert client.get(page).status_code == 404

    summaries.sign(found, by=town.dr_osei)

    read = client.get(page).text
    assert "150/95" in read
    assert "5 mg once a day" in read
    assert "HTN" not in read
    assert "Signed by Dr Osei" in read


def test_the_patient_is_told_that_it_was_corrected(visit: Visit, town: Cast, client: Client) -> None:
    assert town.amara.login
    client.force_login(town.amara.login)
    found = signed(visit, town)
    summaries.correct(found, by=town.dr_osei, because="The advice was missing.", get_help="Come if you are worried.")

    read = client.get(f"/visits/{visit.pk}/summary/").text

    assert "Corrected on Monday 23 November" in read
    assert "The advice was missing." in read


def test_words_that_are_not_in_her_language_say_so(visit: Visit, town: Cast, client: Client) -> None:
    assert town.amara.login
    client.force_login(town.amara.login)
    signed(visit, town)
    people.change_details(town.amara, by=town.sam, language="pl")

    assert "Nobody has put it into your language yet" in client.get(f"/visits/{visit.pk}/summary/").text


def test_a_carer_needs_the_scope_for_results_and_reads_nothing_confidential(town: Cast, client: Client) -> None:
    with stopped_at(MORNING):
        signed(plain := walks_in(town), town)
        actions.finish(plain, by=town.dr_osei)
        actions.open_room(town.riverside, name="Room 9", by=HOUSE)
        given = people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)
        client.force_login(town.teresa)
        assert client.get(f"/visits/{plain.pk}/summary/").status_code == 404

        people.end_grant(given, by=HOUSE)
        people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.RESULTS}, by=HOUSE)
        assert client.get(f"/visits/{plain.pk}/summary/").status_code == 200

        Summary.objects.filter(visit=plain).update(label="confidential")
        assert client.get(f"/visits/{plain.pk}/summary/").status_code == 404


def test_of_a_confidential_visit_no_message_leaves_and_the_front_desk_sees_nothing(town: Cast) -> None:
    with stopped_at(MORNING):
        found = signed(walks_in(town, label="confidential"), town)

    assert found.label == "confidential"
    assert not Message.objects.filter(template="summary").exists()
    town.sam.act_as(Role.FRONT_DESK)
    assert not Summary.objects.visible_to(town.sam).exists()


def test_whoever_reads_a_summary_leaves_a_sight(visit: Visit, town: Cast, client: Client, settings: Any) -> None:
    settings.DEMO = True
    client.force_login(town.dr_osei)
    written(visit, town)

    assert client.get(f"/desk/mine/{visit.pk}/summary/").status_code == 200

    assert Sight.objects.filter(patient_id=town.amara.pk, what="visits/writing").exists()


def handed_in(**more: Any) -> dict[str, Any]:
    rows = {"medicines-TOTAL_FORMS": 2, "medicines-INITIAL_FORMS": 0, "tests-TOTAL_FORMS": 2, "tests-INITIAL_FORMS": 0}
    rows |= {f"medicines-0-{name}": value for name, value in WORDS["medicines"][0].items()}
    words = {name: value for name, value in WORDS.items() if name != "medicines"}
    return words | rows | {"language": "en", "notes_language": "en", "origin": "written", "version": 0} | more


def test_a_clinician_writes_compares_mends_and_signs_on_one_page(
    visit: Visit, town: Cast, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    client.force_login(town.dr_osei)
    page = f"/desk/mine/{visit.pk}/summary/"

    answer = client.post(page, handed_in(found="No chest pain. BP 15/95.", compare="yes"), follow=True)
    assert "The notes say “150/95”, the plain words say “15/95”." in answer.text

    answer = client.post(page, handed_in(found="No chest pain. BP 15/95.", sign="yes", version=1))
    assert answer.status_code == 409
    assert "Mend each difference" in answer.text

    answer = client.post(page, handed_in(sign="yes", version=1), follow=True)
    assert "Signed" in answer.text
    assert Summary.objects.get().is_signed


def test_of_two_who_write_at_once_the_second_is_refused(
    visit: Visit, town: Cast, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    client.force_login(town.dr_osei)
    page = f"/desk/mine/{visit.pk}/summary/"
    client.post(page, handed_in(compare="yes"))

    answer = client.post(page, handed_in(found="Mine", compare="yes"))

    assert answer.status_code == 409
    assert Summary.objects.get().found == WORDS["found"]


def test_a_word_is_put_plainly_with_one_press(visit: Visit, town: Cast, client: Client, settings: Any) -> None:
    settings.DEMO = True
    client.force_login(town.dr_osei)
    page = f"/desk/mine/{visit.pk}/summary/"

    answer = client.post(page, handed_in(found="Abdominal pain.", plain="found|Abdominal|belly"))

    assert answer.headers["Location"] == f"{page}#id_found"
    assert Summary.objects.get().found == "Belly pain."


def test_nothing_of_a_correction_is_kept_before_it_is_signed(
    visit: Visit, town: Cast, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    client.force_login(town.dr_osei)
    signed(visit, town)
    page = f"/desk/mine/{visit.pk}/summary/"
    mended = handed_in(get_help="Come if you are worried.", version=2)

    assert "Come if you are worried." in client.post(page, mended | {"compare": "yes"}).text
    assert Summary.objects.get().get_help == WORDS["get_help"]
    refused = client.post(page, mended | {"sign": "yes"})
    assert "Say why the summary is corrected." in refused.text
    client.post(page, mended | {"sign": "yes", "because": "The advice was missing."})

    assert Summary.objects.get().get_help == "Come if you are worried."


def test_before_the_door_the_clinician_begins_and_then_finishes_into_the_summary(
    town: Cast, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    client.force_login(town.dr_osei)
    room = actions.open_room(town.riverside, name="Room 8", by=HOUSE)
    about = {"place": town.riverside, "service": town.gp, "reason": "My head hurts", "level": "R14"}
    came = actions.call(actions.walk_in(town.amara, by=town.sam, **about), room=room, by=town.dr_osei)

    assert "My head hurts" in client.get(f"/desk/mine/{came.pk}/brief/").text
    assert client.post(f"/desk/mine/{came.pk}/seeing/").headers["Location"].endswith("/brief/")
    assert client.post(f"/desk/mine/{came.pk}/seen/").headers["Location"].endswith("/summary/")

    came.refresh_from_db()
    assert came.state == "finished"
    assert None not in (came.began_at, came.ended_at)


MEASURED = [{"kind": "pressure", "value": "150/95"}, {"kind": "pulse", "value": "72"}]


def test_what_was_measured_is_told_with_its_unit_and_in_plain_words(visit: Visit, town: Cast) -> None:
    signed(visit, town, found="You have no chest pain.", measured=MEASURED)

    assert town.amara.login
    hers = Client()
    hers.force_login(town.amara.login)
    shown = hers.get(f"/visits/{visit.pk}/summary/").text
    assert "150/95 mmHg" in shown
    assert "72 /min" in shown
    assert "How often the heart beats." in shown
    assert not any(word in shown for word in ("too high", "normal"))


def test_another_number_than_in_the_notes_is_found_among_what_was_measured_too(visit: Visit, town: Cast) -> None:
    turned = [{"kind": "pressure", "value": "105/95"}]
    found = written(visit, town, found="You have no chest pain.", measured=turned)

    assert [one.say for one in differences(found)] == ["The notes say “150/95”, the plain words say “105/95 mmHg”."]


def test_what_was_measured_may_not_contradict_notes_and_words_that_agree(visit: Visit, town: Cast) -> None:
    told = {"original": "Tired. BP 128/82. SpO2 97%. HbA1c 7%.", "found": "Tired. 128/82. 97%. 7%.", "medicines": []}
    told |= {"why_came": "", "next_steps": "", "get_help": ""}
    slipped = [{"kind": "pressure", "value": "182/82"}, {"kind": "oxygen", "value": "97"}]

    assert [one.say for one in differences(written(visit, town, measured=slipped, **told))] == [
        "The notes say “128/82”, the plain words say “182/82 mmHg”."
    ]
    right = [{"kind": "pressure", "value": "128/82"}]
    assert differences(written(visit, town, measured=right, **told)) == []
