"""What those who plan may hand in about rooms, devices, interpreters and groups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_bounds, day_of
from bedside.language import dates
from bedside.people.models import Sex
from bedside.ui.answers import offer
from bedside.ui.fields import DayField, Form

from .hours_form import Clock
from .models import Means, Need, Resource
from .needs import told_as
from .wishes import MODES

SPOKEN = "ar bn cs cy de el es fa fr gu hi hu it lt nl pa pl pt ro ru so sq ta tr uk ur vi zh"


class ResourceForm(Form):
    """What is said of a room, a device or an interpreter."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    name = forms.CharField(label=_("Name"), max_length=100)
    what = forms.CharField(
        label=_("What it is"),
        help_text=_("One word for all of its kind, for example: ultrasound"),
        max_length=60,
    )
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Where"), required=False, empty_label=_("Wherever it is asked for")
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple, choices=[])
    modes = forms.MultipleChoiceField(
        label=_("Interprets"),
        help_text=_("Choose none for every way."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(MODES.items()),
    )
    sex = forms.ChoiceField(
        label=_("Gender"),
        help_text=_("Some patients wish for one of their own."),
        choices=Sex.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, thing: Resource, **kwargs: Any) -> None:
        self.thing = thing
        told = {name: getattr(thing, name) for name in ("version", "name", "what", "languages", "modes", "sex")}
        super().__init__(*args, initial=told | {"place": thing.place_id}, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = Place.objects.working()
        if thing.kind == Means.ROOM:
            place.required, place.empty_label = True, None
            place.error_messages["required"] = _("Say where the room is.")
        asked = {Means.DEVICE: {"what"}, Means.INTERPRETER: {"languages", "modes", "sex"}}.get(Means(thing.kind), set())
        for name in {"what", "languages", "modes", "sex"} - asked:
            del self.fields[name]
        if "languages" in self.fields:
            reader = (get_language() or "en").split("-")[0]
            codes = dict.fromkeys((*SPOKEN.split(), *thing.languages))
            names = [(code, dates.known(code).get_language_name(reader) or code) for code in codes]
            offer(self, "languages", sorted(names, key=lambda one: one[1]))

    def clean_what(self) -> str:
        """As it is written of those we have: one kind of device is not two because of a capital letter."""
        written = str(self.cleaned_data["what"]).strip()
        there = Resource.objects.filter(kind=self.thing.kind, what__iexact=written).exclude(pk=self.thing.pk)
        return there.values_list("what", flat=True).first() or written

    def details(self) -> dict[str, Any]:
        """What was handed in, in the resource's own words."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OutForm(Form):
    """From when until when something cannot be had, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    begins = forms.TimeField(
        label=_("From what time"), help_text=_("Leave it out for whole days."), widget=Clock(), required=False
    )
    ends = forms.TimeField(label=_("Until what time"), widget=Clock(), required=False)
    because = forms.CharField(label=_("Why?"), help_text=_("For example: repair"), max_length=200)

    def __init__(self, *args: Any, zone: str, version: int, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.fields["first"].first = day_of(now(), zone)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last:
            told["starts_at"] = at_or_after(first, told.get("begins") or time(0), self.zone)
            told["ends_at"] = self._end(last, told.get("ends"))
            if told["ends_at"] <= told["starts_at"]:
                self.add_error("last", _("The end must come after the beginning."))
        return told

    def _end(self, last: date, ends: time | None) -> datetime:
        return at_or_after(last, ends, self.zone) if ends else day_bounds(last, self.zone)[1]


class BackForm(Form):
    """Which of the times out of use is over."""

    version = forms.IntegerField()
    starts_at = forms.DateTimeField()


class RetireForm(Form):
    """Why we have it no more."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(label=_("Why?"), max_length=200)


class NeedsForm(Form):
    """What a kind of visit cannot be without."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    needs = forms.MultipleChoiceField(
        label=_("Besides the clinician it needs"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, *args: Any, visit_type: VisitType, needs: Iterable[Need], **kwargs: Any) -> None:
        there = list(needs)
        chosen = [f"{need.kind}:{need.what}" for need in there]
        super().__init__(*args, initial={"seen": told_as(there), "needs": chosen}, **kwargs)
        known = Resource.objects.in_use().exclude(kind=Means.INTERPRETER).values_list("kind", "what")
        had = {(need.kind, need.what) for need in there}
        kinds = sorted({*known, *had, (Means.ROOM.value, "")})
        offer(self, "needs", [(f"{kind}:{what}", said_of(kind, what)) for kind, what in kinds])

    def wanted(self) -> list[tuple[str, str]]:
        found = [str(one).partition(":") for one in self.cleaned_data["needs"]]
        return [(kind, what) for kind, _colon, what in found]


def said_of(kind: str, what: str) -> str:
    """What is needed, and of how many there is a choice."""
    many = Resource.objects.in_use().filter(kind=kind, what=what).count()
    name = f"{what[:1].upper()}{what[1:]}" or str(Means(kind).label)
    return str(_("%(what)s (%(choice)s)")) % {
        "what": name,
        "choice": ngettext("we have %(num)d", "we have %(num)d", many) % {"num": many} if many else _("we have none"),
    }


class SeatsForm(Form):
    """How many may come to a meeting of a group."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seats = forms.IntegerField(label=_("Seats"), min_value=2, max_value=100)
