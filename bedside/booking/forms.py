"""What people may hand in about appointments."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bedside.directory.models import Place, Post, VisitType
from bedside.people.models import Patient
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form
from bedside.ui.parts import language_name

from .models import Waiting
from .wishes import MODES, Wishes, own_of

ANYTHING = "any"
ONLY_THIS, ALL_FOLLOWING = "this", "following"


class CancelForm(Form):
    """Why, and of a series: this visit alone, or all that follow it too."""

    which = forms.ChoiceField(label=_("Which visits?"), widget=forms.RadioSelect, initial=ONLY_THIS)
    because = forms.CharField(label=_("Why are you cancelling?"), max_length=200)

    def __init__(self, *args: Any, later: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        if not later:
            del self.fields["which"]
            return
        following = ngettext("This one and the %(num)d after it", "This one and the %(num)d after it", later)
        choices = [(ONLY_THIS, _("Only this one")), (ALL_FOLLOWING, following % {"num": later})]
        offer(self, "which", choices)


class AnswerForm(Form):
    answer = forms.ChoiceField(choices=[("accept", _("Take this time")), ("decline", _("No, thank you"))])


class TimeForm(Form):
    slot = forms.UUIDField(
        error_messages={"required": _("Choose a time."), "invalid": _("Choose one of the times shown.")}
    )


NOTICE = [
    (1, _("1 hour")),
    (3, _("3 hours")),
    (12, _("12 hours")),
    (24, _("1 day")),
    (48, _("2 days")),
    (72, _("3 days")),
]


class SuitingForm(Form):
    """What somebody on the waiting list could take."""

    needs_notice = forms.TypedChoiceField(
        label=_("How long before must you know?"), choices=NOTICE, coerce=int, widget=forms.RadioSelect
    )
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Where can you come?"), required=False, empty_label=_("Anywhere")
    )

    def __init__(self, *args: Any, waiting: Waiting, **options: Any) -> None:
        first = {"needs_notice": waiting.needs_notice, "place": waiting.place_id}
        super().__init__(*args, initial=first, **options)
        here = Place.objects.working().filter(posts__service=waiting.visit_type.service_id)
        hers = Place.objects.filter(pk=waiting.place_id) if waiting.place_id else Place.objects.none()
        offer(self, "place", here | hers.distinct())

    @property
    def wished(self) -> dict[str, Any]:
        return {"place": self.cleaned_data["place"], "needs_notice": self.cleaned_data["needs_notice"]}


class FindForm(Form):
    """What she needs, in her own words; and for whom, where it can be more than one."""

    text = forms.CharField(
        label=_("What do you need help with?"),
        help_text=_("In your own words, for example “my knee hurts”."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    patient = forms.ModelChoiceField(
        Patient.objects.none(), label=_("Who is it for?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, patients: list[Patient], **options: Any) -> None:
        super().__init__(*args, **options)
        if len(patients) < 2:
            del self.fields["patient"]
        else:
            offer(self, "patient", Patient.objects.filter(pk__in=[patient.pk for patient in patients]))

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\x00", "")


class ServiceForm(FindForm):
    """The same for one service: what she needs there, and which kind of visit, where there are several."""

    visit_type = forms.ModelChoiceField(
        VisitType.objects.none(), label=_("How would you like to be seen?"), widget=forms.RadioSelect, empty_label=None
    )
    field_order = ("patient", "visit_type", "text")

    def __init__(self, *args: Any, kinds: QuerySet[VisitType], **options: Any) -> None:
        super().__init__(*args, **options)
        self._kinds = list(kinds)
        offer(self, "visit_type", kinds)
        if len(self._kinds) < 2:
            del self.fields["visit_type"]

    @property
    def kind(self) -> VisitType:
        """What she wishes to book, once the form is valid."""
        chosen: VisitType = self.cleaned_data.get("visit_type") or self._kinds[0]
        return chosen


class WishesForm(Form):
    """By whom, where and how. What makes no difference here is not asked; a choice that is not offered is no wish."""

    clinician = forms.ChoiceField(label=_("Who sees you"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    mode = forms.ChoiceField(label=_("How"), required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    postcode = forms.CharField(label=_("Your postcode"), max_length=12, required=False)
    order = forms.ChoiceField(label=_("Show first"), required=False)
    step_free = forms.BooleanField(label=_("Way in without steps"), required=False)

    def __init__(self, *args: Any, posts: Sequence[Post], modes: Collection[str], own: object, **options: Any) -> None:
        super().__init__(*args, **options)
        self._words: dict[str, dict[str, Any]] = {}
        people = [post.staff_member for post in posts]
        places = list(dict.fromkeys(post.place for post in posts))
        spoken = sorted({code for one in people for code in one.languages}, key=language_name)
        sexes = {one.sex for one in people}
        whose = [(sex, said) for sex, said in (("female", _("A woman")), ("male", _("A man"))) if sex in sexes]
        if own:
            self._offer("clinician", _("Anyone"), [("own", _("My own: %(name)s") % {"name": own}), *whose])
        else:
            self._offer("clinician", _("Anyone"), whose, least=2)
        self._offer("language", _("Any language"), [(code, language_name(code)) for code in spoken], least=2)
        self._offer("mode", _("Any way"), [(mode, MODES[mode]) for mode in MODES if mode in modes], least=2)
        self._offer("place", _("Anywhere"), [(str(place.pk), str(place)) for place in places], least=2)
        several = len({place.postcode for place in places if place.postcode}) > 1
        nearest = [("near", _("The nearest"))] if several else []
        self._offer("order", _("What fits best"), [("soonest", _("The soonest")), *nearest] if modes else [])
        if not several or not modes:
            del self.fields["postcode"]
        if {place.step_free for place in places} != {True, False}:
            del self.fields["step_free"]
        for field in self.fields.values():
            may_be_empty(field)  # not choosing is a wish too

    def _offer(self, name: str, anything: Any, choices: list[tuple[str, Any]], least: int = 1) -> None:
        """The choices of one field, anything first; without a real choice the field is left out."""
        if len(choices) < least:
            del self.fields[name]
            return
        offer(self, name, [(ANYTHING, anything), *choices])
        self._words[name] = dict(choices)

    def said(self) -> list[str]:
        """What was chosen before, in words."""
        chosen = []
        for name, field in self.fields.items():
            value = self.initial.get(name)
            if name in self._words:
                chosen += [str(self._words[name][value])] if value in self._words[name] else []
            elif isinstance(field, forms.BooleanField) and value:
                chosen.append(str(field.label))
        return chosen

    def wishes(self) -> Wishes:
        """What was chosen, and nothing of what was not offered or was not well."""
        return Wishes(**{name: value for name, value in self.cleaned_data.items() if value != ANYTHING})


class WantForm(Form):
    visit_type = forms.UUIDField()


def form_of_wishes(
    posts: Sequence[Post],
    seen: Counter[uuid.UUID],
    wishes: Wishes,
    postcode: str,
    data: Mapping[str, Any] | None = None,
    *,
    modes: Collection[str] = tuple(MODES),
) -> WishesForm:
    """The wishes that make a difference among these posts, as they were chosen before or are handed in now."""
    own = own_of(seen, [post.staff_member for post in posts])
    chosen = {name: value or ANYTHING for name, value in asdict(wishes).items()}
    first = chosen | {"step_free": wishes.step_free, "postcode": postcode}
    return WishesForm(data, posts=posts, modes=modes, own=own, initial=first)
