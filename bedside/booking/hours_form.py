"""When somebody can come: on which days of the week, and from when until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.ui.answers import may_be_empty
from bedside.ui.fields import Form

from .wishes import Wishes

WRONG_TIME = {"invalid": _("Write a time like 17:00.")}
DAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class HoursForm(Form):
    """Days and hours; what is left out does not matter to her."""

    days = forms.MultipleChoiceField(
        label=_("On which days can you come?"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    begins = forms.TimeField(label=_("Not before"), required=False, widget=Clock(), error_messages=WRONG_TIME)
    ends = forms.TimeField(label=_("Done by"), required=False, widget=Clock(), error_messages=WRONG_TIME)

    def __init__(self, *args: Any, wishes: Wishes | None = None, **options: Any) -> None:
        known = wishes or Wishes()
        first = {"days": known.days.split(",") if known.days else [], "begins": known.begins, "ends": known.ends}
        super().__init__(*args, initial=first, **options)
        for field in self.fields.values():
            may_be_empty(field)  # not choosing is a wish too

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        begins, ends = told.get("begins"), told.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("This must come after the time above."))
        return told

    def wished(self) -> dict[str, Any]:
        """As the wishes keep it; every day is no wish."""
        told = self.cleaned_data
        days = ",".join(told["days"]) if len(told["days"]) < len(DAYS) else ""
        begins, ends = told.get("begins"), told.get("ends")
        return {"days": days, "begins": f"{begins:%H:%M}" if begins else "", "ends": f"{ends:%H:%M}" if ends else ""}


def hours_said(wishes: Wishes) -> list[str]:
    """The hours in words, as what was chosen is told."""
    names = dict(DAYS)
    told = [", ".join(str(names[int(day)]) for day in wishes.days.split(","))] if wishes.days else []
    if wishes.begins:
        told.append(str(_("not before %(when)s")) % {"when": wishes.begins})
    if wishes.ends:
        told.append(str(_("done by %(when)s")) % {"when": wishes.ends})
    return told
