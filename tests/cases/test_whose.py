"""A message of the wrong person: it leaves her record at once, arrives where it belongs, and what was done is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.access.models import Role
from bedside.cases import actions, later, whose
from bedside.cases.models import Case, Held, Kind, LaterAnswer, Leaves, State, Team
from bedside.exchange.exporting import bundle_of
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.inbox import incoming
from bedside.inbox.models import Conversation, Enclosure, Message, Moved
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Patient
from bedside.town.cast import Cast, gather
from bedside.triage.models import Screening
from bedside.visits.brief import brief

from .test_cases import written
from .test_races import at_once

CHEST = "I have crushing chest pain and I am sweating"
ASKED = ["birth", "name"]
SHARED = "It was sent from a shared phone."


def texted(town: Cast, words: str = "My knee is worse, what now?", key: str = "1") -> tuple[Case, Message]:
    """From Amara's number, so it stands with her."""
    incoming.hear("sms", town.amara.phone, words, key=key)
    work_off(Lane.URGENT, Lane.NEWS)
    message = Message.objects.get(body=words)
    return Case.objects.get(conversation=message.conversation), message


def moves(case: Case, message: Message, to: Patient | None, town: Cast, **more: Any) -> Case:
    told = {"seen": message.version, "because": SHARED, "by": town.nurse_lin, "fits": ASKED if to else []} | more
    found = whose.not_hers(case, message, to, **told)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(pk=found.pk)


def an_enclosure(message: Message) -> Enclosure:
    file = Enclosure(message=message, patient=message.patient, name="knee.jpg", kind="image/jpeg", size=3)
    record("enclosure.came", file, by=HOUSE)
    return file


def exported(patient: Patient) -> str:
    return "".join(bundle_of(patient, by=HOUSE))


def on_her_pages(patient: Patient) -> str:
    her = Client()
    her.force_login(patient.login)
    talks = Conversation.objects.filter(patient=patient)
    pages = ["/home/", "/messages/", *(f"/messages/{one.pk}/" for one in talks)]
    return "\n".join(her.get(page).text for page in pages)


def test_it_leaves_the_wrong_record_with_all_it_opened_and_arrives_in_the_right_one(
    town: Cast, clock: Stopped, one_step: None
) -> None:
    case, message = texted(town, CHEST)
    file = an_enclosure(message)
    clock.move(minutes=2)
    assert CHEST in on_her_pages(town.amara)
    assert Screening.objects.emergency_of(town.amara)

    own = moves(case, message, town.lina, town)

    assert own.pk == case.pk
    assert (own.patient, own.level, own.team, own.state) == (town.lina, "E0", Team.NURSES, State.OPEN)
    message.refresh_from_db()
    file.refresh_from_db()
    assert (message.patient, file.patient, message.is_unsure) == (town.lina, town.lina, False)
    assert not Screening.objects.emergency_of(town.amara)
    assert Screening.objects.emergency_of(town.lina)
    assert CHEST not in on_her_pages(town.amara)
    assert CHEST in on_her_pages(town.lina)


def test_it_is_in_no_export_brief_or_search_of_the_wrong_one(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    case, message = texted(town)
    clock.move(minutes=2)
    moves(case, message, town.lina, town)

    assert "knee is worse" not in exported(town.amara)
    assert "knee is worse" in exported(town.lina)
    client.force_login(town.nurse_lin)
    found = client.post("/desk/inbox/", {"q": "knee is worse"}, follow=True).text
    assert town.lina.family_name in found
    assert town.amara.family_name not in found
    for patient, stands in ((town.amara, 0), (town.lina, 1)):
        assert Message.objects.visible_to(town.nurse_lin).filter(patient=patient, body=message.body).count() == stands


def test_what_else_she_wrote_there_stays_hers_and_is_as_urgent_as_that_says(town: Cast, clock: Stopped) -> None:
    _first, parking = texted(town, "Where do I park on Friday?")
    clock.move(minutes=5)
    case, message = texted(town, CHEST, key="2")
    assert case.priority == 0

    own = moves(case, message, town.lina, town)

    case.refresh_from_db()
    assert own.pk != case.pk
    assert (own.patient, own.conversation.patient, own.level) == (town.lina, town.lina, "E0")
    assert (case.patient, case.level, case.priority) == (town.amara, parking.screening.level, 2)
    assert own.opened_at == message.due_at


def test_nobody_knows_who_wrote_then_it_is_in_no_record_until_somebody_does(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    case, message = texted(town)
    an_enclosure(message)
    clock.move(minutes=2)
    strange = moves(case, message, None, town)

    assert (strange.patient, strange.conversation, strange.kind) == (None, None, Kind.SCREENING)
    assert not Message.objects.filter(pk=message.pk).exists()
    assert Message.everybodys.get(pk=message.pk).is_nobodys
    assert "knee is worse" not in on_her_pages(town.amara)
    assert "knee is worse" not in exported(town.amara)
    assert not Enclosure.objects.visible_to(town.amara.login).exists()
    assert Screening.objects.get(pk=message.screening_id).patient is None
    client.force_login(town.nurse_lin)
    page = client.get(f"/desk/inbox/{strange.pk}/").text
    assert "My knee is worse, what now?" in page
    assert "Nobody knows who wrote this." in page
    assert Entry.objects.get(verb="message.given_to_nobody").patient_id is None

    again = Message.everybodys.get(pk=message.pk)
    hers = moves(strange, again, town.lina, town)
    assert (hers.pk, hers.patient, hers.kind) == (case.pk, town.lina, Kind.MESSAGE)
    assert "knee is worse" in on_her_pages(town.lina)


def test_both_journals_say_what_who_when_and_why(town: Cast, clock: Stopped) -> None:
    case, message = texted(town)
    clock.move(minutes=2)
    moves(case, message, town.lina, town)

    for patient, verbs in (
        (town.amara, {"moved.made", "conversation.message_taken_out"}),
        (town.lina, {"message.given_to", "screening.moved", "case.went_with_message"}),
    ):
        told = Entry.objects.filter(patient_id=patient.pk, verb__in=verbs)
        assert {one.verb for one in told} == verbs
        assert all(one.actor_id == str(town.nurse_lin.pk) for one in told)
    moved = Entry.objects.get(verb="moved.made")
    assert moved.told["record"]["fits"] == ASKED
    assert SHARED in moved.told["record"]["because"]


def test_it_goes_back_with_all_that_stood_in_it(town: Cast, clock: Stopped) -> None:
    case, message = texted(town, CHEST)
    clock.move(minutes=2)
    before = (message.author, message.is_unsure, message.about_id, message.conversation_id)
    own = moves(case, message, town.lina, town)
    moved = Moved.objects.get()
    clock.move(minutes=2)

    back = whose.hers_after_all(own, moved, because="It was hers.", by=town.nurse_lin)

    message.refresh_from_db()
    assert (message.author, message.is_unsure, message.about_id, message.conversation_id) == before
    assert (message.patient, back.patient, back.pk) == (town.amara, town.amara, case.pk)
    assert Screening.objects.emergency_of(town.amara)
    assert not Screening.objects.emergency_of(town.lina)
    with pytest.raises(Refusal, match="no longer be done"):
        whose.hers_after_all(back, moved, because="Again.", by=town.nurse_lin)


def test_going_back_it_joins_the_case_that_stayed(town: Cast, clock: Stopped) -> None:
    texted(town, "Where do I park on Friday?")
    clock.move(minutes=5)
    case, message = texted(town, "My knee is worse, what now?", key="2")
    own = moves(case, message, town.lina, town)
    assert own.pk != case.pk

    back = whose.hers_after_all(own, Moved.objects.get(), because="It was hers.", by=town.nurse_lin)
    own.refresh_from_db()
    assert (back.pk, own.state) == (case.pk, State.CLOSED)


def test_an_answer_that_the_wrong_one_got_is_shown_as_such_and_managers_are_told(
    town: Cast, clock: Stopped, one_step: None
) -> None:
    case, message = texted(town)
    clock.move(minutes=5)
    actions.answer(case, "Rest it and come on Friday.", by=town.nurse_lin)
    clock.move(minutes=5)

    own = moves(Case.objects.get(), message, town.lina, town)

    assert (own.state, own.answered_at, own.first_human_answer_at) == (State.OPEN, None, None)
    assert own.clock_from == message.due_at
    told = Case.objects.get(kind=Kind.ASTRAY)
    assert (told.patient, told.team) == (town.amara, Team.MANAGERS)
    notices = Message.objects.filter(patient=town.amara, template__startswith="answered")
    assert {one.state for one in notices} == {"withdrawn"}
    nurse, manager = Client(), Client()
    nurse.force_login(town.nurse_lin)
    page = nurse.get(f"/desk/inbox/{own.pk}/").text
    assert f"Sent to the wrong person: {town.amara}" in page
    assert "Rest it and come on Friday." in page
    manager.force_login(town.ines)
    page = manager.get(f"/desk/inbox/{told.pk}/").text
    assert "An answer went to the wrong person" in page
    assert "Rest it" not in page
    assert "knee is worse" not in page


def test_what_waits_to_be_sent_there_was_written_for_another_and_is_held(town: Cast, clock: Stopped) -> None:
    case, message = texted(town)
    clock.move(minutes=2)
    later.plan(case, "Rest it.", clock() + timedelta(hours=1), by=town.nurse_lin)
    moves(Case.objects.get(), message, town.lina, town)

    clock.move(hours=2)
    work_off(Lane.DELIVERY, Lane.NEWS)
    planned = LaterAnswer.objects.get()
    assert (planned.state, planned.held_because) == (Leaves.HELD, Held.MOVED)
    assert not Message.objects.filter(body="Rest it.").exists()


def test_two_things_must_fit_and_the_second_of_two_is_told(town: Cast, clock: Stopped) -> None:
    case, message = texted(town)
    clock.move(minutes=2)
    with pytest.raises(Refusal, match="two things fit"):
        moves(case, message, town.lina, town, fits=["name"])
    with pytest.raises(Refusal, match="Say why"):
        moves(case, message, town.lina, town, because=" ")
    with pytest.raises(Refusal, match="stands there already"):
        moves(case, message, town.amara, town)
    seen = message.version
    moves(case, message, town.lina, town)
    with pytest.raises(Refusal, match="Somebody else"):
        moves(Case.objects.get(), Message.objects.get(pk=message.pk), None, town, seen=seen)


def test_at_the_desk(town: Cast, clock: Stopped, client: Client, one_step: None) -> None:
    case, message = texted(town)
    clock.move(minutes=2)
    client.force_login(town.nurse_lin)
    here = reverse("cases:whose", args=[case.pk, message.pk])
    assert here in client.get(f"/desk/inbox/{case.pk}/").text
    page = client.post(here, {"q": town.lina.family_name}).text
    assert "Ask for two of these." in page
    sent = {"patient": town.lina.pk, "version": message.version, "because": SHARED}
    page = client.post(here, sent | {"fits": ["name"], "q": town.lina.family_name}).text
    assert "See that two things fit" in page
    assert f'value="{SHARED}"' in page  # what was typed and ticked stands there still
    assert 'value="name" checked' in page
    assert 'value="birth" checked' not in page
    page = client.post(here, sent | {"fits": ASKED}, follow=True).text
    assert "A message was moved here from:" in page
    moved = Moved.objects.get()
    back = reverse("cases:whose-back", args=[Case.objects.get().pk, moved.pk])
    assert "Say why." in client.post(back, {f"back-{moved.pk}-because": ""}).text
    page = client.post(back, {f"back-{moved.pk}-because": "It was hers."}, follow=True).text
    assert town.amara.family_name in page
    page = client.post(back, {f"back-{moved.pk}-because": "It was hers after all."})
    assert 'value="It was hers after all."' in page.text
    answer = {"words": "Hello", "then": "close", "whom": str(town.lina.pk)}
    page = client.post(f"/desk/inbox/{case.pk}/answers/", answer).text
    assert "This is about somebody else now." in page


def test_no_count_of_the_wrong_ones_takes_it_in(town: Cast, clock: Stopped) -> None:
    case, message = texted(town)
    clock.move(minutes=2)
    moves(case, message, None, town)
    assert not Message.objects.filter(patient=town.amara, way="in").exists()
    assert not Case.objects.filter(patient=town.amara).exists()


def test_the_brief_before_the_door_does_not_quote_it(town: Cast, clock: Stopped) -> None:
    from bedside.visits import actions as visits

    case, message = texted(town)
    clock.move(minutes=2)
    about = {"place": town.riverside, "service": town.gp, "reason": "A cough", "level": "R14"}
    visit = visits.walk_in(town.amara, by=town.sam, **about)
    assert "knee is worse" in str([one.body for one in brief(visit, town.nurse_lin).said])
    moves(case, message, town.lina, town)
    assert "knee is worse" not in str([one.body for one in brief(visit, town.nurse_lin).said])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_it_at_once_one_does_and_the_other_is_told() -> None:
    town = gather()
    town.nurse_lin.act_as(Role.NURSE)
    case, message = texted(town)

    def gives(to: Patient | None) -> Any:
        def move() -> object:
            own, found = Case.objects.get(pk=case.pk), Message.objects.get(pk=message.pk)
            told = {"seen": message.version, "because": SHARED, "by": town.nurse_lin, "fits": ASKED}
            return whose.not_hers(own, found, to, **told)

        return move

    said = at_once([gives(town.lina), gives(None)])
    assert sorted(map(bool, said)) == [False, True]
    assert Moved.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_reply_that_leaves_at_this_very_moment_goes_to_neither_unseen() -> None:
    town = gather()
    town.nurse_lin.act_as(Role.NURSE)
    town.sam.act_as(Role.FRONT_DESK)
    case, message = texted(town)
    told = {"seen": message.version, "because": SHARED, "by": town.nurse_lin, "fits": ASKED}
    opened = Case.objects.get(pk=case.pk)

    said = at_once(
        [
            lambda: whose.not_hers(Case.objects.get(pk=case.pk), Message.objects.get(pk=message.pk), town.lina, **told),
            lambda: actions.answer(opened, "Rest it.", by=town.sam, then="go_on"),
        ]
    )

    moved = Moved.objects.filter(message=message).first()
    ours = Message.objects.filter(body="Rest it.").first()
    assert moved is not None, said
    if ours is None:  # the move was first, and whoever answered was told
        assert said[1]
    else:  # the answer was first: it is known that it went astray
        assert ours.patient == town.amara
        assert moved.astray == [str(ours.pk)]
        assert Case.objects.filter(kind=Kind.ASTRAY).exists()


def test_a_written_case_of_a_signed_in_patient_can_be_moved_too(town: Cast, clock: Stopped) -> None:
    """A carer chose the wrong one of hers."""
    case = written(town)
    message = inbox.Message.objects.get(conversation=case.conversation, way="in")
    clock.move(minutes=2)
    own = moves(case, message, town.lina, town)
    assert own.patient == town.lina


def test_what_is_nobodys_is_not_taken_in_again_when_the_provider_tells_it_twice(town: Cast, clock: Stopped) -> None:
    case, message = texted(town, key="a-week-old")
    clock.move(minutes=2)
    moves(case, message, None, town)
    clock.move(days=7)

    incoming.hear("sms", town.amara.phone, message.body, key="a-week-old")

    assert [one.pk for one in Message.everybodys.filter(body=message.body)] == [message.pk]
