"""What managers and clinicians may hand in about a message to many."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.directory.clinic import the_clinic
from bedside.directory.models import Place, Service, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.language import dates
from bedside.people.models import StaffMember
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import DayField, Form
from bedside.wording.checking import LANGUAGES

from .actions import WIDEST
from .models import MOST_DAYS, MOST_MONTHS, OLDEST, Mailing, Whom
from .saying import amiss

OF_VISITS = ("place", "service", "visit_type", "staff_member")
FURTHEST = 31  # days until the last day on which it may leave


class MailingForm(Form):
    """Why it is sent, to whom, until when, and its words in each language."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("What it is about"), max_length=120)
    why = forms.CharField(label=_("Why it is sent"), help_text=_("Only staff read this."), max_length=200)
    whom = forms.ChoiceField(label=_("Who gets it"), choices=Whom.choices, widget=forms.RadioSelect)
    first_day = DayField(label=_("First day of the visits"), required=False)
    last_day = DayField(label=_("Last day of the visits"), required=False)
    months = forms.IntegerField(label=_("In how many months"), required=False, min_value=1, max_value=MOST_MONTHS)
    place = forms.ModelChoiceField(label=_("Where"), queryset=Place.objects.none(), required=False)
    service = forms.ModelChoiceField(label=_("For what"), queryset=Service.objects.none(), required=False)
    visit_type = forms.ModelChoiceField(label=_("Kind of visit"), queryset=VisitType.objects.none(), required=False)
    staff_member = forms.ModelChoiceField(label=_("With whom"), queryset=StaffMember.objects.none(), required=False)
    without_visit = forms.BooleanField(label=_("Only who has no visit to come"), required=False)
    age_from = forms.IntegerField(label=_("Youngest age"), required=False, min_value=0, max_value=OLDEST)
    age_to = forms.IntegerField(label=_("Oldest age"), required=False, min_value=0, max_value=OLDEST)
    language = forms.ChoiceField(label=_("Only who reads"), required=False)
    last_send_day = DayField(label=_("Last day on which it may be sent"))

    def __init__(self, *args: Any, mailing: Mailing | None, reader: str, **kwargs: Any) -> None:
        self.today = day_of(now(), the_clinic().zone)
        super().__init__(*args, initial=_as_it_stands(mailing, self.today), **kwargs)
        offer(self, "place", Place.objects.working())
        offer(self, "service", Service.objects.filter(is_offered=True, is_sensitive=False).order_by("name"))
        kinds = VisitType.objects.filter(is_offered=True, service__is_sensitive=False)
        offer(self, "visit_type", kinds.order_by("service__name", "name"))
        working = StaffMember.objects.filter(is_active=True, posts__ended=False).distinct()
        offer(self, "staff_member", working.order_by("family_name", "given_name"))
        named = {code: (dates.known(code).get_language_name(reader) or code).capitalize() for code in LANGUAGES}
        offer(self, "language", [("", gettext("any language")), *named.items()])
        for code in LANGUAGES:
            box = forms.Textarea(attrs={"rows": 4, "dir": "auto", "lang": code})
            self.fields[f"words_{code}"] = forms.CharField(
                label=named[code], required=False, max_length=1_200, widget=box
            )
        for name, each in self.fields.items():
            if not each.required and name not in {"version", "without_visit"}:
                may_be_empty(each)

    @property
    def boxes(self) -> list[Any]:
        return [self[f"words_{code}"] for code in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self._days(said)
        if said.get("whom") == Whom.SEEN and said.get("months") is None and "months" not in self.errors:
            self.add_error("months", gettext("Say in how many months, from 1 to 60."))
        youngest, oldest = said.get("age_from"), said.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", gettext("The oldest age must not be below the youngest."))
        for one in amiss({code: said.get(f"words_{code}", "") for code in LANGUAGES}):
            self.add_error(f"words_{one.language}", one.say)
        return said

    def _days(self, said: dict[str, Any]) -> None:
        first, last, until = (said.get(name) for name in ("first_day", "last_day", "last_send_day"))
        if said.get("whom") == Whom.BOOKED:
            for name, day in (("first_day", first), ("last_day", last)):
                if day is None and name not in self.errors:
                    self.add_error(name, gettext("Enter a day, a month and a year."))
            if first and last and last < first:
                self.add_error("last_day", gettext("The last day must not be before the first."))
            elif last and last < self.today:
                self.add_error("last_day", gettext("These days are over."))
            elif first and last and (last - first).days > MOST_DAYS:
                self.add_error("last_day", gettext("Choose at most 92 days."))
        if until and not self.today <= until <= self.today + timedelta(days=FURTHEST):
            self.add_error("last_send_day", gettext("Choose a day from today on, within a month."))

    @property
    def told(self) -> dict[str, Any]:
        """What was said, without what does not belong to whom it is for."""
        said = dict(self.cleaned_data)
        words = {code: said[f"words_{code}"].replace("\r\n", "\n").strip() for code in LANGUAGES}
        kept = {name: said[name] for name in ("name", "why", "whom", "last_send_day", *WIDEST)}
        unasked: tuple[str, ...] = ("first_day", "last_day") if said["whom"] != Whom.BOOKED else ("without_visit",)
        unasked += ("months",) if said["whom"] != Whom.SEEN else ()
        unasked += OF_VISITS if said["whom"] == Whom.ALL else ()
        return kept | {name: WIDEST[name] for name in unasked} | {"words": words}


class ConfirmForm(Form):
    """The number of people, typed by whoever sends it."""

    number = forms.IntegerField(label=_("Type the number of people who get it"))


class NotSoForm(Form):
    because = forms.CharField(label=_("What has to be changed?"), max_length=200)


def _as_it_stands(mailing: Mailing | None, today: date) -> dict[str, Any]:
    if mailing is None:
        return {"version": 0, "whom": Whom.BOOKED, "last_send_day": today}
    told = {name: getattr(mailing, name) for name in ("version", "name", "why", "whom", "last_send_day", *WIDEST)}
    told |= {name: getattr(mailing, f"{name}_id") for name in OF_VISITS}
    return told | {f"words_{code}": words for code, words in mailing.words.items()}
