"""Reading an e-mail: her own words, what is enclosed, and what a machine wrote."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bedside.inbox.letter_files import judged
from bedside.inbox.letter_words import parted, text_of
from bedside.inbox.letters import LARGEST, read

from .written import mail, raw

PAGE = """<html><head><title>x</title><style>p{}</style></head><body><p>My leg is <b>swollen</b>.</p>
<img src="https://spy.example/1.gif"><script>steal()</script><p>See <a href="https://evil.example/in">our page</a></p>
<blockquote>You wrote: come in.</blockquote></body></html>"""


def test_plain_words_are_preferred_and_a_page_is_read_as_text_alone() -> None:
    both = mail("My leg is swollen.")
    both.add_alternative(PAGE, subtype="html")
    assert read(both.as_bytes()).words == "My leg is swollen."

    page = EmailMessage()
    page["From"] = "a@b.example"
    page.set_content(PAGE, subtype="html")
    words = read(page.as_bytes())
    assert words.words == "My leg is swollen.\nSee our page (https://evil.example/in)"
    assert words.quoted == "> You wrote: come in."


def test_where_the_plain_part_says_nothing_the_page_is_read() -> None:
    both = mail("This message needs a newer program.")
    both.add_alternative("<p>" + "My father fell down the stairs and hit his head hard today. " * 3, subtype="html")

    assert "hit his head" in read(both.as_bytes()).words


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<style>never closed my chest hurts", "never closed my chest hurts"),
        ("<html><head><title>x</title><body><p>My chest hurts</p></body></html>", "My chest hurts"),
        ("<head><title>x</title><p>My chest hurts</p>", "My chest hurts"),
        ("<p>Hello</p><svg><p>My chest &amp; arm hurt</p>", "Hello My chest & arm hurt"),
        ("<p>a</p><!-- <p>b", "a"),
        ("<a href=//x>y", "y"),
        ("</p></div>", ""),
        ("", ""),
    ],
)
def test_a_broken_page_is_read_all_the_same(page: str, words: str) -> None:
    assert text_of(page).split("\n")[0] == words


def test_a_named_body_is_read() -> None:
    letter = EmailMessage()
    letter["From"] = "a@b.example"
    letter.set_content("My chest hurts", disposition="inline", filename="body.txt")
    assert read(letter.as_bytes()).words == "My chest hurts"

    attached = mail("")
    attached.add_attachment("My chest hurts", filename="words.txt")
    assert read(attached.as_bytes()).words == "My chest hurts"


def test_a_letter_passed_on_whole_is_read() -> None:
    for own in ("", "See what he wrote."):
        letter = mail(own)
        letter.add_attachment(mail("My chest hurts", sender="son@x.example"))
        found = read(letter.as_bytes())

        assert found.words.startswith(own)
        assert "My chest hurts" in found.words


@pytest.mark.parametrize(
    ("written", "own", "quoted"),
    [
        (
            "Yes.\n\nOn Monday Riverside wrote:\n> Will you come?",
            "Yes.",
            "On Monday Riverside wrote:\n> Will you come?",
        ),
        ("Yes.\n\nOn Monday, 23 November 2026 at 9am Riverside\n<x@y.example> wrote:\n> Come?", "Yes.", None),
        ("> Will you come?\n\nYes, at nine.", "> Will you come?\n\nYes, at nine.", ""),
        ("> One?\nYes.\n> Two?\nNo.\n> Bye", "> One?\nYes.\n> Two?\nNo.", "> Bye"),
        ("See below\n\n-----Original Message-----\nFrom: a@b.example\nx", "See below", None),
        ("Oui.\n\nLe lun. 23 nov. 2026 à 9:00, Riverside a écrit :\n> Bonjour", "Oui.", None),
        ("Tak\n\nW dniu 23.11.2026 o 9:00 Riverside napisał(a):\n> x", "Tak", None),
        ("Bye\n-- \nAmara Okafor\nThe Mill", "Bye", "-- \nAmara Okafor\nThe Mill"),
        ("---------- Forwarded message ---------\nFrom: my son\n\nHe cannot breathe", None, ""),
        ("Bye\nSent from my iPhone", "Bye", "Sent from my iPhone"),
        ("Hello\nSent from my husband's phone, I have chest pain", None, ""),
        ("Hola\nDe: mi hermana maria@x.es, tengo dolor", None, ""),
        ("> only what was quoted", "> only what was quoted", ""),
    ],
)
def test_her_own_words_are_parted_from_what_she_quotes(written: str, own: str | None, quoted: str | None) -> None:
    found = parted(written)

    assert found[0] == (own if own is not None else written)
    assert quoted is None or found[1] == quoted
    assert not own or own == found[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated (vacation)"},
        {"precedence": "bulk"},
        {"precedence": "list"},
        {"list_id": "<news.example>"},
        {"return_path": "<>"},
        {"x_autoreply": "yes"},
    ],
)
def test_what_a_machine_wrote_is_known(headers: dict[str, Any]) -> None:
    assert read(raw(**headers)).by_itself


@pytest.mark.parametrize(
    "headers",
    [
        {"x_auto_response_suppress": "All"},
        {"feedback_id": "1:gmail"},
        {"x_loop": "amara@town.example"},
        {"list_unsubscribe": "<https://shop.example>"},
        {"sender": "no-reply@shop.example"},
        {"sender": "MAILER-DAEMON@mx.example"},
    ],
)
def test_a_mark_that_forbids_answers_keeps_no_letter_from_its_reader(headers: dict[str, Any]) -> None:
    found = read(raw(**headers))

    assert found.unanswerable
    assert not found.by_itself


@pytest.mark.parametrize("headers", [{}, {"auto_submitted": "no"}, {"precedence": "first-class"}])
def test_what_a_person_wrote_is_known(headers: dict[str, Any]) -> None:
    assert not read(raw(**headers)).by_itself


def test_files_are_known_by_their_bytes_and_harmful_ones_are_not_kept() -> None:
    letter = mail()
    letter.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="letter.pdf")
    letter.add_attachment(b"MZ\x90\x00", maintype="image", subtype="jpeg", filename="photo.jpg")
    letter.add_attachment(b"<svg onload=x>", maintype="image", subtype="png", filename="a.png")
    letter.add_attachment(b"abc", maintype="text", subtype="plain", filename="notes\u202etxt.exe")
    found = {file.name: (file.kind, file.why_not, bool(file.words)) for file in read(letter.as_bytes()).files}

    assert found == {
        "letter.pdf": ("application/pdf", "", True),
        "photo.jpg": ("application/octet-stream", "harmful", False),
        "a.png": ("text/plain", "harmful", False),
        "notestxt.exe": ("text/plain", "harmful", False),
    }


@pytest.mark.parametrize("name", ["a.pdf.exe", "x.HTML", "y.svg ", "macro.docm", "..\\..\\run.bat", "i.js.txt"])
def test_any_ending_that_runs_counts(name: str) -> None:
    assert judged(name, b"plain words", number=0).why_not == "harmful"


def test_a_file_too_many_or_too_large_is_named_and_not_kept() -> None:
    assert judged("a.txt", b"x", number=10).why_not == "many"
    assert judged("a.txt", b"x" * 10_000_001, number=0).why_not == "large"


def test_of_a_letter_that_is_too_large_the_words_are_read_and_no_file_is_kept() -> None:
    letter = mail("Crushing chest pain")
    letter.add_attachment(b"x" * 15_000_000, maintype="application", subtype="pdf", filename="scan.pdf")
    whole = letter.as_bytes()
    assert len(whole) > LARGEST
    found = read(whole)

    assert (found.words, found.files, found.is_too_large) == ("Crushing chest pain", (), True)
    assert read(whole[:400_000], size=len(whole)) == found


def test_of_five_hundred_parts_the_words_are_read_and_no_file_is_kept() -> None:
    letter = mail("Please call me")
    for number in range(500):
        letter.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename=f"{number}.pdf")
    found = read(letter.as_bytes())

    assert (found.words, found.files, found.is_too_large) == ("Please call me", (), True)


def test_of_parts_within_parts_without_end_the_lines_are_read_as_they_stand() -> None:
    head = "From: amara@town.example\r\nSubject: Help\r\nMIME-Version: 1.0\r\n"
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(150))
    found = read(f"{head}{deep}Content-Type: text/plain\r\n\r\nchest pain\r\n".encode())

    assert found.is_too_large
    assert "chest pain" in found.words
    assert found.sender == "amara@town.example"


def test_the_same_letter_is_the_same_by_whatever_way_it_comes() -> None:
    letter = raw()

    assert read(b"Received: by another.example\r\n" + letter).key == read(letter).key
    assert read(letter.replace(b"amara@", b"lina@")).key != read(letter).key


@pytest.mark.parametrize(
    ("word", "checked_by", "doubted"),
    [
        ("mx.ours.example; dmarc=pass header.from=town.example", "mx.ours.example", False),
        ("mx.ours.example; dmarc=fail", "mx.ours.example", True),
        ("mx.evil.example; dmarc=pass", "mx.ours.example", True),
        ("mx.ours.example; dmarc=none; dkim=pass", "mx.ours.example", True),
        ("mx.any.example; dmarc=fail", "", True),
        ("mx.any.example; dmarc=none", "", False),
    ],
)
def test_who_sent_it_is_doubted_as_our_own_mail_server_does(word: str, checked_by: str, doubted: bool) -> None:
    assert read(raw(authentication_results=word), checked_by=checked_by).doubted is doubted


def test_without_the_word_of_our_mail_server_every_sender_is_doubted() -> None:
    assert read(raw(), checked_by="mx.ours.example").doubted
    assert not read(raw()).doubted


def test_coded_headers_and_strange_letters_are_read() -> None:
    letter = b"From: =?utf-8?q?Am=C3=A1ra?= <Amara@Town.example>\nSubject: =?iso-8859-1?q?Pr=FCfung?=\n"
    letter += b"Content-Type: text/plain; charset=nonsense-9\nContent-Transfer-Encoding: base64\n\nSGVsbG8="
    found = read(letter)

    assert (found.sender, found.subject, found.words) == ("amara@town.example", "Prüfung", "Hello")


PIECES = [
    *(b"From: a@b\n", b"Content-Type: multipart/mixed; boundary=x\n", b"\n\n", b"--x\n", b"--x--\n", b"=?utf-8?b?/?="),
    *(b"Content-Type: message/rfc822\n", b"Content-Type: multipart/report\n", b"Message-ID: <a@b>\n"),
    *(b"Content-Type: message/delivery-status\n", b"Content-Transfer-Encoding: base64\n"),
    b'Content-Disposition: attachment; filename*="\xff\n',
]
PIECES += [
    b"Subject: =?utf-8?q?=00a?=\n",
    b"Subject: =?utf-7?q?+2AA-?=\n",
    b"Content-Type: text/plain; charset=utf-7\n",
]
PIECES += [b"\n+2AA-\x00 words\n", b'Content-Disposition: attachment; filename="=?utf-7?q?+2AA-?="\n']
MIXED = some.lists(some.one_of(some.binary(max_size=40), some.sampled_from(PIECES)), max_size=25)


@given(MIXED)
def test_reading_never_fails(pieces: list[bytes]) -> None:
    found = read(b"".join(pieces))

    assert found.key
    said = [found.sender, found.name, found.subject, found.words, found.quoted, *(file.name for file in found.files)]
    assert "\x00" not in "".join(said)
    assert "".join(said).encode("utf-8", "replace").decode() == "".join(said)
