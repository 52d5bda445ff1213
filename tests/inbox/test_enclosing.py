"""Photos and papers that go with a message, from a patient and to her."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from bedside.cases.models import Case, LaterAnswer
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions, chats, enclosing, incoming
from bedside.inbox.mailing import hear_letter
from bedside.inbox.models import Conversation, Enclosure, EnclosureBytes, Message
from bedside.jobs.models import Job
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal, Sight
from bedside.people import actions as people
from bedside.people.models import Label, Scope
from bedside.town.cast import Cast
from bedside.triage.models import EMERGENCY, Screening
from bedside.ui.papers import Given
from tests.intake.test_papers import jpeg

from .clamd import EICAR, Clamd
from .written import key_told, mail

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PDF = b"%PDF-1.4 a referral"
PAPER = Given("form.pdf", "application/pdf", PDF)
RED_FLAG = "I have crushing chest pain and I am sweating"


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(NOON) as clock:
        yield clock


def file(words: bytes = PDF, name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words, content_type="text/html")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hers(town: Cast) -> Client:
    return signed_in(town.amara.login)


def written(town: Cast, *papers: Any, words: str = "Here it is.", **more: Any) -> Any:
    return hers(town).post(
        "/messages/new/", {"subject": "My arm", "words": words, "papers": papers or [file()], **more}, follow=True
    )


def test_a_photo_goes_with_her_message_without_where_it_was_taken_and_is_looked_at_beside_it(town: Cast) -> None:
    shown = written(town, file(jpeg(), "IMG 1.html"), file())

    photo, paper = Enclosure.objects.order_by("name")
    assert (photo.name, photo.kind, paper.name) == ("IMG 1.jpg", "image/jpeg", "letter.pdf")
    assert b"51 north" not in bytes(photo.bytes.words)
    assert f"/messages/files/{photo.pk}/" in shown.text
    opened = hers(town).get(f"/messages/files/{photo.pk}/")
    assert (opened.headers["Content-Type"], opened.content) == ("image/jpeg", bytes(photo.bytes.words))
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in opened.headers["Content-Security-Policy"]
    work_off()
    case = Case.objects.get(conversation=photo.message.conversation)
    page = signed_in(town.sam).get(f"/desk/inbox/{case.pk}/").text
    assert f'<img src="/desk/enclosures/{photo.pk}/"' in page
    assert f'<img src="/desk/enclosures/{paper.pk}/"' not in page
    assert signed_in(town.sam).get(f"/desk/enclosures/{paper.pk}/").content == PDF
    assert Sight.objects.filter(what="inbox/enclosure", actor_id=str(town.sam.pk)).exists()


def test_what_is_neither_photo_nor_pdf_is_refused_and_the_words_stay(town: Cast) -> None:
    shown = written(town, file(b"MZ a program", "holiday.jpg"))

    assert "photos (JPEG, PNG) and PDF files only" in shown.text
    assert "Here it is." in shown.text
    assert "Please choose your files again." in shown.text
    assert not Message.objects.exists()


@pytest.mark.parametrize("wrong", ["files", "length"])
def test_a_red_flag_beside_something_that_must_be_put_right_is_heard_at_once(town: Cast, wrong: str) -> None:
    actions.write(town.amara, "A question", "When are you open?", by=town.amara.login or HOUSE)
    talk = Conversation.objects.get()
    words = RED_FLAG if wrong == "files" else f"{'Well. ' * 700}{RED_FLAG}"
    papers = [file(b"MZ")] if wrong == "files" else []

    for address, more in (("/messages/new/", {"subject": "Help"}), (f"/messages/{talk.pk}/replies/", {})):
        Screening.objects.all().update(called_at=NOON)
        shown = hers(town).post(address, {"words": words, "papers": papers, **more}, follow=True)

        assert "999" in shown.text, address
        assert "may be an emergency" in shown.text, address
        assert Screening.objects.filter(called_at=None, patient=town.amara, level__in=EMERGENCY).exists(), address
    assert Message.objects.filter(way="in").count() == 1


def test_who_acts_for_two_and_chose_neither_is_heard_too(town: Cast) -> None:
    for one in (town.lina, town.amara):
        people.grant(town.teresa, one, relation="friend", scopes={Scope.MESSAGES}, by=HOUSE)

    shown = signed_in(town.teresa).post("/messages/new/", {"subject": "Help", "words": RED_FLAG})

    assert "999" in shown.text
    assert Screening.objects.get().patient is None


def test_nobody_else_opens_it_and_who_may_act_for_her_does(town: Cast) -> None:
    written(town)
    paper = Enclosure.objects.get()
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.MESSAGES}, by=HOUSE)

    assert signed_in(town.teresa).get(f"/messages/files/{paper.pk}/").content == PDF

    for user in (town.ana.login, town.sam):
        assert signed_in(user).get(f"/messages/files/{paper.pk}/").status_code in (403, 404)
    assert Client().get(f"/messages/files/{paper.pk}/").status_code == 302
    Message.objects.update(is_unsure=True)  # perhaps somebody else sent it
    assert hers(town).get(f"/messages/files/{paper.pk}/").status_code == 404


def test_a_file_of_a_private_message_is_shut_to_the_front_desk_and_to_her_carers(town: Cast) -> None:
    written(town, private="on")
    paper = Enclosure.objects.get()

    assert paper.label == Label.CONFIDENTIAL
    assert signed_in(town.sam).get(f"/desk/enclosures/{paper.pk}/").status_code == 404
    assert signed_in(town.nurse_lin).get(f"/desk/enclosures/{paper.pk}/").content == PDF
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.MESSAGES}, by=HOUSE)
    assert signed_in(town.teresa).get(f"/messages/files/{paper.pk}/").status_code == 404


def test_twenty_files_a_day_are_enough_and_the_next_day_there_is_room_again(town: Cast, clock: Stopped) -> None:
    for _ in range(6):
        written(town, file(), file(), file())
    written(town, file(), file())
    assert Enclosure.objects.count() == 20

    assert "too many files for one day" in written(town).text
    assert Enclosure.objects.count() == 20
    clock.move(days=1, minutes=1)
    written(town)
    assert Enclosure.objects.count() == 21


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite itself for a disk without room")
def test_on_a_full_disk_her_words_stay_and_are_heard(town: Cast) -> None:
    client = hers(town)
    client.get("/messages/new/")
    with connection.cursor() as cursor:
        pages, free, size = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        large = PDF + b"x" * ((free + 200) * size)
        cursor.execute(f"PRAGMA max_page_count = {pages + 50}")
        try:
            shown = client.post("/messages/new/", {"subject": "Help", "words": RED_FLAG, "papers": [file(large)]})
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    assert "bring it with you" in shown.text
    assert RED_FLAG in shown.text
    assert "999" in shown.text
    assert not Message.objects.exists()


def case_of(town: Cast) -> Case:
    actions.write(town.amara, "A question", "May I have the form?", by=town.amara.login or HOUSE)
    work_off()
    return Case.objects.get()


def test_staff_send_a_file_with_an_answer_and_no_text_or_e_mail_carries_it(town: Cast) -> None:
    case = case_of(town)

    signed_in(town.sam).post(f"/desk/inbox/{case.pk}/answers/", {"words": "Here.", "then": "close", "papers": [file()]})

    work_off()
    paper = Enclosure.objects.get()
    shown = hers(town).get(f"/messages/{case.conversation_id}/").text
    assert f"/messages/files/{paper.pk}/" in shown
    assert hers(town).get(f"/messages/files/{paper.pk}/").content == PDF
    told = Message.objects.filter(template="answered")
    assert told.exists()
    assert not [one for one in told if one.attachment or one.files or "letter" in one.body]
    assert Entry.objects.get(verb="enclosure.came").actor_id == str(town.sam.pk)


def test_with_a_time_for_later_a_file_is_refused_and_nothing_is_planned(town: Cast) -> None:
    case = case_of(town)
    told = {"words": "Here.", "then": "close", "papers": [file()], "leaves_on": "2026-11-24", "leaves_at": "10:00"}

    shown = signed_in(town.sam).post(f"/desk/inbox/{case.pk}/answers/", told)

    assert "Files are sent at once only." in shown.text
    assert not LaterAnswer.objects.exists()
    assert not Enclosure.objects.exists()


def test_a_chat_takes_no_file_from_us(town: Cast) -> None:
    chats.begin("k" * 22, "When are you open?", language="en", network="192.0.2.1")
    work_off()
    case = Case.objects.get()

    shown = signed_in(town.sam).post(
        f"/desk/inbox/{case.pk}/answers/", {"words": "At nine.", "then": "close", "papers": [file()]}
    )

    assert "A chat takes no files." in shown.text
    assert 'name="papers"' not in signed_in(town.sam).get(f"/desk/inbox/{case.pk}/").text


def test_who_has_no_account_opens_the_file_by_the_link_after_two_things_she_knows(
    town: Cast, client: Client, settings: Any
) -> None:
    settings.ANSWERS_IN_FULL = True  # but what comes with a file cannot stand in a text
    facts: dict[str, Any] = {"phone": "07400 123456", "birth_date": date(1950, 3, 2)}
    rosa = people.register(by=HOUSE, given_name="Rosa", family_name="Nunez", **facts)
    incoming.hear("sms", rosa.phone, "May I have the form?", key="1")
    work_off()
    actions.answer(Conversation.objects.get(patient=rosa), "Here it is.", by=town.sam, papers=[PAPER])
    key = key_told(rosa)
    where = f"/r/{key}/files/{Enclosure.objects.get().pk}/"

    assert client.get(where).status_code == 302
    names = re.findall(r'<input[^>]* name="(birth_date[^"]*)"', client.get(f"/r/{key}/").text)
    told = dict(zip(names, ["2", "3", "1950"], strict=True)) | {"family_name": "Nunez"}
    shown = client.post(f"/r/{key}/", told, follow=True)
    assert where in shown.text
    assert client.get(where).content == PDF
    client.post(f"/r/{key}/replies/", {"words": "And mine.", "papers": [file(b"%PDF-1.4 mine")]})
    mine = Enclosure.objects.get(message__way="in")
    assert client.get(f"/r/{key}/files/{mine.pk}/").content == b"%PDF-1.4 mine"
    actions.write(town.amara, "Hers", "A paper.", by=town.amara.login or HOUSE, papers=[PAPER])
    other = Enclosure.objects.get(patient=town.amara)
    assert client.get(f"/r/{key}/files/{other.pk}/").status_code == 404


def test_to_whom_nobody_can_show_a_file_none_is_sent(town: Cast) -> None:
    lou = people.register(by=HOUSE, given_name="Lou", family_name="Bell", phone="07400 123457")

    with pytest.raises(Refusal, match="cannot open a file"):
        actions.begin(lou, "Your form", "Here.", by=town.sam, papers=[PAPER])


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    found = Clamd()
    settings.FILE_SCANNER = found.address
    yield found
    found.close()


def test_a_file_is_shut_until_the_scanner_has_looked(town: Cast, scanner: Clamd) -> None:
    shown = written(town)
    paper = Enclosure.objects.get()

    assert "being checked for viruses" in shown.text
    assert hers(town).get(f"/messages/files/{paper.pk}/").status_code == 404
    assert signed_in(town.sam).get(f"/desk/enclosures/{paper.pk}/").status_code == 404
    work_off()
    assert scanner.seen == [PDF]
    assert hers(town).get(f"/messages/files/{paper.pk}/").content == PDF


def test_what_the_scanner_finds_harmful_is_deleted_whichever_way_it_came(town: Cast, scanner: Clamd) -> None:
    written(town, file(PDF + EICAR))
    letter = mail("See here.")
    letter.add_attachment(PDF + EICAR, maintype="application", subtype="pdf", filename="a.pdf")
    hear_letter(letter.as_bytes())
    work_off()

    assert [one.why_not for one in Enclosure.objects.all()] == ["harmful", "harmful"]
    assert not EnclosureBytes.objects.exists()
    checked = Entry.objects.filter(verb="enclosure.checked")
    assert {one.because for one in checked} == {"Eicar-Test-Signature"}
    talk = Conversation.objects.filter(channel="portal").get()
    assert "it could do harm" in hers(town).get(f"/messages/{talk.pk}/").text


@pytest.mark.parametrize("says", ["", "stream: INSTREAM size limit exceeded. ERROR", "UNKNOWN COMMAND"])
def test_while_the_scanner_cannot_say_the_file_stays_shut_and_is_asked_about_again(
    town: Cast, scanner: Clamd, clock: Stopped, says: str
) -> None:
    written(town)
    paper = Enclosure.objects.get()
    scanner.says = says
    for _ in range(30):
        work_off()
        clock.move(hours=12)

    paper.refresh_from_db()
    assert paper.why_not == "unscanned"
    assert Job.objects.filter(task="check_file").exclude(state="done").exists()
    assert hers(town).get(f"/messages/files/{paper.pk}/").status_code == 404
    scanner.says = None
    enclosing.check(paper.pk)  # as the operator has it tried once more
    assert hers(town).get(f"/messages/files/{paper.pk}/").content == PDF


def test_a_scanner_that_is_not_there_holds_up_no_message(town: Cast, settings: Any) -> None:
    settings.FILE_SCANNER = "clamd://127.0.0.1:1"
    written(town)
    work_off()

    assert Case.objects.get().patient == town.amara
    assert Enclosure.objects.get().why_not == "unchecked"


def test_the_scanner_is_reached_by_a_socket_of_this_machine_and_reads_large_files_whole(
    town: Cast, settings: Any, tmp_path: Path
) -> None:
    scanner = Clamd(tmp_path / "clamd.ctl")
    settings.FILE_SCANNER = scanner.address
    large = PDF + bytes(range(256)) * 2_000
    written(town, file(large))
    work_off()
    scanner.close()

    assert scanner.seen == [large]
    assert Enclosure.objects.get().why_not == ""


def test_days_later_nothing_is_asked_again(town: Cast, scanner: Clamd, clock: Stopped) -> None:
    written(town)
    work_off()
    clock.move(days=2)
    work_off()
    enclosing.check(Enclosure.objects.get().pk)
    enclosing.give_up(Enclosure.objects.get().pk)

    assert len(scanner.seen) == 1
    assert Enclosure.objects.get().why_not == ""
