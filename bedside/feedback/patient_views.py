"""From the link in a message, or from her own pages, to how a visit was."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.journal.hands import Hand
from bedside.ui.pages import page

from . import actions
from .forms import SurveyForm
from .knocks import hand_of_link, in_her_language, invitation_by
from .models import Channel, Invitation


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, key: str) -> HttpResponse:
    """How was your visit? By the link, without signing in. Only looking uses nothing up."""
    found = invitation_by(key)
    ways = {"opening": reverse("feedback:opening", args=[key]), "no_more": reverse("feedback:no-more", args=[key])}
    with in_her_language(request, found):
        return _asked(request, found, Channel.LINK, hand_of_link(found), ways)


@require_POST
def opening(request: HttpRequest, key: str) -> HttpResponse:
    """The page says by itself that somebody looks at it."""
    found = invitation_by(key)
    actions.note_opened(found, by=hand_of_link(found))
    return HttpResponse() if "HX-Request" in request.headers else redirect("feedback:survey", key)


@require_POST
def no_more(request: HttpRequest, key: str) -> HttpResponse:
    """Do not ask me again; or do, after all."""
    found = invitation_by(key)
    _wish(request, found, hand_of_link(found))
    return redirect("feedback:survey", key)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """How was your visit? From her own pages."""
    found = _mine(request, pk)
    return _asked(
        request, found, Channel.PORTAL, request.user, {"no_more": reverse("feedback:mine-no-more", args=[pk])}
    )


@require_POST
def mine_no_more(request: Knock, pk: uuid.UUID) -> HttpResponse:
    _wish(request, _mine(request, pk), request.user)
    return redirect("feedback:mine", pk)


def _mine(request: Knock, pk: uuid.UUID) -> Invitation:
    mine = Invitation.objects.visible_to(request.user).select_related("patient", "visit__place")
    return get_object_or_404(mine, pk=pk)


def _asked(request: HttpRequest, found: Invitation, channel: Channel, by: Hand, ways: dict[str, str]) -> HttpResponse:
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not found.is_open):
        said = form.cleaned_data if form.is_valid() else {"overall": ""}
        actions.answer(found, channel=channel, by=by, **said)
        return redirect(request.path)
    about = found if channel == Channel.PORTAL else None
    name = "feedback/survey.html" if found.is_open else "feedback/thanks.html"
    context: dict[str, Any] = {"opening": "", **ways}
    response = page(request, name, about=about, invitation=found, form=form, **context)
    response["Cache-Control"] = "no-store"
    return response


def _wish(request: HttpRequest, found: Invitation, by: Hand) -> None:
    wish = actions.ask_again if request.POST.get("again") else actions.opt_out
    wish(found.patient, by=by)
