"""An answer, and when it leaves: at once, or at a time that somebody chooses, on the clinic's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.directory.clinic import the_clinic
from bedside.hours.zones import NoSuchTime, at, local
from bedside.ui.answers import may_be_empty
from bedside.ui.fields import Form
from bedside.ui.papers import PapersForm
from bedside.wording.fields import FIELD, NAME

from .models import Case, LaterAnswer


class WhenForm(Form):
    """A day and a time, or neither: then it leaves at once."""

    leaves_on = forms.DateField(
        label=_("Send on"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    leaves_at = forms.TimeField(
        label=_("At"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write a time like 17:00.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leaves_on", "leaves_at"):
            may_be_empty(self.fields[name])

    def clean(self) -> dict[str, Any]:
        """A time that the clocks leave out is none; of one that comes twice the first is meant."""
        said = super().clean() or self.cleaned_data
        day, wall = said.get("leaves_on"), said.get("leaves_at")
        said["moment"] = None
        if self.errors:
            return said
        if (day is None) != (wall is None):
            self.add_error("leaves_at" if day else "leaves_on", _("Give the day and the time, or neither."))
        elif day is not None and wall is not None:
            try:
                said["moment"] = at(day, wall, the_clinic().zone)
            except NoSuchTime:
                wrong = gettext("The clocks go forward then: there is no such time. Choose another.")
                self.add_error("leaves_at", wrong)
            except ValueError:
                self.add_error("leaves_on", _("There is no such day. Check the day, the month and the year."))
        return said

    @property
    def moment(self) -> datetime | None:
        """When it leaves; none where it leaves at once."""
        found: datetime | None = self.cleaned_data["moment"]
        return found


class AnswerForm(PapersForm, WhenForm):
    """What is said to her now, or at a time that is chosen. Files leave with what is said now alone."""

    words = forms.CharField(
        label=_("Your answer"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5, "accesskey": "a", "data-key": "r"}),
        error_messages={"required": _("Write an answer.")},
    )
    then = forms.ChoiceField(
        label=_("And then"),
        choices=[
            ("close", _("Close the case")),
            ("wait", _("Wait for the patient")),
            ("go_on", _("Keep it open: there is more to do")),
        ],
        initial="close",
        widget=forms.RadioSelect,
    )

    whom = forms.UUIDField(required=False, widget=forms.HiddenInput)  # about whom it was when the page was shown

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("moment") and said.get("papers"):
            self.add_error("papers", _("Files are sent at once only. Leave out the time, or the files."))
        return said

    def is_about(self, case: Case) -> bool:
        """Whether it can be sent; not where the message was found to be another's since the page was shown."""
        if self.is_valid() and "whom" in self.data and self.cleaned_data["whom"] != case.patient_id:
            self.add_error("words", _("This is about somebody else now. Please look again before you answer."))
        return self.is_valid()

    def clean_words(self) -> str:
        """A field that nobody has filled in keeps an answer from being sent."""
        words: str = self.cleaned_data["words"]
        for found in FIELD.finditer(words):
            if NAME.fullmatch(found[1]):
                raise forms.ValidationError(gettext("Fill in %(field)s first, or take it out.") % {"field": found[0]})
        return words


class LaterForm(AnswerForm):
    """An answer that waits is written anew, or leaves at another time."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)  # without it, somebody else was quicker

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors and said["moment"] is None:
            self.add_error("leaves_on", _("Say when it is to leave."))
        return said


def as_planned(planned: LaterAnswer) -> dict[str, Any]:
    """What stands in the form for an answer that waits."""
    there = local(planned.leaves_at, the_clinic().zone)
    said = {"words": planned.words, "then": planned.then, "version": planned.version}
    return said | {"leaves_on": there.date(), "leaves_at": there.time()}
