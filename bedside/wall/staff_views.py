"""Setting up the clinic's screens: which there are, when they were last there, and shutting one out."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.ui.pages import page

from . import actions, turns
from .forms import ScreenForm
from .models import CODE_LASTS, Device


@require_http_methods(["GET", "POST"])
def screens(request: Knock) -> HttpResponse:
    """The screens that are at work or expected; and a new one, with the code it comes in with."""
    form = ScreenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = actions.expect(**form.cleaned_data, by=request.user)
        return _show_code(request, device)
    devices = list(Device.objects.standing())
    shut = [one for one in devices if turns.is_shut(one)]
    return page(request, "wall/screens.html", form=form, devices=devices, shut=shut)


@require_POST
def code(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A new code for a screen that is expected, or for the machine that takes its place."""
    return _show_code(request, get_object_or_404(Device.objects.standing(), pk=pk))


@require_POST
def end(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Shut a screen out at once."""
    actions.revoke(get_object_or_404(Device.objects.standing(), pk=pk), by=request.user)
    return redirect("wall:screens")


def _show_code(request: Knock, device: Device) -> HttpResponse:
    made = actions.give_code(device, by=request.user)
    minutes = int(CODE_LASTS.total_seconds() // 60)
    return page(request, "wall/code.html", device=device, code=made, minutes=minutes)
