"""What a patient or her carer may hand in."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.language.dates import clock
from bedside.people.models import CarerWays, Label, Patient, Scope
from bedside.people.wishes import CHOSEN, By, Kind
from bedside.ui.fields import DayField, Form
from bedside.ui.papers import PapersForm

from .numbers import dialled

LONGEST = 4_000
USUAL = "usual"
QUIET = ("quiet_from", "quiet_until")
CALLED_ABOUT = {Kind.VISITS, Kind.WAIT}  # of these a machine may speak in a call
REMINDED = [
    (168, _("7 days before")),
    (72, _("3 days before")),
    (24, _("1 day before")),
    (12, _("12 hours before")),
    (4, _("4 hours before")),
    (2, _("2 hours before")),
]


def languages() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code in {"en", "es", "fr", "pl", "ar"}]


def hours_of_day() -> list[tuple[str, str]]:
    """Each full hour, as her language says it; first: as the clinic does."""
    language = get_language() or "en"
    return [(USUAL, gettext("As the clinic does")), *((f"{n:02}:00", clock(time(n), language)) for n in range(24))]


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


class WriteForm(PapersForm):
    """Something new to tell the clinic."""

    field_order = ("subject", "words", "papers")

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
        found = self.patient_if_said
        assert found
        return found

    @property
    def patient_if_said(self) -> Patient | None:
        """Whom it is about, also while the form must be put right; None where nobody was chosen yet."""
        chosen = self.cleaned_data.get("patient") if "patient" in self.fields else next(iter(self.patients))
        return self.patients.get(chosen or "")


class ReplyForm(PapersForm):
    field_order = ("words", "papers")
    words = _words(_("Your message"), 5)


class BeginForm(PapersForm):
    """What somebody of ours writes to a patient first."""

    field_order = ("subject", "words", "papers")

    subject = forms.CharField(
        label=_("What is it about?"),
        max_length=120,
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    words = _words(_("Your message"), 8)


class UsualField(forms.ChoiceField):
    """A choice that is good as it is: who says nothing leaves it as usual."""

    def prepare_value(self, value: Any) -> Any:
        return value or USUAL

    def clean(self, value: Any) -> Any:
        return "" if value in {None, "", USUAL} else super().clean(value)


class WishesForm(Form):
    """How somebody wishes to be reached: by which ways, when not, and what for which kind of message."""

    wants_sms = forms.BooleanField(label=_("Text messages"), required=False)
    wants_email = forms.BooleanField(label=_("E-mails"), required=False)

    def __init__(self, *args: Any, hers: Patient | CarerWays, **kwargs: Any) -> None:
        self.hers = hers
        usual: dict[str, Any] = {name: getattr(hers, name) for name in ("wants_sms", "wants_email", *QUIET)}
        for kind in CHOSEN:
            usual |= {f"{kind}_{name}": hers.wishes.get(kind, {}).get(name, "") for name in ("by", "language")}
        if isinstance(hers, Patient):
            usual["remind_before"] = hers.remind_before
        super().__init__(*args, initial=usual, **kwargs)
        if isinstance(hers, Patient):
            self.fields["remind_before"] = forms.TypedMultipleChoiceField(
                label=_("When shall we remind you of a visit?"),
                help_text=_("If you choose none, we remind you as we usually do."),
                choices=REMINDED,
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for name, label in (("quiet_from", _("Do not write from")), ("quiet_until", _("until"))):
            self.fields[name] = UsualField(label=label, choices=hours_of_day)
        for kind in CHOSEN:
            speaks = [one for one in By if one != By.VOICE or kind in CALLED_ABOUT]
            ways = [(one.value or USUAL, one.label) for one in speaks]
            self.fields[f"{kind}_by"] = UsualField(label=_("How"), choices=ways)
            tongues = [(USUAL, _("As in your details")), *languages()]
            self.fields[f"{kind}_language"] = UsualField(label=_("Language"), choices=tongues)

    @property
    def kinds(self) -> list[tuple[str, Any, Any]]:
        """For the page: each kind of message with its two boxes."""
        return [(str(kind.label), self[f"{kind}_by"], self[f"{kind}_language"]) for kind in CHOSEN]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        first, last = told.get("quiet_from", ""), told.get("quiet_until", "")
        if bool(first) != bool(last):
            self.add_error("quiet_until" if first else "quiet_from", gettext("Choose both times, or none."))
        elif first and first == last:
            self.add_error("quiet_until", gettext("Choose two different times."))
        return told

    @property
    def wished(self) -> dict[str, Any]:
        """As the record keeps it: what is as usual is not said."""
        told = self.cleaned_data
        chosen = {kind: {name: told[f"{kind}_{name}"] for name in ("by", "language")} for kind in CHOSEN}
        others = {str(kind): {name: word for name, word in one.items() if word} for kind, one in chosen.items()}
        own = {name: told[name] for name in self.fields if not name.endswith(("_by", "_language"))}
        return own | {"wishes": {kind: one for kind, one in others.items() if one}}


class CarerWishesForm(WishesForm):
    """A carer's own addresses, and how she wishes to be told."""

    field_order = ("phone", "email", "language")
    phone = forms.CharField(
        label=_("Mobile phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language you read best"), choices=languages)

    def __init__(self, *args: Any, hers: CarerWays, **kwargs: Any) -> None:
        super().__init__(*args, hers=hers, **kwargs)
        self.initial = {**self.initial, "phone": hers.phone, "email": hers.email, "language": hers.language}

    def clean_phone(self) -> str:
        told = self.cleaned_data["phone"].strip()
        found = dialled(told)
        if told and (not found or len(found) > 30):
            raise forms.ValidationError(gettext("That is not a phone number. Please check it."))
        return found


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
        found = dialled(self.cleaned_data["phone"])
        if not found or len(found) > 30:
            raise forms.ValidationError(gettext("That is not a phone number. Please check it."))
        return found
