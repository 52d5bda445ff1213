"""From somebody who practises to an action, and back to a page."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.ui.pages import page

from . import actions, library
from .forms import ChecksForm, SayForm
from .library import Lesson
from .looking import practice, team
from .models import LessonTaken, Play, key_of, level


def _language() -> str:
    return get_language() or library.FIRST


@require_safe
def home(request: Knock) -> HttpResponse:
    """What to do next, what there is, and what one has done."""
    taken = LessonTaken.objects.visible_to(request.user).defer("answers")
    mine = practice(taken, Play.objects.visible_to(request.user), _language())
    return page(request, "training/home.html", practice=mine)


@require_safe
def lesson(request: Knock, pk: str) -> HttpResponse:
    """Read a lesson."""
    found = _lesson(pk)
    last = LessonTaken.objects.visible_to(request.user).filter(lesson=pk).order_by("-count").first()
    return page(request, "training/lesson.html", lesson=found, last=last)


@require_http_methods(["GET", "POST"])
def checks(request: Knock, pk: str) -> HttpResponse:
    """Answer a lesson's three questions."""
    found = _lesson(pk)
    count = LessonTaken.objects.visible_to(request.user).filter(lesson=pk).count()
    form = ChecksForm(request.POST or None, lesson=found, seed=key_of(request.user.pk, pk, count))
    if request.method == "POST" and form.is_valid():
        return redirect("training:taken", actions.take_lesson(found, form.answers(), by=request.user).pk)
    return page(request, "training/checks.html", lesson=found, form=form, count=count)


@require_safe
def taken(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What one answered, and what is right."""
    found = get_object_or_404(LessonTaken.objects.visible_to(request.user), pk=pk)
    return page(request, "training/taken.html", taken=found)


@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: Knock, pk: str) -> HttpResponse:
    """Where a scenario begins, and with POST: begin it, or go on."""
    found = library.scenario(pk, _language())
    if found is None:
        raise Http404
    mine = Play.objects.visible_to(request.user).filter(scenario=pk)
    if request.method == "POST":
        return redirect("training:play", actions.begin_play(found, by=request.user).pk)
    begun = mine.filter(state="open").first()
    before = list(mine.filter(state="finished").order_by("-finished_at"))
    return page(request, "training/scenario.html", scenario=found, begun=begun, before=before)


@require_safe
def play(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Where one is in a scenario; when it is over, what one said and what it did."""
    found = get_object_or_404(Play.objects.visible_to(request.user), pk=pk)
    if not found.is_open:
        return page(request, "training/debrief.html", play=found, level=level(found.share, found.ended_early))
    now_on = library.scenario(found.scenario, found.language)
    if now_on is None or now_on.edition != found.edition:
        return page(request, "training/rewritten.html", play=found, is_there=now_on is not None)
    moment = now_on.moments[found.moment]
    answers = moment.shuffled(str(found.pk))
    return page(request, "training/play.html", play=found, scenario=now_on, moment=moment, answers=answers)


@require_POST
def choices(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Say something."""
    found, form = get_object_or_404(Play.objects.visible_to(request.user), pk=pk), SayForm(request.POST)
    if form.is_valid():
        actions.choose(found, form.cleaned_data["choice"], at=form.cleaned_data["at"], by=request.user)
    return redirect("training:play", pk)


@require_POST
def sharing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Show the manager how it went."""
    actions.share(get_object_or_404(Play.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("training:play", pk)


@require_POST
def keeping(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Keep to oneself how it went."""
    actions.keep_private(get_object_or_404(Play.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("training:play", pk)


@require_safe
def everybody(request: Knock) -> HttpResponse:
    """Who has practised, for the manager."""
    members = team(_language())
    there = len(library.lesson_names()), len(library.scenario_names())
    return page(request, "training/team.html", members=members, lessons=there[0], scenarios=there[1])


def _lesson(name: str) -> Lesson:
    found = library.lesson(name, _language())
    if found is None:
        raise Http404
    return found
