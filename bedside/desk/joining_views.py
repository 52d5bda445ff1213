"""Two records of one person: compared line by line, made one, and taken apart again."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from bedside.access.doors import Knock
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.people.names import perhaps_the_same
from bedside.ui.pages import page

from .comparing import compared
from .forms import ApartForm, JoinForm
from .looking import patients_like


@require_http_methods(["GET", "HEAD", "POST"])
def joining(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Find the other record of the same person, compare the two, and make them one."""
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    other = _other(request, found)
    if other is None:
        words = request.POST.get("q", "").replace("\0", "")[:100]
        alike = patients_like(words, request.user) if words.strip() else perhaps_the_same(found)
        alike = [one for one in alike if one.pk != found.pk]
        return page(
            request, "desk/joining.html", about=[found, *alike], patient=found, alike=alike, words=words, other=None
        )
    form = JoinForm(request.POST if "because" in request.POST else None, pair=(found, other))
    if request.method == "POST" and form.is_valid():
        keep, alias = (found, other) if form.cleaned_data["keep"] == str(found.pk) else (other, found)
        people.merge(alias, keep, by=request.user, because=form.told())
        return redirect("desk:patient", keep.pk)
    lines = compared(found, other)
    return page(request, "desk/joining.html", about=[found, other], patient=found, other=other, lines=lines, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """They were two people after all: both records stand again as they were."""
    known = Patient.objects.visible_to(request.user).with_other_names().exclude(merged_into=None)
    alias = get_object_or_404(known.select_related("merged_into"), pk=pk)
    form = ApartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.unmerge(alias, by=request.user, because=form.cleaned_data["because"])
        return redirect("desk:patient", alias.pk)
    assert alias.merged_into
    lines = compared(alias.merged_into, alias)
    return page(
        request,
        "desk/apart.html",
        about=[alias.merged_into, alias],
        patient=alias.merged_into,
        other=alias,
        lines=lines,
        form=form,
    )


def _other(request: Knock, found: Patient) -> Patient | None:
    asked = request.POST.get("other") or request.GET.get("other") or ""
    try:
        key = uuid.UUID(asked)
    except ValueError:
        return None
    return get_object_or_404(Patient.objects.visible_to(request.user).exclude(pk=found.pk), pk=key)
