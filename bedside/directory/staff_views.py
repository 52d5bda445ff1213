"""What those who run the house say of what we offer: list, edit, new, stop; and what changed."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people import actions as people
from bedside.people.models import StaffMember
from bedside.ui.pages import page

from . import actions, public
from .changes import changes_of
from .clinic import the_clinic
from .forms import KINDS, TONGUES, ClosureForm, Editing, Kind, StopForm, WeekForm, WordsForm
from .hooks import hooks
from .models import Closure, Place, Post, Service, VisitType
from .opening import week_said
from .wording import advice, is_graded

WEEKS = {"opening", "visiting"}


@require_safe
def offer(request: Knock) -> HttpResponse:
    """Everything we offer, where one begins to change it."""
    today = day_of(now(), the_clinic().zone)
    context: dict[str, Any] = {
        "services": Service.objects.prefetch_related("visit_types").order_by("-is_offered", "name"),
        "people": _those_who_see_patients(),
        "places": Place.objects.ours(),
        "closures": Closure.objects.to_come(today).select_related("place"),
    }
    return page(request, "directory/offer.html", **context)


def _those_who_see_patients() -> QuerySet[StaffMember]:
    """Whoever has or had something to do here, and who is new; not those who sign in for other work."""
    works = Exists(Post.objects.filter(staff_member=OuterRef("pk"), ended=False))
    hers = StaffMember.objects.filter(Q(posts__isnull=False) | Q(login=None), is_active=True).distinct()
    return hers.annotate(works=works).order_by("family_name", "given_name")


@require_http_methods(["GET", "POST"])
def editing(request: Knock, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Change what is said of it; look at it first as patients will read it."""
    what = KINDS[kind]
    thing = get_object_or_404(what.model, pk=pk)
    form = what.form(request.POST or None, thing=thing)
    if request.method == "POST" and form.is_valid() and not only_looks(request):
        what.change(thing, by=request.user, seen=form.cleaned_data["version"], **form.details())
        return redirect(f"{reverse(f'directory:{kind}', args=[pk])}?saved=1")
    return _show(request, what, thing, form)


@require_http_methods(["GET", "POST"])
def new_service(request: Knock) -> HttpResponse:
    """A service that was not offered before."""
    return _new(request, "service", Service())


@require_http_methods(["GET", "POST"])
def new_visit(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A kind of visit that this service did not have before."""
    return _new(request, "visit", VisitType(service=get_object_or_404(Service, pk=pk)))


@require_http_methods(["GET", "POST"])
def new_place(request: Knock) -> HttpResponse:
    """A place we did not have before."""
    return _new(request, "place", Place(zone=the_clinic().zone))


@require_http_methods(["GET", "POST"])
def new_person(request: Knock) -> HttpResponse:
    """Somebody who did not work here before. She gets no login by this."""
    return _new(request, "person", StaffMember())


def _new(request: Knock, kind: str, thing: Service | VisitType | Place | StaffMember) -> HttpResponse:
    what = KINDS[kind]
    form = what.form(request.POST or None, thing=thing)
    if request.method == "POST" and form.is_valid() and not only_looks(request):
        if isinstance(thing, StaffMember):
            member = people.employ(by=request.user, **form.details())
            return redirect("directory:new-post", member.pk)  # whoever does nothing yet cannot be found
        made = form.as_told()
        if isinstance(made, Service):
            made.slug = _free_slug(made.name)
        actions.set_up(made, by=request.user)
        if isinstance(made, Place):
            return redirect("directory:hours", made.pk)  # a place without hours is not ready
        return redirect(f"{reverse(f'directory:{kind}', args=[made.pk])}?saved=1")
    return _show(request, what, thing, form)


def _show(request: Knock, what: Kind, thing: Any, form: Editing) -> HttpResponse:
    told = form.is_bound and form.is_valid()
    shown = form.as_told() if told else thing
    context: dict[str, Any] = {
        "kind": what,
        "ways": what.ways(thing),
        "thing": thing,
        "shown": shown,
        "looks": told,
        **public.about(shown),
        "form": form,
        "saved": request.GET.get("saved") == "1" and not form.is_bound,
        "advice": advice(form.written(), "en") if form.is_bound or thing.version else [],
        "tongues": TONGUES,
        "standing": actions.standing(thing) if what.can_stop else True,
        "posts": Post.objects.of(thing) if isinstance(thing, StaffMember) else [],
        "weeks": [(name, week_said(getattr(thing, name))) for name in ("opening", "visiting")]
        if isinstance(thing, Place)
        else [],
    }
    return page(request, "directory/edit.html", **context)


@require_http_methods(["GET", "POST"])
def words(request: Knock, pk: uuid.UUID, kind: str) -> HttpResponse:
    """The same in another language."""
    what, language = KINDS[kind], request.GET.get("in", TONGUES[0])
    if language not in TONGUES:
        raise Http404
    thing = get_object_or_404(what.model, pk=pk)
    form = WordsForm(request.POST or None, thing=thing, fields=what.spoken, language=language)
    if request.method == "POST" and form.is_valid() and not only_looks(request):
        what.change(thing, by=request.user, seen=form.cleaned_data["version"], **form.details())
        return redirect(f"{request.path}?in={language}&saved=1")
    context: dict[str, Any] = {
        "kind": what,
        "ways": what.ways(thing),
        "thing": thing,
        "form": form,
        "language": language,
        "tongues": TONGUES,
        "rtl": language == "ar",
        "saved": request.GET.get("saved") == "1" and not form.is_bound,
        "advice": advice(form.written(), language),
        "is_graded": is_graded(language),
    }
    return page(request, "directory/words.html", **context)


@require_safe
def history(request: Knock, pk: uuid.UUID, kind: str) -> HttpResponse:
    """What changed about it: who, when, from what to what."""
    what = KINDS[kind]
    thing = get_object_or_404(what.model, pk=pk)
    return page(request, "directory/history.html", ways=what.ways(thing), thing=thing, changes=changes_of(thing))


@require_http_methods(["GET", "POST"])
def stopping(request: Knock, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Offer it no longer, knowing how many booked visits that touches; or offer it again.

    What is meant is told by what was handed in: whoever stops it a second time does not offer it again by that."""
    what = KINDS[kind]
    thing: Any = get_object_or_404(what.model, pk=pk)
    standing = actions.standing(thing)
    form = StopForm(request.POST or None, initial={"version": thing.version})
    if request.method == "POST" and request.POST.get("then") == "again":
        actions.offer_again(thing, by=request.user)
        return redirect(f"directory:{kind}", pk)
    if request.method == "POST" and form.is_valid():
        actions.stop(thing, by=request.user, because=form.cleaned_data["because"], seen=form.cleaned_data["version"])
        return redirect(f"directory:{kind}", pk)
    context: dict[str, Any] = {
        "ways": what.ways(thing),
        "thing": thing,
        "form": form,
        "standing": standing,
        "touched": hooks.touched(thing) if standing else 0,
    }
    return page(request, "directory/stop.html", **context)


@require_http_methods(["GET", "POST"])
def hours(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The opening hours of a place, or its visiting hours."""
    place = get_object_or_404(Place, pk=pk)
    which = request.GET.get("of", "opening")
    if which not in WEEKS:
        raise Http404
    form = WeekForm(request.POST or None, week=getattr(place, which), version=place.version)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {which: form.week()}
        actions.change(place, by=request.user, seen=form.cleaned_data["version"], **told)
        return redirect(f"{reverse('directory:place', args=[pk])}?saved=1")
    return page(request, "directory/hours.html", place=place, which=which, form=form)


@require_http_methods(["GET", "POST"])
def new_closure(request: Knock) -> HttpResponse:
    """A place is shut on some days; first one is told how many visits are booked then."""
    return _closure(request, Closure())


@require_http_methods(["GET", "POST"])
def closure(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Change the days or the reason."""
    return _closure(request, get_object_or_404(Closure.objects.standing(), pk=pk))


def _closure(request: Knock, thing: Closure) -> HttpResponse:
    today = day_of(now(), the_clinic().zone)
    form = ClosureForm(request.POST or None, thing=thing, today=min(today, thing.first_day or today))
    told = form.is_valid() if request.method == "POST" else False
    touched = hooks.touched(form.as_told()) if told else 0
    # Whoever was told another number than it is now is told again, before anything is shut.
    if told and request.POST.get("then") == "shut" and request.POST.get("touched", "") == str(touched):
        if thing.version:
            actions.change(thing, by=request.user, seen=form.cleaned_data["version"], **form.details())
        else:
            thing = actions.shut(by=request.user, **form.details())
        return redirect("directory:offer")
    context: dict[str, Any] = {"thing": thing, "form": form, "told": told, "touched": touched}
    return page(request, "directory/closure.html", advice=advice(form.written(), "en"), **context)


@require_http_methods(["GET", "POST"])
def lifting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """It is open on these days after all."""
    thing = get_object_or_404(Closure.objects.standing(), pk=pk)
    if request.method == "POST":
        actions.lift(thing, by=request.user)
        return redirect("directory:offer")
    return page(request, "directory/lifting.html", thing=thing)


def only_looks(request: Knock) -> bool:
    """Whether she asked to see what it would be, and not to keep it."""
    return request.POST.get("then") == "look"


def _free_slug(name: str) -> str:
    """The name as part of an address; with a number where another service has it."""
    root = slugify(name)[:50] or "service"
    taken = set(Service.objects.filter(slug__startswith=root).values_list("slug", flat=True))
    return next(one for one in (root, *(f"{root}-{number}" for number in range(2, 1000))) if one not in taken)
