"""What staff do for somebody who waits: find her less urgent, send her out and call her back, send her link again."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.ui.pages import page

from . import away as out
from . import texting, worse
from .forms import LowerForm
from .models import Visit
from .queue import tickets


@require_http_methods(["GET", "POST"])
def lowering(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A clinician has looked at her, and finds it less urgent."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).open().with_its_people(), pk=pk)
    form = LowerForm(request.POST or None, level=visit.level, initial={"seen": visit.version})
    if request.method == "POST" and form.is_valid():
        worse.lower(visit, by=request.user, **form.cleaned_data)
        return redirect(f"{reverse('visits:queue')}?place={visit.place_id}")
    return page(request, "visits/lowering.html", about=visit, visit=visit, form=form)


@require_POST
def sending_out(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She goes out and asks us to note it, for she has no page of her own."""
    visit, said = get_object_or_404(tickets(request.user), pk=pk), request.POST.get("minutes", "")
    out.go(visit, minutes=int(said) if said in {str(one) for one in out.WAYS} else 0, by=request.user)
    return redirect("visits:ticket", pk)


@require_POST
def link_again(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She has lost the link to her wait."""
    visit = get_object_or_404(tickets(request.user), pk=pk)
    sent = texting.say_link_again(visit, by=request.user)
    return redirect(f"{reverse('visits:ticket', args=[pk])}?sent={int(sent)}")
