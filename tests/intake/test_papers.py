"""Photos and papers that a patient adds to an answer."""

from __future__ import annotations

import json
import re
import struct
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from bedside.access.models import Role
from bedside.booking.models import Appointment
from bedside.intake import actions as intake
from bedside.intake import enclosing
from bedside.intake.models import Enclosed, EnclosedBytes, Sheet
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.ui import photos
from bedside.ui.papers import MOST_BYTES, Given

from .ways import asks, at, hers, question, visit_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a referral"


def jpeg(*, tells: str = "51 north", way_up: int = 6) -> bytes:
    tiff = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, way_up, 0, 0) + tells.encode()
    exif = b"Exif\x00\x00" + tiff
    part = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    table = b"\xff\xdb" + struct.pack(">H", 4) + b"qq"
    return b"\xff\xd8" + part + table + b"\xff\xda\x00\x02the picture\xff\xd9"


def png() -> bytes:
    def chunk(name: bytes, words: bytes) -> bytes:
        return struct.pack(">I", len(words)) + name + words + b"crc!"

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"i") + chunk(b"tEXt", b"51 north") + chunk(b"IEND", b"")


def file(words: bytes, name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words, content_type="text/html")


def asked_for_a_letter(town: Cast, **more: Any) -> Appointment:
    asks(question("letter", "attachment", **more), question("why", "string"))
    return visit_of(town)


def staff(town: Cast, role: Role) -> Client:
    login = {Role.CLINICIAN: town.dr_osei, Role.FRONT_DESK: town.sam, Role.MANAGER: town.ines}[role]
    client = Client()
    client.force_login(login)
    return client


def test_a_paper_is_added_kept_and_opened_by_those_who_treat_her(town: Cast) -> None:
    visit = asked_for_a_letter(town)

    hers(town).post(at(visit, "own", 1), {"q0": file(PDF, "my <letter>.html"), "q1": "because"})

    paper = Enclosed.objects.get()
    [answer] = Sheet.objects.get().answers[0]["answer"]
    assert answer["valueAttachment"]["url"] == f"Binary/{paper.pk}"
    assert answer["valueAttachment"]["contentType"] == "application/pdf"
    opened = staff(town, Role.CLINICIAN).get(f"/desk/check-ins/papers/{paper.pk}/")
    assert opened.content == PDF
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Content-Type"] == "application/pdf"
    for role in (Role.FRONT_DESK, Role.MANAGER):
        assert staff(town, role).get(f"/desk/check-ins/papers/{paper.pk}/").status_code in (403, 404)


def test_the_page_of_the_answers_leads_those_who_treat_her_to_the_paper(town: Cast) -> None:
    visit = asked_for_a_letter(town)
    hers(town).post(at(visit, "own", 1), {"q0": file(PDF)})
    address = f"/desk/check-ins/papers/{Enclosed.objects.get().pk}/"

    assert address in staff(town, Role.CLINICIAN).get(f"/desk/check-ins/{visit.pk}/").text
    assert address not in staff(town, Role.FRONT_DESK).get(f"/desk/check-ins/{visit.pk}/").text


def test_a_paper_that_is_taken_back_is_gone_and_its_name_with_it(town: Cast) -> None:
    visit, client = asked_for_a_letter(town), hers(town)
    client.post(at(visit, "own", 1), {"q0": file(PDF, "secret.pdf")})
    paper = Enclosed.objects.get()

    shown = client.get(at(visit, "own", 1))
    assert "secret.pdf" in shown.text
    client.post(at(visit, "own", 1), {"then": f"without:{paper.address}"})

    assert Sheet.objects.get().answers == []
    assert not EnclosedBytes.objects.exists()
    assert Enclosed.objects.get().name == ""
    assert staff(town, Role.CLINICIAN).get(f"/desk/check-ins/papers/{paper.pk}/").status_code == 404


def test_enter_in_a_box_goes_on_and_takes_no_paper_away(town: Cast) -> None:
    visit, client = asked_for_a_letter(town), hers(town)
    client.post(at(visit, "own", 1), {"q0": file(PDF)})

    buttons = re.findall(r"<button[^>]*>", client.get(at(visit, "own", 1)).text.partition("multipart/form-data")[2])
    first = buttons[0]  # the one that Enter presses

    assert "name=" not in first
    assert any("without:" in one for one in buttons[1:])


def test_where_one_is_asked_for_a_new_one_takes_the_place_of_the_old(town: Cast) -> None:
    visit, client = asked_for_a_letter(town), hers(town)

    assert " multiple" not in client.get(at(visit, "own", 1)).text
    client.post(at(visit, "own", 1), {"q0": file(PDF)})
    client.post(at(visit, "own", 1), {"q0": file(PDF + b" again")})

    assert [bytes(one.words) for one in EnclosedBytes.objects.all()] == [PDF + b" again"]


def test_where_several_may_be_there_five_are_the_most(town: Cast) -> None:
    visit, client = asked_for_a_letter(town, repeats=True), hers(town)
    assert " multiple" in client.get(at(visit, "own", 1)).text

    client.post(at(visit, "own", 1), {"q0": [file(PDF + str(n).encode()) for n in range(3)]})
    page = client.post(at(visit, "own", 1), {"q0": [file(PDF + str(n).encode()) for n in range(3)]})

    assert "These are too many files." in page.text
    assert EnclosedBytes.objects.count() == 3


def test_more_files_than_one_sending_can_carry_are_not_taken_and_what_she_wrote_stays(town: Cast) -> None:
    visit, client = asked_for_a_letter(town, repeats=True), hers(town)
    assert "At most 3 at once." in client.get(at(visit, "own", 1)).text
    assert 'data-large="20000000"' in client.get(at(visit, "own", 1)).text  # the page says it before it sends
    large = PDF + b" " * 7_000_000

    page = client.post(at(visit, "own", 1), {"q0": [file(large) for _ in range(3)], "q1": "because"})
    assert "These files are too large together." in page.text
    assert "because" in page.text
    page = client.post(at(visit, "own", 1), {"q0": [file(PDF) for _ in range(4)]})
    assert "These are too many files." in page.text
    assert not EnclosedBytes.objects.exists()


def test_a_paper_that_was_not_kept_is_not_shown(town: Cast) -> None:
    form = asks(question("letter", "attachment", repeats=True))
    sheet = intake.open_sheet(visit_of(town), form, by=town.sam)
    stale = Sheet.objects.get()
    paper = Given("a.pdf", photos.PDF, PDF)
    told: dict[str, Any] = {"page": "letter", "answered": True, "by": town.sam}
    root = sheet.root
    enclosing.keep_page(sheet, root, [(root.inner[0], [paper] * enclosing.MOST_PAPERS)], **told)

    with pytest.raises(Refusal, match="bring the others"):
        enclosing.keep_page(sheet, root, [(root.inner[0], [paper])], **told)
    assert len(root.inner[0].given) == enclosing.MOST_PAPERS
    empty = stale.root
    with pytest.raises(Refusal, match="else"):
        enclosing.keep_page(stale, empty, [(empty.inner[0], [paper])], **told)
    assert empty.inner[0].given == []
    assert EnclosedBytes.objects.count() == enclosing.MOST_PAPERS


@pytest.mark.parametrize("words", [b"<script>alert(1)</script>", b"GIF89a", b"MZ\x90", b"", jpeg()[:40], png()[:30]])
def test_what_is_no_photo_and_no_pdf_by_its_bytes_is_not_taken(words: bytes, town: Cast) -> None:
    visit = asked_for_a_letter(town)

    page = hers(town).post(at(visit, "own", 1), {"q0": file(words, "letter.pdf")})

    assert "There is a problem" in page.text
    assert not Enclosed.objects.exists()


def test_what_is_too_large_is_not_taken(town: Cast) -> None:
    visit = asked_for_a_letter(town)

    page = hers(town).post(at(visit, "own", 1), {"q0": file(PDF + b" " * MOST_BYTES)})

    assert "This file is too large." in page.text
    assert not Enclosed.objects.exists()


def test_a_photo_does_not_tell_where_it_was_taken_but_which_way_is_up() -> None:
    kept = photos.without_traces(jpeg())

    assert b"51 north" not in kept
    assert kept.endswith(b"the picture\xff\xd9")
    assert photos.without_traces(kept) == kept
    assert photos.without_traces(jpeg(tells="", way_up=6))[:40] == kept[:40]
    assert b"51 north" not in photos.without_traces(png())


def test_nothing_that_lies_behind_a_photo_or_that_its_maker_added_is_kept() -> None:
    def part(mark: int, words: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, mark, len(words) + 2) + words

    added = b"".join(part(mark, b"51 north") for mark in range(0xE1, 0xF0) if mark not in (0xE2, 0xEE))
    colours = part(0xE2, b"ICC_PROFILE\x00how red is meant")
    scan = part(0xDA, b"") + b"one\xff\x00\xff\xd0" + part(0xC4, b"\xff\xd9 in a table") + part(0xDA, b"") + b"two"
    picture = part(0xDB, b"qq") + colours + scan + b"\xff\xff\xd9"
    film = b"ftypmp4 51 north" + jpeg()

    kept = photos.without_traces(b"\xff\xd8" + added + part(0xE2, b"MPF\x00 51 north") + picture + film)

    assert kept == b"\xff\xd8" + picture


def test_a_confidential_paper_leaves_no_words_in_the_journal_and_none_of_its_bytes(town: Cast) -> None:
    asks(question("letter", "attachment"))
    visit = visit_of(town, label=Label.CONFIDENTIAL)

    hers(town).post(at(visit, "own", 1), {"q0": file(PDF)})

    entry = Entry.objects.get(verb="paper.added")
    assert entry.label == Label.CONFIDENTIAL
    assert "referral" not in json.dumps(entry.snapshot)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite itself for a disk without room")
def test_a_full_disk_is_a_plain_no_and_nothing_is_half_kept(town: Cast) -> None:
    form = asks(question("letter", "attachment"))
    sheet = intake.open_sheet(visit_of(town), form, by=town.sam)
    with connection.cursor() as cursor:
        pages, free, size = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        large = Given("large.pdf", photos.PDF, PDF + b"x" * ((free + 200) * size))  # also more than stands empty
        cursor.execute(f"PRAGMA max_page_count = {pages + 50}")
        try:
            root = sheet.root
            with pytest.raises(Refusal, match="bring it with you"):
                enclosing.keep_page(sheet, root, [(root.inner[0], [large])], page="letter", answered=True, by=town.sam)
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")

    assert not Enclosed.objects.exists()
    assert Sheet.objects.get().answers == []
