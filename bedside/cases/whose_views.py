"""From somebody who sees that a message is not hers, to an action, and to the case where it now is."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.inbox.models import Message, Moved
from bedside.people.finding import patients_like
from bedside.people.identity import to_ask
from bedside.people.models import Patient
from bedside.ui.answers import tried
from bedside.ui.pages import page

from . import whose as moving
from .forms import BecauseForm
from .models import Case
from .staff_views import shown
from .whose_forms import WhoseMessageForm

MOST = 8


@require_http_methods(["GET", "HEAD", "POST"])
def whose(request: Knock, pk: uuid.UUID, message: uuid.UUID) -> HttpResponse:
    """This is not hers: find whose it is, or say that nobody knows."""
    case = _case(request, pk)
    found = next((one for one in moving.may_be_moved(case) if one.pk == message), None)
    if found is None:
        raise Http404
    form = WhoseMessageForm(request.POST if "because" in request.POST else None, initial={"version": found.version})
    to = _chosen(request)
    if request.method == "POST" and "because" in request.POST:
        told: list[Case] = []
        if tried(form, lambda said: told.append(moving.not_hers(case, found, to, by=request.user, **form.told()))):
            return redirect("cases:case", told[0].pk)
    return _asked(request, case, found, form)


@require_POST
def whose_back(request: Knock, pk: uuid.UUID, moved: uuid.UUID) -> HttpResponse:
    """It was right before."""
    case = _case(request, pk)
    known = {one.pk for one in moving.moves_of(case)}
    found = get_object_or_404(
        Moved.objects.filter(pk__in=known).select_related("message", "from_talk", "to_talk"), pk=moved
    )
    form, own = BecauseForm(request.POST, prefix=f"back-{moved}"), list[Case]()
    by = request.user
    if not tried(form, lambda said: own.append(moving.hers_after_all(case, found, because=said["because"], by=by))):
        return shown(request, case, bringing_back=form)
    return redirect("cases:case", own[0].pk)


def _asked(request: Knock, case: Case, message: Message, form: WhoseMessageForm) -> HttpResponse:
    words = request.POST.get("q", "").replace("\0", "").strip()[:100]
    likely = patients_like(words, request.user) if words else patients_like(message.to, request.user)
    people = [one for one in likely if one.pk != case.patient_id and one.may_be_written_to][:MOST]
    about = [*([case.patient] if case.patient else []), *people]
    shown: dict[str, Any] = {"case": case, "message": message, "form": form, "words": words}
    typed: dict[str, Any] = {"whom": None, "because": "", "fits": []}
    if form.is_bound:  # what was typed stands there still
        typed = {"whom": request.POST.get("patient", ""), "because": request.POST["because"]}
        typed["fits"] = request.POST.getlist("fits")
    shown["typed"] = typed
    return page(request, "cases/whose.html", about=about, people=[(one, to_ask(one)) for one in people], **shown)


def _chosen(request: Knock) -> Patient | None:
    """Whoever was chosen; nobody where nobody knows."""
    if request.method != "POST" or not request.POST.get("patient"):
        return None
    try:
        pk = uuid.UUID(request.POST["patient"])
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)


def _case(request: Knock, pk: uuid.UUID) -> Case:
    cases = Case.objects.visible_to(request.user).select_related(
        "patient", "owner", "conversation", "chat", "screening"
    )
    return get_object_or_404(cases, pk=pk)
