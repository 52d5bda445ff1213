"""A manager writes a form on the screen: questions, order, conditions, other languages, versions, files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bedside.intake import actions, editing, papers
from bedside.intake.items import read
from bedside.intake.models import Edition, Form, Sheet
from bedside.intake.question_forms import KINDS
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast

from .ways import asks, question, visit_of

Json = dict[str, Any]
pytestmark = pytest.mark.django_db


def manager(town: Cast) -> Client:
    client = Client()
    client.force_login(town.ines)
    return client


def draft(*items: Json, title: str = "Before we operate") -> Form:
    definition = {"resourceType": "Questionnaire", "title": title, "item": list(items)}
    return editing.write(definition, slug="own", by=HOUSE)


def house(form: Form, *rest: str) -> str:
    return f"/house/forms/{form.pk}/" + "".join(f"{one}/" for one in rest)


def told(form: Form, **more: Any) -> Json:
    return {"version": Form.objects.get(pk=form.pk).version, **more}


def ids(form: Form) -> list[str]:
    return [one.link_id for top in Form.objects.get(pk=form.pk).questions for one in top.walk()]


def test_a_form_is_written_from_nothing_and_asked(town: Cast) -> None:
    client = manager(town)
    client.post("/house/forms/", {"title": "Before we operate"})
    form = Form.objects.get(slug="before-we-operate")

    said = {"text": "Do you smoke?", "kind": "boolean", "required": "on", "answers": ""}
    page = client.post(house(form, "question"), told(form, **said))
    assert page.headers["Location"] == house(form, "question") + "?at=q1"
    said = {"text": "How many a day?", "kind": "integer", "answers": ""}
    client.post(house(form, "question"), told(form, **said))
    on_the_first = house(form, "condition") + "?at=q2&on=q1"
    client.post(on_the_first, told(form, sign="=", answer="yes"))
    client.post(house(form, "asking"), told(form))

    form = Form.objects.get(pk=form.pk)
    assert form.status == Edition.ACTIVE
    assert form.definition["item"][0] == {"linkId": "q1", "text": "Do you smoke?", "type": "boolean", "required": True}
    assert form.definition["item"][1]["enableWhen"] == [{"question": "q1", "operator": "=", "answerBoolean": True}]
    assert [one.slug for one in actions.forms_of(visit_of(town))] == ["before-we-operate"]


def test_a_question_goes_up_and_down_among_those_beside_it(town: Cast) -> None:
    inside = {"linkId": "g", "text": "g", "type": "group", "item": [question("c", "string"), question("d", "string")]}
    form = draft(question("a", "string"), inside)
    client = manager(town)

    client.post(house(form), told(form, up="d"))
    client.post(house(form), told(form, up="a"))  # is the first already
    client.post(house(form), told(form, down="a"))

    assert ids(form) == ["g", "d", "c", "a"]


def test_what_another_question_hangs_on_is_not_taken_out(town: Cast) -> None:
    when = [{"question": "a", "operator": "exists", "answerBoolean": True}]
    form = draft(question("a", "string"), question("b", "string", enableWhen=when))
    client = manager(town)

    page = client.post(house(form, "question") + "?at=a", told(form, then="remove"))
    assert page.status_code == 409
    assert "depends on it: b" in page.text
    client.post(house(form, "question") + "?at=b", told(form, then="remove"))
    client.post(house(form, "question") + "?at=a", told(form, then="remove"))

    assert ids(form) == []


def test_an_answer_another_question_hangs_on_is_not_taken_away(town: Cast) -> None:
    tea, coffee = ({"valueCoding": {"code": one, "display": one}} for one in ("tea", "coffee"))
    when = [{"question": "a", "operator": "=", "answerCoding": {"code": "coffee"}}]
    form = draft(question("a", "choice", answerOption=[tea, coffee]), question("b", "string", enableWhen=when))
    client, at = manager(town), house(form, "question") + "?at=a"

    for changed in ({"kind": "choice", "answers": "tea"}, {"kind": "boolean"}, {"kind": "string"}, {"kind": "group"}):
        page = client.post(at, told(form, text="a", **changed))
        assert "b depends on an answer that a does not have" in page.text
    client.post(at, told(form, text="a", kind="choice", answers="coffee"))

    assert [one.key for one in Form.objects.get(pk=form.pk).questions[0].options] == ["coffee"]


def test_a_change_keeps_what_the_screen_does_not_know(town: Cast) -> None:
    own = {"url": "http://example.org/own", "valueDecimal": 1.5}
    form = draft(question("a", "decimal", extension=[own], prefix="1."))

    said = {"text": "How much?", "kind": "decimal", "least": "2.50", "units": "kg"}
    manager(town).post(house(form, "question") + "?at=a", told(form, **said))

    [raw] = Form.objects.get(pk=form.pk).definition["item"]
    assert raw["prefix"] == "1."
    assert raw["extension"][0] == own
    assert Form.objects.get(pk=form.pk).questions[0].extension("minValue") == 2.5
    assert '"valueDecimal": 2.50' in Form.objects.get(pk=form.pk).as_file


def test_answers_keep_their_code_and_their_other_languages_when_their_words_are_put_right(town: Cast) -> None:
    client = manager(town)
    form = draft(question("a", "string"))
    at = house(form, "question") + "?at=a"
    client.post(at, told(form, text="Which?", kind="choice", answers="Tee\nCoffee\nNone of these"))
    client.post(house(form, "words") + "?in=es", told(form, w2="Té", w3="Café"))
    said = {"text": "Which?", "kind": "choice", "answers": "Tea\nCoffee\nNone of these", "alone": "None of these"}
    client.post(at, told(form, **said))

    [item] = Form.objects.get(pk=form.pk).questions
    assert [one.key for one in item.options] == ["a1", "a2", "a3"]
    assert [one.said("en") for one in item.options] == ["Tea", "Coffee", "None of these"]
    assert item.options[0].said("es") == "Té"
    assert item.options[2].alone


def test_of_two_managers_the_second_is_told(town: Cast) -> None:
    form = draft(question("a", "string"))
    seen = told(form, text="One", kind="string")
    client = manager(town)

    assert client.post(house(form, "question") + "?at=a", seen).status_code == 302
    assert client.post(house(form, "question") + "?at=a", seen | {"text": "Two"}).status_code == 409
    assert Form.objects.get(pk=form.pk).definition["item"][0]["text"] == "One"


def test_what_was_answered_stays_with_the_version_it_was_answered_to(town: Cast) -> None:
    before = asks(question("a", "string"))
    visit = visit_of(town)
    sheet = actions.open_sheet(visit, before, by=town.sam)
    client = manager(town)

    client.post(house(before, "edition"))
    new = Form.objects.get(slug=before.slug, status=Edition.DRAFT)
    client.post(house(new, "question") + "?at=a", told(new, text="Another question", kind="string"))
    assert client.post(house(before, "question") + "?at=a", told(before, text="x", kind="string")).status_code == 409
    client.post(house(new, "asking"), told(new))

    assert Sheet.objects.get(pk=sheet.pk).form.definition["item"][0]["text"] == "a"
    assert Form.objects.get(pk=before.pk).status == Edition.RETIRED
    assert Form.objects.get(pk=new.pk).edition == 2


def test_a_form_is_asked_only_before_the_visits_it_names(town: Cast) -> None:
    form = asks(question("a", "string"))
    visit = visit_of(town)
    client = manager(town)

    other = str(town.gp.visit_types.exclude(pk=visit.visit_type_id).order_by("pk")[0].pk)
    client.post(house(form, "visits"), told(form, visit_types=[other], place_in_line="3"))
    assert actions.forms_of(visit) == []
    client.post(house(form, "visits"), told(form, visit_types=[str(visit.visit_type_id)], place_in_line="3"))
    assert actions.forms_of(visit) == [form]
    client.post(house(form, "end"))
    assert actions.forms_of(visit) == []


def test_the_preview_asks_what_an_answer_calls_for_and_keeps_nothing(town: Cast) -> None:
    when = [{"question": "a", "operator": "=", "answerBoolean": True}]
    second = {"linkId": "g", "text": "Second", "type": "group", "item": [question("c", "string", enableWhen=when)]}
    form = draft(question("a", "boolean", required=True), question("b", "string", enableWhen=when), second)
    client, at = manager(town), house(form, "preview")
    page = {"page": "1", "held": "[]", "then": "go"}

    assert 'name="q1"' not in client.get(at).text  # b is not asked yet, and has no box
    assert "Please answer this." in client.post(at, page).text
    shown = client.post(at, page | {"q0": "yes"}).text
    assert "<h2>Second</h2>" not in shown  # first what the answer called for
    assert 'name="q1"' in shown
    held = json.dumps([{"linkId": "a", "answer": [{"valueBoolean": True}]}])
    assert "<h2>Second</h2>" in client.post(at, page | {"held": held, "q0": "yes"}).text
    assert "That is the end of the form." in client.post(at, page | {"q0": "no"}).text
    assert not Sheet.objects.exists()


FILE = b"""{"resourceType":"Questionnaire","status":"active","url":"http://example.org/q",
  "title": "Caf\\u00e9", "extension":[{"url":"http://example.org/x","valueDecimal":1.50}],
  "item":[{"linkId":"1","type":"decimal","text":"How much?","_unknown":{"a":[1,2]}, "unknown": 1e2}]}
"""


def test_a_form_comes_in_from_a_file_and_goes_out_letter_for_letter(town: Cast) -> None:
    client = manager(town)

    client.post("/house/forms/file/", {"file": SimpleUploadedFile("a.json", FILE)})
    form = Form.objects.get()
    out = client.get(house(form, "file"))

    assert out.content == FILE
    assert out.headers["Content-Disposition"].startswith("attachment")
    again = editing.bring_in(papers.taken(editing.retire(form, by=HOUSE).as_file.encode()), by=HOUSE)
    assert (again.slug, again.edition, again.as_file.encode()) == (form.slug, 2, FILE)


def test_a_form_that_was_changed_here_comes_back_the_same(town: Cast) -> None:
    form = editing.bring_in(papers.taken(FILE), by=HOUSE)
    manager(town).post(house(form, "question") + "?at=1", told(form, text="How much now?", kind="decimal"))
    out = Form.objects.get(pk=form.pk).as_file

    assert '"valueDecimal": 1.50' in out
    assert '"_unknown"' in out
    assert papers.said(papers.load(papers.taken(out.encode()))) == out


NO_FORMS = [b"", b"[]", b"{", b"\xff\xfe", b'{"resourceType":"Patient"}', b"[" * 100_000, b" " * 600_000]
NO_FORMS += [b'{"resourceType":"Questionnaire","a":"\\u0000"}', b'{"resourceType":"Questionnaire","a":1e999}']
NO_FORMS += [b'{"resourceType":"Questionnaire","a":1e99999999999999999999}']


@pytest.mark.parametrize("words", NO_FORMS)
def test_a_file_that_is_no_form_is_refused_where_another_can_be_chosen(words: bytes, town: Cast) -> None:
    page = manager(town).post("/house/forms/file/", {"file": SimpleUploadedFile("a.json", words)})

    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert not Form.objects.exists()


def test_every_kind_of_question_can_be_written_and_is_shown(town: Cast) -> None:
    form, client = draft(), manager(town)
    for kind in KINDS:
        said = {"text": f"About {kind}", "kind": kind, "answers": "One\nTwo"}
        at = client.post(house(form, "question"), told(form, **said)).headers["Location"]
        assert client.get(at).status_code == 200
        client.post(at, told(form, text=f"About {kind}", kind=kind, answers="One\nTwo", longest=""))
    shown = client.get(house(form)).text

    assert [one.type for one in Form.objects.get(pk=form.pk).questions] == list(KINDS)
    assert all(f"About {kind}" in shown for kind in KINDS)
    assert read(Form.objects.get(pk=form.pk).definition)
