"""What people may hand in about arriving, being called, and leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place, Post, Service
from bedside.hours.clock import now
from bedside.people.models import StaffMember
from bedside.triage.models import Level
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form
from bedside.urgency.levels import HEIGHT

from .models import Room
from .room_diary import diary_of
from .room_facts import out_of_use

PUT_BACK = [
    ("no answer", _("No answer")),
    ("called in error", _("Called in error")),
    ("came back", _("Came back")),
]
LEFT = [
    ("could not wait any longer", _("Could not wait any longer")),
    ("will come another day", _("Will come another day")),
    ("was sent elsewhere", _("Was sent elsewhere")),
    ("did not answer", _("Did not answer, and is not here")),
]


IN_USE = _("Somebody is in this room already. Please choose another.")


def rooms_to_call_to(place: Place) -> QuerySet[Room]:
    """Free, and not out of use."""
    free, moment = Room.objects.free_at(place), now()
    return free.exclude(pk__in=out_of_use(place, moment) | diary_of(place, free, moment, ()).out)


def usual_room(place: Place, remembered: str | None) -> str:
    """The room somebody called to last, or else the first that is free."""
    free = [str(room.pk) for room in rooms_to_call_to(place)]
    return remembered if remembered in free else next(iter(free), "")


class NextForm(Form):
    """To which room the next person is called; `mine` asks for the next of those this clinician may see."""

    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"))
    mine = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "room", rooms_to_call_to(place))
        self.fields["room"].error_messages["invalid_choice"] = IN_USE


class CallForm(NextForm):
    """Calling somebody in particular asks why, for others wait too."""

    because = forms.CharField(label=_("Why this person now?"), max_length=200, required=False)

    def __init__(self, *args: Any, place: Place, is_next: bool, **options: Any) -> None:
        super().__init__(*args, place=place, **options)
        if is_next:
            del self.fields["because"]
        else:
            self.fields["because"].required = True


class PutBackForm(Form):
    because = forms.ChoiceField(choices=PUT_BACK)


class LeftForm(Form):
    because = forms.ChoiceField(label=_("Why does this person leave?"), choices=LEFT, widget=forms.RadioSelect)


class LowerForm(Form):
    """What a clinician who has looked finds: how urgent it is, and why it is no more than that."""

    to = forms.ChoiceField(label=_("How urgent is it?"), choices=[], widget=forms.RadioSelect)
    because = forms.CharField(label=_("Why?"), max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput)  # the version that was looked at

    def __init__(self, *args: Any, level: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "to", [(one.value, one.label) for one in Level if HEIGHT[one] < HEIGHT[level] and one != Level.SC])


class WordsForm(Form):
    """What somebody without an appointment came for, in their own words."""

    text = forms.CharField(
        label=_("What does the patient need help with?"),
        help_text=_("In the patient's own words."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\x00", "")


class WorseForm(Form):
    """What somebody who feels worse may say beside the button. Nothing she says is refused."""

    MOST = 2000
    words = forms.CharField(
        label=_("Say it in a few words, if you like"),
        max_length=MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_be_empty(self.fields["words"])


class TicketForm(Form):
    """For which service somebody waits, and for whom."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("For"), widget=forms.RadioSelect, empty_label=None)
    staff_member = forms.ModelChoiceField(
        StaffMember.objects.none(),
        label=_("With"),
        help_text=_("Leave this open for whoever is free first."),
        required=False,
    )

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        self.posts = Post.objects.offered().filter(place=place)
        services = Service.objects.filter(pk__in=self.posts.values("service"))
        members = StaffMember.objects.filter(pk__in=self.posts.values("staff_member"))
        offer(self, "service", services.order_by("name"))
        offer(self, "staff_member", members.order_by("family_name"))

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        service, member = told.get("service"), told.get("staff_member")
        if service and member and not self.posts.filter(service=service, staff_member=member).exists():
            self.add_error("staff_member", _("This person does not offer that here. Choose another."))
        return told
