"""What people may hand in about rooms, and about what somebody needs of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.booking.hours_form import Clock
from bedside.booking.models import Means, Need
from bedside.directory.models import Place, Post, Service
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_of
from bedside.people.models import Sex
from bedside.ui.answers import offer
from bedside.ui.fields import Form

from .models import Asked, Room, RoomFacts

STEP_FREE, HOIST, ISOLATION = _("No steps"), _("A hoist"), _("Apart from others")
THINGS = [("step_free", STEP_FREE), ("hoist", HOIST), ("isolation", ISOLATION)]


class NewRoomForm(Form):
    name = forms.CharField(label=_("Name"), max_length=60)


class RoomForm(Form):
    """What a room is for and what is in it."""

    services = forms.MultipleChoiceField(
        label=_("Only for"),
        help_text=_("Choose none if it is for everything."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[],
    )
    has = forms.MultipleChoiceField(
        label=_("It has"), required=False, widget=forms.CheckboxSelectMultiple, choices=THINGS
    )
    equipment = forms.MultipleChoiceField(
        label=_("Devices in it"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    clean_minutes = forms.IntegerField(label=_("Minutes to clean it"), min_value=0, max_value=120)
    walk_minutes = forms.IntegerField(label=_("Minutes on foot from the waiting room"), min_value=0, max_value=30)

    def __init__(self, *args: Any, room: Room, facts: RoomFacts, **options: Any) -> None:
        has = {"step_free": room.step_free, "hoist": facts.hoist, "isolation": facts.isolation}
        told = {name: getattr(facts, name) for name in ("services", "equipment", "clean_minutes", "walk_minutes")}
        super().__init__(*args, initial=told | {"has": [name for name, there in has.items() if there]}, **options)
        here = Post.objects.filter(place=room.place_id, ended=False).values("service")
        those = {str(one.pk): str(one) for one in Service.objects.filter(pk__in=here)}
        those |= {str(one.pk): str(one) for one in Service.objects.filter(pk__in=facts.services)}
        offer(self, "services", sorted(those.items(), key=lambda one: one[1]))
        devices = Need.objects.filter(kind=Means.DEVICE, is_ended=False).values_list("what", flat=True)
        if things := sorted({*devices, *facts.equipment}):
            offer(self, "equipment", [(what, what) for what in things])
        else:
            del self.fields["equipment"]

    def details(self) -> dict[str, Any]:
        told: dict[str, Any] = dict(self.cleaned_data)
        has = told.pop("has")
        return told | {name: name in has for name, _said in THINGS}


class OutForm(Form):
    """Why a room cannot be used, and until when today."""

    because = forms.CharField(label=_("Why?"), max_length=200)
    until = forms.TimeField(
        label=_("Until what time"), help_text=_("Leave it out if you do not know."), widget=Clock(), required=False
    )

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        self.zone = place.zone
        super().__init__(*args, **options)

    def clean_until(self) -> datetime | None:
        told = self.cleaned_data["until"]
        if not told:
            return None
        until = at_or_after(day_of(now(), self.zone), told, self.zone)
        if until <= now():
            raise forms.ValidationError(_("This time has passed. Please choose a later one."))
        return until


class AskedForm(Form):
    """What somebody who is here needs of a room, and by whom she would rather be seen."""

    needs = forms.MultipleChoiceField(
        label=_("The room must have"), required=False, widget=forms.CheckboxSelectMultiple, choices=THINGS
    )
    sex = forms.ChoiceField(
        label=_("Seen by"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("Anybody")), (Sex.FEMALE.value, _("A woman")), (Sex.MALE.value, _("A man"))],
    )

    def __init__(self, *args: Any, asked: Asked | None, **options: Any) -> None:
        told = asked or Asked()
        first = {"needs": [name for name, _said in THINGS if getattr(told, name)], "sex": told.sex}
        super().__init__(*args, initial=first, **options)

    def details(self) -> dict[str, Any]:
        needs = self.cleaned_data["needs"]
        return {"sex": self.cleaned_data["sex"]} | {name: name in needs for name, _said in THINGS}
