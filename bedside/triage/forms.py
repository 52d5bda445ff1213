"""What people may hand in when they are asked about safety."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from bedside.ui.answers import offer
from bedside.urgency.amendments import LEVELS, shortcoming
from bedside.urgency.catalog import Rule
from bedside.urgency.lexicons import LANGUAGES
from bedside.urgency.screen import Screening as Page

from .models import Level

YES_NO_UNSURE = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("unsure", gettext_lazy("Not sure"))]
SEX = [
    ("female", gettext_lazy("Female")),
    ("male", gettext_lazy("Male")),
    ("unsure", gettext_lazy("Another answer, or I do not wish to say")),
]
NONE = "none"
TONGUES = {
    "en": gettext_lazy("English"),
    "es": gettext_lazy("Spanish"),
    "fr": gettext_lazy("French"),
    "pl": gettext_lazy("Polish"),
    "ar": gettext_lazy("Arabic"),
}


def question_of(rule: Rule) -> str:
    """What is asked about a rule, in the language of the page: in the house's own words where it has some."""
    return dict(rule.asked).get((get_language() or "en").split("-")[0]) or _(rule.question)


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
        self.fields["ticked"].label = _("Is any of this true now?")
        offer(self, "ticked", [*boxes, (NONE, _(page.none))])

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
            self.fields[rule.id] = YesNoUnsure(label=question_of(rule))

    def told(self) -> dict[str, str]:
        return {name: said or "unsure" for name, said in self.cleaned_data.items()}


class ContactForm(forms.Form):
    phone = forms.CharField(label=gettext_lazy("Phone number we can call"), max_length=30, required=False)


WHY_NOT = {
    "common": gettext_lazy("These words are too common to be a sign by themselves."),
    "short": gettext_lazy("One short word is not enough. Say it with a second one."),
    "written": gettext_lazy("Use words only, and “..” where up to three others may stand between."),
}


class ProposalForm(forms.Form):
    """How a rule should be: what is left as it stands is not part of the change."""

    level = forms.ChoiceField(label=gettext_lazy("How urgent"))

    def __init__(self, *args: Any, rule: Rule, words: dict[str, list[str]], **options: Any) -> None:
        super().__init__(*args, **options)
        names = {tongue: name for tongue, name in settings.LANGUAGES if "-" not in tongue}
        self.asked = {tongue: dict(rule.asked).get(tongue) or self._in(tongue, rule.question) for tongue in names}
        offer(self, "level", [(name, Level(name).label) for name in LEVELS])
        self.fields["level"].initial = rule.level
        for tongue, question in self.asked.items():
            self.fields[f"question_{tongue}"] = forms.CharField(
                label=_("The question in %(language)s") % {"language": names[tongue]},
                max_length=400,
                initial=question,
                widget=forms.Textarea(attrs={"rows": 3, "lang": tongue, "dir": "auto"}),
            )
        for tongue in LANGUAGES:
            self.fields[f"words_{tongue}"] = forms.CharField(
                label=_("More words that are a sign of it: %(language)s") % {"language": TONGUES[tongue]},
                help_text=_("One saying in each line, as a patient would write it."),
                required=False,
                max_length=4_000,
                initial="\n".join(words.get(tongue, [])),
                widget=forms.Textarea(attrs={"rows": 4, "lang": tongue, "dir": "auto"}),
            )
        self.fields["why"] = forms.CharField(
            label=_("Why should it change?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for tongue in LANGUAGES:
            name = f"words_{tongue}"
            for line in lines_of(said.get(name, "")):
                if why := shortcoming(tongue, line):
                    self.add_error(name, f"“{line}”: {WHY_NOT[why]}")
        return said

    def questions(self) -> dict[str, str]:
        """The questions that are worded otherwise now; all of them, so that no language keeps the old sense."""
        now_asked = {tongue: self.cleaned_data[f"question_{tongue}"].strip() for tongue in self.asked}
        return now_asked if now_asked != self.asked else {}

    def words(self) -> dict[str, list[str]]:
        return {tongue: lines_of(self.cleaned_data[f"words_{tongue}"]) for tongue in LANGUAGES}

    @staticmethod
    def _in(tongue: str, text: str) -> str:
        with override(tongue):
            return _(text)


class RefusalForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why should it stay as it is?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )


def lines_of(text: str) -> list[str]:
    """The sayings of a box, one in each line, none twice."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
