"""What a clinician hands in as a visit's summary: the notes, the plain words, and rows of medicines and open tests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bedside.journal.models import Refusal
from bedside.ui.answers import may_be_empty
from bedside.ui.fields import Form

from .comparing import Difference
from .measured import KINDS, doubt, rows
from .models import Change, Origin, Summary
from .summary import SECTIONS

LONGEST = 4_000
WHY = "-because"
SAY_WHY = _("Measure again, or say why it stands.")
PRESS_AGAIN = _("If it is right, press again.")
WHY_IT_STANDS = _("why it stands")
ROWS = 2  # empty ones, always more than are filled in


def _words(label: Any, rows: int, hint: Any = "") -> Any:
    area = forms.Textarea(attrs={"rows": rows})
    return _left(forms.CharField(label=label, required=False, max_length=LONGEST, widget=area, help_text=hint))


def _left(field: Any) -> Any:
    """A field that may be left empty without being called optional: what is needed is said at signing."""
    may_be_empty(field)
    return field


class WordsForm(Form):
    original = _words(_("Your notes"), 7, _("In your own words. The patient does not see them."))
    why_came = _words(_("Why they came"), 2)
    found = _words(_("What was found"), 4)
    next_steps = _words(_("What happens next"), 3)
    get_help = _words(_("When to get help"), 3)
    language = forms.ChoiceField(label=_("Language of the summary"), choices=settings.LANGUAGES)
    notes_language = forms.ChoiceField(label=_("Language of your notes"), choices=settings.LANGUAGES)
    origin = forms.ChoiceField(label=_("How the words came into that language"), choices=Origin.choices)
    version = forms.IntegerField(label="", widget=forms.HiddenInput)
    because = _left(forms.CharField(label=_("Why do you correct it?"), max_length=200, required=False))


class MedicineForm(Form):
    name = _left(forms.CharField(label=_("Medicine"), max_length=100, required=False))
    dose = _left(forms.CharField(label=_("How to take it"), max_length=200, required=False))
    change = _left(forms.ChoiceField(label=_("What changes"), choices=[("", ""), *Change.choices], required=False))
    why = _left(forms.CharField(label=_("What for"), max_length=300, required=False))

    def clean(self) -> dict[str, Any]:
        row = {name: value or "" for name, value in self.cleaned_data.items()}
        if any(row.values()):
            if not row.get("name"):
                self.add_error("name", _("Name the medicine."))
            if not row.get("change"):
                self.add_error("change", _("Say what changes."))
            if not row.get("dose") and row.get("change") in (Change.NEW, Change.CHANGED):
                self.add_error("dose", _("Say how much, and how often."))
        return row


class Day(forms.DateInput):
    """A day as the browser lets one choose it: rows are narrow, and a clinician types it."""

    input_type = "date"


class TestForm(Form):
    test = _left(forms.CharField(label=_("Test"), max_length=100, required=False))
    who = _left(forms.CharField(label=_("Who calls"), max_length=100, required=False))
    by = _left(forms.DateField(label=_("By when"), required=False, widget=Day(format="%Y-%m-%d")))

    def clean(self) -> dict[str, Any]:
        row = dict(self.cleaned_data)
        if any(row.values()) and not row.get("test"):
            self.add_error("test", _("Name the test."))
        day = row.get("by")
        return {"test": row.get("test") or "", "who": row.get("who") or "", "by": day.isoformat() if day else ""}


class MeasuredForm(Form):
    """What was measured: a small box for each, with its unit. What is unlikely is asked about once and then believed;
    what cannot be stands only with a reason, in a box that is there from then on."""

    def __init__(self, data: QueryDict | None, first: list[dict[str, str]], age: int | None) -> None:
        kept = {one["kind"]: one["value"] for one in first}
        why = {f"{one['kind']}{WHY}": one["because"] for one in first if one.get("because")}
        super().__init__(data, prefix="measured", initial=kept | why)
        self.age, self.sure = age, data.getlist("measured-sure") if data is not None else []
        self.asked_again: list[str] = []
        self.impossible: set[str] = set()
        for kind in KINDS.values():
            label = f"{kind.name} ({kind.unit})"
            self.fields[kind.code] = _left(forms.CharField(label=label, max_length=12, required=False))
            because = forms.CharField(label=f"{kind.name}: {WHY_IT_STANDS}", max_length=200, required=False)
            self.fields[f"{kind.code}{WHY}"] = _left(because)

    def shown(self) -> list[Any]:
        """The boxes to show: those for reasons where a reason is wanted, or was given."""
        self.is_valid()  # so that what cannot be is known
        asked = {f"{kind}{WHY}" for kind in self.impossible} | {
            name for name in self.fields if WHY in name and self[name].value()
        }
        return [one for one in self if WHY not in one.name or one.name in asked]

    def clean(self) -> dict[str, Any]:
        for kind in KINDS:
            try:
                found = rows({kind: self.cleaned_data.get(kind) or ""})
            except Refusal as refusal:
                self.add_error(kind, refusal.sentence)
                continue
            said = doubt(kind, found[0]["value"], self.age) if found else None
            key = f"{kind}={found[0]['value']}" if found else ""
            if said is None or (key in self.sure and not said.cannot) or self.cleaned_data.get(f"{kind}{WHY}"):
                continue
            if said.cannot:
                self.impossible.add(kind)
                self.add_error(kind, f"{said.sentence} {SAY_WHY}")
            else:
                self.asked_again.append(key)
                self.add_error(kind, f"{said.sentence} {PRESS_AGAIN}")
        return self.cleaned_data


Medicines = forms.formset_factory(MedicineForm, extra=ROWS, max_num=30, absolute_max=40)
Tests = forms.formset_factory(TestForm, extra=ROWS, max_num=20, absolute_max=30)


class Written:
    """The whole page as one form: the words, the medicines and the open tests."""

    def __init__(self, summary: Summary, data: QueryDict | None = None) -> None:
        self.summary = summary
        first = {
            name: getattr(summary, name) for name in (*SECTIONS, "original", "language", "notes_language", "origin")
        }
        self.words = WordsForm(data, initial=first | {"version": summary.version})
        # A row that was handed in counts as it stands, whatever was kept before.
        known = data is None
        self.medicines = Medicines(data, initial=summary.medicines if known else None, prefix="medicines")
        self.tests = Tests(data, initial=summary.tests if known else None, prefix="tests")
        self.measured = MeasuredForm(data, summary.measured, summary.patient.age_on(summary.visit.day))
        for row in [*self.medicines, *self.tests, self.measured]:
            row.use_required_attribute = False

    def is_valid(self) -> bool:
        return all([self.words.is_valid(), self.medicines.is_valid(), self.tests.is_valid(), self.measured.is_valid()])

    @property
    def is_stale(self) -> bool:
        """Somebody else has written on since this page was shown."""
        return bool(self.words.cleaned_data["version"] != self.summary.version)

    @property
    def handed_in(self) -> dict[str, Any]:
        words = {name: value for name, value in self.words.cleaned_data.items() if name not in ("version", "because")}
        return words | {
            "medicines": _rows(self.medicines),
            "tests": _rows(self.tests),
            "measured": rows(self.measured.cleaned_data),
        }

    @property
    def because(self) -> str:
        return str(self.words.cleaned_data["because"])


def _rows(formset: Any) -> list[dict[str, Any]]:
    return [row.cleaned_data for row in formset if any(row.cleaned_data.values())]


def confirmed(data: QueryDict, found: list[Difference]) -> dict[str, str]:
    """Those of the differences that were ticked as right, each with the reason given."""
    ticked, because = set(data.getlist("right")), data.get("why_right", "")[:400]
    return {one.id: because for one in found if one.id in ticked}
