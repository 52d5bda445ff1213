"""What people may hand in about appointments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.people.models import Patient
from bedside.ui.fields import Form


class CancelForm(Form):
    because = forms.CharField(label=_("Why are you cancelling?"), max_length=200)


class AnswerForm(Form):
    answer = forms.ChoiceField(choices=[("accept", _("Take this time")), ("decline", _("No, thank you"))])


class TimeForm(Form):
    slot = forms.UUIDField(
        error_messages={"required": _("Choose a time."), "invalid": _("Choose one of the times shown.")}
    )


class FindForm(Form):
    """What she needs, in her own words; and for whom, where it can be more than one."""

    text = forms.CharField(
        label=_("What do you need help with?"),
        help_text=_("In your own words, for example “my knee hurts”."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    patient = forms.ModelChoiceField(
        Patient.objects.none(), label=_("Who is it for?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, patients: list[Patient], **options: Any) -> None:
        super().__init__(*args, **options)
        if len(patients) < 2:
            del self.fields["patient"]
        else:
            field = self.fields["patient"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Patient.objects.filter(pk__in=[patient.pk for patient in patients])

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\x00", "")


class WantForm(Form):
    visit_type = forms.UUIDField()
