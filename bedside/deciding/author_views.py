"""Where an aid is written, looked at as a patient sees it, handed to a second person, and taken back."""

from __future__ import annotations

import copy
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.journal.models import Refusal
from bedside.ui.pages import page

from . import writing
from .aids import faults, tongues
from .library import draft_of, handed_over, newest
from .models import is_approved
from .writing_forms import TitleForm, TongueForm, WholeAid, WhyForm


@require_http_methods(["GET", "POST"])
def beginning(request: Knock) -> HttpResponse:
    """Begin to write an aid."""
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = writing.begin(form.cleaned_data["title"], by=request.user)
        return redirect("deciding:aid-writing", draft.slug)
    return page(request, "deciding/beginning.html", form=form)


@require_POST
def edition(request: Knock, slug: str) -> HttpResponse:
    """Begin a new edition, or go on with the one that is begun."""
    if draft_of(slug) is None:
        writing.begin_edition(slug, by=request.user)
    return redirect("deciding:aid-writing", slug)


@require_http_methods(["GET", "POST"])
def written(request: Knock, slug: str) -> HttpResponse:
    """Write on: in English with the numbers, or in another language sentence by sentence."""
    draft, language = draft_of(slug), request.GET.get("in", "en")
    if draft is None or language not in tongues():
        raise Http404
    data = request.POST if request.method == "POST" else None
    content = copy.deepcopy(draft.content)
    whole = WholeAid(content, draft.version, data) if language == "en" else None
    tongue = TongueForm(content, draft.version, language, data) if whole is None else None
    form: Any = whole or tongue
    refused = ""
    if data is not None and form.is_valid():
        said = (whole.words if whole else form).cleaned_data["version"]
        kept = writing.keep(draft, whole.written if whole else form.put_into(content), by=request.user, seen=said)
        if "over" not in data:
            return redirect(f"{reverse('deciding:aid-writing', args=[slug])}?{urlencode({'in': language})}#missing")
        try:
            writing.hand_over(kept, by=request.user)
        except Refusal as refusal:
            if refusal.rule != "faults":
                raise
            refused = refusal.sentence
        else:
            return redirect("deciding:aid", slug)
        whole = WholeAid(kept.content, kept.version) if language == "en" else None
        tongue = TongueForm(kept.content, kept.version, language) if whole is None else None
    shown: dict[str, Any] = {"whole": whole, "tongue": tongue, "language": language, "tongues": tongues()}
    shown |= {"missing": writing.wrong_with(draft), "refused": refused, "there": draft.aid.languages}
    return page(request, "deciding/writing.html", status=409 if refused else 200, draft=draft, **shown)


@require_safe
def preview(request: Knock, slug: str) -> HttpResponse:
    """What is being written as a patient sees it, in each language."""
    draft = draft_of(slug)
    aid = draft.aid if draft else newest(slug)
    language = request.GET.get("in", "en")
    if aid is None or language not in tongues():
        raise Http404
    wrong = [] if language == "en" and not draft else list(faults(aid.raw, []))
    with translation.override(language):
        shown: dict[str, Any] = {"aid": aid, "wrong": wrong, "language": language, "tongues": tongues()}
        return page(request, "deciding/preview.html", is_draft=bool(draft), **shown)


@require_POST
def taking_back(request: Knock, slug: str) -> HttpResponse:
    """Send what is to be approved back to its author; what was approved is put before nobody new."""
    found = handed_over(slug)
    if found is None:
        raise Http404
    form = WhyForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    writing.take_back(found, by=request.user, because=because, approved=is_approved(found.aid))
    return redirect("deciding:aids")
