"""What a patient may hand in about a visit: one tap is enough."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place
from bedside.ui.answers import may_be_empty
from bedside.ui.fields import Form

from .models import QUESTIONS, Overall, Says

LONGEST = 4_000


def _tap(label: Any) -> forms.ChoiceField:
    asked = forms.ChoiceField(label=label, choices=Says.choices, required=False, widget=forms.RadioSelect)
    may_be_empty(asked)  # the page says once that these may be left
    return asked


class SurveyForm(Form):
    overall = forms.ChoiceField(
        label=_("How was your visit?"),
        choices=Overall.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how your visit was.")},
    )
    waited = _tap(QUESTIONS["waited"])
    listened = _tap(QUESTIONS["listened"])
    next_step = _tap(QUESTIONS["next_step"])
    comment = forms.CharField(
        label=_("What went well? What should be better?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("That is too long. Please say it in fewer words, or call us.")},
    )
    may_contact = forms.BooleanField(label=_("You may contact me about this"), required=False)


class SpanForm(Form):
    """Of which place and which stretch of time one wishes to read."""

    SPANS = {"4": _("4 weeks"), "13": _("3 months"), "52": _("A year")}
    MOST = "13"

    place = forms.ModelChoiceField(Place.objects.all(), label=_("Place"), required=False)
    weeks = forms.ChoiceField(choices=list(SPANS.items()), required=False)

    @property
    def span(self) -> int:
        return int(self.cleaned_data.get("weeks") or self.MOST) if self.is_valid() else int(self.MOST)

    @property
    def at(self) -> Place | None:
        return self.cleaned_data.get("place") if self.is_valid() else None
