"""What a patient and the ward may hand in about a stay."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bedside.booking.models import Appointment
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_of
from bedside.language import dates
from bedside.people.models import StaffMember
from bedside.ui.answers import offer
from bedside.ui.fields import DayField, Form

from .kinds import Allergy, Coming, Custom, Line, Meal, Settled, Test, Texture
from .models import Bed, GoingHome, Stay, Ward

LONGEST = 4_000


class AskForm(Form):
    words = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("That is too long for one message. Please say it in fewer words, or call us."),
        },
    )


class ComingForm(Form):
    coming = forms.ChoiceField(
        label=_("Who may visit?"), choices=[one for one in Coming.choices if one[0]], widget=forms.RadioSelect
    )
    who_comes = forms.CharField(
        label=_("Who may come?"),
        help_text=_("Only if some people may come. First names will do."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("coming") == Coming.SOME and not told.get("who_comes"):
            self.add_error("who_comes", _("Say who may come."))
        return told


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def near_days(zone: str, first: int, last: int) -> list[tuple[str, str]]:
    """The days around today, as they are said: what is planned in a ward is never far away."""
    today, language = day_of(now(), zone), get_language() or "en"
    days = [today + timedelta(days=away) for away in range(first, last + 1)]
    return [(day.isoformat(), dates.near_day(day, language, today)) for day in days]


def moment_of(day: str, wall: time | None, zone: str) -> datetime | None:
    """The moment of a day and a time, by the house's rule for the two odd hours of the year; half of one is none."""
    return at_or_after(date.fromisoformat(day), wall, zone) if day and wall is not None else None


class WardForm(Form):
    """A form of the ward about one stay, whose days and times are those of the wall there."""

    def __init__(self, *args: Any, stay: Stay, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stay, self.zone = stay, stay.zone

    def choose_day(self, name: str, first: int = 0, last: int = 6) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = near_days(self.zone, first, last)
        if chosen.required:
            chosen.initial = day_of(now(), self.zone).isoformat()
        else:
            chosen.choices = [("", ""), *near_days(self.zone, first, last)]

    def moment(self, day: str, wall: str) -> datetime | None:
        return moment_of(self.cleaned_data.get(day, ""), self.cleaned_data.get(wall), self.zone)

    def both_or_neither(self, day: str, wall: str) -> None:
        if bool(self.cleaned_data.get(day)) != (self.cleaned_data.get(wall) is not None):
            self.add_error(wall, _("Give the day and the time, or neither."))


def _day(label: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required)


def _time(label: Any, *, required: bool = True, help_text: Any = "") -> forms.TimeField:
    wrong = {"invalid": _("Write a time like 17:00.")}
    return forms.TimeField(label=label, required=required, help_text=help_text, widget=Clock(), error_messages=wrong)


class AdmitForm(Form):
    bed = forms.ModelChoiceField(Bed.objects.none(), label=_("Bed"))
    reason = forms.CharField(
        label=_("Why, in plain words"), help_text=_("The patient reads it."), max_length=200, required=False
    )
    home_day = DayField(label=_("Probably home on"), help_text=_("Leave it out if nobody knows."), required=False)
    private = forms.BooleanField(label=_("Confidential: only those who treat the patient see it"), required=False)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "bed", Bed.objects.free_at(place))


class MoveForm(WardForm):
    bed = forms.ModelChoiceField(Bed.objects.none(), label=_("New bed"))
    because = forms.CharField(label=_("Why?"), max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "bed", Bed.objects.free_at(self.stay.place))


class HomeDayForm(WardForm):
    home_day = DayField(label=_("Probably home on"), help_text=_("Leave it out if nobody knows."), required=False)
    because = forms.CharField(
        label=_("Why does the day change?"), help_text=_("The patient reads it."), max_length=200, required=False
    )


class NextStepForm(WardForm):
    next_step = forms.CharField(
        label=_("What happens next"),
        help_text=_("The patient reads it."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhoComesForm(WardForm, ComingForm):
    """What a patient has said to a nurse about visits."""


class TeamForm(WardForm):
    """Who looks after her today; what is left as it is stays."""

    nurse_day = forms.ModelChoiceField(StaffMember.objects.none(), label=_("Nurse by day"), required=False)
    nurse_night = forms.ModelChoiceField(StaffMember.objects.none(), label=_("Nurse by night"), required=False)
    doctor_day = forms.ModelChoiceField(StaffMember.objects.none(), label=_("Doctor"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        working = StaffMember.objects.filter(is_active=True, posts__ended=False, posts__place=self.stay.place)
        for name in self.fields:
            offer(self, name, working.distinct().order_by("family_name", "given_name"))


class DietForm(WardForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)  # the version that was read
    allergy = forms.ChoiceField(label=_("Allergies"), choices=Allergy.choices, widget=forms.RadioSelect)
    allergies = forms.CharField(label=_("What must not be given"), max_length=300, required=False)
    meal = forms.ChoiceField(label=_("Food"), choices=Meal.choices, widget=forms.RadioSelect, initial=Meal.NORMAL)
    texture = forms.ChoiceField(
        label=_("How it is served"), choices=Texture.choices, widget=forms.RadioSelect, initial=Texture.NORMAL
    )
    customs = forms.MultipleChoiceField(
        label=_("Customs"), choices=Custom.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=_("Anything else"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("allergy") == Allergy.SOME and not told.get("allergies"):
            self.add_error("allergies", _("Say what must not be given."))
        if told.get("allergy") != Allergy.SOME and told.get("allergies"):
            self.add_error("allergy", _("Something is written below. Choose “Yes”, or take it out."))
        return told


class FastForm(WardForm):
    why = forms.CharField(label=_("For what"), help_text=_("The patient reads it."), max_length=120)
    food_day = _day(_("Nothing to eat from: day"))
    food_time = _time(_("Nothing to eat from: time"))
    drink_day = _day(_("Clear drinks until: day"), required=False)
    drink_time = _time(
        _("Clear drinks until: time"), required=False, help_text=_("Leave it out if they are fine all the time.")
    )
    until_day = _day(_("Probably over: day"), required=False)
    until_time = _time(
        _("Probably over: time"), required=False, help_text=_("A nurse is asked then. It never ends by itself.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, first in (("food_day", -1), ("drink_day", -1), ("until_day", 0)):
            self.choose_day(name, first)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in ("drink", "until"):
            self.both_or_neither(f"{name}_day", f"{name}_time")
        if not self.errors:
            for name, wall in (("food_from", "food"), ("drink_from", "drink"), ("until", "until")):
                told[name] = self.moment(f"{wall}_day", f"{wall}_time")
        return told


class ProlongForm(WardForm):
    until_day = _day(_("Probably over: day"))
    until_time = _time(_("Probably over: time"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choose_day("until_day")


class PlanForm(WardForm):
    kind = forms.ChoiceField(label=_("What"), choices=Test.choices)
    name = forms.CharField(label=_("Its name, if it has another"), max_length=80, required=False)
    words = forms.CharField(
        label=_("What it is, in plain words"),
        help_text=_("Leave it out and the patient reads our own words for it."),
        max_length=300,
        required=False,
    )
    day = _day(_("Day"))
    at = _time(_("Time"), required=False, help_text=_("Leave it out if nobody knows."))
    where = forms.CharField(label=_("Where"), max_length=80, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choose_day("day", last=13)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("kind") == Test.OTHER and not told.get("name"):
            self.add_error("name", _("Say what it is called."))
        return told


class VisitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Appointment) -> str:
        said = dates.day_and_time(obj.starts_at, get_language() or "en", obj.zone)
        return f"{said}: {obj.visit_type}, {obj.staff_member}"


class LineForm(Form):
    """One thing for going home."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("How far is it?"), choices=Settled.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What the patient should know, or why it is not needed"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    appointment = VisitField(Appointment.objects.none(), label=_("The visit that is booked"), required=False)

    def __init__(self, *args: Any, line: GoingHome, booked: QuerySet[Appointment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.line = line
        if line.line == Line.FOLLOW_UP:
            offer(self, "appointment", booked)
        else:
            del self.fields["appointment"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        state = told.get("state")
        if state == Settled.NOT_NEEDED and not told.get("words"):
            self.add_error("words", _("Say why this is not needed."))
        if state == Settled.DONE and "appointment" in self.fields and not told.get("appointment"):
            self.add_error("appointment", _("Book the next visit first, or say why there is no need."))
        return told


class NewWardForm(Form):
    name = forms.CharField(label=_("Name of the ward"), max_length=60)
    phone = forms.CharField(label=_("Phone of the ward"), max_length=30, required=False)


class NewBedForm(Form):
    ward = forms.ModelChoiceField(Ward.objects.none(), label=_("Ward"))
    name = forms.CharField(label=_("Name of the bed"), max_length=20)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "ward", Ward.objects.filter(place=place).order_by("name"))
