"""E-mails that come in: whose they are, where they go on, and what is never answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.cases.models import Case
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions
from bedside.inbox.doors import seal_of
from bedside.inbox.mailing import hear_letter
from bedside.inbox.models import Conversation, Delivered, Enclosure, Message
from bedside.inbox.reply_to import answered_in, reply_address
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.ids import new_id
from bedside.journal.models import Sight
from bedside.people import actions as people
from bedside.people.models import Scope
from bedside.town.cast import Cast
from bedside.triage.models import Screening

from .written import HERS, mail, raw, report

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RED_FLAG = "crushing chest pain and I am sweating"


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Stopped]:
    settings.MAIL_REPLY_TO = "replies@clinic.example"
    with stopped_at(NOON) as clock:
        yield clock


def comes(words: str = "Can I park by the door?", **more: Any) -> Message | None:
    """It comes in, and all that follows is done."""
    hear_letter(raw(words, **more))
    work_off()
    return Message.objects.filter(way="in").order_by("-pk").first()


def strangers_told() -> list[Delivered]:
    return list(Delivered.objects.filter(message=None).order_by("pk"))


def test_a_letter_of_hers_is_a_message_with_a_case(town: Cast) -> None:
    message = comes("Can I park by the door?\n\nOn Monday Riverside wrote:\n> Come at nine.")

    assert message
    assert (message.patient, message.channel, message.is_unsure) == (town.amara, "email", False)
    assert (message.body, message.subject) == ("Can I park by the door?", "Parking")
    assert message.quoted == "On Monday Riverside wrote:\n> Come at nine."
    assert Case.objects.get().conversation == message.conversation
    assert message.conversation
    assert message.conversation.subject == "Parking"


def test_the_same_letter_told_again_changes_nothing_even_a_week_later(town: Cast, clock: Stopped) -> None:
    letter = raw(RED_FLAG)
    hear_letter(letter)
    work_off()
    before = (Message.objects.count(), Case.objects.count(), Screening.objects.count(), Delivered.objects.count())

    for _ in range(2):
        hear_letter(b"Received: by another.example\r\n" + letter)
        clock.move(days=7)
    work_off()
    assert (
        Message.objects.count(),
        Case.objects.count(),
        Screening.objects.count(),
        Delivered.objects.count(),
    ) == before


def test_an_answer_goes_on_in_its_conversation_however_late_and_whatever_its_subject(
    town: Cast, clock: Stopped
) -> None:
    first = comes(message_id="<one@phone.example>")
    comes("Something else", subject="My bill")
    clock.move(days=40)
    later = comes("And where?", subject="Re: hello", in_reply_to="<one@phone.example>")

    assert first
    assert later
    assert later.conversation == first.conversation
    assert Conversation.objects.count() == 2


def test_an_answer_to_the_note_that_there_is_news_goes_on_in_the_conversation_itself(town: Cast) -> None:
    asked = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    actions.answer(asked.conversation, "Yes, with your evening meal.", by=town.sam)
    note = Message.objects.get(template="answered", channel="email")
    for way in ({"in_reply_to": f"<{note.pk}@localhost>"}, {"references": f"<x@y> <{note.pk}@localhost>"}):
        heard = comes("Thank you, and with milk?", subject=f"Re: {note.subject}", **way)

        assert heard
        assert heard.conversation == asked.conversation
        assert not heard.is_unsure


def test_an_answer_is_known_by_the_address_it_went_to(town: Cast) -> None:
    actions.send(town.amara, "moved", by=HOUSE, key="visit", when="Friday", place="Riverside")
    note = Message.objects.get(channel="email")
    letter = mail("Thank you")
    letter.replace_header("To", reply_address(note.pk))
    hear_letter(letter.as_bytes())

    assert Message.objects.get(way="in").about_id == note.about_id
    assert Message.objects.get(way="in").patient == town.amara


def test_nobody_makes_up_an_address_for_answers() -> None:
    pk = new_id()
    good = reply_address(pk)
    assert answered_in(good.upper()) == pk

    for at in range(8, 50):
        other = good[:at] + ("b" if good[at] != "b" else "c") + good[at + 1 :]
        assert answered_in(other) is None


def test_an_answer_from_another_address_is_heard_and_not_sure(town: Cast) -> None:
    actions.send(town.amara, "moved", by=HOUSE, key="visit", when="Friday", place="Riverside")
    note = Message.objects.get(channel="email")
    heard = comes("STOP", sender="somebody@else.example", in_reply_to=f"<{note.pk}@localhost>")

    assert heard
    assert (heard.patient, heard.is_unsure, heard.author) == (town.amara, True, "somebody@else.example")
    assert "another address" in heard.why_unsure
    assert Case.objects.count() == 1  # and a stranger's word stops nothing
    town.amara.refresh_from_db()
    assert town.amara.wants_email


def test_a_letter_that_our_mail_server_doubts_is_not_sure_and_does_nothing_by_itself(town: Cast, settings: Any) -> None:
    settings.MAIL_CHECKED_BY = "mx.ours.example"
    heard = comes("STOP", authentication_results="mx.ours.example; dmarc=fail")

    assert heard
    assert heard.is_unsure
    assert "not sure that she sent this" in heard.why_unsure
    town.amara.refresh_from_db()
    assert town.amara.wants_email


def test_several_at_one_address_are_not_sure(town: Cast) -> None:
    people.change_details(town.lina, by=HOUSE, email=HERS)

    heard = comes()
    assert heard
    assert heard.is_unsure
    assert "Several patients" in heard.why_unsure


def test_a_carer_writes_from_her_own_address(town: Cast) -> None:
    heard = comes("He has a cough.", sender=town.teresa.email)

    assert heard
    assert (heard.patient, heard.author, heard.is_unsure) == (town.tomas, "Teresa Silva", False)

    people.grant(town.teresa, town.ana, relation="sister", scopes={Scope.MESSAGES}, by=HOUSE)
    again = comes("A cough again.", sender=town.teresa.email, subject="Cough")
    assert again
    assert again.is_unsure


def test_a_letter_from_nobody_we_know_is_read_by_a_person_and_answered_once_a_day(town: Cast) -> None:
    for words in ("My mother Lina wants to come earlier.", "Please call me about my mother."):
        hear_letter(raw(words, sender="stranger@else.example"))
        work_off()

    assert Case.objects.count() == 2
    assert "stranger@else.example" in Case.objects.order_by("pk")[0].screening.text
    (told,) = strangers_told()
    assert (told.to, "Lina" in told.body) == ("stranger@else.example", False)


def test_urgent_words_in_the_letter_or_its_subject_ring(town: Cast) -> None:
    for more in ({"words": RED_FLAG}, {"subject": RED_FLAG}):
        heard = comes(**more)  # type: ignore[arg-type]

        assert heard
        assert heard.screening
        assert heard.screening.is_emergency
    assert Case.objects.filter(priority=0).count() == 2
    assert Message.objects.filter(template="call_now", channel="email").count() == 2


def test_urgent_words_from_an_address_that_is_not_hers_are_answered_there_too(town: Cast) -> None:
    first = comes(message_id="<one@phone.example>")
    assert first
    comes(RED_FLAG, sender="son@else.example", in_reply_to="<one@phone.example>")

    (told,) = strangers_told()
    assert told.to == "son@else.example"
    assert "Call 999 now" in told.body


MACHINES: list[dict[str, Any]] = [
    {"auto_submitted": "auto-replied"},
    {"precedence": "list"},
    {"list_id": "<x.example>"},
    {"return_path": "<>"},
]


@pytest.mark.parametrize("headers", MACHINES)
@pytest.mark.parametrize("sender", [HERS, "stranger@else.example"])
def test_nothing_is_answered_to_a_machine_and_nobody_has_work_with_it(
    town: Cast, sender: str, headers: dict[str, Any]
) -> None:
    comes("I am away until Monday.", sender=sender, **headers)

    assert not Delivered.objects.exists()
    assert not Message.objects.filter(way="out").exists()
    assert not Case.objects.exists()


@pytest.mark.parametrize("sender", [HERS, "stranger@else.example"])
def test_urgent_words_ring_even_when_a_machine_passes_them_on_and_still_nothing_is_answered(
    town: Cast, sender: str
) -> None:
    comes(RED_FLAG, sender=sender, auto_submitted="auto-generated")

    assert Case.objects.get().priority == 0
    assert not Delivered.objects.exists()


def test_two_machines_that_answer_each_other_come_to_rest(town: Cast, clock: Stopped) -> None:
    """One that does not say it is a machine writes again and again what must be answered at once."""
    for _ in range(40):
        comes(RED_FLAG, subject="Re: answer")
        clock.move(minutes=1)

    assert 1 <= Message.objects.filter(template="call_now", channel="email").count() <= 12
    assert Case.objects.count() == 1


def test_a_letter_of_ours_that_comes_back_in_a_circle_is_not_heard(town: Cast, settings: Any) -> None:
    comes(sender=settings.DEFAULT_FROM_EMAIL)

    assert not Message.objects.exists()
    assert not Case.objects.exists()


@pytest.mark.parametrize(("action", "becomes", "cases"), [("failed", "failed", 1), ("delayed", "sent", 0)])
@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_letter_of_ours_that_is_sent_back_is_looked_at_by_a_person(
    town: Cast, action: str, becomes: str, cases: int, kind: str
) -> None:
    actions.send(town.amara, "moved", by=HOUSE, key="visit", when="Friday", place="Riverside")
    work_off()
    ours = Message.objects.get(channel="email")
    for _ in range(2):
        hear_letter(report(ours, action, kind))
        work_off()

    assert Message.objects.get(pk=ours.pk).state == becomes
    assert Case.objects.filter(message=ours).count() == cases


def test_files_are_kept_apart_and_given_to_staff_alone_to_keep(town: Cast, client: Client) -> None:
    letter = mail("Here is the letter.")
    letter.add_attachment(b"%PDF-1.7 secret", maintype="application", subtype="pdf", filename="letter.pdf")
    letter.add_attachment(b"MZ...", maintype="application", subtype="pdf", filename="run.exe")
    hear_letter(letter.as_bytes())
    work_off()
    pdf, program = Enclosure.objects.order_by("name")

    client.force_login(town.nurse_lin)
    case = client.get(f"/desk/inbox/{Case.objects.get().pk}/").text
    assert f"/desk/enclosures/{pdf.pk}/" in case
    assert f"/desk/enclosures/{program.pk}/" not in case
    assert "it could do harm" in case
    given = client.get(f"/desk/enclosures/{pdf.pk}/")
    assert given.content == b"%PDF-1.7 secret"
    assert given["Content-Disposition"].startswith("attachment")
    assert given["Content-Type"] == "application/pdf"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given["Content-Security-Policy"]
    assert Sight.objects.filter(what="inbox/enclosure").count() == 1
    assert client.get(f"/desk/enclosures/{program.pk}/").status_code == 404
    client.force_login(town.amara.login)
    assert client.get(f"/desk/enclosures/{pdf.pk}/").status_code in {403, 404}


@pytest.fixture(autouse=True)
def in_the_demo(settings: Any) -> None:
    settings.DEMO = True


def test_a_letter_of_forty_megabytes_is_refused_politely_once_and_its_words_are_heard(town: Cast) -> None:
    letter = mail("Here is the scan of my knee.").as_bytes() + b"x" * 40_000_000
    for _ in range(2):
        hear_letter(letter)
        work_off()

    message = Message.objects.get(way="in")
    assert message.was_too_large
    assert not message.enclosures.exists()
    assert Message.objects.filter(template="too_large", state="sent").count() == 1
    assert Case.objects.count() == 1


def test_the_door_takes_a_letter_that_is_sealed_or_brings_the_secret_and_no_other(
    town: Cast, client: Client, settings: Any
) -> None:
    def post(body: bytes, **headers: str) -> int:
        kind = "message/rfc822"
        return client.post("/incoming/letters/", body, content_type=kind, headers=headers).status_code  # type: ignore[arg-type]

    def seal(body: bytes, moment: datetime, secret: str = "between us") -> str:
        told = str(int(moment.timestamp()))
        return f"t={told},v1={seal_of(secret, told, body)}"

    name, letter = "X-Bedside-Signature", raw()
    assert post(letter, **{name: seal(letter, NOON, "")}) == 404  # no secret, no door
    settings.INCOMING_SECRET = "between us"
    wrong = [seal(letter, NOON, "guess"), seal(letter + b"x", NOON), seal(letter, NOON - timedelta(hours=1)), "", "t=x"]
    assert {post(letter, **{name: one}) for one in wrong} == {404}
    assert not Message.objects.exists()

    assert post(letter, **{name: seal(letter, NOON)}) == 202
    assert post(letter, Authorization="Bearer between us") == 202
    assert post(letter, Authorization="Bearer betweenus") == 404
    assert post(b"", Authorization="Bearer between us") == 400
    assert Message.objects.filter(way="in").count() == 1
    large = mail("A scan").as_bytes() + b"x" * 3_000_000
    assert post(large, **{name: seal(large, NOON)}) == 202


def test_the_letter_of_the_dead_is_read_by_a_person(town: Cast) -> None:
    people.note_death(town.amara, on=NOON.date(), by=HOUSE)
    comes("This is her husband.")

    assert Case.objects.get().screening
    assert not Message.objects.exists()


def test_a_letter_to_a_record_that_was_joined_goes_to_the_one_that_stands(town: Cast) -> None:
    actions.send(town.lina, "moved", by=HOUSE, key="visit", when="Friday", place="Riverside")
    note = Message.objects.get(channel="email")
    town.lina.merged_into = town.amara
    record("patient.merged", town.lina, by=HOUSE)
    heard = comes("Thank you", in_reply_to=f"<{note.pk}@localhost>")

    assert heard
    assert (heard.patient, heard.is_unsure) == (town.amara, False)


@pytest.mark.parametrize("sender", [HERS, "nobody@far.example"])
def test_what_she_wrote_below_the_line_is_read_for_red_flags(town: Cast, sender: str) -> None:
    comes(f"See below\n\n-----Original Message-----\nFrom: a@b.example\nHow are you?\n{RED_FLAG}", sender=sender)

    assert Screening.objects.get().is_emergency


def test_what_we_wrote_ourselves_below_the_line_is_no_red_flag(town: Cast) -> None:
    asked = actions.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    actions.answer(asked.conversation, f"If you have {RED_FLAG}, call 112.", by=town.sam)
    answer = Message.objects.filter(way="out", channel="portal").first() or Message.objects.filter(way="out").first()
    assert answer
    comes(f"Thank you\n\n-----Original Message-----\nFrom: a@b.example\n{answer.body}")

    assert not Screening.objects.filter(level__startswith="E").exists()
    assert not any(one.is_emergency for one in Screening.objects.all())


def test_a_letter_without_words_is_looked_at_by_a_person_now(town: Cast) -> None:
    message = comes("", subject="")

    assert message
    assert message.screening
    assert message.screening.needs_a_person


@pytest.mark.parametrize("words", ["I want to kill myself", "Ich bin nicht da. 我不在"])
@pytest.mark.parametrize("sender", [HERS, "nobody@far.example"])
def test_what_needs_a_person_reaches_one_also_from_a_machine(town: Cast, words: str, sender: str) -> None:
    comes(words, sender=sender, auto_submitted="auto-replied")

    assert Case.objects.count() == 1
    assert not Delivered.objects.exists()


@pytest.mark.parametrize("sender", [HERS, "stranger@else.example"])
def test_a_letter_that_forbids_answers_is_read_by_a_person_and_not_answered(town: Cast, sender: str) -> None:
    comes(sender=sender, x_auto_response_suppress="All")

    assert Case.objects.count() == 1
    assert not Delivered.objects.exists()


@pytest.mark.parametrize("more", ["subject", "file"])
def test_a_plain_yes_with_more_than_that_reaches_a_person(town: Cast, more: str) -> None:
    actions.send(town.amara, "moved", by=HOUSE, key="visit", when="Friday", place="Riverside")
    note = Message.objects.get(channel="email")
    subject = "My new tablets" if more == "subject" else f"Re: {note.subject}"
    letter = mail("Yes", subject=subject, in_reply_to=f"<{note.pk}@localhost>")
    if more == "file":
        letter.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="letter.pdf")
    hear_letter(letter.as_bytes())
    work_off()

    assert Case.objects.count() == 1


def test_nothing_goes_to_an_address_that_may_be_made_up(town: Cast) -> None:
    comes(sender="nobody@far.example", authentication_results="mx.any.example; dmarc=fail")

    assert Case.objects.count() == 1
    assert not strangers_told()
