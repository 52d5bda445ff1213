"""What a manager may say of one question: its words, its kind, its answers, its limits, and when it is asked."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import DayField, Form
from bedside.visits.limits import LIMITS

from . import boxes, outline
from .items import HL7, Item, Json
from .known import ALLERGIES, MEDICINES
from .prefill import PATIENT
from .values import day_of
from .writing import LOINC, UCUM

KINDS: dict[str, str | Promise] = {
    "boolean": gettext_lazy("Yes or no"),
    "choice": gettext_lazy("Choose from answers"),
    "open-choice": gettext_lazy("Choose, or write something else"),
    "string": gettext_lazy("A few words"),
    "text": gettext_lazy("Several lines of words"),
    "integer": gettext_lazy("A whole number"),
    "decimal": gettext_lazy("A number"),
    "quantity": gettext_lazy("A number with a unit"),
    "date": gettext_lazy("A day"),
    "dateTime": gettext_lazy("A day and a time"),
    "time": gettext_lazy("A time"),
    "url": gettext_lazy("A web address"),
    "attachment": gettext_lazy("A photo or a paper"),
    "reference": gettext_lazy("The name of a person or place"),
    "group": gettext_lazy("A group of questions"),
    "display": gettext_lazy("Words to read, no question"),
}
NOTHING = "nothing"  # chosen where there is none
CHOOSING, WRITING = ("choice", "open-choice"), ("string", "text", "url", "open-choice")
COUNTING, DAYS = ("integer", "decimal", "quantity"), ("date", "dateTime")
MEASURES: list[tuple[str, str | Promise]] = [
    (NOTHING, gettext_lazy("Nothing we check")),
    ("8310-5", gettext_lazy("Temperature")),
    ("8867-4", gettext_lazy("Pulse")),
    ("9279-1", gettext_lazy("Breaths in a minute")),
    ("8480-6", gettext_lazy("Blood pressure, upper number")),
    ("8462-4", gettext_lazy("Blood pressure, lower number")),
    ("59408-5", gettext_lazy("Oxygen")),
    ("29463-7", gettext_lazy("Weight")),
    ("8302-2", gettext_lazy("Height")),
    ("15074-8", gettext_lazy("Blood sugar")),
]
FROM_RECORD: list[tuple[str, str | Promise]] = [
    (NOTHING, gettext_lazy("Empty, or what was said last time")),
    ("name", gettext_lazy("Name")),
    ("name.given", gettext_lazy("First name")),
    ("name.family", gettext_lazy("Last name")),
    ("birthDate", gettext_lazy("Date of birth")),
    ("gender", gettext_lazy("Sex")),
    ("address", gettext_lazy("Address")),
    ("address.postalCode", gettext_lazy("Postcode")),
    ("telecom", gettext_lazy("Phone")),
    ("communication.language", gettext_lazy("Language")),
    (ALLERGIES, gettext_lazy("Allergies on record")),
    (MEDICINES, gettext_lazy("Medicines on record")),
]
HELP = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}]}
MOST_ANSWERS = 60


def _optional(field: forms.Field) -> forms.Field:
    may_be_empty(field)
    return field


def _number(label: Any) -> forms.Field:
    return _optional(forms.DecimalField(label=label, required=False, max_digits=12))


class QuestionForm(Form):
    """One question as a manager writes it. What the kind does not know is not asked for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label=gettext_lazy("The question, in English"), max_length=1000)
    kind = forms.ChoiceField(label=gettext_lazy("How it is answered"), choices=list(KINDS.items()))
    help = forms.CharField(label=gettext_lazy("Words below it"), max_length=500, required=False)
    required = forms.BooleanField(label=gettext_lazy("It must be answered"), required=False)
    repeats = forms.BooleanField(label=gettext_lazy("There may be several"), required=False)
    answers = forms.CharField(
        label=gettext_lazy("The answers to choose from"),
        help_text=gettext_lazy("One on each line."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
        required=False,
    )
    alone = forms.CharField(
        label=gettext_lazy("The answer that shuts out the others"),
        help_text=gettext_lazy("For example: None of these"),
        max_length=250,
        required=False,
    )
    units = forms.CharField(
        label=gettext_lazy("Units, with a comma between them"),
        help_text=gettext_lazy("For example: kg, [lb_av]"),
        max_length=200,
        required=False,
    )
    least, most = _number(gettext_lazy("The least")), _number(gettext_lazy("The most"))
    first = _optional(DayField(label=gettext_lazy("The first day"), required=False))
    last = _optional(DayField(label=gettext_lazy("The last day"), required=False))
    longest = _optional(
        forms.IntegerField(label=gettext_lazy("At most so many letters"), required=False, min_value=1, max_value=4000)
    )
    measure = forms.ChoiceField(label=gettext_lazy("What it measures"), choices=MEASURES, required=False)
    record = forms.ChoiceField(label=gettext_lazy("What stands in it at first"), choices=FROM_RECORD, required=False)

    def __init__(self, data: Any = None, *, raw: Json, item: Item | None, version: int) -> None:
        self.raw, self.item = raw, item
        super().__init__(data, initial=_told(raw, item) | {"version": version})
        fitting = _fitting(raw.get("type", ""), item)
        if data is not None and data.get("kind") in CHOOSING:  # from now on it has answers
            fitting |= {"answers"}
        for name in set(self.fields) - fitting:
            del self.fields[name]
        for name in ("help", "answers", "alone", "units", "measure", "record"):
            if name in self.fields:
                may_be_empty(self.fields[name])
        if "measure" in self.fields and (other := self.initial["measure"]) not in dict(MEASURES):
            offer(self, "measure", [*MEASURES, (other, other)])
        if "record" in self.fields and (other := self.initial["record"]) not in dict(FROM_RECORD):
            offer(self, "record", [*FROM_RECORD, (other, other)])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        lines = self._lines()
        if said.get("kind") in CHOOSING and "answers" in self.fields and not lines:
            self.add_error("answers", _("Please write the answers to choose from."))
        if len(lines) > MOST_ANSWERS or any(len(one) > 250 for one in lines):
            self.add_error("answers", _("These are too many answers, or one is too long."))
        if len(set(lines)) < len(lines):
            self.add_error("answers", _("One of the answers is there twice."))
        if (alone := said.get("alone")) and alone not in lines:
            self.add_error("alone", _("Write it as it stands among the answers."))
        for low, high in (("least", "most"), ("first", "last")):
            if None not in (said.get(low), said.get(high)) and said[low] > said[high]:
                self.add_error(high, _("The most must not be less than the least."))
        return said

    def _lines(self) -> list[str]:
        told = self.cleaned_data.get("answers", "") if "answers" in self.fields else ""
        return [one.strip() for one in told.splitlines() if one.strip()]

    def told(self) -> Json:
        """The question as FHIR writes it; all that was in it and is not asked for here stays."""
        said, raw = self.cleaned_data, deepcopy(self.raw)
        raw["text"], raw["type"] = said["text"], said["kind"]
        for name in ("required", "repeats"):
            if name in self.fields:
                outline.put(raw, name, said[name])
        if raw["type"] not in CHOOSING and self.raw.get("type") in CHOOSING:
            raw.pop("answerOption", None)
            raw.pop("answerValueSet", None)
        elif "answers" in self.fields and raw["type"] in CHOOSING and self._answers_changed():
            raw.pop("answerValueSet", None)
            raw["answerOption"] = _options(self._lines(), said.get("alone", ""), self.item, raw.get("answerOption", []))
        if "help" in self.fields:
            _put_help(raw, said["help"])
        if "longest" in self.fields:
            outline.put(raw, "maxLength", said["longest"])
        for names in (("least", "most"), ("first", "last")):
            for name, limit in zip(names, ("minValue", "maxValue"), strict=True):
                if name in self.changed_data and name in self.fields:
                    outline.extended(raw, limit, _limit(said[name], raw["type"]))
        if "units" in self.changed_data and "units" in self.fields:
            _put_units(raw, said["units"])
        if "measure" in self.changed_data and "measure" in self.fields:
            codes = [one for one in raw.get("code", []) if one.get("code") not in LIMITS]
            outline.put(raw, "code", codes + _measured(said["measure"]))
        if "record" in self.changed_data and "record" in self.fields:
            where = said["record"] if said["record"].startswith(HL7) else f"{PATIENT}{said['record']}"
            outline.put(raw, "definition", "" if said["record"] in ("", NOTHING) else where)
        return raw

    def _answers_changed(self) -> bool:
        before = _told(self.raw, self.item)
        return (self._lines(), self.cleaned_data.get("alone", "")) != (before["answers"].split("\n"), before["alone"])


def _fitting(kind: str, item: Item | None) -> set[str]:
    """The fields that a question of this kind has; of a new one, those that are needed at once."""
    always = {"version", "text", "kind"}
    if item is None:
        return always | {"required", "answers"}
    if kind == "display":
        return always
    if kind == "group":
        return always | {"repeats"}
    fields = always | {"required", "help", "record"}
    fields |= {"repeats"} if kind not in ("boolean", "quantity", "date", "dateTime", "time") else set()
    coded = all("valueCoding" in one.value for one in item.options)
    fields |= {"answers", "alone"} if coded and kind in CHOOSING else set()
    fields |= {"longest"} if kind in WRITING else set()
    fields |= {"least", "most", "measure"} if kind in COUNTING else set()
    fields |= {"units"} if kind in ("decimal", "quantity") else set()
    fields |= {"first", "last"} if kind in DAYS else set()
    return fields - ({"record"} if kind not in ("string", "text", "date", "url", *CHOOSING) else set())


def _told(raw: Json, item: Item | None) -> dict[str, Any]:
    """The question as the form shows it."""
    if item is None:
        return {"kind": raw.get("type", "boolean"), "answers": "", "alone": "", "measure": NOTHING, "record": NOTHING}
    units = [str(one.get("code") or one.get("display") or "") for one in boxes.units(item)]
    limits = {name: item.extension(name) for name in ("minValue", "maxValue")}
    where = str(raw.get("definition", ""))
    return {
        "text": raw.get("text", ""),
        "kind": item.type,
        "help": next((one.said("en") for one in item.items if one.type == "display"), ""),
        "required": item.required,
        "repeats": item.repeats,
        "answers": "\n".join(one.said("en") for one in item.options),
        "alone": next((one.said("en") for one in item.options if one.alone), ""),
        "units": ", ".join(units),
        **({"first": day_of(limits["minValue"]), "last": day_of(limits["maxValue"])} if item.type in DAYS else {}),
        **({"least": limits["minValue"], "most": limits["maxValue"]} if item.type in COUNTING else {}),
        "longest": raw.get("maxLength"),
        "measure": next(iter(sorted(item.codes & set(LIMITS))), NOTHING),
        "record": (where.removeprefix(PATIENT) if where.startswith(PATIENT) else where) or NOTHING,
    }


def _options(lines: list[str], alone: str, item: Item | None, raws: list[Json]) -> list[Json]:
    """The answers of these words: one that was there keeps its code and its words in other languages, also where only
    its English words were put right."""
    before = list(item.options) if item else []
    by_words = {one.said("en"): at for at, one in enumerate(before)}
    renaming = len(lines) == len(before)
    made: list[Json] = []
    codes = {one.key for one in before}
    for at, words in enumerate(lines):
        old = by_words.get(words, at if renaming and before[at].said("en") not in lines else None)
        if old is None:
            code = next(one for number in range(1, 9999) if (one := f"a{number}") not in codes)
            codes.add(code)
            option: Json = {"valueCoding": {"code": code, "display": words}}
        else:
            option = deepcopy(raws[old]) if old < len(raws) else deepcopy(before[old].value)
            option["valueCoding"] = option["valueCoding"] | {"display": words}
        only = [{"valueBoolean": True}] if words == alone else []
        outline.extended(option, "questionnaire-optionExclusive", only)
        made.append(option)
    return made


def _put_help(raw: Json, words: str) -> None:
    """The words below a question are an item of their own inside it, as the standard has them."""
    inside = raw.get("item", [])
    found = next((one for one in inside if one.get("type") == "display"), None)
    if found and words:
        found["text"] = words
    elif found:
        inside.remove(found)
    elif words:
        control = {"url": f"{HL7}questionnaire-itemControl", "valueCodeableConcept": HELP}
        shown = {"linkId": f"{raw['linkId']}-help", "text": words, "type": "display", "extension": [control]}
        inside = [shown, *inside]
    outline.put(raw, "item", inside)


def _measured(code: str) -> list[Json]:
    return [] if code in ("", NOTHING) else [{"system": LOINC, "code": code}]


def _put_units(raw: Json, told: str) -> None:
    units = [{"system": UCUM, "code": one, "display": one} for part in told.split(",") if (one := part.strip())]
    one_only = units[:1] if raw["type"] == "decimal" or len(units) == 1 else []
    outline.extended(raw, "questionnaire-unit", [{"valueCoding": one} for one in one_only])
    several = [] if one_only else units
    outline.extended(raw, "questionnaire-unitOption", [{"valueCoding": one} for one in several])


def _limit(value: Any, kind: str) -> list[Json]:
    if value is None:
        return []
    if kind in DAYS:
        return [{"valueDate": value.isoformat()}]
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return [{"valueInteger": int(value)} if kind == "integer" and whole else {"valueDecimal": value}]
