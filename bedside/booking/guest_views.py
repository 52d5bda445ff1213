"""Booking without an account, step by step: the time is kept, who she is, the code, and it is booked.

The pages are the same for everybody, whether we know her or not: docs/decisions says why.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.throttle import network_of
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.hands import Outside
from bedside.journal.models import Refusal
from bedside.triage.models import Screening
from bedside.ui.pages import page

from .actions import guests, let_go
from .forms import TimeForm
from .guest_forms import CodeForm, GuestForm
from .models import TAKEN, GuestAsk, Slot
from .shown_times import times_page
from .visit_links import link_to

OTHER_TIMES = {"taken", "one_appointment_per_slot", "patient_busy", "hold_over", "too_short", "full", "held"}


def keep_for_guest(request: HttpRequest, screening: Screening, slot_id: uuid.UUID) -> HttpResponse:
    """She chose a time: it is kept for her while she says who she is; who proved that a moment ago has it booked."""
    slot = Slot.objects.select_related("service", "place").filter(pk=slot_id).first()
    if slot is None:
        raise Refusal(TAKEN, rule="taken")
    if not guests.may_keep_another(network_of(request)):
        return too_often(request)
    wanted = get_object_or_404(VisitType.objects.select_related("service"), pk=screening.wanted_id)
    ask = guests.keep_time(screening, slot, wanted, by=_hand(screening.guest))
    if guests.is_proved(ask):
        return _booked(request, ask)
    return redirect("booking:guest", screening.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who are you, and where shall the code go?"""
    ask = _ask(request, pk)
    if led := _elsewhere(request, ask):
        return led
    first = {name: getattr(ask, name) for name in ("given_name", "family_name", "birth_date") if getattr(ask, name)}
    first |= {"phone" if ask.channel == "sms" else "email": ask.to}
    form = GuestForm(request.POST or None, age=ask.screening.inputs.get("age"), initial=first)
    if request.method == "POST" and form.is_valid():
        if not guests.say_who(ask, network=network_of(request), **form.cleaned_data):
            return too_often(request)
        return redirect("booking:guest-code", pk)
    return _page(request, "booking/guest.html", ask, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Type the code that we sent."""
    ask = _ask(request, pk)
    if led := _elsewhere(request, ask):
        return led
    if not ask.to:
        return redirect("booking:guest", pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        right = guests.is_proved(ask) or guests.prove(ask, form.cleaned_data["code"])
        if right or guests.is_proved(ask):  # at this very moment, in another window of hers
            return _booked(request, ask)
        form.add_error("code", _("That code is not right, or it is too old. Check it, or ask for another."))
    return _page(request, "booking/guest_code.html", ask, form=form)


@require_POST
def another_code(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send another code to the same address; the one before is worth nothing any more."""
    ask = _ask(request, pk)
    if led := _elsewhere(request, ask):
        return led
    if ask.to and not guests.send_again(ask, network=network_of(request)):
        return too_often(request)
    return redirect("booking:guest-code", pk)


@require_POST
def sign_in_instead(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """She has a login after all: the time is free again, so that she can choose it when she has signed in."""
    ask = _ask(request, pk)
    let_go(ask.hold, by=_hand(ask.guest))
    return redirect(f"/sign-in/?{urlencode({'next': reverse('booking:choose', args=[pk])})}")


@require_safe
def booked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """It is booked: when, where, and how to change it. Nothing else of hers is shown."""
    ask = _ask(request, pk)
    if ask.visit is None:
        return redirect("booking:guest", pk)
    return _page(request, "booking/guest_booked.html", ask, visit=ask.visit, link=link_to(ask.visit))


def too_often(request: HttpRequest) -> HttpResponse:
    return page(request, "booking/guest_too_often.html", status=429)


def _booked(request: HttpRequest, ask: GuestAsk) -> HttpResponse:
    """Book it. What her record may say against it is told to nobody: other times, or our phone number."""
    try:
        visit = guests.book_as_guest(ask, by=_hand(ask.guest))
    except Refusal as refusal:
        if refusal.rule in OTHER_TIMES or refusal.rule.startswith("no_"):
            return _choose_again(request, ask, str(TAKEN))
        return _call_us(request, refusal.sentence if refusal.rule == "age" else "")
    if visit is None:
        return _call_us(request, "", is_emergency=guests.screening_of(ask).is_emergency)
    return redirect("booking:guest-booked", ask.screening_id)


def _call_us(request: HttpRequest, sentence: str, *, is_emergency: bool = False) -> HttpResponse:
    status = 200 if is_emergency else 409
    return page(request, "booking/guest_call.html", status=status, sentence=sentence, is_emergency=is_emergency)


def _choose_again(request: HttpRequest, ask: GuestAsk, sentence: str) -> HttpResponse:
    return times_page(request, guests.screening_of(ask), TimeForm(), sentence)


def _ask(request: HttpRequest, pk: uuid.UUID) -> GuestAsk:
    """What this browser, and no other, has begun."""
    token = request.session.get("guest")
    found = GuestAsk.objects.select_related("screening", "hold__slot__place", "hold__slot__staff_member", "visit")
    ask = found.filter(screening=pk, guest=token).first() if token else None
    if ask is None:
        raise Http404
    return ask


def _elsewhere(request: HttpRequest, ask: GuestAsk) -> HttpResponse | None:
    """Where she must go first: to her visit, to what cannot wait, to the questions, or to other times."""
    if ask.visit is not None:
        return redirect("booking:guest-booked", ask.screening_id)
    if ask.screening.is_emergency:
        return redirect("triage:emergency", ask.screening_id)
    if not ask.screening.lets_book:
        return redirect("triage:questions", ask.screening_id)
    if ask.hold.ended_at is not None or ask.hold.until <= now():
        return _choose_again(request, ask, _("This time is no longer kept for you. Please choose one again."))
    return None


def _page(request: HttpRequest, name: str, ask: GuestAsk, **context: Any) -> HttpResponse:
    response = page(request, name, ask=ask, slot=ask.hold.slot, screening=ask.screening, **context)
    response["Cache-Control"] = "no-store"
    return response


def _hand(token: str) -> Outside:
    return Outside("guest", token[:12])
