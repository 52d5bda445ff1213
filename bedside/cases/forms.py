"""What staff may hand in about a case."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.inbox.models import Message
from bedside.language import dates
from bedside.people.models import staff_name
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form

from . import checking, joining
from .models import Case, Checklist, Does, Team
from .talking import named_in

NOBODY = ""


class TakeForm(Form):
    """With whom the case was when the button was shown."""

    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput)


class GiveForm(Form):
    to = forms.ChoiceField(label=_("Give to"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = offered(case)
        people = [(pk, staff_name(user)) for pk, user in self.people.items()]
        choices = [(team.value, team.label) for team in case.teams] + sorted(people, key=lambda choice: choice[1])
        offer(self, "to", [("", ""), *choices])

    @property
    def team(self) -> Team | None:
        chosen = self.cleaned_data["to"]
        return Team(chosen) if chosen in Team.values else None

    @property
    def person(self) -> User | None:
        return self.people.get(self.cleaned_data["to"])


class PassingForm(Form):
    """A manager gives what nobody has opened to somebody."""

    case = forms.UUIDField()
    to = forms.UUIDField()


def offered(case: Case) -> dict[str, User]:
    """Who may be given this case, or asked to look at it."""
    able = User.objects.filter(held_roles__role__in=case.able, is_active=True).distinct().order_by("name")
    return {str(user.pk): user for user in able}


class NoteForm(Form):
    """For us alone."""

    words = forms.CharField(
        label=_("Note for colleagues"),
        help_text=_("The patient never sees it. Name somebody with @ and they are asked to look."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the note first.")},
    )
    tell = forms.ChoiceField(label=_("Ask to look"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = offered(case)
        may_be_empty(self.fields["tell"])
        named = sorted(((pk, staff_name(user)) for pk, user in self.people.items()), key=lambda one: one[1])
        offer(self, "tell", [("", _("nobody by name")), *named])

    def clean_words(self) -> str:
        """A colleague who may not see the case is not asked; whoever writes is told, and the note stays as typed."""
        words: str = self.cleaned_data["words"]
        for one in named_in(words):
            if str(one.pk) not in self.people:
                said = gettext("%(name)s may not see this case. Take out the @ before the name.")
                raise forms.ValidationError(said % {"name": staff_name(one)})
        return words

    @property
    def person(self) -> User | None:
        return self.people.get(self.cleaned_data["tell"])


class VowForm(Form):
    """We will call you by tomorrow."""

    does = forms.ChoiceField(label=_("We will"), choices=Does.choices)
    days = forms.ChoiceField(
        label=_("By the end of"),
        choices=[
            ("1", _("the next working day")),
            ("0", _("today")),
            ("2", _("the second working day")),
            ("5", _("the fifth working day")),
        ],
    )


class HandoffForm(Form):
    """Another team is asked to go on."""

    team = forms.ChoiceField(label=_("Which team"))
    what = forms.CharField(
        label=_("What is it to do?"),
        max_length=200,
        error_messages={"required": _("Say what the other team is to do.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "team", [(team.value, team.label) for team in case.teams if team != case.team])


class JoinForm(Form):
    """Another open case of hers that is about the same."""

    other_case = forms.ChoiceField(label=_("Which case is the same?"))

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {str(one.pk): one for one in joining.may_be_joined(case, user).order_by("opened_at")[:50]}
        said = [(pk, f"{one}, {dates.day(one.opened_at, get_language() or 'en')}") for pk, one in self.cases.items()]
        offer(self, "other_case", said)

    @property
    def other(self) -> Case | None:
        return self.cases.get(self.cleaned_data["other_case"])


class SplitForm(Form):
    """A message that is about another matter."""

    message = forms.ChoiceField(label=_("Which message is about something else?"))
    subject = forms.CharField(label=_("What is it about?"), max_length=120)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.messages = {str(one.pk): one for one in joining.may_be_split_off(case)}
        short = [(pk, one.shown[:60].replace("\n", " ")) for pk, one in self.messages.items()]
        offer(self, "message", short)

    @property
    def chosen(self) -> Message | None:
        return self.messages.get(self.cleaned_data["message"])


class ToDoForm(Form):
    """What is to be done, by whom and by when; or a whole list."""

    checklist_name = forms.ChoiceField(label=_("A list"), required=False)
    task = forms.CharField(label=_("What is to be done?"), max_length=200, required=False)
    who = forms.ChoiceField(label=_("By whom"), required=False)
    by_day = forms.ChoiceField(
        label=_("By the end of"),
        required=False,
        choices=[
            ("", _("no day")),
            ("0", _("today")),
            ("1", _("the next working day")),
            ("2", _("the second working day")),
            ("5", _("the fifth working day")),
            ("10", _("the tenth working day")),
        ],
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = offered(case)
        self.lists = {str(one.pk): one for one in checking.lists().filter(is_on=True)}
        for name in self.fields:
            may_be_empty(self.fields[name])
        offer(self, "checklist_name", [("", _("none")), *[(pk, one.name) for pk, one in self.lists.items()]])
        named = sorted(((pk, staff_name(user)) for pk, user in self.people.items()), key=lambda one: one[1])
        offer(self, "who", [("", _("nobody by name")), *named])

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("task", "").strip() and not said.get("checklist_name"):
            self.add_error("task", _("Say what is to be done."))
        return said

    @property
    def checklist(self) -> Checklist | None:
        return self.lists.get(self.cleaned_data["checklist_name"])

    @property
    def person(self) -> User | None:
        return self.people.get(self.cleaned_data["who"])

    @property
    def days(self) -> int | None:
        said = self.cleaned_data["by_day"]
        return int(said) if said else None


class ClosureForm(Form):
    because = forms.CharField(label=_("Why?"), max_length=200, error_messages={"required": _("Say why.")})
    left = forms.CharField(
        label=_("Something is still to be done. Why is it left?"),
        max_length=200,
        required=False,
    )
    told = forms.BooleanField(
        label=_("I answered in another way, such as by phone"),
        help_text=_("Otherwise it counts as closed without an answer."),
        required=False,
    )


class BecauseForm(Form):
    because = forms.CharField(label=_("Why?"), max_length=200, error_messages={"required": _("Say why.")})


def why(prefix: str, typed: Form | None = None) -> Form:
    """The box for a reason, one of several on a page; what was typed into this very one stands in it still."""
    return typed if typed is not None and typed.prefix == prefix else BecauseForm(prefix=prefix)


def seen_with(case: Case) -> TakeForm:
    owner: uuid.UUID | None = case.owner_id
    return TakeForm(initial={"instead_of": owner})
