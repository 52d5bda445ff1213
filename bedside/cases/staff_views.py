"""From somebody at the desk to an action, and back to a page."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.inbox import actions as inbox_actions
from bedside.inbox.models import Moved
from bedside.teams.models import teams_of
from bedside.ui.answers import tried
from bedside.ui.fields import Form
from bedside.ui.pages import page
from bedside.wording.models import versions_of

from . import actions, checking, joining, later, talking, vowing, whose
from .families import family, head, said_in
from .forms import (
    BecauseForm,
    ClosureForm,
    GiveForm,
    HandoffForm,
    JoinForm,
    NoteForm,
    SplitForm,
    TakeForm,
    ToDoForm,
    VowForm,
    seen_with,
    why,
)
from .later_forms import AnswerForm, LaterForm, as_planned
from .listing import Asked, looked_for
from .models import Case, Cause, Handoff, LaterAnswer, Note, Nudge, Priority, Team, Vow
from .rule_forms import CAME_BY

ON_A_PAGE = 50
LOOKED_FOR = "inbox_words"
VIEWS = {
    "todo": _("To do"),
    "asked": _("Asked to look"),
    "unread": _("Unread"),
    "mine": _("Mine"),
    "team": _("My team's"),
    "overdue": _("Overdue"),
    "waiting": _("Waiting for the patient"),
    "closed": _("Closed"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: Knock) -> HttpResponse:
    """Everything that needs somebody of ours: what cannot wait first, then by what falls due."""
    if request.method == "POST":
        all_of_it = "all" in request.POST
        request.session[LOOKED_FOR] = "" if all_of_it else looked_for(request.POST.get("q", ""))
        told = {"view": request.POST.get("view", "")} if all_of_it else request.POST.dict()
        narrowed = Asked.of(told, request.user, words=request.session[LOOKED_FOR])
        return redirect(f"{reverse('cases:inbox')}?{narrowed.query()}")
    words = request.session.get(LOOKED_FOR, "") if "found" in request.GET else ""  # an old search narrows nothing
    asked = Asked.of(request.GET.dict(), request.user, words=words)
    cases = Paginator(asked.cases(), ON_A_PAGE).get_page(request.GET.get("page"))
    shown: dict[str, Any] = {"views": VIEWS.items(), "channels": CAME_BY.items(), "teams": Team.choices}
    return page(
        request, "cases/inbox.html", about=list(cases), cases=cases, asked=asked, counts=asked.counts(), **shown
    )


@require_safe
def case(request: Knock, pk: uuid.UUID) -> HttpResponse:
    found = _visible(request, pk)
    if head(found).pk != found.pk:  # what an old address names goes on elsewhere
        return redirect("cases:case", head(found).pk)
    then = "close" if found.priority == Priority.USUAL else "go_on"
    return shown(request, found, AnswerForm(initial={"then": then, "whom": found.patient_id}))


@require_POST
def answers(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Answer the patient, now or later."""
    found, form = _visible(request, pk), AnswerForm(request.POST, request.FILES)
    if not form.is_about(found):
        return shown(request, found, form)
    if (moment := form.moment) is not None:
        said = form.cleaned_data
        planned = tried(form, lambda _: later.plan(found, said["words"], moment, by=request.user, then=said["then"]))
        return redirect("cases:case", pk) if planned else shown(request, found, form)
    if not tried(form, lambda said: actions.answer(found, said["words"], by=request.user, **_as_chosen(said))):
        return shown(request, found, form)
    return redirect("cases:inbox" if found.is_closed else "cases:case", *([] if found.is_closed else [pk]))


def _as_chosen(said: dict[str, Any]) -> dict[str, Any]:
    return {"then": said["then"], "papers": said["papers"]}


@require_POST
def looking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody of ours has looked at it. The page says so by itself; without scripts, taking or answering does."""
    found = _visible(request, pk)
    actions.note_opened(found, by=request.user)
    talking.note_seen(found, by=request.user)
    return HttpResponse() if request.headers.get("HX-Request") else redirect("cases:case", pk)


@require_POST
def taking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Take the case, if it is still with whom one saw it with."""
    found, form = _visible(request, pk), TakeForm(request.POST)
    if form.is_valid():
        actions.take(found, instead_of=form.cleaned_data["instead_of"], by=request.user)
    return redirect("cases:case", pk)


@require_POST
def giving(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Hand the case to somebody, or to a team."""
    found = _visible(request, pk)
    form = GiveForm(request.POST, case=found)
    if not form.is_valid():
        return shown(request, found, giving=form)
    actions.give(found, form.person, team=form.team, by=request.user)
    return redirect("cases:case", pk)


@require_POST
def waiting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Wait for the patient."""
    found, form = _visible(request, pk), BecauseForm(request.POST, prefix="waiting")
    if not form.is_valid():
        return shown(request, found, waiting=form)
    actions.wait_for_patient(found, because=form.cleaned_data["because"], by=request.user)
    return redirect("cases:case", pk)


@require_POST
def resumption(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Wait no longer."""
    actions.go_on(_visible(request, pk), by=request.user)
    return redirect("cases:case", pk)


@require_POST
def closure(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Nothing more is to be done."""
    found, form = _visible(request, pk), ClosureForm(request.POST, prefix="closure")
    if not tried(form, lambda said: _close(found, by=request.user, **said)):
        return shown(request, found, closure=form)
    return redirect("cases:inbox")


@require_POST
def reopening(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """There is more to do after all."""
    actions.reopen(_visible(request, pk), by=request.user)
    return redirect("cases:case", pk)


@require_POST
@transaction.atomic
def sending(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Send once more what did not leave, or may not have left."""
    found = get_object_or_404(Case.objects.visible_to(request.user).exclude(message=None), pk=pk)
    assert found.message
    inbox_actions.send_again(found.message, by=request.user)
    actions.close(found, because=gettext_noop("sent again"), by=request.user)
    return redirect("cases:inbox")


def _visible(request: Knock, pk: uuid.UUID) -> Case:
    cases = Case.objects.visible_to(request.user)
    return get_object_or_404(
        cases.select_related("patient", "owner", "conversation", "chat", "screening", "message"), pk=pk
    )


def _is_here(moved: Moved, case: Case) -> bool:
    """Whether the message came into this case, and still stands here."""
    here = moved.to_talk_id == case.conversation_id
    return here and moved.message.conversation_id == case.conversation_id


def _changing(planned: LaterAnswer, typed: dict[str, Form]) -> Form:
    """The form by which an answer that waits is changed; what was typed stands in it still."""
    form = LaterForm(initial=as_planned(planned), prefix=f"later-{planned.pk}")
    kept = typed.get("changing")
    return kept if kept is not None and kept.prefix == form.prefix else form


@transaction.atomic
def _close(found: Case, *, left: str, by: User, **said: Any) -> None:
    vowing.refuse_while_one_stands(found)
    checking.refuse_while_some_stand(found, left)
    checking.leave(found, left, by=by)
    actions.close(found, by=by, **said)


def shown(request: Knock, found: Case, form: AnswerForm | None = None, **typed: Form) -> HttpResponse:
    """The case with its conversation, and whatever form has to be put right: what was typed stands in it still, also
    where the case was joined to another since the page was shown."""
    if head(found).pk != found.pk:
        found = head(found)
        for one in [form, *typed.values()]:
            if one is not None and one.is_bound:
                one.add_error(None, _("This case was joined to another, which you see here. Look at it first."))
    together, messages = family(found), list(said_in(found))
    forms: dict[str, Form] = {
        "giving": GiveForm(case=found),
        "waiting": BecauseForm(prefix="waiting"),
        "closure": ClosureForm(prefix="closure"),
        "noting": NoteForm(case=found, prefix="note"),
        "vowing": VowForm(),
        "handing": HandoffForm(case=found),
        "joining": JoinForm(case=found, user=request.user),
        "splitting": SplitForm(case=found),
        "doing": ToDoForm(case=found),
    }
    context: dict[str, Any] = {
        "case": found,
        "messages": messages,
        "versions": versions_of([*(one.pk for one in messages), *([found.message.pk] if found.message else [])]),
        "form": form or AnswerForm(initial={"whom": found.patient_id}),
        "planned": [(one, later.why_not(one), _changing(one, typed)) for one in later.of(found)],
        "moves": [
            (one, whose.astray_of(one), _is_here(one, found), why(f"back-{one.pk}", typed.get("bringing_back")))
            for one in whose.moves_of(found)
        ],
        "may_be_others": {one.pk for one in whose.may_be_moved(found)},
        "nobodys": [one for one in whose.may_be_moved(found) if one.is_nobodys],
        "is_quiet_sometimes": later.quiet_of(found),
        "taking": seen_with(found),
        "handoffs": [
            (one, why(f"no-{one.pk}", typed.get("declining")))
            for one in Handoff.objects.filter(case__in=together).order_by("asked_at", "pk")
        ],
        "joined": joining.joined_to(found),
        "todos": checking.of(found),
        "own_teams": teams_of(request.user),
        "causes": Cause.choices,
        "notes": Note.objects.filter(case__in=together).order_by("at", "pk"),
        "vows": [
            (one, why(f"why-{one.pk}", typed.get("taking_back")))
            for one in Vow.objects.filter(case__in=together).order_by("made_at", "pk")
        ],
        "asked": Nudge.objects.waiting().of(request.user).filter(case=found).order_by("at"),
    }
    return page(request, "cases/case.html", about=found, why=found.get_kind_display(), **context | forms | typed)
