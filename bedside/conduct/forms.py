"""What is written down when somebody is rude or worse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.access.models import STAFF, User
from bedside.people.models import staff_name
from bedside.ui.answers import offer
from bedside.ui.fields import Form

from .models import Kind, Outcome


class Day(forms.DateInput):
    """A day as the browser lets one choose it."""

    input_type = "date"


def _area(label: Any, longest: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, help_text=hint, widget=forms.Textarea(attrs={"rows": 3}))


class BeginForm(Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    said = _area(_("What was said or done"), 1_000, _("As it was, in their words."))


class WarnForm(Form):
    words = _area(_("Your warning"), 1_000)


class SecondForm(Form):
    second = forms.ChoiceField(label=_("Who comes?"))

    def __init__(self, *args: Any, me: User, **more: Any) -> None:
        super().__init__(*args, **more)
        able = User.objects.filter(held_roles__role__in=STAFF, is_active=True).exclude(pk=me.pk).distinct()
        self.people = {str(one.pk): one for one in able}
        named = sorted(((pk, staff_name(one)) for pk, one in self.people.items()), key=lambda pair: pair[1])
        offer(self, "second", [("", ""), *named])


class OverForm(Form):
    outcome = forms.ChoiceField(choices=[(one.value, one.label) for one in Outcome if one], widget=forms.HiddenInput)


class ReportForm(Form):
    words = _area(_("What happened"), 4_000, _("Who was there, what was said and done, how it ended."))
    hurt = forms.BooleanField(label=_("Somebody was hurt"), required=False)
    police = forms.BooleanField(label=_("Security or the police came"), required=False)


class DebriefForm(Form):
    words = _area(_("How are you both?"), 1_000)


class MarkForm(Form):
    what = forms.CharField(
        label=_("What should staff mind?"), max_length=300, help_text=_("What to do, not what they are.")
    )
    because = _area(_("Why, as the patient reads it"), 500)
    review_on = forms.DateField(label=_("Looked at again on"), widget=Day(format="%Y-%m-%d"))
    told_how = forms.CharField(label=_("How was the patient told?"), max_length=200)


class UnmarkForm(Form):
    because = forms.CharField(label=_("Why?"), max_length=300)
