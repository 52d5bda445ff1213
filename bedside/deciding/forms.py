"""What is said about a choice: what matters and how one leans; then what was decided, with goals and a plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form

from .aids import UNSURE, Aid
from .models import Choice, Weight

LONGEST = 2_000
NOT_SURE = _("I am not sure yet")
MATTERS = "matters-"


def _words(label: Any, rows: int, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    field = forms.CharField(label=label, required=False, max_length=LONGEST, widget=area, help_text=hint)
    may_be_empty(field)
    return field


def _radios(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)
    may_be_empty(field)
    return field


def _version() -> forms.IntegerField:
    """Which version of the choice stood on the page, so that an old page does not undo what is newer."""
    field = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"id": False}))
    may_be_empty(field)
    return field


class MattersForm(Form):
    """How much each thing matters, in four steps that work without a script; the rest in her own words."""

    own_words = _words(_("What else matters to you?"), 3, _("In your own words."))
    leaning = _radios(_("What would you choose today?"), [])
    questions = _words(_("What do you want to ask us?"), 3)
    seen = _version()

    def __init__(self, *args: Any, choice: Choice, **options: Any) -> None:
        begun: dict[str, Any] = {name: getattr(choice, name) for name in ("own_words", "leaning", "questions")}
        begun["seen"] = choice.version
        begun |= {f"{MATTERS}{key}": how for key, how in choice.weights.items()}
        super().__init__(*args, initial=begun, **options)
        asked = {f"{MATTERS}{one.key}": _radios(str(one), list(Weight.choices)) for one in choice.aid.matters}
        self.fields = asked | self.fields
        offer(self, "leaning", _ways(choice.aid, (UNSURE, NOT_SURE)))

    @property
    def told(self) -> dict[str, Any]:
        """What was handed in, as `tell` takes it."""
        said = self.cleaned_data
        weights = {name.removeprefix(MATTERS): how for name, how in said.items() if name.startswith(MATTERS) and how}
        return {"weights": weights} | {name: said[name] for name in ("own_words", "leaning", "questions", "seen")}

    @property
    def own(self) -> str:
        """Every free word of it, also where something else is to be put right."""
        return "\n".join(self.data.get(name, "") for name in ("own_words", "questions"))


class AgainForm(Form):
    because = forms.CharField(label=_("What has changed for you?"), max_length=500, required=False)


class Day(forms.DateInput):
    """A day as the browser lets one choose it."""

    input_type = "date"


class DecideForm(Form):
    option = forms.ChoiceField(label=_("What was decided"), widget=forms.RadioSelect)
    goals = forms.CharField(
        label=_("The goal, in the patient's words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    plan = forms.CharField(
        label=_("The plan: who does what, and when"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    look_again_on = forms.DateField(label=_("Look at it again on"), required=False, widget=Day(format="%Y-%m-%d"))
    may_change_until = forms.DateField(
        label=_("The patient may change their mind until"), required=False, widget=Day(format="%Y-%m-%d")
    )
    seen = _version()

    def __init__(self, *args: Any, choice: Choice, **options: Any) -> None:
        kept = ("option", "goals", "plan", "look_again_on", "may_change_until")
        begun = {name: getattr(choice, name) for name in kept} | {"seen": choice.version}
        begun["option"] = begun["option"] or (choice.leaning if choice.leans else "")
        super().__init__(*args, initial=begun, **options)
        self.zone = choice.visit.zone
        offer(self, "option", _ways(choice.aid))

    def clean(self) -> dict[str, Any]:
        """Days are to come, and not by a slip of the pen in another century."""
        today = day_of(now(), self.zone)
        for name in ("look_again_on", "may_change_until"):
            day = self.cleaned_data.get(name)
            if day and not today <= day <= today + timedelta(days=3660):
                self.add_error(name, _("Choose a day from today on."))
        return self.cleaned_data


class WithdrawForm(Form):
    because = forms.CharField(label=_("Why is this no longer asked?"), max_length=200)


def _ways(aid: Aid, *more: tuple[str, Any]) -> list[tuple[str, Any]]:
    return [*((one.key, str(one)) for one in aid.options), *more]
