from __future__ import annotations

import base64
import bz2
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bedside.booking.actions import book
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.exchange.actions import import_files
from bedside.exchange.exporting import bundle_of, find
from bedside.hours.clock import now
from bedside.inbox.actions import write
from bedside.inbox.models import Enclosure
from bedside.intake.models import Form, Sheet
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Outside
from bedside.journal.models import Refusal, Sight
from bedside.people.actions import change_details
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms
from bedside.ui.papers import Given

HAND = Outside("command", "tester")


def tokens(text: str) -> object:
    return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=tuple)


def exported(patient_id: str) -> list[dict[str, object]]:
    whole = json.loads("".join(bundle_of(find(patient_id), by=HAND)))
    return [entry["resource"] for entry in whole["entry"]]


def test_everything_another_system_told_us_of_a_patient_comes_back_to_the_letter(db: None, synthea: Path) -> None:
    hers = sorted(synthea.glob("8708d3e1*"))
    import_files([*sorted(synthea.glob("0-*")), *hers], source="fhir", told=lambda outcome: None)
    original = bz2.decompress(hers[0].read_bytes()).decode()
    sent = [entry["resource"] for entry in json.loads(original)["entry"]]
    patient = next(one["id"] for one in sent if one["resourceType"] == "Patient")

    raw = "".join(bundle_of(find(patient), by=HAND))
    lines = [line.removesuffix(",") for line in raw.split("\n")[1:-2]]
    given = {repr(tokens(line[len('{"resource":') : -1])) for line in lines}
    whole = dict(tokens(original))  # type: ignore[call-overload]
    asked = {repr(dict(entry)["resource"]) for entry in whole["entry"]}

    assert asked <= given


def test_what_was_done_here_comes_with_it(town: Cast) -> None:
    start = datetime.combine(now().date() + timedelta(days=4), datetime.min.time(), UTC) + timedelta(hours=9)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=start,
        ends_at=start + timedelta(minutes=20),
        slot_minutes=20,
        by=HOUSE,
    )
    visit = book(Slot.objects.get(), town.amara, town.knee_check, by=town.sam, reason="sore knee", label="confidential")
    write(town.amara, "My tablets", "Could I have them again?", by=town.amara.login)

    ask_forms()
    sheet = Sheet(appointment=visit, patient=town.amara, label=visit.label, form=Form.objects.get(slug="health"))
    sheet.slug, sheet.opened_at, sheet.answers = (
        "health",
        now(),
        [{"linkId": "measures", "answer": [{"valueBoolean": True}]}],
    )
    record("sheet.opened", sheet, by=HOUSE)

    back = {one["id"]: one for one in exported(str(town.amara.pk))}

    assert back[str(sheet.pk)]["resourceType"] == "QuestionnaireResponse"
    assert back[str(sheet.pk)]["item"] == sheet.answers
    assert back[str(sheet.pk)]["meta"]["security"][0]["code"] == "R"  # type: ignore[index]
    assert back[str(visit.pk)]["description"] == "sore knee"
    assert back[str(visit.pk)]["meta"]["security"][0]["code"] == "R"  # type: ignore[index]
    assert any(one["resourceType"] == "Communication" for one in back.values())


def test_a_file_comes_with_the_message_it_went_with(town: Cast) -> None:
    papers = [Given("form.pdf", "application/pdf", b"%PDF-1.4 a form")]
    message = write(town.amara, "My form", "Here it is.", by=town.amara.login or HOUSE, papers=papers)
    write(town.lina, "Hers", "Another.", by=HOUSE, papers=papers)
    file = Enclosure.objects.get(message=message)

    back = {one["id"]: one for one in exported(str(town.amara.pk))}

    [_words, enclosed] = back[str(message.pk)]["payload"]  # type: ignore[misc]
    assert enclosed["contentAttachment"]["url"] == f"Binary/{file.pk}"  # type: ignore[index]
    [binary] = [one for one in back.values() if one["resourceType"] == "Binary"]
    assert (binary["id"], binary["contentType"]) == (str(file.pk), "application/pdf")
    assert base64.b64decode(str(binary["data"])) == b"%PDF-1.4 a form"


def test_a_link_that_opens_a_page_by_itself_is_not_given_out(town: Cast) -> None:
    write(town.amara, "A link", "It says http://localhost:8000/s/AbC_d-1234567890abcdef/ here.", by=town.amara.login)

    told = str(exported(str(town.amara.pk)))

    assert "http://localhost:8000/s/…/ here." in told
    assert "AbC_d" not in told


def test_what_has_changed_here_since_is_in_the_patient_that_goes_out(db: None, bundle, sent) -> None:  # type: ignore[no-untyped-def]
    import_files([bundle(list(sent.values()))], source="fhir", told=lambda outcome: None)
    name = next(one["id"] for one in sent.values() if one["resourceType"] == "Patient")
    change_details(find(name), by=HOUSE, phone="07700 900177")

    patient = next(one for one in exported(name) if one["resourceType"] == "Patient")

    assert "07700 900177" in json.dumps(patient)


def test_giving_a_record_out_is_a_sight_of_it(town: Cast) -> None:
    exported(str(town.amara.pk))

    assert Sight.objects.filter(what="exchange/export", patient_id=town.amara.pk, actor_id="tester").exists()


def test_an_unknown_patient_is_refused(db: None) -> None:
    for name in ("nobody", "01a20019-b0ea-78be-8da8-328f5ed09a84"):
        with pytest.raises(Refusal, match="nobody by the id"):
            find(name)
