"""What a patient may hand in at home."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.people.models import Patient
from bedside.ui.fields import DayField, Form


class DetailsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Her own details; how she wishes to hear from us has a page of its own."""

    class Meta:
        model = Patient
        fields = (
            *("preferred_name", "pronouns", "phone", "phone_is_shared", "email", "address", "postcode"),
            *("language", "interpreter", "interpreter_sex", "needs"),
        )
        labels = {
            "preferred_name": _("What shall we call you?"),
            "pronouns": _("Your pronouns"),
            "phone": _("Phone"),
            "phone_is_shared": _("Other people can see messages on this phone"),
            "email": _("E-mail"),
            "address": _("Address"),
            "postcode": _("Postcode"),
            "language": _("Language you read best"),
            "interpreter": _("I need an interpreter"),
            "needs": _("Is there anything we should get ready for you?"),
        }
        help_texts = {
            "needs": _("For example a ramp, a hearing loop, or more time."),
        }

    language = forms.ChoiceField(
        label=_("Language you read best"),
        choices=[("en", "English"), ("es", "Español"), ("fr", "Français"), ("pl", "Polski"), ("ar", "العربية")],
    )

    interpreter_sex = forms.ChoiceField(
        label=_("Who should interpret for you?"),
        help_text=_("We find one if we can."),
        choices=[("", _("A woman or a man")), ("female", _("A woman")), ("male", _("A man"))],
        required=False,
    )


class JoinForm(Form):
    """The code from the front desk, and the birth date that goes with it."""

    code = forms.CharField(label=_("Code from the front desk"), max_length=20)
    birth_date = DayField(label=_("Your date of birth"), first=date(1900, 1, 1))


class NewcomerForm(Form):
    """Somebody who signed up and has no record here yet."""

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Last name"), max_length=100)
    birth_date = DayField(label=_("Your date of birth"), first=date(1900, 1, 1))
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        if born > now().date():
            raise forms.ValidationError(_("That is still to come. Check the year."))
        return born
