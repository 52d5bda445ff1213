"""What a form asks, by FHIR R4's own rules: what is enabled, what is missing, what is wrong, what is kept."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bedside.intake.faults import Why, wrong
from bedside.intake.items import TYPES, VALUE, Unreadable, read
from bedside.intake.tree import Node, asked, grow, kept, missing

Json = dict[str, Any]
SHARED = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[3] / "shared"))
EXAMPLES = SHARED / "data" / "fhir" / "us-core-examples"


def form(*items: Json) -> Json:
    return {"resourceType": "Questionnaire", "item": list(items)}


def item(link_id: str, kind: str = "string", *when: Json, **more: Any) -> Json:
    told = {"enableWhen": list(when)} if when else {}
    return {"linkId": link_id, "text": link_id, "type": kind, **told, **more}


def when(question: str, operator: str, **answer: Any) -> Json:
    return {"question": question, "operator": operator, **answer}


def said(link_id: str, *answers: Json) -> Json:
    return {"linkId": link_id, "answer": list(answers)}


def tree(definition: Json, *answers: Json) -> Node:
    return grow(read(definition), list(answers))


def ids(nodes: list[Node]) -> list[str]:
    return [one.item.link_id for one in nodes]


NUMBER = [("=", 5, True), ("=", 6, False), ("!=", 6, True), ("!=", 5, False), (">", 4, True), (">", 5, False)]
NUMBER += [("<", 6, True), ("<", 5, False), (">=", 5, True), (">=", 6, False), ("<=", 5, True), ("<=", 4, False)]


@pytest.mark.parametrize(("operator", "wanted", "is_asked"), NUMBER)
def test_every_operator_compares_a_number(operator: str, wanted: int, is_asked: bool) -> None:
    definition = form(item("a", "integer"), item("b", "string", when("a", operator, answerInteger=wanted)))

    assert ("b" in ids(asked(tree(definition, said("a", {"valueInteger": 5}))))) is is_asked


@pytest.mark.parametrize("operator", ["=", "!=", ">", "<", ">=", "<="])
def test_without_an_answer_no_comparison_holds(operator: str) -> None:
    definition = form(item("a", "integer"), item("b", "string", when("a", operator, answerInteger=5)))

    assert ids(asked(tree(definition))) == ["a"]


@pytest.mark.parametrize(("wanted", "answered"), [(True, True), (False, False), (True, False), (False, True)])
def test_exists_asks_whether_there_is_an_answer(wanted: bool, answered: bool) -> None:
    definition = form(item("a"), item("b", "string", when("a", "exists", answerBoolean=wanted)))
    answers = [said("a", {"valueString": "x"})] if answered else []

    assert ("b" in ids(asked(tree(definition, *answers)))) is (wanted is answered)


VALUES: list[tuple[str, Json, Json, bool]] = [
    ("boolean", {"valueBoolean": True}, {"answerBoolean": True}, True),
    ("boolean", {"valueBoolean": True}, {"answerBoolean": False}, False),
    ("decimal", {"valueDecimal": 1.50}, {"answerDecimal": 1.5}, True),
    ("date", {"valueDate": "2026-03-01"}, {"answerDate": "2026-03-01"}, True),
    ("dateTime", {"valueDateTime": "2026-03-01T10:00:00+00:00"}, {"answerDateTime": "2026-03-01T11:00:00+01:00"}, True),
    ("time", {"valueTime": "10:00:00"}, {"answerTime": "10:00:00"}, True),
    ("string", {"valueString": "tea"}, {"answerString": "tea"}, True),
    ("choice", {"valueCoding": {"code": "y", "system": "s"}}, {"answerCoding": {"code": "y", "system": "s"}}, True),
    ("choice", {"valueCoding": {"code": "y", "system": "s"}}, {"answerCoding": {"code": "y", "system": "t"}}, False),
    ("quantity", {"valueQuantity": {"value": 2, "code": "kg"}}, {"answerQuantity": {"value": 2.0, "code": "kg"}}, True),
    ("quantity", {"valueQuantity": {"value": 2, "code": "g"}}, {"answerQuantity": {"value": 2, "code": "kg"}}, False),
    ("reference", {"valueReference": {"reference": "P/1"}}, {"answerReference": {"reference": "P/1"}}, True),
]


@pytest.mark.parametrize(("kind", "given", "wanted", "is_equal"), VALUES)
def test_answers_of_every_kind_are_compared_by_what_they_mean(
    kind: str, given: Json, wanted: Json, is_equal: bool
) -> None:
    options = {"answerOption": [given]} if kind == "choice" else {}
    definition = form(item("a", kind, **options), item("b", "string", when("a", "=", **wanted)))

    assert ("b" in ids(asked(tree(definition, said("a", given))))) is is_equal


def test_of_several_answers_one_is_enough_and_for_unequal_none_may_be_equal() -> None:
    both = said("a", {"valueInteger": 1}, {"valueInteger": 9})
    first = item("a", "integer", repeats=True)
    equal, unequal = when("a", "=", answerInteger=9), when("a", "!=", answerInteger=9)

    assert "b" in ids(asked(tree(form(first, item("b", "string", equal)), both)))
    assert "b" not in ids(asked(tree(form(first, item("b", "string", unequal)), both)))


@pytest.mark.parametrize(("behavior", "is_asked"), [("all", False), ("any", True)])
def test_all_conditions_or_any_as_the_form_says(behavior: str, is_asked: bool) -> None:
    conditions = (when("a", "=", answerInteger=1), when("a", "=", answerInteger=2))
    definition = form(item("a", "integer"), item("b", "string", *conditions, enableBehavior=behavior))

    assert ("b" in ids(asked(tree(definition, said("a", {"valueInteger": 1}))))) is is_asked


def test_what_is_not_asked_has_no_answer_and_counts_for_no_other_condition() -> None:
    definition = form(
        item("a", "boolean"),
        item("b", "boolean", when("a", "=", answerBoolean=True)),
        item("c", "string", when("b", "=", answerBoolean=True)),
        item("d", "string", when("b", "exists", answerBoolean=False)),
    )
    no, yes = {"valueBoolean": False}, {"valueBoolean": True}
    root = tree(definition, said("a", no), said("b", yes), said("c", {"valueString": "x"}))

    assert ids(asked(root)) == ["a", "d"]
    assert kept(root) == [{"linkId": "a", "text": "a", "answer": [no]}]


def test_a_group_that_is_not_asked_takes_all_within_it_along() -> None:
    inner = item("c", "string", required=True)
    definition = form(
        item("a", "boolean"),
        item("b", "group", when("a", "=", answerBoolean=True), item=[item("n", "group", item=[inner])]),
    )

    assert ids(asked(tree(definition, said("a", {"valueBoolean": False})))) == ["a"]
    assert missing(tree(definition, said("a", {"valueBoolean": False}))) == []
    assert ids(missing(tree(definition, said("a", {"valueBoolean": True})))) == ["c"]


def test_in_a_group_that_repeats_a_condition_means_the_answer_of_its_own_turn() -> None:
    inner = [item("a", "boolean"), item("b", "string", when("a", "=", answerBoolean=True))]
    definition = form(item("g", "group", repeats=True, item=inner))
    turns = [{"linkId": "g", "item": [said("a", {"valueBoolean": value})]} for value in (True, False)]
    root = tree(definition, *turns)

    assert [one.path for one in asked(root) if one.item.link_id == "b"] == ["b.0"]


def test_a_question_inside_an_answer_is_asked_once_there_is_one_and_is_kept_inside_it() -> None:
    definition = form(item("a", "boolean", item=[item("b"), item("help", "display")]))
    answer = {"valueBoolean": True, "item": [said("b", {"valueString": "x"})]}

    assert ids(asked(tree(definition))) == ["a", "help"]
    assert kept(tree(definition, said("a", answer)))[0]["answer"] == [
        {"valueBoolean": True, "item": [{"linkId": "b", "text": "b", "answer": [{"valueString": "x"}]}]}
    ]


def test_a_group_that_is_required_wants_one_answer_within() -> None:
    definition = form(item("g", "group", required=True, item=[item("a"), item("b")]))

    assert ids(missing(tree(definition))) == ["g"]
    assert missing(tree(definition, {"linkId": "g", "item": [said("b", {"valueString": "x"})]})) == []


def limit(name: str, **value: Any) -> Json:
    return {"extension": [{"url": f"http://hl7.org/fhir/StructureDefinition/{name}", **value}]}


TEA = {"valueCoding": {"code": "tea"}}
TWO = limit("questionnaire-minOccurs", valueInteger=2)
WRONG: list[tuple[Json, list[Json], Why | None]] = [
    (item("a", "integer"), [{"valueInteger": "5"}], Why.KIND),
    (item("a", "integer"), [{"valueDecimal": 5}], Why.KIND),
    (item("a", "boolean"), [{"valueBoolean": "yes"}], Why.KIND),
    (item("a", "date"), [{"valueDate": "2026-02-30"}], Why.KIND),
    (item("a", "date"), [{"valueDate": "2026-02"}], None),
    (item("a", "time"), [{"valueTime": "25:00:00"}], Why.KIND),
    (item("a", "dateTime"), [{"valueDateTime": "2026-02-03T10:00:00"}], Why.KIND),
    (item("a", "string"), [{"valueString": " "}], Why.KIND),
    (item("a", "string"), [{"valueString": "a"}, {"valueString": "b"}], Why.MANY),
    (item("a", "string", repeats=True), [{"valueString": "a"}, {"valueString": "b"}], None),
    (item("a", "string", maxLength=3), [{"valueString": "four"}], Why.LONG),
    (item("a", "string", **limit("minLength", valueInteger=3)), [{"valueString": "ab"}], Why.SHORT),
    (item("a", "integer", **limit("minValue", valueInteger=3)), [{"valueInteger": 2}], Why.LOW),
    (item("a", "decimal", **limit("maxValue", valueDecimal=3.5)), [{"valueDecimal": 3.6}], Why.HIGH),
    (item("a", "decimal", **limit("maxDecimalPlaces", valueInteger=1)), [{"valueDecimal": 3.55}], Why.PLACES),
    (item("a", "date", **limit("maxValue", valueDate="2026-01-01")), [{"valueDate": "2026-01-02"}], Why.HIGH),
    (item("a", "choice", answerOption=[TEA]), [{"valueCoding": {"code": "rum"}}], Why.CHOICE),
    (item("a", "choice", answerOption=[TEA]), [{"valueString": "rum"}], Why.KIND),
    (item("a", "open-choice", answerOption=[TEA]), [{"valueString": "rum"}], None),
    (item("a", "string", repeats=True, **TWO), [{"valueString": "a"}], Why.FEW),
]


@pytest.mark.parametrize(("question", "answers", "why"), WRONG)
def test_what_breaks_a_rule_of_its_question_is_found(question: Json, answers: list[Json], why: Why | None) -> None:
    assert [one.why for one in wrong(tree(form(question), said("a", *answers)))] == ([why] if why else [])


def test_every_kind_of_r4_is_read_and_every_question_has_a_place_for_its_answer() -> None:
    for kind in TYPES:
        more = {"answerOption": [TEA]} if kind == "choice" else {}
        [one] = read(form(item("a", kind, **more)))
        assert one.is_question == (kind in VALUE)


ONE_IN_B = when("b", "=", answerInteger=1)


@pytest.mark.parametrize(
    ("definition", "why"),
    [
        ({"resourceType": "Patient"}, "not a FHIR Questionnaire"),
        (form(item("a"), item("a")), "number a"),
        (form({"type": "string"}), "no number"),
        (form(item("a", "slider")), "not in R4"),
        (form(item("a", "choice")), "no answers"),
        (form(item("a", "string", when("z", "=", answerInteger=1))), "not there"),
        (form(item("a", "integer", ONE_IN_B), item("b", "integer", when("a", "=", answerInteger=1))), "itself"),
        (form(item("g", "group", when("a", "=", answerInteger=1), item=[item("a", "integer")])), "itself"),
        (form(item("a"), item("b", "string", {"question": "a", "operator": "~", "answerString": "x"})), "condition"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(definition: Json, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(definition)


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the field's own examples are not here")
def test_a_form_of_the_field_is_read_and_asks_as_it_says() -> None:
    definition = json.loads((EXAMPLES / "Questionnaire-AUDIT-C.json").read_text())
    response = json.loads((EXAMPLES / "QuestionnaireResponse-AUDIT-C.json").read_text())
    root = grow(read(definition), response["item"])

    assert wrong(root) == []
    assert [one["linkId"] for one in kept(root)] == [one["linkId"] for one in response["item"]]


DAYS = [("=", "2026-11-24", True), ("=", "2026-11-25", False), ("!=", "2026-11-24", False), (">", "2026-11-23", True)]
DAYS += [(">", "2026-11-24", False), (">=", "2026-11-24", True), ("<", "2026-11-25", True), ("=", "2026-11", True)]


@pytest.mark.parametrize(("operator", "wanted", "is_asked"), DAYS)
def test_a_moment_beside_a_day_counts_as_its_day(operator: str, wanted: str, is_asked: bool) -> None:
    definition = form(item("a", "dateTime"), item("b", "string", when("a", operator, answerDateTime=wanted)))

    grown = tree(definition, said("a", {"valueDateTime": "2026-11-24T23:30:00-05:00"}))

    assert ("b" in ids(asked(grown))) is is_asked


@pytest.mark.parametrize(("operator", "is_asked"), [("=", True), ("!=", False), (">", False), (">=", True)])
def test_a_time_is_the_same_with_and_without_seconds(operator: str, is_asked: bool) -> None:
    definition = form(item("a", "time"), item("b", "string", when("a", operator, answerTime="10:00")))

    assert ("b" in ids(asked(tree(definition, said("a", {"valueTime": "10:00:00"}))))) is is_asked
