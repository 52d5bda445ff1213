"""From a question to the boxes it is answered in, and from what stands in them to a FHIR answer."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from bedside.ui.answers import number_said
from bedside.ui.fields import DayField
from bedside.ui.papers import MOST_AT_ONCE, PapersField

from .items import VALUE, Item, Json
from .values import equal, number, value_of

FEW = 7  # choices that fit a phone's screen as buttons
NONE = "none"  # the page parts set it apart
SHORT, LONG = 250, 4000
SEVERAL_LINES = ("string", "url", "integer", "decimal")  # of these, more than one answer is one to a line


def box_for(item: Item, language: str) -> dict[str, forms.Field]:
    """The fields of one question, by what follows its name: mostly one, a second for a unit, a time, or other words."""
    told: dict[str, Any] = {"label": item.said(language), "required": False, "help_text": _help(item, language)}
    if item.options:
        return _choices(item, language, told)
    match item.type:
        case "attachment":
            return {"": PapersField(several=item.repeats, **told)}
        case "boolean":
            yes_no = [("yes", _("Yes")), ("no", _("No"))]
            return {"": forms.ChoiceField(choices=yes_no, widget=forms.RadioSelect, **told)}
        case "date":
            return {"": DayField(**told)}
        case "dateTime":
            clock = forms.CharField(label=_("Time"), required=False, widget=forms.TextInput(attrs={"type": "time"}))
            return {"": DayField(**told), "-at": clock}
        case "time":
            return {"": forms.CharField(widget=_clock(), **told)}
        case "integer" | "decimal" | "quantity" if not item.repeats:
            return {"": forms.CharField(max_length=20, widget=_figures(item), **told), **_unit(item)}
    if item.type == "text" or (item.repeats and item.type in SEVERAL_LINES):
        if item.repeats and item.type != "text":
            told["help_text"] = " ".join(filter(None, [told["help_text"], _("One on each line.")]))
        return {"": forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}), **told)}
    return {"": forms.CharField(max_length=SHORT, **told)}


def _choices(item: Item, language: str, told: dict[str, Any]) -> dict[str, forms.Field]:
    choices = [(key_of(item, at), one.said(language)) for at, one in enumerate(item.options)]
    if item.repeats:
        several = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
        boxes: dict[str, forms.Field] = {"": several}
    elif len(choices) > FEW:
        boxes = {"": forms.ChoiceField(choices=[("", ""), *choices], **told)}
    else:
        boxes = {"": forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)}
    if item.type == "open-choice":
        boxes["-other"] = forms.CharField(label=_("Something else"), max_length=SHORT, required=False)
    return boxes


def key_of(item: Item, at: int) -> str:
    return NONE if item.options[at].alone else str(at)


def _clock() -> forms.TextInput:
    widget = forms.TextInput()
    widget.input_type = "time"
    return widget


def _figures(item: Item) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric" if item.type == "integer" else "decimal"})


def units(item: Item) -> list[Json]:
    """The units one may choose from, or the one that it is asked in."""
    return [one for one in item.extensions("questionnaire-unitOption") if isinstance(one, dict)] or [
        one for one in item.extensions("questionnaire-unit") if isinstance(one, dict)
    ]


def _unit(item: Item) -> dict[str, forms.Field]:
    known = units(item)
    if len(known) < 2:
        return {}
    choices = [(str(at), one.get("display") or one.get("code")) for at, one in enumerate(known)]
    return {"-unit": forms.ChoiceField(label=_("In which unit?"), choices=choices, required=False)}


def _help(item: Item, language: str) -> str:
    """Words beside a question: those of a display item marked as help, and the one unit it is asked in."""
    words = [one.said(language) for one in item.items if one.type == "display"]
    if item.type == "attachment":
        words.append(_("A photo or a PDF of up to 8 MB. Or bring it with you."))
        words += [_("At most %(count)s at once.") % {"count": MOST_AT_ONCE}] if item.repeats else []
    known = units(item)
    if len(known) == 1:
        words.append(_("In %(unit)s.") % {"unit": known[0].get("display") or known[0].get("code")})
    return " ".join(words)


def shown(item: Item, answers: list[Json]) -> dict[str, Any]:
    """What stands in the boxes for answers that were given."""
    if not answers:
        return {}
    values = [value_of(one) for one in answers]
    if item.options:
        return _shown_choices(item, answers)
    first = values[0]
    if item.type == "boolean":
        return {"": "yes" if first else "no"}
    if item.type == "date":
        return {"": _day(first)}
    if item.type == "dateTime":
        return {"": _day(first), "-at": str(first)[11:16]}
    if item.type == "time":
        return {"": str(first)[:5]}
    if item.type == "quantity":
        at = next((str(n) for n, one in enumerate(units(item)) if one.get("code") == first.get("code")), "0")
        return {"": first.get("value"), "-unit": at}
    if isinstance(first, dict):
        return {"": first.get("display", "")}
    return {"": "\n".join(str(one) for one in values)}


def _shown_choices(item: Item, answers: list[Json]) -> dict[str, Any]:
    keys, other = [], ""
    for answer in answers:
        value = value_of(answer)
        fitting = [key_of(item, at) for at, one in enumerate(item.options) if equal(value_of(one.value), value)]
        keys += fitting[:1]
        other = other if fitting else str(value)
    return {"": keys if item.repeats else (keys or [""])[0], "-other": other}


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def said(item: Item, boxes: dict[str, Any], zone: str) -> list[Json]:
    """The answers that stand in the boxes. What is no number or no time is a complaint."""
    first = boxes.get("")
    if item.options:
        return _chosen(item, first, str(boxes.get("-other") or "").strip())
    if first in (None, ""):
        if boxes.get("-at"):
            raise forms.ValidationError(_("Enter a day, a month and a year."))
        return []
    name = VALUE[item.type]
    match item.type:
        case "boolean":
            return [{name: first == "yes"}]
        case "date":
            return [{name: first.isoformat()}]
        case "dateTime":
            at = _time(boxes.get("-at") or "00:00")
            return [{name: datetime.combine(first, at, ZoneInfo(zone)).isoformat()}]
        case "time":
            return [{name: _time(first).isoformat()}]
        case "quantity":
            return [{name: {"value": _number(first, item)} | _in_unit(item, boxes.get("-unit"))}]
        case "reference":
            return [{name: {"display": first.strip()}}]
    lines = [one.strip() for one in first.splitlines() if one.strip()] if item.repeats else [first.strip()]
    if item.type in ("integer", "decimal"):
        return [{name: _number(one, item)} for one in lines]
    return [{name: one} for one in lines if one]


def _chosen(item: Item, chosen: Any, other: str) -> list[Json]:
    keys = set(chosen if isinstance(chosen, list) else [chosen])
    found = [dict(one.value) for at, one in enumerate(item.options) if key_of(item, at) in keys]
    if NONE in keys and len(found) > 1:
        raise forms.ValidationError(_("Choose “none of these”, or the others."))
    if other and item.type == "open-choice":
        found = [*found, {"valueString": other}] if item.repeats else [{"valueString": other}]
    return found


def _in_unit(item: Item, at: Any) -> Json:
    known = units(item)
    if not known:
        return {}
    unit = known[number_said(str(at or ""), len(known) - 1) or 0]
    return {"unit": unit.get("display") or unit.get("code"), "system": unit.get("system"), "code": unit.get("code")}


def _number(text: str, item: Item) -> int | float:
    """A number as people write it: with a comma or a point."""
    exact = number(text.strip().replace(",", ".").replace("٫", "."))
    whole = exact is not None and exact == exact.to_integral_value()
    if exact is None or abs(exact) > 10**12 or (item.type == "integer" and not whole):
        raise forms.ValidationError(_("Enter a number, in figures."))
    return int(exact) if whole else float(exact)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text.strip()[:5])
    except ValueError:
        raise forms.ValidationError(_("Enter a time, for example 14:30.")) from None
