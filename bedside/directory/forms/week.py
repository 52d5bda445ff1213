"""The hours of a week as two pairs of times for each day: filled in by finger or by keyboard, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bedside.hours.calendar import WEEK
from bedside.language import dates
from bedside.ui.answers import may_be_empty
from bedside.ui.fields import Form

EDGES = ("from", "to", "from_again", "to_again")
LABELS = {
    "from": _("Opens"),
    "to": _("Closes"),
    "from_again": _("Opens again"),
    "to_again": _("Closes again"),
}
WORKDAYS = WEEK[1:5]


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WeekForm(Form):
    """When a place is open in a usual week, or when one may visit; a day without times is a day it is closed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    same = forms.BooleanField(label=_("Tuesday to Friday are as Monday"), required=False)

    def __init__(self, *args: Any, week: dict[str, list[list[str]]], version: int, **kwargs: Any) -> None:
        told: dict[str, Any] = {"version": version}
        for day in WEEK:
            edges = [edge for pair in week.get(day, []) for edge in pair]
            told |= {
                f"{day}_{edge}": value.replace("24:00", "00:00") for edge, value in zip(EDGES, edges, strict=False)
            }
        super().__init__(*args, initial=told, **kwargs)
        for day in WEEK:
            for edge in EDGES:
                field = forms.TimeField(label=LABELS[edge], required=False, widget=Clock())
                may_be_empty(field)  # an empty day is a day it is closed
                field.error_messages["invalid"] = _("Write a time like 08:30.")
                self.fields[f"{day}_{edge}"] = field

    def days(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Each day by its name, with its four boxes."""
        names = get_day_names("wide", context="stand-alone", locale=dates.known(get_language() or "en"))
        for index, day in enumerate(WEEK):
            yield str(names[index]).capitalize(), [self[f"{day}_{edge}"] for edge in EDGES]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("same"):
            for day in WORKDAYS:
                told |= {f"{day}_{edge}": told.get(f"mon_{edge}") for edge in EDGES}
        for day in WEEK:
            self._day(day, [told.get(f"{day}_{edge}") for edge in EDGES])
        return told

    def _day(self, day: str, edges: list[Any]) -> None:
        """Times come in pairs and in order; midnight as a closing time is the end of the day."""
        for at in (0, 2):
            opens, closes = edges[at], edges[at + 1]
            if (opens is None) != (closes is None):
                missing = EDGES[at] if opens is None else EDGES[at + 1]
                self._wrong(day, missing, str(_("Fill in both times, or leave both empty.")))
            elif opens is not None and closes <= opens and closes.isoformat() != "00:00:00":
                self._wrong(day, EDGES[at + 1], str(_("This is before it opens.")))
        if edges[2] is not None and (edges[1] is None or edges[2] < edges[1] or edges[1].isoformat() == "00:00:00"):
            self._wrong(day, EDGES[2], str(_("The second pair comes after the first.")))

    def _wrong(self, day: str, edge: str, sentence: str) -> None:
        if f"{day}_{edge}" not in self.errors:
            self.add_error(f"{day}_{edge}", sentence)

    def week(self) -> dict[str, list[list[str]]]:
        """The hours as a place keeps them: {"mon": [["08:30", "12:30"]], …}."""
        told: dict[str, list[list[str]]] = {}
        for day in WEEK:
            edges = [self.cleaned_data.get(f"{day}_{edge}") for edge in EDGES]
            pairs = [(opens, closes) for opens, closes in (edges[:2], edges[2:]) if opens is not None]
            if pairs:
                told[day] = [
                    [f"{opens:%H:%M}", "24:00" if f"{closes:%H:%M}" == "00:00" else f"{closes:%H:%M}"]
                    for opens, closes in pairs
                ]
        return told
