"""The page of one's phrases: see them, add one, change one, give one up."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import TREATING
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.models import Refusal
from bedside.ui.answers import may_be_empty
from bedside.ui.fields import Form
from bedside.ui.pages import page

from . import phrases
from .phrase import PARTS, Phrase

LABELS = {
    "original": _("Your notes"),
    "why_came": _("Why they came"),
    "found": _("What was found"),
    "next_steps": _("What happens next"),
    "get_help": _("When to get help"),
}


class PhraseForm(Form):
    """A name, a language, and what is written into which part."""

    name = forms.CharField(label=_("Name of the phrase"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    for_all = forms.BooleanField(label=_("For everybody here, not only for me"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, phrase: Phrase, *args: Any) -> None:
        first = {"name": phrase.name, "language": phrase.language, "for_all": phrase.owner_id is None}
        super().__init__(*args, initial=first | {"version": phrase.version} | phrase.words)
        for part in PARTS:
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[part] = forms.CharField(label=LABELS[part], required=False, max_length=1_000, widget=area)
            may_be_empty(self.fields[part])

    def put_into(self, phrase: Phrase) -> None:
        said = self.cleaned_data
        phrase.name, phrase.language = said["name"].strip(), said["language"]
        phrase.words = {part: said[part].strip() for part in PARTS if said[part].strip()}


@require_safe
def list_of(request: Knock) -> HttpResponse:
    """One's own phrases and everybody's."""
    found = list(Phrase.objects.visible_to(request.user).in_use())
    own = [one for one in found if one.owner_id]
    return page(request, "visits/phrases.html", own=own, house=[one for one in found if not one.owner_id])


@require_http_methods(["GET", "POST"])
def new(request: Knock) -> HttpResponse:
    """One phrase more."""
    own = request.user if request.user.acting_as in TREATING else None
    return _edited(request, Phrase(owner=own, language=settings.LANGUAGE_CODE.split("-")[0]))


@require_http_methods(["GET", "POST"])
def one(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Change a phrase."""
    return _edited(request, _phrase(request, pk))


@require_POST
def giving_up(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """It is no longer offered."""
    phrases.give_up(_phrase(request, pk), by=request.user)
    return redirect("visits:phrases")


def _phrase(request: Knock, pk: uuid.UUID) -> Phrase:
    return get_object_or_404(Phrase.objects.visible_to(request.user).in_use(), pk=pk)


def _edited(request: Knock, phrase: Phrase) -> HttpResponse:
    form = PhraseForm(phrase, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["version"] != phrase.version:
            raise Refusal(SOMEBODY_ELSE, rule="version")
        form.put_into(phrase)
        if not phrase.version:
            everybodys = form.cleaned_data["for_all"] or request.user.acting_as not in TREATING
            phrase.owner = None if everybodys else request.user
        phrases.keep(phrase, by=request.user)
        return redirect("visits:phrases")
    asks = not phrase.version and request.user.acting_as in TREATING
    return page(request, "visits/phrase.html", form=form, phrase=phrase, asks=asks, parts=PARTS)
