"""Checking in from home, or on one's own phone at the clinic: by the link, by the key to her wait, or signed in."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bedside.booking.models import Appointment
from bedside.booking.visit_links import UNKNOWN, hand_of_link, visit_by
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.ui.pages import page
from bedside.visits import keys

from . import actions, walking
from .forms import WhoForm
from .knocks import Guest, guest_of, in_her_language, is_let_in_here, let_in, let_in_here
from .models import is_open, waits_here, whose

look_or_say = require_http_methods(["GET", "HEAD", "POST"])


@look_or_say
def link(request: HttpRequest, key: str) -> HttpResponse:
    """The link in a message: two things that she knows, before anything is shown."""
    found = visit_by(key)
    if asks := _asks(request, found, hand_of_link(found)):
        return asks
    let_in(request, found)
    return redirect("intake:check-in", found.pk)


@look_or_say
def here(request: HttpRequest, key: str) -> HttpResponse:
    """By the key to her wait: the same two things, unless she has just told them at the door."""
    visit = keys.visit_by(key)
    if visit.appointment is None:
        raise Refusal(keys.UNKNOWN, missing=True)
    if not is_let_in_here(request, visit):
        if asks := _asks(request, visit.appointment, keys.hand_of_key(visit)):
            return asks
        let_in_here(request, visit)
    return redirect("intake:check-in", visit.appointment.pk)


def _asks(request: HttpRequest, found: Appointment, by: Hand) -> HttpResponse | None:
    """The page that asks whose it is; None once what she says fits."""
    if whose(found).deceased_on:
        raise Refusal(UNKNOWN, missing=True)
    with in_her_language(request, Guest(found, by, False)):
        form = WhoForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            actions.may_change(found, by=by)
            if actions.knock(found, by=by, **form.cleaned_data):
                return None
            form.add_error(None, _("These do not fit. Please look at both again, or call us."))
        facts: dict[str, Any] = {"form": form, "open": is_open(found), "is_here": waits_here(found)}
        return walking.never_kept(page(request, "intake/link.html", about=None, **facts))


@look_or_say
def check_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All the steps."""
    return walking.check_in(request, guest_of(request, pk))


@look_or_say
def details(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Her details."""
    return walking.details(request, guest_of(request, pk))


@look_or_say
def needs(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What this visit needs."""
    return walking.needs(request, guest_of(request, pk))


@look_or_say
def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One form, to look over."""
    return walking.sheet(request, guest_of(request, pk))


@look_or_say
def form_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One page of one form."""
    return walking.form_page(request, guest_of(request, pk))
