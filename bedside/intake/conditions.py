"""When a question is asked: conditions in words, and the form in which a manager says one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form

from . import boxes, outline
from .items import Condition, Item, Json
from .saying import value_said

NOT_THERE = "missing"
SIGNS: dict[str, str | Promise] = {
    "=": gettext_lazy("is"),
    "!=": gettext_lazy("is not"),
    ">": gettext_lazy("is more than"),
    ">=": gettext_lazy("is at least"),
    "<": gettext_lazy("is less than"),
    "<=": gettext_lazy("is at most"),
    "exists": gettext_lazy("has an answer"),
    NOT_THERE: gettext_lazy("has no answer"),
}
ORDERED = ("integer", "decimal", "quantity", "date", "dateTime", "time")
UNCOMPARED = ("attachment", "reference")


def said(condition: Condition, items: tuple[Item, ...], language: str) -> str:
    """A condition as people say it: which question, and what its answer is."""
    item = next((one for top in items for one in top.walk() if one.link_id == condition.question), None)
    question = (item.said(language) if item else "") or condition.question
    if condition.operator == "exists":
        there = condition.answer["answerBoolean"]
        return f"{question} – {SIGNS['exists' if there else NOT_THERE]}"
    [value] = condition.answer.values()
    answer = value_said(item, {"value": value}, language) if item else str(value)
    sign = "" if condition.operator == "=" else f"{SIGNS[condition.operator]} "
    return f"{question} – {sign}{answer}"


def may_hang_on(items: tuple[Item, ...], link_id: str) -> list[Item]:
    """The questions whose answers may decide whether this one is asked; what lies inside it cannot."""
    walked = [one for top in items for one in top.walk()]
    inside = {inner.link_id for one in walked if one.link_id == link_id for inner in one.walk()}
    return [one for one in walked if one.is_question and one.link_id not in inside]


class ConditionForm(Form):
    """What the answer to another question must be; it is said in that question's own boxes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sign = forms.ChoiceField(label=gettext_lazy("Its answer"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, on: Item, version: int, language: str, zone: str) -> None:
        super().__init__(data, initial={"version": version, "sign": "exists" if on.type in UNCOMPARED else "="})
        self.on, self.zone = replace(on, repeats=False, items=()), zone
        signs = [one for one in SIGNS if self._fits(one)]
        offer(self, "sign", [(one, SIGNS[one]) for one in signs])
        self.boxes = {} if on.type in UNCOMPARED else boxes.box_for(self.on, language)
        for suffix, box in self.boxes.items():
            may_be_empty(box)
            if not suffix:
                box.label = _("What")
            self.fields[f"answer{suffix}"] = box

    def _fits(self, sign: str) -> bool:
        if sign in ("exists", NOT_THERE):
            return True
        return self.on.type not in UNCOMPARED and (sign in ("=", "!=") or self.on.type in ORDERED)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("sign") in ("exists", NOT_THERE) or "sign" not in told:
            return told
        given = boxes.said(self.on, {suffix: told.get(f"answer{suffix}") for suffix in self.boxes}, self.zone)
        if given:
            told["given"] = given[0]
        elif "answer" not in self.errors:
            self.add_error("answer", _("Please answer this."))
        return told

    def told(self) -> Json:
        """The condition as FHIR writes it."""
        sign = self.cleaned_data["sign"]
        if sign in ("exists", NOT_THERE):
            return {"question": self.on.link_id, "operator": "exists", "answerBoolean": sign == "exists"}
        [(name, value)] = self.cleaned_data["given"].items()
        return {"question": self.on.link_id, "operator": sign, name.replace("value", "answer", 1): _compared(value)}


def _compared(value: Any) -> Any:
    """An answer to compare with needs no words: the code is enough."""
    if isinstance(value, dict) and value.get("code") and "value" not in value:
        return {key: value[key] for key in ("system", "code") if value.get(key)}
    return value


def added(raw: Json, condition: Json) -> Json:
    """The question with one condition more."""
    new = {**raw, "enableWhen": [*raw.get("enableWhen", []), condition]}
    new.setdefault("enableBehavior", "all")
    return new


def removed(raw: Json, at: int) -> Json:
    """The question with one condition less."""
    new = dict(raw)
    outline.put(new, "enableWhen", [one for number, one in enumerate(raw.get("enableWhen", [])) if number != at])
    if "enableWhen" not in new:
        new.pop("enableBehavior", None)
    return new
