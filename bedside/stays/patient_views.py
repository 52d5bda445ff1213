"""A patient's own stay, or that of somebody she cares for: what she may eat, who is there, and what comes."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.promises import promise
from bedside.people.models import Patient, Scope
from bedside.ui.pages import page

from . import actions
from .forms import AskForm, ComingForm
from .models import Stay
from .mystay import lines_of, my_stay, said_when


@require_safe
def mine(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """My stay; once I am at home, what I took with me."""
    found = get_object_or_404(Stay.objects.visible_to(request.user).living().with_bed(), pk=pk)
    if found.ended_at is None:
        return _shown(request, found, AskForm())
    lines = lines_of(found, request.user)
    return page(request, "stays/home.html", about=[found, *lines], stay=found, lines=lines)


@require_POST
def asking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A question to the ward goes into the inbox, where it is read for red flags at once."""
    stay, form = _mine(request, pk), AskForm(request.POST)
    if not may_write(request, stay):
        raise Http404
    if not form.is_valid():
        return _shown(request, stay, form)
    subject = _("From the ward: %(bed)s") % {"bed": stay.bed}
    message = inbox.write(stay.root, subject, form.cleaned_data["words"], by=request.user, label=stay.label)
    if message.screening is not None and message.screening.is_emergency:
        return redirect("triage:emergency", message.screening.pk)
    return redirect("inbox:conversation", message.conversation_id)


@require_http_methods(["GET", "POST"])
def visitors(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Whom I wish to see. Only she herself says so here; for her, a nurse does."""
    stay = _mine(request, pk)
    form = ComingForm(request.POST or None, initial={"coming": stay.coming, "who_comes": stay.who_comes})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.say_who_comes(stay, told["coming"], told["who_comes"], by=request.user)
        return redirect("stays:mine", pk)
    return page(request, "stays/visitors.html", about=stay, stay=stay, form=form)


def _mine(request: Knock, pk: uuid.UUID) -> Stay:
    """An open stay of somebody alive: when it is over, nothing is asked or changed any more."""
    hers = Stay.objects.visible_to(request.user).open().living()
    return get_object_or_404(hers.with_bed(), pk=pk)


def may_write(request: Knock, stay: Stay) -> bool:
    """Her own nurse hears from her; and from whoever may write for her."""
    return Patient.objects.for_scope(request.user, Scope.MESSAGES).living().filter(pk=stay.root.pk).exists()


def _shown(request: Knock, stay: Stay, form: AskForm) -> HttpResponse:
    found = my_stay(stay, request.user)
    return page(
        request,
        "stays/mine.html",
        about=found.records,
        stay=stay,
        my=found,
        form=form if may_write(request, stay) else None,
        promise=promise(the_clinic()),
        said_when=said_when,
        now=now(),
    )
