"""The managers' side: what falls due, looking into one, and answering it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.language.writing import help_with
from bedside.people.models import staff_name
from bedside.ui.pages import page

from . import actions, drafting, facts
from .actions.clocks import owner_of
from .forms import (
    ChangeForm,
    CloseForm,
    ConsentForm,
    DelayForm,
    GrantForm,
    HeardForm,
    NoteForm,
    ReplyForm,
    ResultForm,
    RuleForm,
    StepForm,
    today_at_the_clinic,
)
from .models import Approval, Change, Complaint, Recovery, State, Step, rule_here, working_days
from .rules import WE_AIM_AT, rules

VIEWS = {"open": [State.OPEN], "answered": [State.ANSWERED, State.SETTLED], "over": [State.CLOSED, State.WITHDRAWN]}
ON_A_PAGE = 40


@require_safe
def complaints(request: Knock) -> HttpResponse:
    """Every complaint by what falls due, and what somebody at the desk asks to give."""
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    found = Complaint.objects.visible_to(request.user)
    listed = found.filter(state__in=VIEWS[view]).with_its_people()
    ordered = listed.order_by("-received_at", "id")
    if view == "open":
        ordered = listed.order_by(Coalesce(Case(When(acknowledged_at=None, then="acknowledge_by")), "reply_by"), "id")
    rows = Paginator(ordered, ON_A_PAGE).get_page(request.GET.get("page"))
    counts = {name: found.filter(state__in=states).count() for name, states in VIEWS.items()}
    asked = list(Recovery.objects.visible_to(request.user).filter(approval=Approval.ASKED).select_related("given_by"))
    context: dict[str, Any] = {"rows": rows, "view": view, "counts": counts, "rule": rule_here()}
    context["asked"] = [(one, staff_name(one.given_by)) for one in asked]
    return page(request, "complaints/complaints.html", about=[*rows, *asked], **context)


@require_safe
def complaint(request: Knock, pk: uuid.UUID) -> HttpResponse:
    return _shown(request, _one(request, pk))


@require_http_methods(["GET", "POST"])
def hearing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Say that we heard, who looks into it, and by when there is an answer."""
    found = _one(request, pk)
    reply_by = found.reply_by or working_days().add_working_days(today_at_the_clinic(), WE_AIM_AT)
    drafted = drafting.acknowledgement(found, reply_by, staff_name(request.user))
    form = HeardForm(request.POST or None, initial={"reply_by": reply_by, "words": drafted})
    if request.method == "POST" and form.is_valid():
        actions.acknowledge(found, form.cleaned_data["words"], reply_by=form.cleaned_data["reply_by"], by=request.user)
        return redirect("complaints:complaint", pk)
    return page(request, "complaints/hearing.html", about=found, complaint=found, form=form)


@require_http_methods(["GET", "POST"])
def delaying(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Say why it takes longer, before the day has come."""
    found, form = _one(request, pk), DelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by_day = form.cleaned_data["reply_by"]
        words = drafting.delay(found, by_day, form.cleaned_data["because"])
        actions.explain_delay(found, words, reply_by=by_day, by=request.user)
        return redirect("complaints:complaint", pk)
    return page(request, "complaints/delaying.html", about=found, complaint=found, form=form)


@require_http_methods(["GET", "POST"])
def answering(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write our answer: look at it whole, then send it."""
    found = _one(request, pk)
    form = ReplyForm(request.POST or None, initial=drafting.begun(found))
    letter, helped = "", None
    if request.method == "POST" and form.is_valid():
        letter = drafting.reply(found, who=staff_name(request.user), **form.cleaned_data)
        if request.POST.get("then") == "send":
            actions.answer(found, letter, by=request.user)
            return redirect("complaints:complaint", pk)
        helped = help_with(found.words, letter, found.language)
    context: dict[str, Any] = {"form": form, "letter": letter, "helped": helped}
    return page(request, "complaints/answering.html", about=found, complaint=found, **context)


@require_POST
def noting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One step of looking into it."""
    found, form = _one(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, noting=form)
    actions.note(found, by=request.user, **form.cleaned_data)
    return redirect("complaints:complaint", pk)


@require_POST
def stepping(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One step of what is owed to whoever was harmed."""
    found, form = _one(request, pk), StepForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, stepping=form)
    actions.note_step(found, Step(form.cleaned_data["step"]), form.cleaned_data["words"], by=request.user)
    return redirect("complaints:complaint", pk)


@require_POST
def changing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Something that we do differently from now on."""
    found, form = _one(request, pk), ChangeForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, changing=form)
    said = form.cleaned_data
    owner = form.people[said["owner"]]
    actions.plan_change(found, what=said["what"], owner=owner, due_on=said["due_on"], by=request.user)
    return redirect("complaints:complaint", pk)


@require_POST
def changed(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """It is done, and this came of it."""
    mine = Complaint.objects.visible_to(request.user)
    change = get_object_or_404(Change.objects.filter(complaint__in=mine).select_related("complaint__whom"), pk=pk)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _shown(request, _one(request, change.complaint_id), result=form)
    actions.finish_change(change, result=form.cleaned_data["result"], by=request.user)
    return redirect("complaints:complaint", change.complaint_id)


@require_POST
def agreed(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She told us, on paper or by word, whether we may answer somebody else."""
    found, form = _one(request, pk), ConsentForm(request.POST)
    if form.is_valid():
        actions.agree(found, agrees=form.cleaned_data["agrees"] == "yes", by=request.user)
    return redirect("complaints:complaint", pk)


@require_POST
def closing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What we learned; then it is finished."""
    found, form = _one(request, pk), CloseForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, closing=form)
    actions.close(found, learned=form.cleaned_data["learned"], by=request.user)
    return redirect("complaints:complaint", pk)


@require_POST
def granting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Agree to more than the desk may give, or not."""
    gift, form = get_object_or_404(Recovery.objects.visible_to(request.user), pk=pk), GrantForm(request.POST)
    if form.is_valid():
        actions.decide_recovery(gift, grant=form.cleaned_data["grant"] == "yes", by=request.user)
    return redirect("complaints:complaints")


@require_http_methods(["GET", "POST"])
def rule(request: Knock) -> HttpResponse:
    """Which country's rule complaints go by."""
    form = RuleForm(request.POST or None, initial={"rule": rule_here().slug})
    if request.method == "POST" and form.is_valid():
        actions.choose_rule(form.cleaned_data["rule"], by=request.user)
        return redirect("complaints:complaints")
    return page(request, "complaints/rule.html", form=form, rules=list(rules().values()))


def _one(request: Knock, pk: uuid.UUID) -> Complaint:
    return get_object_or_404(Complaint.objects.visible_to(request.user).with_its_people(), pk=pk)


def _shown(request: Knock, found: Complaint, **put_right: Any) -> HttpResponse:
    owner = owner_of(found)
    forms: dict[str, Any] = {
        "noting": NoteForm(),
        "stepping": StepForm(),
        "changing": ChangeForm(),
        "result": ResultForm(),
        "closing": CloseForm(),
    }
    context: dict[str, Any] = {
        "owner": staff_name(owner) if owner else _("nobody yet"),
        "steps": facts.steps_of(found),
        "wrote": facts.letters_between(found),
        "letters": list(found.letters.order_by("at", "id")),
        "notes": list(found.notes.order_by("at", "id")),
        "candours": {one.step: one for one in found.candours.all()},
        "owed": list(Step),
        "changes": [(one, staff_name(one.owner)) for one in found.changes.select_related("owner").order_by("due_on")],
        "gifts": list(found.recoveries.order_by("given_at", "id")),
    }
    return page(request, "complaints/complaint.html", about=found, complaint=found, **context, **(forms | put_right))
