"""From somebody who writes a note, promises something or just looks, to an action, and back to the case."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.ui.answers import tried
from bedside.ui.pages import page, wants_part

from . import handing, repeats, talking, vowing
from . import later as answering
from .families import family
from .forms import BecauseForm, HandoffForm, NoteForm, VowForm
from .later_forms import LaterForm
from .models import Case, Handoff, LaterAnswer, LaterAnswerQuerySet, There, Vow
from .staff_views import shown


@require_POST
def notes(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write for the others."""
    found = _case(request, pk)
    form = NoteForm(request.POST, case=found, prefix="note")
    if not tried(form, lambda said: talking.write_note(found, said["words"], tell=form.person, by=request.user)):
        return shown(request, found, noting=form)
    return redirect("cases:case", pk)


@require_POST
def there(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The page says that it is open, or that somebody types; it is told who else has it open."""
    found = _case(request, pk)
    talking.be_there(found, by=request.user, typing="typing" in request.GET)
    if not wants_part(request):
        return redirect("cases:case", pk)
    return page(request, "cases/there.html", others=There.objects.beside(found, request.user))


@require_POST
def promises(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Promise her something by a day."""
    found, form = _case(request, pk), VowForm(request.POST)
    if not tried(form, lambda said: vowing.promise(found, said["does"], int(said["days"]), by=request.user)):
        return shown(request, found, vowing=form)
    return redirect("cases:case", pk)


@require_POST
def keeping(request: Knock, pk: uuid.UUID, vow: uuid.UUID) -> HttpResponse:
    """It is done."""
    vowing.keep(_vow(request, pk, vow), by=request.user)
    return redirect("cases:case", pk)


@require_POST
def taking_back(request: Knock, pk: uuid.UUID, vow: uuid.UUID) -> HttpResponse:
    """It need not be done any more."""
    found, form = _vow(request, pk, vow), BecauseForm(request.POST, prefix=f"why-{vow}")
    if not tried(form, lambda said: vowing.take_back(found, because=said["because"], by=request.user)):
        return shown(request, _case(request, pk), taking_back=form)
    return redirect("cases:case", pk)


@require_safe
def came_back(request: Knock) -> HttpResponse:
    """Who had to come again about the same thing, and why."""
    cases, causes = repeats.counted(request.user)
    return page(request, "cases/came_back.html", about=cases, cases=cases, causes=causes)


@require_POST
def cause(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Why she had to come again."""
    repeats.say_cause(_case(request, pk), request.POST.get("cause", ""), by=request.user)
    return redirect("cases:case", pk)


@require_POST
def handoffs(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Ask another team to go on with it."""
    found = _case(request, pk)
    form = HandoffForm(request.POST, case=found)
    if not tried(form, lambda said: handing.ask(found, said["team"], what=said["what"], by=request.user)):
        return shown(request, found, handing=form)
    return redirect("cases:case", pk)


@require_POST
def acceptance(request: Knock, pk: uuid.UUID, handoff: uuid.UUID) -> HttpResponse:
    """Our team has it from now on."""
    handing.accept(_handoff(request, pk, handoff), by=request.user)
    return redirect("cases:case", pk)


@require_POST
def refusal(request: Knock, pk: uuid.UUID, handoff: uuid.UUID) -> HttpResponse:
    """It is not for us."""
    found, form = _handoff(request, pk, handoff), BecauseForm(request.POST, prefix=f"no-{handoff}")
    if not tried(form, lambda said: handing.decline(found, because=said["because"], by=request.user)):
        return shown(request, _case(request, pk), declining=form)
    return redirect("cases:case", pk)


@require_POST
def later_answer(request: Knock, pk: uuid.UUID, lateranswer: uuid.UUID) -> HttpResponse:
    """Change an answer that waits, or when it leaves."""
    found = _case(request, pk)
    planned = get_object_or_404(_planned(found), pk=lateranswer)
    form = LaterForm(request.POST, prefix=f"later-{planned.pk}")
    if not tried(form, lambda said: _write_anew(planned, said, request.user)):
        return shown(request, found, changing=form)
    return redirect("cases:case", pk)


@require_POST
def later_end(request: Knock, pk: uuid.UUID, lateranswer: uuid.UUID) -> HttpResponse:
    """Take back an answer that waits."""
    answering.take_back(get_object_or_404(_planned(_case(request, pk)), pk=lateranswer), by=request.user)
    return redirect("cases:case", pk)


def _write_anew(planned: LaterAnswer, said: dict[str, Any], by: User) -> None:
    told = {"seen": said["version"], "then": said["then"]}
    answering.change(planned, said["words"], said["moment"], by=by, **told)


def _planned(case: Case) -> LaterAnswerQuerySet:
    return LaterAnswer.objects.filter(case__in=family(case)).select_related("case__patient", "author")


def _handoff(request: Knock, pk: uuid.UUID, handoff: uuid.UUID) -> Handoff:
    case = _case(request, pk)
    return get_object_or_404(Handoff.objects.filter(case=case).select_related("case__patient", "asked_by"), pk=handoff)


def _case(request: Knock, pk: uuid.UUID) -> Case:
    cases = Case.objects.visible_to(request.user).select_related("patient", "owner", "conversation", "chat")
    return get_object_or_404(cases, pk=pk)


def _vow(request: Knock, pk: uuid.UUID, vow: uuid.UUID) -> Vow:
    case = _case(request, pk)
    return get_object_or_404(Vow.objects.filter(case__in=family(case)).select_related("case__patient"), pk=vow)
