"""What somebody without an account hands in: who she is, one way to reach her, and the code that went there."""

from __future__ import annotations

from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.inbox.models import Channel
from bedside.inbox.numbers import is_landline
from bedside.people.names import plain
from bedside.ui.answers import may_be_empty
from bedside.ui.fields import DayField, Form
from bedside.urgency.screen import track_for

NOT_IN_A_NAME = set("<>@/\\:;{}[]|=0123456789")


class GuestForm(Form):
    given_name = forms.CharField(
        label=gettext_lazy("First name"), max_length=100, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=gettext_lazy("Last name"), max_length=100, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    birth_date = DayField(label=gettext_lazy("Date of birth"), first=date(1900, 1, 1))
    phone = forms.CharField(
        label=gettext_lazy("Mobile phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=gettext_lazy("Or e-mail"), max_length=254, required=False)

    def __init__(self, *args: Any, age: float | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.age = age  # as she told it before the safety questions
        self.fields["birth_date"].widget.attrs["autocomplete"] = "bday"
        for name in ("phone", "email"):  # either is enough, so neither is called optional
            may_be_empty(self.fields[name])

    def clean_given_name(self) -> str:
        return _name(self.cleaned_data["given_name"])

    def clean_family_name(self) -> str:
        return _name(self.cleaned_data["family_name"])

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        today = now().date()
        if born > today:
            raise forms.ValidationError(_("That is still to come. Check the year."))
        years = (today - born).days / 365.25
        if self.age is not None and not _same_age(self.age, years):
            raise forms.ValidationError(_("This is not the age you told us before. Check it, or begin again."))
        return born

    def clean_phone(self) -> str:
        given = self.cleaned_data["phone"]
        if not given:
            return ""
        country = the_clinic().country
        try:
            read = phonenumbers.parse(given, country)
        except phonenumbers.NumberParseException:
            raise forms.ValidationError(_("That is not a phone number. Please check it.")) from None
        if not phonenumbers.is_possible_number(read):
            raise forms.ValidationError(_("That is not a phone number. Please check it."))
        if read.country_code != phonenumbers.country_code_for_region(country):
            raise forms.ValidationError(_("We cannot text other countries. Please give your e-mail."))
        if is_landline(given):
            raise forms.ValidationError(_("A text cannot reach this phone. Give a mobile phone or your e-mail."))
        return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if {"phone", "email"} & set(self.errors):
            return told
        told["to"] = told["phone"] or told["email"]
        told["channel"] = Channel.SMS if told["phone"] else Channel.EMAIL
        if told["phone"] and told["email"]:
            self.add_error("phone", _("Give only one of them. We send the code there."))
        elif not told["to"]:
            self.add_error("phone", _("Give your mobile phone or your e-mail."))
        return told


class CodeForm(Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Its six figures, however they were written: with blanks, or in the figures of another script."""
        return "".join(str(int(sign)) for sign in self.cleaned_data["code"] if sign.isdecimal())


def _name(given: str) -> str:
    tidy = " ".join(given.split())
    if not plain(tidy) or NOT_IN_A_NAME & set(tidy):
        raise forms.ValidationError(_("Please write the name as it is spoken, without figures or signs."))
    return tidy


def _same_age(told: float, true: float) -> bool:
    """Whether the questions she answered were those for her age."""
    return abs(told - true) <= (0.3 if told < 2 else 1.01) and track_for(told) == track_for(true)
