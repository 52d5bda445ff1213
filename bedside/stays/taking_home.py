"""The medicines somebody goes home with: a row for each, with what becomes of it and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bedside.ui.answers import may_be_empty
from bedside.ui.fields import Form

from .kinds import Fate, Line
from .models import GoingHome

EMPTY = 2  # rows, always more than are filled in


def _left(field: Any) -> Any:
    may_be_empty(field)
    return field


class MedicineRow(Form):
    name = _left(forms.CharField(label=_("Medicine"), max_length=100, required=False))
    dose = _left(forms.CharField(label=_("How to take it"), max_length=200, required=False))
    change = _left(forms.ChoiceField(label=_("What changes"), choices=[("", ""), *Fate.choices], required=False))
    why = _left(forms.CharField(label=_("What for"), max_length=300, required=False))

    def clean(self) -> dict[str, Any]:
        row = {name: value or "" for name, value in self.cleaned_data.items()}
        if any(row.values()):
            if not row.get("name"):
                self.add_error("name", _("Name the medicine."))
            if not row.get("change"):
                self.add_error("change", _("Say what changes."))
            if not row.get("dose") and row.get("change") in (Fate.NEW, Fate.CHANGED):
                self.add_error("dose", _("Say how much, and how often."))
        return row


Rows = forms.formset_factory(MedicineRow, extra=EMPTY, max_num=30, absolute_max=40)


def rows_for(line: GoingHome, data: QueryDict | None) -> Any:
    """The rows of the line that is about medicines; other lines have none."""
    if line.line != Line.MEDICINES:
        return None
    asked = data if data and "medicines-TOTAL_FORMS" in data else None
    found = Rows(asked, initial=line.medicines if asked is None else None, prefix="medicines")
    for row in found:
        row.use_required_attribute = False
    return found


def told(rows: Any) -> list[dict[str, str]] | None:
    """What was handed in; None where no rows were, and nothing of them changes."""
    if rows is None or not rows.is_bound:
        return None
    return [row.cleaned_data for row in rows if any(row.cleaned_data.values())]
