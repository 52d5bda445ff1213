"""A form as a patient would fill it in, page by page, with nothing kept: what was said travels with the page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people.models import Patient
from bedside.ui.answers import number_said

from .faults import wrong
from .forms import PageForm
from .items import Json
from .models import Form
from .pages import Page, pages
from .prefill import first_answers
from .tree import Node, grow, kept

MOST = 200_000  # letters of answers that travel


@dataclass
class Trying:
    """What the preview shows: one page of the form, and what was said on those before."""

    questionnaire: Form
    form: PageForm | None
    page: Page | None
    number: int
    of: int
    answers: list[Json]
    asked_again: list[str] = field(default_factory=list)
    before: None = None

    @property
    def told(self) -> str:
        return json.dumps(self.answers, ensure_ascii=False)

    @property
    def groups(self) -> list[Node]:
        turns = [one for one in self.page.shown if one.item.type == "group" and one.item.repeats] if self.page else []
        return list({one.item.link_id: one for one in turns}.values())


def trying(request: HttpRequest, form: Form, language: str) -> Trying:
    """The page that is looked at; after it was answered, the next that asks something, or none at the end."""
    data = request.POST if request.method == "POST" else None
    answers = _held(form, request.POST.get("held", "")) if data else []
    number = _number(request.POST.get("page", "")) if data else 1
    if data is None or not request.POST.get("then"):  # it begins
        return _shown(form, answers, 1, language)
    root = grow(form.questions, answers)
    found = pages(root)
    if number > len(found):
        return _shown(form, answers, 1, language)
    shown = {one.path for one in found[number - 1].shown}
    here = _page_form(found[number - 1], data, language)
    asked_again: list[str] = []
    then = request.POST["then"]
    if here.is_valid():
        here.read()
        if not then.startswith("more:"):
            today = day_of(now(), the_clinic().zone)
            asked_again = here.look_over(root, shown, sure=request.POST.getlist("sure"), today=today)
    if here.errors:
        of = len(found)
        return Trying(form, here, found[number - 1], number, of, answers, asked_again)
    answers = kept(root)
    if then.startswith("more:"):
        return _shown(form, answers, number, language, more={then.removeprefix("more:"): 1})
    after = grow(form.questions, answers)
    asks_more = bool({one.path for one in pages(after)[number - 1].shown} - shown)
    return _shown(form, answers, number if asks_more else number + 1, language)


def _shown(form: Form, answers: list[Json], number: int, language: str, more: dict[str, int] | None = None) -> Trying:
    root = grow(form.questions, answers, more=more)
    found = pages(root)
    following = next((at for at, one in enumerate(found, 1) if at >= number and one.asks), None)
    if following is None:
        return Trying(form, None, None, len(found), len(found), answers)
    tops = [one.item for one in found[following - 1].tops]
    said = {one["linkId"] for one in answers}
    first = first_answers([one for one in tops if one.link_id not in said], Patient(), {}, {})
    here = pages(grow(form.questions, [*answers, *first], more=more))[following - 1]
    return Trying(form, _page_form(here, None, language), here, following, len(found), answers)


def _page_form(page: Page, data: Any, language: str) -> PageForm:
    nodes = [one for top in page.tops for one in top.walk()]
    return PageForm(nodes, data, language=language, zone=the_clinic().zone)


def _number(told: str) -> int:
    return number_said(told, 999) or 1


def _held(form: Form, told: str) -> list[Json]:
    """What was said on the pages before, as far as it fits the form: it comes back from a browser."""
    if len(told) > MOST:
        return []
    try:
        root = grow(form.questions, json.loads(told or "[]"))
        return [] if wrong(root) else kept(root)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return []
