"""How we are doing: what changed, the charts behind it, and the work that follows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.matrix.door import RUNS_THE_HOUSE
from bedside.directory.models import Place
from bedside.measures.registry import MEASURES, Measure
from bedside.measures.weekly import WEEK
from bedside.measures.xmr import HIGH
from bedside.people.models import staff_name
from bedside.ui.pages import page

from . import actions, counting, drawing, rounds, sentences
from . import shares as split
from .charts import A_YEAR, Chart, changed, charts, places_counted
from .forms import DrawAnewForm, DropForm, EndForm, GiveForm, TryForm
from .models import Figure, Improvement

WORDS: dict[str, Any] = {"sentences": sentences, "drawing": drawing, "year": A_YEAR}


@require_safe
def overview(request: Knock) -> HttpResponse:
    """What changed, in sentences, the most important first; then every chart."""
    places = places_counted()
    place = _place_asked(request, places)
    here = [one for one in charts(places=[place]) if one.marks]
    news = _news([one for one in changed() if place is None or one.place == place])
    tasks = Improvement.objects.visible_to(request.user).unfinished()
    return page(
        request,
        "insight/overview.html",
        charts=here,
        news=news,
        tasks={(one.measure, one.place_id): one for one in tasks},
        in_all=sentences.in_all(len(news), sum(not one.is_trial for one in here), counting.this_week() - WEEK),
        place=place,
        places=places,
        when=Figure.objects.order_by("-counted_at").values_list("counted_at", flat=True).first(),
        high=HIGH,
        may_run=_may_run(request),
        **WORDS,
    )


def _news(drawn: Sequence[Chart]) -> list[Chart]:
    """What changed, the worse before the better. Where a place shows it, all places together say nothing new."""
    at_places = {one.measure.name for one in drawn if one.place}
    told = [one for one in drawn if one.place or one.measure.name not in at_places]
    return sorted(told, key=lambda one: sentences.WORST_FIRST[one.variation])


@require_POST
def counting_now(request: Knock) -> HttpResponse:
    """Count the running week again, without waiting for the clock."""
    rounds.count_the_running_week()
    return redirect("insight:overview")


@require_safe
def measure(request: Knock, name: str) -> HttpResponse:
    """One measure: its chart over a year, what it means, and what was done about it."""
    return _measure(request, _known(name))


@require_POST
def limits(request: Knock, name: str) -> HttpResponse:
    """Draw the limits anew from a week on."""
    found, place = _known(name), _place_asked(request, places_counted())
    form = DrawAnewForm(request.POST, chart=charts([found], places=[place])[0])
    if not form.is_valid():
        return _measure(request, found, form)
    cause = form.cleaned_data["cause"]
    actions.draw_anew(found, place=place, week=form.from_week, cause=cause, by=request.user)
    return redirect(_address(found, place))


def _measure(request: Knock, found: Measure, form: DrawAnewForm | None = None) -> HttpResponse:
    places = places_counted()
    place = _place_asked(request, places)
    drawn = charts([found], places=[None, *places])
    chart = next(one for one in drawn if one.place == place)
    done = Improvement.objects.visible_to(request.user).filter(measure=found.name)
    done = done.filter(place=place) if place else done
    return page(
        request,
        "insight/measure.html",
        measure=found,
        chart=chart,
        place=place,
        places=[one.place for one in drawn if one.place and one.marks],
        improvements=done.select_related("place", "owner").order_by("-week"),
        shares=(None, []) if place else split.shares(found),
        headings=split.HEADINGS,
        named=split.named,
        form=form or DrawAnewForm(chart=chart),
        may_run=_may_run(request),
        **WORDS,
    )


@require_safe
def improvements(request: Knock) -> HttpResponse:
    """What we try, what waits to be tried, and what came of the rest."""
    hers = Improvement.objects.visible_to(request.user)
    finished = hers.exclude(pk__in=hers.unfinished().values("pk")).select_related("place", "owner")
    return page(
        request,
        "insight/improvements.html",
        open=hers.unfinished().in_turn(),
        finished=finished.order_by("-closed_at")[:50],
        staff_name=staff_name,
        **WORDS,
    )


@require_safe
def improvement(request: Knock, pk: uuid.UUID) -> HttpResponse:
    return _improvement(request, _visible(request, pk))


@require_POST
def giving(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Hand it to somebody."""
    found = _visible(request, pk)
    form = GiveForm(request.POST, improvement=found)
    if not form.is_valid():
        return _improvement(request, found, giving=form)
    actions.give(found, form.person, by=request.user)
    return redirect("insight:improvement", pk)


@require_POST
def trying(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Say what is being tried."""
    found, form = _visible(request, pk), TryForm(request.POST, prefix="try")
    if not form.is_valid():
        return _improvement(request, found, trying=form)
    actions.say_what_we_try(found, form.cleaned_data["words"], due_on=form.cleaned_data["due_on"], by=request.user)
    return redirect("insight:improvement", pk)


@require_POST
def closure(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Say what came of it."""
    found, form = _visible(request, pk), EndForm(request.POST, prefix="end")
    if not form.is_valid():
        return _improvement(request, found, closure=form)
    actions.close(found, form.cleaned_data["words"], by=request.user)
    return redirect("insight:improvements")


@require_POST
def dropping(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Do nothing about it."""
    found, form = _visible(request, pk), DropForm(request.POST, prefix="drop")
    if not form.is_valid():
        return _improvement(request, found, dropping=form)
    actions.drop(found, because=form.cleaned_data["because"], by=request.user)
    return redirect("insight:improvements")


def _visible(request: Knock, pk: uuid.UUID) -> Improvement:
    return get_object_or_404(Improvement.objects.visible_to(request.user).select_related("place", "owner"), pk=pk)


def _improvement(request: Knock, found: Improvement, **forms: Any) -> HttpResponse:
    """The task with its chart, and whatever form has to be put right."""
    if found.measure not in MEASURES:
        raise Http404
    said = {"words": found.what_we_try, "due_on": found.due_on}
    context: dict[str, Any] = {
        "improvement": found,
        "chart": charts([found.about], places=[found.place])[0],
        "owner": staff_name(found.owner) if found.owner else "",
        "giving": GiveForm(improvement=found),
        "trying": TryForm(prefix="try", initial=said),
        "closure": EndForm(prefix="end"),
        "dropping": DropForm(prefix="drop"),
        "may_run": _may_run(request),
        "address": _address(found.about, found.place),
        **WORDS,
    }
    return page(request, "insight/improvement.html", **(context | forms))


def _known(name: str) -> Measure:
    if name not in MEASURES:
        raise Http404
    return MEASURES.get(name)


def _place_asked(request: Knock, places: Sequence[Place]) -> Place | None:
    """The place asked for; none means all of them together."""
    asked = request.GET.get("place", "")
    if not asked:
        return None
    found = next((one for one in places if str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _address(found: Measure, place: Place | None) -> str:
    return reverse("insight:measure", args=[found.name]) + (f"?place={place.pk}" if place else "")


def _may_run(request: Knock) -> bool:
    return request.user.acting_as in RUNS_THE_HOUSE
