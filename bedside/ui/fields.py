"""From Django's form fields to what the NHS.UK macros want to know; and a field for a day in three boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from bedside.language import dates

UNITS = ("day", "month", "year")
TYPES: dict[type[forms.Field], dict[str, Any]] = {  # what a phone's keyboard and a browser's memory should know
    forms.EmailField: {"type": "email", "autocomplete": "email", "spellcheck": False},
    forms.URLField: {"type": "url", "inputmode": "url"},
    forms.IntegerField: {"type": "text", "inputmode": "numeric"},
    forms.DecimalField: {"type": "text", "inputmode": "decimal"},
}


class Form(forms.Form):
    """A form whose own complaints are plain, and whose browser does not complain in our place."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or settings.LANGUAGE_CODE
        for field in self.fields.values():
            kind: Any = type(field)
            theirs, said = _django_says(kind), field.error_messages
            for code, sentence in _we_say(kind, language).items():
                if said.get(code) is theirs.get(code):
                    said[code] = sentence


@cache
def _django_says(field: type[forms.Field]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for kind in reversed(field.__mro__):
        if kind.__module__.startswith("django."):
            said |= getattr(kind, "default_error_messages", {})
    return said


@cache
def _we_say(field: type[forms.Field], language: str) -> dict[str, str]:
    """Our sentences, in the language that is spoken now."""
    choosing = issubclass(field, forms.ChoiceField | forms.ModelChoiceField | forms.BooleanField)
    ours = {
        "required": _("Choose an answer.") if choosing else _("Please fill this in."),
        "invalid_choice": _("Choose one of the answers shown."),
        "max_length": _("Please write less: at most %(limit_value)d letters. You have %(show_value)d."),
        "min_length": _("Please write more: at least %(limit_value)d letters. You have %(show_value)d."),
        "max_value": _("Enter a number up to %(limit_value)s."),
        "min_value": _("Enter a number from %(limit_value)s upwards."),
        "null_characters_not_allowed": _("There is a letter in this that we cannot read. Please type it again."),
    }
    if issubclass(field, forms.EmailField):
        ours["invalid"] = _("That is not a full e-mail address. It should look like name@example.com.")
    return ours


class DayBoxes(forms.Widget):
    """Three boxes for a day, a month and a year, sent as name-day, name-month and name-year."""

    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return {unit: str(data.get(f"{name}-{unit}", "")).strip() for unit in UNITS}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{unit}" in data for unit in UNITS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_ and f"{id_}-{UNITS[0]}"


class DayField(forms.Field):
    """A day of the calendar, such as a date of birth."""

    widget = DayBoxes
    default_error_messages = {
        "required": gettext_lazy("Enter a day, a month and a year."),
        "day": gettext_lazy("Enter the day as well."),
        "month": gettext_lazy("Enter the month as well."),
        "year": gettext_lazy("Enter the year as well, with four figures."),
        "invalid": gettext_lazy("There is no such day. Check the day, the month and the year."),
        "early": gettext_lazy("That is too long ago. Check the year."),
        "late": gettext_lazy("That is too far ahead. Check the year."),
    }

    def __init__(self, *, first: date | None = None, last: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.first, self.last = first, last

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value.values()):
            return None
        for unit in UNITS:
            if not value[unit]:
                raise forms.ValidationError(self.error_messages[unit], code=unit)
        numbers = [int(text) for text in value.values() if text.isdecimal() and len(text) <= 4]
        if len(numbers) != 3:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        day, month, year = numbers
        if year < 1000:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        try:
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.first and value < self.first:
            raise forms.ValidationError(self.error_messages["early"], code="early")
        if value and self.last and value > self.last:
            raise forms.ValidationError(self.error_messages["late"], code="late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except forms.ValidationError:
            return True


def first_box(bound: BoundField) -> str:
    """The id of what the error summary's link should bring one to."""
    return f"{bound.auto_id}-{UNITS[0]}" if isinstance(bound.field, DayField) else str(bound.auto_id)


def describe(
    bound: BoundField,
    *,
    heading: bool = False,
    hints: Mapping[str, str] | None = None,
    classes: str = "",
    width: int = 0,
) -> tuple[str, dict[str, Any]]:
    """Which NHS.UK macro shows this field, and with what."""
    widget = bound.field.widget
    words = _words(bound)
    params: dict[str, Any] = {
        "id": bound.auto_id,
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "classes": classes,
    }
    if bound.help_text:
        params["hint"] = {"text": bound.help_text}
    if bound.errors:
        params["errorMessage"] = {
            "text": " ".join(str(error) for error in bound.errors),
            "visuallyHiddenText": _("Error"),
        }
    label = {"html": words, "isPageHeading": heading, "size": "l" if heading else ""}

    if isinstance(widget, DayBoxes):
        return "dateInput", params | {"fieldset": {"legend": label}, "items": list(_boxes(bound))}
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        many = isinstance(widget, forms.CheckboxSelectMultiple)
        del params["id"]  # the first choice has it
        params |= {"fieldset": {"legend": label}, "items": list(_choices(bound, hints or {}, many=many))}
        return ("checkboxes" if many else "radios"), params
    if isinstance(widget, forms.CheckboxInput):
        item = {"value": "on", "html": words, "checked": bool(bound.value()), "attributes": _attributes(bound)}
        if "hint" in params:
            item["hint"] = params.pop("hint")
        del params["id"]
        return "checkboxes", params | {"items": [item]}

    params |= {"label": label, "attributes": _attributes(bound)}
    if isinstance(widget, forms.Select):
        return "select", params | {"items": list(_choices(bound, {}, many=False, blank=_("Choose one")))}
    value = bound.value()
    params["value"] = "" if value is None else widget.format_value(value) or ""
    if isinstance(widget, forms.Textarea):
        params["attributes"].pop("maxlength", None)  # cutting off what was pasted in silence would lose its end
        return "textarea", params | {"rows": params["attributes"].pop("rows", 5)}
    params |= _input(bound, params["attributes"])
    if width:
        params["width"] = width
    return "input", params


def _words(bound: BoundField) -> Markup:
    words = escape(bound.label or "")
    # A question whose silence is an answer too is not called optional: it matters, and may still be left.
    silence_counts = getattr(bound.field, "silence_counts", False)
    if bound.field.required or silence_counts or isinstance(bound.field.widget, forms.CheckboxInput):
        return words
    return words + Markup(' <span class="optional">({})</span>').format(_("optional"))


def _attributes(bound: BoundField) -> dict[str, Any]:
    """What the form's author wrote on the widget, but for what the macros say themselves."""
    ours = {"cols", "class", "id", "name", "type", "value", "aria-describedby", "aria-invalid"}
    attributes = {name: value for name, value in bound.field.widget.attrs.items() if name not in ours}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {name: value for name, value in attributes.items() if value not in (False, None)}


def _input(bound: BoundField, attributes: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for kind, known in TYPES.items():
        if isinstance(bound.field, kind):
            told |= known
    if bound.name.rpartition("-")[2] == "phone":
        told["type"] = "tel"
    wanted = getattr(bound.field.widget, "input_type", "text")
    if wanted != "number" and "type" not in told:
        told["type"] = wanted
    for name in ("autocomplete", "inputmode", "spellcheck", "pattern", "placeholder", "autocapitalize"):
        if name in attributes:
            told[name] = attributes.pop(name)
    return told


def in_order() -> list[str]:
    """Day, month and year as this language writes them; English as in most of the world, the day first."""
    spoken = dates.known(get_language() or settings.LANGUAGE_CODE)
    pattern = (Locale("en", "GB") if spoken.language == "en" else spoken).date_formats["short"].pattern
    return sorted(UNITS, key=lambda unit: str(pattern).lower().index(unit[0]))


def _boxes(bound: BoundField) -> Iterator[dict[str, Any]]:
    value = bound.value()
    if isinstance(value, datetime | date):
        value = {unit: getattr(value, unit) for unit in UNITS}
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    birthday = bound.field.widget.attrs.get("autocomplete") == "bday"
    for unit in in_order():
        yield {
            "name": f"{bound.html_name}-{unit}",
            "id": f"{bound.auto_id}-{unit}",
            "label": labels[unit],
            "value": str((value or {}).get(unit, "")),
            "width": 4 if unit == "year" else 2,
            "error": bool(bound.errors),
            "autocomplete": f"bday-{unit}" if birthday else None,
            "attributes": {"aria-invalid": "true"} if bound.errors else {},
        }


def _choices(bound: BoundField, hints: Mapping[str, str], *, many: bool, blank: str = "") -> Iterator[dict[str, Any]]:
    """The choices as items. "None of these" (value "none") stands apart, below an "or", and shuts out the others."""
    given = bound.value()
    chosen = {
        str(value) for value in (given if isinstance(given, list | tuple | set) else [given]) if value is not None
    }
    for value, text in _flat(bound.field.choices):  # type: ignore[attr-defined]
        value = str(value)
        if not value and not blank:
            continue
        item: dict[str, Any] = {"value": value, "text": str(text) if value else blank}
        item["selected" if blank else "checked"] = value in chosen
        if hints.get(value):
            item["hint"] = {"text": hints[value]}
        if many and value == "none":
            yield {"divider": _("or")}
            item["exclusive"] = True
        yield item


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, text in choices:
        if isinstance(text, list | tuple):
            yield from _flat(text)
        else:
            yield value, text
