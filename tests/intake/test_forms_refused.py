"""Which forms are not taken, because part of them could never be asked or answered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from bedside.intake import papers
from bedside.intake.items import HL7
from bedside.journal.models import Refusal

from .ways import question

Json = dict[str, Any]


def deep(levels: int) -> Json:
    inner: Json = question("z", "string")
    for at in range(levels):
        inner = {"linkId": f"g{at}", "text": "g", "type": "group", "item": [inner]}
    return inner


RING = [
    question("a", "string", enableWhen=[{"question": "b", "operator": "exists", "answerBoolean": True}]),
    question("b", "string", enableWhen=[{"question": "a", "operator": "exists", "answerBoolean": True}]),
]
TEA = question("a", "choice", answerOption=[{"valueCoding": {"code": "tea"}}])


def chain(numbers: Iterable[int]) -> list[Json]:
    """Each hangs on the one before it; in whatever order they stand."""
    on = {at: [{"question": str(at - 1), "operator": "exists", "answerBoolean": True}] for at in numbers}
    return [question(str(at), "string", **({"enableWhen": on[at]} if at - 1 in on else {})) for at in numbers]


def asked_if(link_id: str, **answer: Any) -> Json:
    return question("b", "string", enableWhen=[{"question": link_id, "operator": "=", **answer}])


BAD: list[tuple[list[Json], str]] = [
    ([question("weight", "banana")], "weight"),
    ([question("weight", "string") | {"text": 4}], "weight"),
    ([question("a", "string"), question("a", "string")], "a"),
    ([question("drink", "choice")], "drink"),
    ([question("x", "string", enableWhen=[{"question": "gone", "operator": "exists", "answerBoolean": True}])], "gone"),
    (RING, "depends on itself"),
    ([deep(9)], "too deep"),
    (chain(range(62)), "one behind the other"),
    (chain(range(299, 0, -1)), "one behind the other"),
    ([deep(300)], "cannot be read"),
    ([question(str(at), "string") for at in range(301)], "more than"),
    ([question("a", "string", extension=[{"url": HL7 + "minLength", "valueString": "x"}])], "minLength"),
    ([question("a", "choice", answerOption=[{"valueCoding": {}}])], "a has an answer"),
    ([question("a", "boolean"), asked_if("a", answerString="yes")], "b depends on an answer that a does not have"),
    ([question("a", "string"), asked_if("a", answerBoolean=True)], "b depends on an answer that a does not have"),
    ([question("a", "string"), asked_if("a", answerInteger=3)], "b depends on an answer that a does not have"),
    ([TEA, asked_if("a", answerCoding={"code": "coffee"})], "b depends on an answer that a does not have"),
]


@pytest.mark.parametrize(("items", "named"), BAD)
def test_a_file_that_cannot_be_asked_is_refused_by_name(items: list[Json], named: str) -> None:
    words = json.dumps({"resourceType": "Questionnaire", "item": items}).encode()

    with pytest.raises(Refusal, match=named):
        papers.taken(words)
