"""Writing the clinic's forms: all of them, one as an outline, one question, its conditions, its other languages."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.directory.clinic import the_clinic
from bedside.journal.models import Refusal
from bedside.ui.answers import number_said
from bedside.ui.pages import page

from . import conditions, editing, outline, papers
from .conditions import ConditionForm, may_hang_on
from .forms import TONGUES
from .items import Item, Json, read
from .manager_forms import AimForm, FileForm, NameForm, NewForm, WordsForm
from .models import Edition, Form
from .question_forms import KINDS, QuestionForm
from .rows import rows_of

OTHERS = [code for code, _ in TONGUES if code != "en"]
VERBS = {"up": outline.UP, "down": outline.DOWN}


@require_http_methods(["GET", "HEAD", "POST"])
def forms(request: Knock) -> HttpResponse:
    """Every form we have; and a new one."""
    new = NewForm(request.POST or None)
    if request.method == "POST" and new.is_valid():
        return redirect("intake:form", editing.begin(new.cleaned_data["title"], by=request.user).pk)
    return page(request, "intake/forms.html", known=Form.objects.known(), form=new)


@require_http_methods(["GET", "HEAD", "POST"])
def bringing(request: Knock) -> HttpResponse:
    """A form from a file."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            brought = editing.bring_in(papers.taken(file.read(papers.MOST_BYTES + 1)), by=request.user)
        except Refusal as refused:  # she stays where she can choose another
            form.add_error("file", str(refused))
        else:
            return redirect("intake:form", brought.pk)
    return page(request, "intake/bringing.html", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One form as an outline of its questions; a draft is put in order here, and named."""
    found = get_object_or_404(Form, pk=pk)
    name = NameForm(request.POST if "title" in request.POST else None, form=found)
    seen = _seen(request)
    if request.method == "POST" and name.is_bound and name.is_valid():
        editing.change(found, definition=name.told(_definition(found)), seen=seen, by=request.user)
        return redirect("intake:form", pk)
    if request.method == "POST" and not name.is_bound:
        for verb, way in VERBS.items():
            if link_id := request.POST.get(verb):
                new = outline.moved(_definition(found), link_id, way)
                editing.change(found, definition=new, seen=seen, by=request.user)
        return redirect("intake:form", pk)
    context: dict[str, Any] = {
        "questionnaire": found,
        "rows": rows_of(found, translation.get_language() or "en"),
        "editions": Form.objects.filter(slug=found.slug).order_by("-edition"),
        "form": name,
        "draft": found.status == Edition.DRAFT,
        "others": OTHERS,
    }
    return page(request, "intake/form.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One question: a new one at the end of the form or of a group, or one that is changed or taken out."""
    found = _draft(pk)
    definition = _definition(found)
    link_id, inside = request.GET.get("at", ""), request.GET.get("in", "")
    item = _item(definition, link_id) if link_id else None
    if inside:
        _item(definition, inside)
    raw = outline.raw_of(definition, link_id) if link_id else {"linkId": outline.free_number(definition)}
    assert raw is not None
    if request.method == "POST" and item and request.POST.get("then") == "remove":
        editing.take_out(found, link_id, seen=_seen(request), by=request.user)
        return redirect("intake:form", pk)
    form = QuestionForm(request.POST or None, raw=raw, item=item, version=found.version)
    if request.method == "POST" and form.is_valid():
        told = form.told()
        new = outline.replaced(definition, link_id, told) if item else outline.added(definition, told, inside=inside)
        editing.change(found, definition=new, seen=form.cleaned_data["version"], by=request.user)
        if item is None or told["type"] != item.type:  # now it is known what else there is to say of it
            return redirect(_at("intake:question", found, told["linkId"]))
        return redirect("intake:form", pk)
    context: dict[str, Any] = {
        "questionnaire": found,
        "form": form,
        "item": item,
        "kinds": KINDS,
        "conditions": _conditions(item, definition) if item else [],
        "at": urlencode({"at": link_id}),
    }
    return page(request, "intake/question.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def condition(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """When a question is asked: one condition more or less, and whether all of them must hold or one."""
    found = _draft(pk)
    definition = _definition(found)
    item = _item(definition, request.GET.get("at", ""))
    raw = outline.raw_of(definition, item.link_id)
    assert raw is not None
    items = read(definition)
    choice = may_hang_on(items, item.link_id)
    on = next((one for one in choice if one.link_id == request.GET.get("on")), None)
    told = request.POST or None
    form = None
    if on:
        language = translation.get_language() or "en"
        form = ConditionForm(told, on=on, version=found.version, language=language, zone=the_clinic().zone)
    new: Json | None = None
    if request.method == "POST" and form and form.is_valid():
        new = conditions.added(raw, form.told())
    elif request.method == "POST" and not form:
        new = _fewer(raw, request)
    if new is not None:
        changed = outline.replaced(definition, item.link_id, new)
        editing.change(found, definition=changed, seen=_seen(request), by=request.user)
        return redirect(_at("intake:question", found, item.link_id))
    at = urlencode({"at": item.link_id})
    return page(
        request, "intake/condition.html", questionnaire=found, item=item, form=form, on=on, choice=choice, at=at
    )


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Every text of a form in another language, each beside its English words."""
    found = _draft(pk)
    language = request.GET.get("in", OTHERS[0])
    if language not in OTHERS:
        raise Http404
    said = number_said(request.GET.get("page", ""), 999)
    at = 1 if said is None else said
    more: dict[str, Any] = {"definition": _definition(found), "version": found.version, "language": language}
    form = WordsForm(request.POST or None, page=at, **more)
    if request.method == "POST" and form.is_valid():
        editing.change(found, definition=form.told(), seen=form.cleaned_data["version"], by=request.user)
        following = form.page + 1 if form.page < form.pages else form.page
        then = {"in": language, "page": str(following), "saved": "1"}
        return redirect(f"{request.path}?{urlencode(then)}")
    context: dict[str, Any] = {
        "language": language,
        "others": OTHERS,
        "saved": request.GET.get("saved") == "1" and not form.is_bound,
    }
    return page(request, "intake/words.html", questionnaire=found, form=form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def aim(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Before which visits a form is asked."""
    found = get_object_or_404(Form, pk=pk)
    form = AimForm(request.POST or None, form=found)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        editing.aim(found, seen=said.pop("version"), by=request.user, **said)
        return redirect("intake:form", pk)
    return page(request, "intake/aim.html", questionnaire=found, form=form)


@require_POST
def asking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """From now on patients are asked this edition."""
    found = get_object_or_404(Form, pk=pk)
    editing.ask(found, seen=_seen(request), by=request.user)
    return redirect("intake:form", pk)


@require_POST
def edition(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The next edition of a form, or the draft of it that stands."""
    return redirect("intake:form", editing.write_anew(get_object_or_404(Form, pk=pk), by=request.user).pk)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Ask it no longer; a draft is thrown away."""
    found = get_object_or_404(Form, pk=pk)
    if request.method == "POST":
        editing.retire(found, by=request.user)
        return redirect("intake:forms")
    return page(request, "intake/end.html", questionnaire=found, draft=found.status == Edition.DRAFT)


def _draft(pk: uuid.UUID) -> Form:
    """A form that may be changed."""
    found = get_object_or_404(Form, pk=pk)
    editing.still_a_draft(found)
    return found


def _definition(form: Form) -> Json:
    return papers.load(form.as_file)


def _item(definition: Json, link_id: str) -> Item:
    found = next((one for top in read(definition) for one in top.walk() if one.link_id == link_id), None)
    if found is None:
        raise Http404
    return found


def _conditions(item: Item, definition: Json) -> list[str]:
    items, language = read(definition), translation.get_language() or "en"
    return [conditions.said(one, items, language) for one in item.conditions]


def _fewer(raw: Json, request: Knock) -> Json | None:
    """One condition taken away, or how they hold together."""
    gone, how = number_said(request.POST.get("remove", ""), 999), request.POST.get("behavior", "")
    if gone is not None:
        return conditions.removed(raw, gone)
    return {**raw, "enableBehavior": how} if how in ("all", "any") and raw.get("enableWhen") else None


def _seen(request: Knock) -> int | None:
    return number_said(request.POST.get("version", ""), 10**9)


def _at(route: str, form: Form, link_id: str) -> str:
    return f"{reverse(route, args=[form.pk])}?{urlencode({'at': link_id})}"
