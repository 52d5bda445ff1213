"""From whoever runs the house, and from a clinician who reads first, to the words of a text and back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.ui.answers import tried
from bedside.ui.pages import page

from . import actions
from .checking import LABELS, LANGUAGES, allowed, is_clinical
from .fields import marks
from .forms import SendBackForm, WordsForm
from .looking import in_boxes, listed, previews
from .models import WRITES, Stage, Wording
from .texts import Text, names, of_the_house, text
from .titles import TITLES


@require_safe
def texts(request: Knock) -> HttpResponse:
    """Every text we send by ourselves, and whose words it has in which language."""
    waiting = Wording.objects.visible_to(request.user).filter(stage=Stage.ASKED).order_by("written_at")
    shown: dict[str, Any] = {"rows": listed(LANGUAGES), "tongues": LANGUAGES, "waiting": waiting, "reader": _reader()}
    return page(request, "wording/texts.html", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Knock, name: str, language: str) -> HttpResponse:
    """One text in one language: what it says, how it looks, and writing it anew. Nothing typed is ever lost."""
    house = _house(name, language)
    begun = Wording.objects.visible_to(request.user).of(name, language).begun().first()
    standing = Wording.objects.visible_to(request.user).of(name, language).standing().first()
    form = WordsForm(
        request.POST or None,
        house=house,
        words=in_boxes(house, begun or standing),
        version=begun.version if begun else 0,
    )
    if request.method == "POST" and form.is_valid():
        then = request.POST.get("then", "look")
        kept = then == "keep" and _wrote(request, form, actions.draft)
        used = then == "use" and form.look() and _wrote(request, form, actions.use)
        if kept or used:
            return redirect("wording:words", name, language)
        if then == "look":
            form.look()
    return _shown(request, form, begun, standing)


@require_POST
def house(request: Knock, name: str, language: str) -> HttpResponse:
    """Back to the house's own words."""
    _house(name, language)
    actions.back_to_the_house(name, language, by=request.user)
    return redirect("wording:words", name, language)


@require_POST
def approval(request: Knock, pk: uuid.UUID, version: int) -> HttpResponse:
    """A clinician has read exactly these words."""
    found = _asked(request, pk, version)
    actions.approve(found, by=request.user)
    return redirect("wording:words", found.name, found.language)


@require_POST
def sending_back(request: Knock, pk: uuid.UUID, version: int) -> HttpResponse:
    """A clinician says what has to be changed."""
    found, form = _asked(request, pk, version), SendBackForm(request.POST)
    if tried(form, lambda said: actions.send_back(found, because=said["because"], by=request.user)):
        return redirect("wording:words", found.name, found.language)
    house = _house(found.name, found.language)
    shown = WordsForm(house=house, words=in_boxes(house, found), version=found.version)
    standing = Wording.objects.visible_to(request.user).of(found.name, found.language).standing().first()
    return _shown(request, shown, found, standing, back=form)


@require_POST
def dropping(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What was begun is not wanted any more."""
    found = get_object_or_404(Wording.objects.visible_to(request.user).begun(), pk=pk)
    actions.drop(found, by=request.user)
    return redirect("wording:words", found.name, found.language)


def _wrote(request: Knock, form: WordsForm, verb: Callable[..., Wording]) -> bool:
    text, seen = form.house, form.cleaned_data["version"] or 0
    return tried(form, lambda said: verb(text.name, text.language, form.parts, by=request.user, seen=seen))


def _shown(
    request: Knock, form: WordsForm, begun: Wording | None, standing: Wording | None, back: SendBackForm | None = None
) -> HttpResponse:
    house = form.house
    readable = not any(marks(words).unread or not words.strip() for words in form.parts.values())
    known = set().union(*(set(allowed(house.name, part)) for part in house.parts), {"shared"})
    safe = readable and all(set(marks(words).fields) <= known for words in form.parts.values())
    versions = Wording.objects.visible_to(request.user).of(house.name, house.language).order_by("-number")
    elsewhere = Wording.objects.visible_to(request.user).filter(name=house.name).standing()
    context: dict[str, Any] = {
        "text": house,
        "form": form,
        "begun": begun,
        "standing": standing,
        "previews": previews(house.worded(form.parts)) if safe else [],
        "fields": [(LABELS[part], allowed(house.name, part)) for part in house.parts],
        "title": TITLES[house.name],
        "tongues": LANGUAGES,
        "versions": versions,
        "clinical": is_clinical(house.name, form.parts, house.language),
        "writes": request.user.acting_as in WRITES,
        "back_form": back or SendBackForm(),
        "lacking": not standing and elsewhere.exists(),
        "in_use": previews(text(house.name, house.language)),
    }
    return page(request, "wording/words.html", **context)


def _reader() -> str:
    """The language in which the page is read, where texts are written in it."""
    read = (get_language() or "en").split("-")[0]
    return read if read in LANGUAGES else "en"


def _house(name: str, language: str) -> Text:
    if name not in names() or language not in LANGUAGES:
        raise Http404
    return of_the_house(name, language)


def _asked(request: Knock, pk: uuid.UUID, version: int) -> Wording:
    """Exactly what was read: if it was changed meanwhile, it is not found by its old version."""
    return get_object_or_404(Wording.objects.visible_to(request.user), pk=pk, version=version)
