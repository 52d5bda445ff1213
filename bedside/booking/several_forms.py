"""What the desk may hand in about several visits at once, and about one over another."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bedside.directory.models import VisitType
from bedside.ui.answers import offer
from bedside.ui.fields import Form

from .actions.resources import CHILD
from .models import Slot
from .repeating import MOST_TIMES

NO_TIME = {"required": _("Choose a time."), "invalid": _("Choose one of the times shown.")}
WEEKS = (1, 2, 3, 4, 6, 8, 12, 26, 52)


def _rhythms() -> list[tuple[int, str]]:
    return [(weeks, ngettext("every week", "every %(num)d weeks", weeks) % {"num": weeks}) for weeks in WEEKS]


class RepeatForm(Form):
    """How often, how many times, and from when."""

    every = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=_rhythms,
        initial=1,
    )
    times = forms.IntegerField(label=_("How many visits in all"), min_value=2, max_value=MOST_TIMES, initial=6)
    slot = forms.UUIDField(
        error_messages={"required": _("Choose a time."), "invalid": _("Choose one of the times shown.")}
    )

    def __init__(self, *args: Any, first: Slot | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first is not None:
            del self.fields["slot"]


class DatesForm(Form):
    """For each day of a series its time, another time near it, or none."""

    def __init__(self, *args: Any, many: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(many):
            self.fields[f"day-{number}"] = forms.UUIDField(required=False)

    def slots(self) -> list[Slot]:
        ids = {pk for pk in self.cleaned_data.values() if pk}
        return list(Slot.objects.with_its_people().filter(pk__in=ids).order_by("starts_at"))


class AlsoForm(Form):
    """What else she comes for on the same way."""

    also = forms.ModelMultipleChoiceField(
        VisitType.objects.none(), label=_("And on the same way"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, wanted: VisitType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = VisitType.objects.filter(is_offered=True, service__is_offered=True, mode=wanted.mode)
        offer(self, "also", offered.exclude(pk=wanted.pk).select_related("service").order_by("name"))

    def clean_also(self) -> list[VisitType]:
        chosen = list(self.cleaned_data["also"])
        if len(chosen) > 4:
            raise forms.ValidationError(_("Choose between 2 and 5 visits."))
        return chosen


class WayForm(Form):
    """One of the ways shown: each visit with its time."""

    way = forms.RegexField(r"^[0-9a-f-]{36}:[0-9a-f-]{36}(,[0-9a-f-]{36}:[0-9a-f-]{36}){1,4}$")

    def clean_way(self) -> list[tuple[uuid.UUID, uuid.UUID]]:
        try:
            pairs = [one.split(":") for one in self.cleaned_data["way"].split(",")]
            return [(uuid.UUID(slot), uuid.UUID(visit_type)) for slot, visit_type in pairs]
        except ValueError:
            raise forms.ValidationError(_("Choose one of the times shown.")) from None

    def links(self) -> list[tuple[Slot, VisitType]]:
        pairs = self.cleaned_data["way"]
        slots = Slot.objects.with_its_people().in_bulk([slot for slot, _type in pairs])
        types = VisitType.objects.select_related("service").filter(is_offered=True).in_bulk([one for _s, one in pairs])
        return [(slots[slot], types[one]) for slot, one in pairs if slot in slots and one in types]


class OverForm(Form):
    """Over which time, and why it cannot wait."""

    slot = forms.UUIDField(
        error_messages={"required": _("Choose a time."), "invalid": _("Choose one of the times shown.")}
    )
    because = forms.CharField(
        label=_("Why can this visit not wait for a free time?"),
        help_text=_("Your name and this reason are kept with the visit."),
        max_length=200,
    )


class DeclineForm(Form):
    """She wishes for no interpreter: that she was offered one, why, and who speaks for her."""

    offered = forms.BooleanField(label=_("I offered a trained interpreter, free of charge"))
    said = forms.CharField(
        label=_("Why not, in the patient's own words"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    helper = forms.ChoiceField(
        label=_("Who speaks for the patient instead?"),
        choices=[
            ("nobody", _("Nobody: the patient speaks for themselves")),
            ("adult", _("An adult whom the patient has chosen")),
            (CHILD, _("Somebody under 18")),
        ],
        widget=forms.RadioSelect,
    )
