"""What may be handed in at a screen, and by those who set screens up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.directory.models import Place
from bedside.language.text import western
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import DayField, Form

from .models import Kind

TYPED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


ABOUT = [
    ("ill", gettext_lazy("I do not feel well")),
    ("medicine", gettext_lazy("My medicine")),
    ("papers", gettext_lazy("A letter or a form")),
    ("else", gettext_lazy("Something else")),
]


class ScreenForm(Form):
    """A screen that is to be."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("So that people find it: by the door, second floor"),
        max_length=60,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.DISPLAY
    )
    place = forms.ModelChoiceField(label=gettext_lazy("Where"), queryset=Place.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.working()
        offer(self, "place", places)
        self.fields["place"].initial = places.last()


class CodeForm(Form):
    """What one types at the screen itself."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=20, widget=forms.TextInput(attrs=TYPED))


class NeedForm(Form):
    """What somebody without a visit needs: a large button, and a few words where she likes."""

    words = forms.CharField(
        label=gettext_lazy("Say it in a few words, if you like"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )
    about = forms.ChoiceField(choices=ABOUT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_be_empty(self.fields["words"])


class WhoForm(Form):
    """Two things that only she and those close to her know. We ask; we never offer."""

    birth_date = DayField(label=gettext_lazy("Your date of birth"), first=date(1900, 1, 1))
    family_name = forms.CharField(
        label=gettext_lazy("Your family name"), max_length=100, required=False, widget=forms.TextInput(attrs=TYPED)
    )
    phone_end = forms.RegexField(
        r"^\d{4}$",
        label=gettext_lazy("Or the last 4 numbers of your phone"),
        required=False,
        error_messages={"invalid": gettext_lazy("Type 4 numbers.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("family_name", "phone_end"):  # either of the two is enough, so neither is called optional
            may_be_empty(self.fields[name])

    def clean_phone_end(self) -> str:
        return western(self.cleaned_data["phone_end"])

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not {"family_name", "phone_end"} & set(self.errors) and not (told["family_name"] or told["phone_end"]):
            self.add_error("family_name", _("Type your family name, or the end of your phone number below."))
        return told


class DoorForm(WhoForm):
    """At the door, which can be asked for from anywhere, all three: a birthday and a name are known to many."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family_name"].required = self.fields["phone_end"].required = True
        self.fields["phone_end"].label = _("The last 4 numbers of your phone")
