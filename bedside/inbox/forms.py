"""What a patient or her carer may hand in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.people.models import Label, Patient, Scope
from bedside.ui.fields import DayField, Form

from .numbers import whole

LONGEST = 4_000


def _words(label: Any, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("That is too long for one message. Please say it in fewer words, or call us."),
        },
    )


class WriteForm(Form):
    """Something new to tell the clinic."""

    subject = forms.CharField(
        label=_("What is it about?"),
        max_length=120,
        help_text=_("A few words, such as “my tablets”."),
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    words = _words(_("Your message"), 8)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Somebody who acts for several patients chooses for whom."""
        super().__init__(*args, **kwargs)
        patients = list(Patient.objects.for_scope(user, Scope.MESSAGES).living().order_by("given_name"))
        self.patients = {str(patient.pk): patient for patient in patients}
        if len(patients) > 1:
            whom = forms.ChoiceField(
                label=_("Who is it for?"),
                choices=[(pk, str(patient)) for pk, patient in self.patients.items()],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose for whom you write.")},
            )
            self.fields = {"patient": whom, **self.fields}
        if user.acting_as is Role.PATIENT:  # a carer would shut herself out
            self.fields["private"] = forms.BooleanField(
                label=_("Keep this between me and the nurses and clinicians"),
                help_text=_("The front desk and those who care for you will not see it."),
                required=False,
            )

    @property
    def label(self) -> str:
        return Label.CONFIDENTIAL if self.cleaned_data.get("private") else Label.NONE

    @property
    def patient(self) -> Patient:
        """Whom the message is about, once the form is valid."""
        chosen = self.cleaned_data.get("patient") or next(iter(self.patients))
        return self.patients[chosen]


class ReplyForm(Form):
    words = _words(_("Your message"), 5)


class BeginForm(Form):
    """What somebody of ours writes to a patient first."""

    subject = forms.CharField(
        label=_("What is it about?"),
        max_length=120,
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    words = _words(_("Your message"), 8)


class WhoseForm(Form):
    """Two things that only she and we know, before an answer is shown."""

    family_name = forms.CharField(label=_("Last name"), max_length=100)
    birth_date = DayField(label=_("Date of birth"), first=date(1900, 1, 1))


class ChatForm(Form):
    words = _words(_("Your message"), 3)


class ChatCallForm(Form):
    """In an emergency: whatever she types is told to staff as it is."""

    phone = forms.CharField(label=_("Phone number we can call"), max_length=30, required=False)


class ChatWhoForm(Form):
    """Who somebody in a chat says she is."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    birth_date = DayField(label=_("Your date of birth"), first=date(1900, 1, 1), required=False)
    phone = forms.CharField(
        label=_("Mobile phone"), max_length=30, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )

    def clean_phone(self) -> str:
        found = whole(self.cleaned_data["phone"])
        if not found or len(found) > 30:
            raise forms.ValidationError(gettext("That is not a phone number. Please check it."))
        return found
