"""What is handed in about a complaint: by whoever complains, by whoever writes it down, by whoever looks into it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.access.models import STAFF, User
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people.models import Patient, StaffMember, staff_name
from bedside.ui.answers import offer
from bedside.ui.fields import Form
from bedside.visits.models import Visit

from .models import About, Channel, Gift, Step
from .rules import NAMES

AT_THE_DESK = [one for one in Channel if one not in {Channel.PORTAL}]
VISITS_SHOWN = 12


class Day(forms.DateInput):
    """A day as the browser lets one choose it."""

    input_type = "date"


def _words(label: Any, rows: int, longest: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, widget=area, help_text=hint)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=Day(format="%Y-%m-%d"))


class TellForm(Form):
    """What a patient, or a carer for her, tells."""

    patient = forms.ChoiceField(label=_("Who is it about?"), widget=forms.RadioSelect)
    words = _words(_("What went wrong?"), 6, 4_000, hint=_("In your own words. You need not be polite."))
    about = forms.ChoiceField(label=_("What is it most about?"), choices=About.choices)
    visit = forms.ChoiceField(label=_("Which visit?"), required=False)
    wish = _words(_("What would put it right for you?"), 2, 1_000, required=False)

    def __init__(self, *args: Any, patients: list[Patient], visits: list[Visit], shown: dict[str, str], **more: Any):
        super().__init__(*args, **more)
        self.patients = {str(one.pk): one for one in patients}
        self.visits = {str(one.pk): one for one in visits}
        offer(self, "patient", [(pk, str(one)) for pk, one in self.patients.items()])
        offer(self, "visit", [("", _("None, or I do not know")), *((pk, shown[pk]) for pk in self.visits)])
        if not visits:
            self.fields["visit"].widget = forms.HiddenInput()
        if len(self.patients) == 1:
            self.fields["patient"].widget = forms.HiddenInput()
            self.fields["patient"].initial = next(iter(self.patients))

    @property
    def whose(self) -> Patient:
        return self.patients[self.cleaned_data["patient"]]

    @property
    def told(self) -> dict[str, Any]:
        """As `complain` takes it: the visit only where it is that patient's."""
        said = self.cleaned_data
        visit = self.visits.get(said["visit"])
        hers = {self.whose.pk, *self.whose.aliases.values_list("pk", flat=True)}
        fits = visit if visit is not None and visit.patient_id in hers else None
        return {"words": said["words"], "about": said["about"], "wish": said["wish"], "visit": fits}


class SayForm(Form):
    words = _words(_("What do you want to say?"), 4, 4_000)


class TakeForm(Form):
    """What is written down for somebody who complains."""

    channel = forms.ChoiceField(label=_("How did it come?"), choices=[(one.value, one.label) for one in AT_THE_DESK])
    told_by = forms.CharField(
        label=_("Who complains, if not the patient?"), max_length=120, required=False, help_text=_("Name and relation.")
    )
    contact = forms.CharField(
        label=_("Where does our answer go?"), max_length=300, required=False, help_text=_("An address or a number.")
    )
    words = _words(_("What was said"), 6, 8_000, hint=_("In their words, not yours."))
    wish = _words(_("What would put it right?"), 2, 1_000, required=False)
    about = forms.ChoiceField(label=_("What is it most about?"), choices=About.choices)
    visit = forms.ChoiceField(label=_("Which visit?"), required=False)
    whom = forms.ChoiceField(label=_("About one of us?"), required=False)
    is_harm = forms.BooleanField(label=_("Somebody may have come to harm"), required=False)
    settled = forms.BooleanField(label=_("It is put right, and they are content"), required=False)
    gift = forms.ChoiceField(label=_("Given to put it right"), required=False)
    amount = forms.DecimalField(label=_("Worth"), required=False, min_value=0, max_value=9_999, decimal_places=2)

    def __init__(self, *args: Any, visits: list[Visit], shown: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.visits = {str(one.pk): one for one in visits}
        self.staff = {str(one.pk): one for one in StaffMember.objects.filter(is_active=True).order_by("family_name")}
        offer(self, "visit", [("", _("None, or not known")), *((pk, shown[pk]) for pk in self.visits)])
        if not visits:
            self.fields["visit"].widget = forms.HiddenInput()
        offer(self, "whom", [("", _("Nobody, or not known")), *((pk, str(one)) for pk, one in self.staff.items())])
        offer(self, "gift", [("", _("Nothing")), *Gift.choices])

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("is_harm") and said.get("settled"):
            self.add_error("settled", _("Where somebody was harmed, a manager looks into it."))
        if said.get("gift") == "" and said.get("amount"):
            self.add_error("gift", _("Say what was given."))
        return said

    @property
    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("channel", "told_by", "contact", "words", "wish", "about", "is_harm", "settled")
        return {name: said[name] for name in names} | {
            "visit": self.visits.get(said["visit"]),
            "whom": self.staff.get(said["whom"]),
        }

    @property
    def given(self) -> dict[str, Any] | None:
        """What was given on the spot, in hundredths of our money."""
        said = self.cleaned_data
        return {"what": said["gift"], "amount": int((said["amount"] or 0) * 100)} if said["gift"] else None


class HeardForm(Form):
    reply_by = _day(_("They have our answer by"))
    words = _words(_("Letter"), 12, 20_000)


class DelayForm(Form):
    because = _words(_("Why does it take longer?"), 2, 1_000, hint=_("They read it."))
    reply_by = _day(_("They have our answer by"))


class ReplyForm(Form):
    looked_into = _words(_("What we looked into"), 3, 3_000)
    found = _words(_("What we found"), 6, 8_000)
    sorry = _words(_("That we are sorry"), 2, 2_000, hint=_("To be sorry is not to be guilty."))
    changes = _words(_("What we do now"), 3, 4_000)


class NoteForm(Form):
    source = forms.CharField(label=_("Who told us, or where we read it"), max_length=200)
    words = _words(_("What we learned"), 3, 4_000)
    is_finding = forms.BooleanField(label=_("This goes into our answer"), required=False)


class StepForm(Form):
    step = forms.ChoiceField(label=_("Which step?"), choices=Step.choices)
    words = _words(_("When, who was there, what was said"), 3, 1_000)


class ChangeForm(Form):
    what = forms.CharField(label=_("What do we do differently?"), max_length=300)
    owner = forms.ChoiceField(label=_("Who sees to it?"))
    due_on = _day(_("By when"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        able = User.objects.filter(held_roles__role__in=STAFF, is_active=True).distinct()
        self.people = {str(one.pk): one for one in able}
        named = sorted(((pk, staff_name(one)) for pk, one in self.people.items()), key=lambda pair: pair[1])
        offer(self, "owner", [("", ""), *named])


class ResultForm(Form):
    result = forms.CharField(label=_("What came of it?"), max_length=500)


class CloseForm(Form):
    learned = _words(_("What did we learn?"), 3, 2_000)


class ConsentForm(Form):
    agrees = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)


class RuleForm(Form):
    rule = forms.ChoiceField(label=_("Which rule do we go by?"), choices=list(NAMES.items()), widget=forms.RadioSelect)


class GrantForm(Form):
    grant = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)


def today_at_the_clinic() -> date:
    return day_of(now(), the_clinic().zone)
