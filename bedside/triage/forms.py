"""What people may hand in when they are asked about safety."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.urgency.catalog import Rule
from bedside.urgency.screen import Screening as Page

YES_NO_UNSURE = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("unsure", gettext_lazy("Not sure"))]
SEX = [
    ("female", gettext_lazy("Female")),
    ("male", gettext_lazy("Male")),
    ("unsure", gettext_lazy("Another answer, or I do not wish to say")),
]
NONE = "none"


class PersonForm(forms.Form):
    """Who it is about, asked only of what we do not know."""

    years = forms.IntegerField(label=gettext_lazy("Age in years"), min_value=0, max_value=125)
    months = forms.IntegerField(
        label=gettext_lazy("Months, for a child under 2"), min_value=0, max_value=23, required=False
    )
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=SEX, widget=forms.RadioSelect)
    pregnant = forms.ChoiceField(
        label=gettext_lazy("Pregnant, or gave birth in the last 6 weeks?"),
        choices=[
            ("no", gettext_lazy("No")),
            ("yes", gettext_lazy("Yes, pregnant")),
            ("after", gettext_lazy("Yes, gave birth in the last 6 weeks")),
            ("unsure", gettext_lazy("Not sure")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, unknown: set[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("years", "months", "sex", "pregnant"):
            if name not in unknown and not (name == "months" and "years" in unknown):
                del self.fields[name]
        if unknown == {"pregnant"}:
            self.fields["pregnant"].required = True

    def person(self) -> dict[str, Any]:
        """What the engine is told: age in years with the months as a fraction, sex, pregnancy."""
        said, told = self.cleaned_data, dict[str, Any]()
        if "years" in said:
            told["age"] = (
                round(said["years"] + (said.get("months") or 0) / 12, 2) if said["years"] < 2 else said["years"]
            )
        if "sex" in said:
            told["sex"] = None if said["sex"] == "unsure" else said["sex"]
        if "pregnant" in self.fields:
            told["pregnant"] = {"yes": True, "no": False, "after": False}.get(said["pregnant"])
            told["modifiers"] = {"after_birth": True} if said["pregnant"] == "after" else {}
            told["pregnancy_asked"] = True
        return told


class QuestionsForm(forms.Form):
    """One page of boxes, each standing for several rules, and the box that says none of them."""

    ticked = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what is true, or “None of these”.")},
    )

    def __init__(self, *args: Any, page: Page, **options: Any) -> None:
        super().__init__(*args, **options)
        boxes = [(item.id, _(item.text)) for item in page.items]
        field = self.fields["ticked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.label = _("Is any of this true now?")
        field.choices = [*boxes, (NONE, _(page.none))]

    def clean_ticked(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["ticked"]
        if NONE in ticked and len(ticked) > 1:
            raise forms.ValidationError(_("Tick what is true, or “None of these”, not both."))
        return ticked


class YesNoUnsure(forms.ChoiceField):
    """Yes, no, not sure; and silence, which counts as not sure."""

    silence_counts = True

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=YES_NO_UNSURE, widget=forms.RadioSelect, required=False, **options)


class DetailsForm(forms.Form):
    """The questions that tell apart the cases of what was ticked; not answered counts as not sure."""

    def __init__(self, *args: Any, rules: tuple[Rule, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        for rule in rules:
            self.fields[rule.id] = YesNoUnsure(label=_(rule.question))

    def told(self) -> dict[str, str]:
        return {name: said or "unsure" for name, said in self.cleaned_data.items()}


class ContactForm(forms.Form):
    phone = forms.CharField(label=gettext_lazy("Phone number we can call"), max_length=30, required=False)
