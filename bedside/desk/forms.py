"""What staff may hand in at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import VisitType
from bedside.people.models import Patient, Sex
from bedside.triage.aloud import Aloud
from bedside.triage.models import Level
from bedside.ui.answers import offer
from bedside.ui.fields import DayField, Form

from .phoning import letters_for


class RegisterForm(Form):
    """Somebody new at the desk or on the phone."""

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Last name"), max_length=100)
    birth_date = DayField(label=_("Date of birth"), first=date(1900, 1, 1))
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)


LEAST_ALIKE = 3  # things that must agree before two records are called one person


class JoinForm(Form):
    """Which of two records stays, what was compared, and why they are one person."""

    other = forms.UUIDField(widget=forms.HiddenInput)
    agreed = forms.MultipleChoiceField(
        label=_("What have you compared, and it agrees?"),
        help_text=_("At least three. A relative may share a name, a phone and an address."),
        choices=[
            ("name", _("Name")),
            ("birth", _("Date of birth")),
            ("phone", _("Phone")),
            ("address", _("Address")),
            ("number", _("Insurance or health number")),
            ("paper", _("A paper with a photo")),
            ("asked", _("I asked the patient")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    keep = forms.ChoiceField(label=_("Which record stays?"), widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Why are they one person?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, pair: tuple[Patient, Patient], **options: Any):
        super().__init__(*args, **options)
        self.fields["other"].initial = pair[1].pk
        first, second = pair
        names = {"first": first.listed, "second": second.listed}
        which = (first.pk, _("The first: %(first)s") % names), (second.pk, _("The second: %(second)s") % names)
        offer(self, "keep", [(str(key), words) for key, words in which])

    def clean_agreed(self) -> list[str]:
        agreed: list[str] = self.cleaned_data["agreed"]
        if len(agreed) < LEAST_ALIKE:
            raise forms.ValidationError(_("Compare at least three things first."))
        return agreed

    def told(self) -> str:
        """What the journal keeps: the words, and what was compared."""
        return f"{self.cleaned_data['because']} ({', '.join(self.cleaned_data['agreed'])})"


class ApartForm(Form):
    because = forms.CharField(
        label=_("Why are they two people?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class StandDownForm(Form):
    """A clinician's own word: what it was, and how soon the patient should be seen instead."""

    because = forms.CharField(label=_("What did you find when you spoke?"), max_length=400, widget=forms.Textarea)
    to = forms.ChoiceField(
        label=_("How soon should they be seen?"),
        choices=[(level, Level(level).label) for level in ("S24", "R72", "R14")],
        widget=forms.RadioSelect,
    )


PREGNANT = "pregnant"


class AskedForm(Form):
    """What a caller said: what for, and what she answered to the safety questions."""

    visit_type = forms.UUIDField(label=_("What for"))
    text = forms.CharField(
        label=_("In their words"),
        help_text=_("Only if they say more. It is read for warning signs."),
        max_length=1000,
        required=False,
    )
    ticked = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, aloud: Aloud, kinds: Sequence[VisitType], usual: VisitType | None, **options: Any):
        super().__init__(*args, **options)
        self.aloud = aloud
        self.boxes = [(item.id, gettext(item.text)) for item in aloud.items] if aloud.knows_age else []
        if aloud.asks_pregnancy and aloud.knows_age:
            self.boxes.append((PREGNANT, gettext("Pregnant, or gave birth in the last 6 weeks, or not sure")))
        letters = letters_for(kinds)
        self.kinds = [(str(one.pk), f"{letters[str(one.pk)]}  {one}".strip()) for one in kinds]
        self.fields["visit_type"].initial = usual.pk if usual else None
        offer(self, "ticked", self.boxes)

    def clean_visit_type(self) -> Any:
        chosen = self.cleaned_data["visit_type"]
        if str(chosen) not in dict(self.kinds):
            raise forms.ValidationError(_("Choose one of the answers shown."))
        return chosen

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        ticked, none = said.get("ticked") or [], "none" in self.data
        if self.boxes and not ticked and not none:
            self.add_error("ticked", _("Tick what is true, or “None of these”."))
        if ticked and none:
            self.add_error("ticked", _("Tick what is true, or “None of these”, not both."))
        return said

    def said(self) -> dict[str, Any]:
        ticked = self.cleaned_data["ticked"]
        return {
            "wanted": self.cleaned_data["visit_type"],
            "text": self.cleaned_data["text"].replace("\x00", ""),
            "ticked": [one for one in ticked if one != PREGNANT],
            "is_pregnant": PREGNANT in ticked,
        }


class SlotForm(Form):
    slot = forms.UUIDField(error_messages={"required": _("Choose a time."), "invalid": _("Choose a time.")})


class MoveForm(Form):
    """A visit that was put down on another time, as it was when it was picked up."""

    slot = forms.UUIDField()
    version = forms.IntegerField()
    view = forms.CharField(max_length=4, required=False)
    tell = forms.BooleanField(label=_("Tell them the new time"), required=False, initial=True)
