from __future__ import annotations

import pytest
from django.test import Client

from bedside.inbox import actions
from bedside.inbox.models import Channel, Conversation, Delivered, Message, Way
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people import actions as people
from bedside.people.models import Label, Scope
from bedside.town.cast import Cast
from bedside.triage.models import Screening

RED_FLAG = "I have crushing chest pain and I am sweating"


def told(conversation: Conversation) -> list[str]:
    return [message.template or message.way for message in conversation.messages.in_order()]


def test_amara_writes_and_is_told_when_we_answer(town: Cast) -> None:
    message = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)

    first, reply = message.conversation.messages.in_order()
    assert first.body == "Can I take them at night?"
    assert reply.template == "received"
    assert "We answer within 1 working day." in reply.body
    assert town.clinic.phone in reply.body
    assert "999" in reply.body


def test_what_the_house_says_by_itself_is_said_in_her_language(town: Cast) -> None:
    message = actions.write(town.ana, "Mis pastillas", "¿Puedo tomarlas de noche?", by=town.ana.login)

    reply = message.conversation.messages.in_order().last()
    assert "Hemos recibido su mensaje" in reply.body
    assert "within" not in reply.body


def test_a_red_flag_is_answered_at_once_with_the_number_to_call(town: Cast) -> None:
    message = actions.write(town.amara, "A question", RED_FLAG, by=town.amara.login)

    assert message.screening.is_emergency
    assert told(message.conversation) == ["in", "emergency"]
    assert "Call 999 now" in message.conversation.messages.in_order().last().body


def test_a_red_flag_in_the_subject_counts_as_well(town: Cast) -> None:
    message = actions.write(town.amara, "crushing chest pain, sweating", "please help", by=town.amara.login)

    assert message.screening.is_emergency


def test_a_red_flag_in_a_later_message_counts_as_well(town: Cast) -> None:
    first = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    later = actions.write_again(first.conversation, RED_FLAG, by=town.amara.login)

    assert later.screening.is_emergency
    assert told(first.conversation)[-1] == "emergency"


def test_every_message_that_comes_in_is_read_for_red_flags(town: Cast) -> None:
    first = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    actions.write_again(first.conversation, "And with milk?", by=town.amara.login)

    assert Screening.objects.filter(channel="message").count() == 2
    assert not Message.objects.filter(way=Way.IN, screening=None).exists()


def test_sam_answers_by_name_and_amara_is_told_without_being_told_what(town: Cast) -> None:
    message = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    actions.answer(message.conversation, "Yes, with your evening meal.", by=town.sam)
    work_off(Lane.DELIVERY)

    conversation = Conversation.objects.get()
    assert conversation.unread_for_patient == 1
    assert conversation.messages.in_order().last().author == "Sam Reid"
    for kept in Delivered.objects.all():
        for secret in ("tablets", "evening", "Sam"):
            assert secret not in kept.subject + kept.body
        assert "http://localhost:8000" in kept.body
    assert f"/messages/{conversation.pk}/" in Delivered.objects.get(channel=Channel.EMAIL).body


def test_reading_is_noted_once_and_only_when_she_says_so(town: Cast, client: Client) -> None:
    message = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    actions.answer(message.conversation, "Yes.", by=town.sam)
    client.force_login(town.amara.login)
    thread = f"/messages/{message.conversation_id}/"

    assert "I have read this" in client.get(thread).text
    assert Conversation.objects.get().unread_for_patient == 1

    client.post(f"{thread}reading/")
    client.post(f"{thread}reading/")
    assert Conversation.objects.get().unread_for_patient == 0
    assert Entry.objects.filter(verb="conversation.read").count() == 1
    assert "I have read this" not in client.get(thread).text


def test_a_carer_writes_for_her_child_and_the_journal_says_on_whose_behalf(town: Cast) -> None:
    message = actions.write(town.tomas, "Cough", "He coughs a little at night.", by=town.teresa)

    assert message.author == "Teresa Silva"
    written = Entry.objects.get(subject_id=message.pk)
    assert written.actor_kind == "carer"
    assert written.on_behalf_of == town.tomas.pk


def test_a_carer_without_the_right_to_messages_sees_none(town: Cast, client: Client) -> None:
    message = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.APPOINTMENTS}, by=HOUSE)
    client.force_login(town.teresa)

    assert client.get(f"/messages/{message.conversation_id}/").status_code == 404
    assert "Amara" not in client.get("/messages/new/").text


def test_whoever_acts_for_several_chooses_for_whom(town: Cast, client: Client) -> None:
    people.grant(town.teresa, town.ana, relation="sister", scopes={Scope.MESSAGES}, by=HOUSE)
    client.force_login(town.teresa)
    assert "Who is it for?" in client.get("/messages/new/").text

    wrong = client.post("/messages/new/", {"subject": "Cough", "words": "At night.", "patient": str(town.amara.pk)})
    assert wrong.status_code == 200
    assert not Conversation.objects.exists()

    client.post("/messages/new/", {"subject": "Cough", "words": "At night.", "patient": str(town.tomas.pk)})
    assert Conversation.objects.get().patient == town.tomas


def test_nobody_reads_the_messages_of_somebody_else(town: Cast, client: Client) -> None:
    message = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    client.force_login(town.lina.login)

    for page in ("", "part/"):
        assert client.get(f"/messages/{message.conversation_id}/{page}").status_code == 404
    for noun in ("replies", "reading"):
        assert client.post(f"/messages/{message.conversation_id}/{noun}/", {"words": "x"}).status_code == 404
    assert "tablets" not in client.get("/messages/").text


def test_the_emergency_number_stands_before_and_after_the_words(town: Cast, client: Client) -> None:
    client.force_login(town.amara.login)
    text = client.get("/messages/new/").text

    box = text.index("<textarea")
    assert "Not for emergencies." in text[:box]
    assert "Not for emergencies." in text[box:]
    assert "We answer within 1 working day." in text[:box]
    assert "front desk and our nurses read" in text[:box]


def test_after_a_red_flag_she_sees_the_number_to_call_and_nothing_stops_her_from_sending(
    town: Cast, client: Client
) -> None:
    client.force_login(town.amara.login)
    answer = client.post("/messages/new/", {"subject": "A question", "words": RED_FLAG}, follow=True)

    assert 'role="alert"' in answer.text
    assert 'href="tel:999"' in answer.text
    assert Message.objects.filter(way=Way.IN, body=RED_FLAG).count() == 1
    thread = client.get(f"/messages/{Conversation.objects.get().pk}/").text
    assert 'href="tel:999"' in thread


def test_a_carer_who_may_only_write_sees_the_number_to_call_too(town: Cast, client: Client) -> None:
    people.grant(town.teresa, town.ana, relation="sister", scopes={Scope.MESSAGES}, by=HOUSE)
    client.force_login(town.teresa)
    told = {"subject": "Ana", "words": RED_FLAG, "patient": str(town.ana.pk)}
    answer = client.post("/messages/new/", told, follow=True)

    assert answer.status_code == 200
    assert 'href="tel:999"' in answer.text


def test_what_is_written_in_a_confidential_conversation_is_told_to_no_phone(town: Cast) -> None:
    message = actions.write(
        town.amara, "Private", "Can I take the pill?", by=town.amara.login, label=Label.CONFIDENTIAL
    )
    actions.answer(message.conversation, "Yes.", by=town.nurse_lin)

    assert not Message.objects.filter(channel__in=[Channel.EMAIL, Channel.SMS]).exists()
    assert set(Message.objects.values_list("label", flat=True)) == {"confidential"}


def test_nothing_can_be_written_to_a_closed_record(town: Cast) -> None:
    message = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    people.note_death(town.amara, on=message.due_at.date(), by=HOUSE)
    message.conversation.patient.refresh_from_db()

    with pytest.raises(Refusal, match="closed"):
        actions.answer(message.conversation, "Yes.", by=town.sam)


def test_an_empty_message_and_an_endless_one_are_refused_in_words(town: Cast, client: Client) -> None:
    client.force_login(town.amara.login)

    assert "Write your message." in client.post("/messages/new/", {"subject": "x", "words": "  "}).text
    assert "too long" in client.post("/messages/new/", {"subject": "x", "words": "a" * 4001}).text
    assert not Message.objects.exists()


def test_whoever_writes_while_we_answer_is_heard(town: Cast) -> None:
    message = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    seen_by_amara = Conversation.objects.get(pk=message.conversation_id)
    actions.answer(message.conversation, "Yes.", by=town.sam)

    actions.write_again(seen_by_amara, RED_FLAG, by=town.amara.login)

    assert told(seen_by_amara) == ["in", "received", "out", "in", "emergency"]
    assert Conversation.objects.get().unread_for_patient == 1
