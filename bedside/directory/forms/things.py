"""What those who run the house may say of what we offer."""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bedside.journal.models import Record
from bedside.language import dates
from bedside.people.models import Sex, StaffMember
from bedside.ui.answers import offer
from bedside.ui.fields import DayField, Form

from ..clinic import the_clinic
from ..models import Closure, Mode, Place, Post, Priced, Service, VisitType
from ..prices import whole

EVERY = "every"  # place of ours: stands where a place would
MODES = [(Mode.IN_PERSON, _("In person")), (Mode.PHONE, _("By phone")), (Mode.VIDEO, _("By video"))]
SPOKEN_HERE = "en ar bn cs cy de el es fa fr gu hi hu it lt nl pa pl pt ro ru so sq ta tr uk ur vi zh"


def prose(label: Any, *, most: int = 400, rows: int = 2, hint: Any = "", required: bool = False) -> forms.CharField:
    """Words for patients, of a line or two."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=hint)


class Editing(Form):
    """What is said of one thing. Each field has the name of the thing's own; `prose_of` are words for patients."""

    prose_of: ClassVar[tuple[str, ...]] = ()
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, thing: Record, **kwargs: Any) -> None:
        self.thing = thing
        super().__init__(*args, initial=self.told_of(thing), **kwargs)

    def told_of(self, thing: Record) -> dict[str, Any]:
        """The thing as the form shows it."""
        return {name: getattr(thing, name) for name in self.base_fields if hasattr(thing, name)}

    def details(self) -> dict[str, Any]:
        """What was handed in, in the thing's own words."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def as_told(self) -> Any:
        """The thing as it would be, saved nowhere."""
        would_be = copy(self.thing)
        for name, value in self.details().items():
            setattr(would_be, name, value)
        return would_be

    def written(self) -> list[tuple[Any, str]]:
        """The words for patients as they stand in the form, with the label of each."""
        return [(self.fields[name].label, str(self[name].value() or "")) for name in self.prose_of]


class PricedForm(Editing):
    """A sum, or words, or both."""

    thing: Priced
    amount = forms.DecimalField(
        label=_("Price"),
        help_text=_("0 where it is free. Leave it empty where there is no one price."),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
    )
    price = forms.CharField(
        label=_("Words beside the price"), help_text=_("For example: for each jab"), required=False, max_length=60
    )

    def told_of(self, thing: Record) -> dict[str, Any]:
        assert isinstance(thing, Priced)
        sum_of = thing.price_minor
        return super().told_of(thing) | {"amount": None if sum_of is None else _plain(sum_of, thing.currency)}

    def details(self) -> dict[str, Any]:
        told = super().details()
        amount = told.pop("amount")
        currency = self.thing.currency or the_clinic().pack.currency
        minor = None if amount is None else int(amount.scaleb(get_currency_precision(currency)))
        return told | {"price_minor": minor, "currency": "" if minor is None else currency}


def _plain(minor: int, currency: str) -> Decimal:
    """25 and not 25.00, but 25.50."""
    sum_of = whole(minor, currency or the_clinic().pack.currency)
    return sum_of.quantize(Decimal(1)) if sum_of == sum_of.to_integral_value() else sum_of


class ServiceForm(PricedForm):
    """A service."""

    prose_of = ("name", "purpose", "who_for")
    thing: Service
    name = forms.CharField(label=_("Name"), max_length=200)
    purpose = prose(_("What it is for"), hint=_("In plain words: For a sore knee, hip, shoulder or back."))
    who_for = forms.CharField(label=_("Who may use it"), max_length=200, required=False)
    min_age = forms.IntegerField(label=_("Youngest age"), required=False, min_value=0, max_value=120)
    max_age = forms.IntegerField(label=_("Oldest age"), required=False, min_value=0, max_value=120)
    words = prose(
        _("Words people use for it"), most=2000, rows=3, hint=_("With commas between: knee, sore joint, back pain")
    )
    is_sensitive = forms.BooleanField(
        label=_("Its name alone tells too much"),
        help_text=_("Visits are then confidential, and no times are given to other systems."),
        required=False,
    )
    field_order = ["version", "name", "purpose", "who_for", "min_age", "max_age", "amount", "price", "words"]

    def told_of(self, thing: Record) -> dict[str, Any]:
        assert isinstance(thing, Service)
        return super().told_of(thing) | {"words": ", ".join(thing.words.get("en", []))}

    def details(self) -> dict[str, Any]:
        told = super().details()
        return told | {"words": self.thing.words | {"en": phrases(told["words"])}}


def phrases(text: str) -> list[str]:
    """What was written with commas or in lines, each once."""
    return list(dict.fromkeys(filter(None, (part.strip() for part in re.split(r"[,\n;]", text)))))


class VisitTypeForm(PricedForm):
    """A kind of visit within a service."""

    prose_of = ("name", "prepare", "bring")
    thing: VisitType
    name = forms.CharField(label=_("Name"), max_length=200)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480)
    mode = forms.ChoiceField(label=_("How it takes place"), choices=MODES, widget=forms.RadioSelect)
    fast_food_hours = forms.IntegerField(
        label=_("Hours without food before"),
        help_text=_("Patients read the clock time of their own visit."),
        required=False,
        min_value=1,
        max_value=24,
    )
    fast_drink_hours = forms.IntegerField(
        label=_("Hours without drink before"),
        help_text=_("Leave it empty where water is fine."),
        required=False,
        min_value=1,
        max_value=12,
    )
    prepare = prose(_("How else to prepare"))
    bring = prose(_("What to bring"))
    field_order = ["version", "name", "minutes", "mode", "fast_food_hours", "fast_drink_hours", "prepare", "bring"]


class PersonForm(Editing):
    """What patients may know of somebody who works here."""

    prose_of = ("job", "about")
    thing: StaffMember
    title = forms.CharField(label=_("Title"), max_length=20, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    job = forms.CharField(label=_("Job, in plain words"), max_length=60, required=False)
    about = prose(_("About"), most=600, rows=3, hint=_("Whom and what they like to help with."))
    sex = forms.ChoiceField(label=_("Gender"), choices=Sex.choices, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    has_page = forms.BooleanField(label=_("Has a public page"), required=False)

    def __init__(self, *args: Any, thing: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        codes = dict.fromkeys((*SPOKEN_HERE.split(), *thing.languages))
        reader = (get_language() or "en").split("-")[0]
        names = [(code, dates.known(code).get_language_name(reader) or code) for code in codes]
        offer(self, "languages", sorted(names, key=lambda one: one[1]))


class PlaceForm(Editing):
    """A place of ours."""

    prose_of = ("getting_here", "parking", "access_notes")
    name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    town = forms.CharField(label=_("Town"), max_length=100, required=False)
    region = forms.CharField(label=_("County or state"), max_length=60, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))
    step_free = forms.BooleanField(label=_("Step-free"), required=False)
    hearing_loop = forms.BooleanField(label=_("Hearing loop"), required=False)
    getting_here = prose(_("How to get here"))
    parking = prose(_("Parking"))
    access_notes = prose(_("Access"), hint=_("Doors, toilets, a quiet room, help at the door."))
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)


class ClosureForm(Editing):
    """Days on which a place is shut."""

    prose_of = ("reason",)
    place = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    reason = forms.CharField(
        label=_("Why"), help_text=_("Patients read this. For example: Staff training"), max_length=200
    )

    def __init__(self, *args: Any, thing: Record, today: date, **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        places = [(str(place.pk), place.said("name")) for place in Place.objects.ours().filter(is_open=True)]
        offer(self, "place", [*places, (EVERY, _("Every place"))])
        self.fields["first_day"].first = today  # type: ignore[attr-defined]

    def told_of(self, thing: Record) -> dict[str, Any]:
        assert isinstance(thing, Closure)
        nowhere = EVERY if thing.version else ""  # what is new is shut nowhere until somebody says where
        return super().told_of(thing) | {"place": str(thing.place_id or nowhere)}

    def clean_place(self) -> Place | None:
        said = self.cleaned_data["place"]
        return None if said == EVERY else Place.objects.get(pk=said)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not be before the first."))
        return told


class PostForm(Form):
    """What somebody does, and where."""

    service = forms.ModelChoiceField(label=_("What for"), queryset=Service.objects.none())
    place = forms.ModelChoiceField(label=_("Where"), queryset=Place.objects.none())

    def __init__(self, *args: Any, member: StaffMember, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        services, places = Service.objects.filter(is_offered=True), Place.objects.ours().filter(is_open=True)
        offer(self, "service", services.order_by("name"))
        offer(self, "place", places)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if {"service", "place"} <= told.keys():
            one = {name: told[name] for name in ("service", "place")}
            if Post.objects.filter(staff_member=self.member, ended=False, **one).exists():
                self.add_error("service", _("This person already provides this service there."))
        return told


class AgainForm(Form):
    """Which version somebody had before them when they chose."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class StopForm(AgainForm):
    """Why something is no longer offered."""

    because = forms.CharField(label=_("Why?"), max_length=200)
