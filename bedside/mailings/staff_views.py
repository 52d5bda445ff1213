"""From whoever runs the clinic, and from a clinician who reads first, to a message to many and back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.ui.answers import number_said, tried
from bedside.ui.pages import page

from . import actions
from .forms import ConfirmForm, MailingForm, NotSoForm
from .models import NOT_CONFIRMED, WRITES, Mailing, Step
from .preview import look
from .progress import progress
from .saying import FIELDS


@require_safe
def mailings(request: Knock) -> HttpResponse:
    """Every message to many, the newest first."""
    rows = Mailing.objects.visible_to(request.user).shown()[:200]
    return page(request, "mailings/mailings.html", rows=rows, writes=request.user.acting_as in WRITES)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Knock) -> HttpResponse:
    """Write a new one."""
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def writing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write one anew, as long as nobody has confirmed it."""
    return _written(request, get_object_or_404(_all(request).filter(step__in=NOT_CONFIRMED), pk=pk))


@require_safe
def mailing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What would happen, before it is confirmed; how far it has come, afterwards."""
    return _shown(request, get_object_or_404(_all(request), pk=pk))


@require_safe
def part(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """How far it has come, fetched again by the page itself."""
    found = get_object_or_404(_all(request), pk=pk)
    return page(request, "mailings/_progress.html", mailing=found, far=progress(found))


@require_POST
def confirmation(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Send it to so many people, and to no other."""
    found, form, by = get_object_or_404(_all(request), pk=pk), ConfirmForm(request.POST), request.user
    mark, version = request.POST.get("mark", "")[:64], number_said(request.POST.get("version", ""), 10**9) or 0
    if tried(form, lambda said: actions.confirm(found, number=said["number"], mark=mark, by=by, seen=version)):
        return redirect("mailings:mailing", pk)
    return _shown(request, get_object_or_404(_all(request), pk=pk), confirm=form)


@require_POST
def asking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Ask a clinician to read it first."""
    actions.ask(get_object_or_404(_all(request), pk=pk), by=request.user)
    return redirect("mailings:mailing", pk)


@require_POST
def approval(request: Knock, pk: uuid.UUID, version: int) -> HttpResponse:
    """A clinician has read exactly these words."""
    actions.approve(get_object_or_404(_all(request), pk=pk, version=version), by=request.user)
    return redirect("mailings:mailing", pk)


@require_POST
def sending_back(request: Knock, pk: uuid.UUID, version: int) -> HttpResponse:
    """A clinician says what has to be changed."""
    found, form = get_object_or_404(_all(request), pk=pk, version=version), NotSoForm(request.POST)
    if tried(form, lambda said: actions.send_back(found, because=said["because"], by=request.user)):
        return redirect("mailings:mailing", pk)
    return _shown(request, found, back=form)


@require_POST
def stopping(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Nobody else is told."""
    actions.stop(get_object_or_404(_all(request), pk=pk), by=request.user)
    return redirect("mailings:mailing", pk)


@require_POST
def dropping(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """It is not wanted any more, and nobody has been told."""
    actions.drop(get_object_or_404(_all(request), pk=pk), by=request.user)
    return redirect("mailings:mailings")


def _all(request: Knock) -> Any:
    return Mailing.objects.visible_to(request.user)


def _written(request: Knock, found: Mailing | None) -> HttpResponse:
    reader = (get_language() or "en").split("-")[0]
    form, by = MailingForm(request.POST or None, mailing=found, reader=reader), request.user
    if request.method == "POST" and form.is_valid():
        seen, kept = form.cleaned_data["version"] or 0, list[Mailing]()
        if tried(form, lambda said: kept.append(actions.write(found, by=by, seen=seen, **form.told))):
            return redirect("mailings:mailing", kept[0].pk)
    return page(request, "mailings/writing.html", mailing=found, form=form, fields=FIELDS.items())


def _shown(
    request: Knock, found: Mailing, confirm: ConfirmForm | None = None, back: NotSoForm | None = None
) -> HttpResponse:
    writes = request.user.acting_as in WRITES
    shown: dict[str, Any] = {"mailing": found, "writes": writes}
    if not found.may_be_written:
        return page(request, "mailings/sent.html", **shown, far=progress(found))
    waits_for_reader = found.step == Step.ASKED and not writes
    shown |= {"outlook": look(found), "form": confirm or ConfirmForm(), "reads": waits_for_reader}
    return page(request, "mailings/mailing.html", **shown, back_form=back or NotSoForm())
