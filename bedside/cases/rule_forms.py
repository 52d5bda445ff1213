"""What managers may hand in about the rules by which cases come to teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place
from bedside.inbox.models import Channel
from bedside.people.models import staff_name
from bedside.teams.actions import staff
from bedside.teams.models import WITH_PATIENTS_TEAMS
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form

from .models import BY_RULES, Checklist, Kind

CAME_BY = {
    Channel.PORTAL: _("Portal"),
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("Text message"),
    Channel.VOICE: _("Phone call"),
    Channel.CHAT: _("Web chat"),
}
MOST_WORDS = 40
CHOOSE = ("kinds", "channels", "languages", "places", "first")


def many(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


def languages() -> list[tuple[str, str]]:
    return [one for one in settings.LANGUAGES if len(one[0]) == 2]


def places() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in Place.objects.filter(is_open=True).order_by("name")]


class RuleForm(Form):
    """When this comes, to that team."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What the rule is called"), max_length=60, error_messages={"required": _("Give it a name.")}
    )
    words = forms.CharField(
        label=_("Any of these words"),
        help_text=_("One on each line. The beginning of a word is enough, in any language."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kinds = many(_("What it is"))
    channels = many(_("Came by"))
    languages = many(_("Language"))
    places = many(_("Where the next visit is"))
    team = forms.ChoiceField(label=_("To this team"))
    first = many(_("Who knows it best"), _("They get it first, when they are there."))
    checklist = forms.ChoiceField(label=_("With this list of things to do"), required=False)

    def __init__(self, *args: Any, rule: dict[str, Any] | None, version: int, **kwargs: Any) -> None:
        told = dict(rule or {})
        told["words"] = "\n".join(told.get("words", []))
        super().__init__(*args, initial={**told, "version": version}, **kwargs)
        offer(self, "kinds", [(kind.value, kind.label) for kind in BY_RULES])
        offer(self, "channels", [(channel.value, said) for channel, said in CAME_BY.items()])
        offer(self, "languages", languages())
        offer(self, "places", places())
        offer(self, "team", [(team.value, team.label) for team in WITH_PATIENTS_TEAMS])
        offer(self, "first", [(str(one.pk), staff_name(one)) for one in staff()])
        lists = Checklist.objects.filter(is_on=True).order_by("name")
        offer(self, "checklist", [("", _("none")), *[(str(one.pk), one.name) for one in lists]])
        for name in ("words", "checklist", *CHOOSE):
            may_be_empty(self.fields[name])

    def clean_words(self) -> list[str]:
        said = [" ".join(line.split()) for line in self.cleaned_data["words"].splitlines()]
        return list(dict.fromkeys(line[:60] for line in said if line))[:MOST_WORDS]

    def told(self) -> dict[str, Any]:
        kept = ("name", "words", "team", "checklist", *CHOOSE)
        return {name: self.cleaned_data[name] for name in kept}


def when(rule: dict[str, Any]) -> str:
    """What a rule asks, to be read in the list."""
    known: dict[str, dict[Any, Any]] = {
        "kinds": dict(Kind.choices),
        "channels": CAME_BY,
        "languages": dict(languages()),
        "places": dict(places()),
    }
    said = [", ".join(f"“{word}”" for word in rule["words"])]
    for name, words in known.items():
        said.append(", ".join(str(words.get(one, one)) for one in rule[name]))
    return "; ".join(filter(None, said)) or gettext("everything")


class RestForm(Form):
    """Who gets what no rule takes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    rest = forms.ChoiceField(label=_("What no rule takes goes to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rest", [(team.value, team.label) for team in WITH_PATIENTS_TEAMS])


class TryForm(Form):
    """Where would this message go? Nothing of it is kept."""

    words = forms.CharField(
        label=_("A message"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what a patient might write.")},
    )
    channel = forms.ChoiceField(label=_("Came by"), choices=[(one.value, said) for one, said in CAME_BY.items()])
    language = forms.ChoiceField(label=_("Language"))
    place = forms.ChoiceField(label=_("Where the next visit is"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_be_empty(self.fields["place"])
        offer(self, "language", languages())
        offer(self, "place", [("", _("no visit booked")), *places()])


class ChecklistForm(Form):
    """What is to be done each time."""

    name = forms.CharField(
        label=_("What the list is called"), max_length=100, error_messages={"required": _("Give it a name.")}
    )
    lines = forms.CharField(
        label=_("What is to be done"),
        help_text=_("One thing on each line. “Call the pharmacy, 2” is due after two working days."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write one thing at least.")},
    )
    is_on = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        lines = "\n".join(_as_line(line) for line in checklist.lines)
        super().__init__(*args, initial={"name": checklist.name, "lines": lines, "is_on": checklist.is_on}, **kwargs)

    def clean_lines(self) -> list[dict[str, Any]]:
        return [_from_line(line) for line in self.cleaned_data["lines"].splitlines() if line.strip()][:MOST_WORDS]

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "lines", "is_on")}


def _as_line(line: dict[str, Any]) -> str:
    return line["words"] if line["days"] is None else f"{line['words']}, {line['days']}"


def _from_line(line: str) -> dict[str, Any]:
    """What is to be done, and after its last comma in how many working days."""
    words, _sign, days = line.strip().rpartition(",")
    if words and days.strip().isdecimal() and len(days.strip()) <= 2:
        return {"words": words.strip()[:200], "days": int(days)}
    return {"words": line.strip()[:200], "days": None}
