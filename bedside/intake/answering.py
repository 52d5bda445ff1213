"""One page of a form while it is filled in: what stands in it, what was handed in, and where that leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import translation

from bedside.access.models import User
from bedside.booking.models import Appointment
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.ui.papers import MOST_TOGETHER

from . import actions, enclosing
from .forms import PageForm, heard_in
from .knocks import Guest
from .known import Known, known_of
from .models import Form, Sheet, whose
from .pages import Page, pages, to_do
from .prefill import earlier, first_answers, said_before
from .saying import answer_said
from .steps import usual_ways
from .tree import Node, grow
from .values import address_of


@dataclass
class Filling:
    """What a view needs to know of the page that is open."""

    guest: Guest
    questionnaire: Form
    sheet: Sheet
    root: Node
    page: Page
    form: PageForm
    number: int
    of: int
    before: Sheet | None
    shown: set[str]
    then: str = ""
    sure: list[str] = field(default_factory=list)
    asked_again: list[str] = field(default_factory=list)
    next: int | None = None
    words: str = ""  # of hers, for the red flags: what was not heard before

    @property
    def later(self) -> bool:
        return self.then == "later"

    @property
    def more(self) -> str:
        """The group of which she wants one more turn."""
        return self.then.removeprefix("more:") if self.then.startswith("more:") else ""

    @property
    def without(self) -> str:
        """The address of a paper that she takes back."""
        return self.then.removeprefix("without:") if self.then.startswith("without:") else ""

    @property
    def takes_papers(self) -> bool:
        return any(one.item.type == "attachment" for one in self.page.shown)

    @property
    def most_together(self) -> int:
        """So many bytes of papers can be sent at once."""
        return MOST_TOGETHER

    @property
    def groups(self) -> list[Node]:
        """The groups of this page that may be there several times: the last turn of each."""
        turns = [one for one in self.page.shown if one.item.type == "group" and one.item.repeats]
        return list({one.item.link_id: one for one in turns}.values())

    @property
    def position(self) -> int:
        """The how-manieth it is of those that ask something."""
        asking = [one.key for one in pages(self.root) if one.asks]
        return asking.index(self.page.key) + 1 if self.page.key in asking else self.number

    @property
    def asks_free_words(self) -> bool:
        return any(one.item.is_free_text for one in self.page.shown)

    @property
    def said_before(self) -> dict[str, list[Any]]:
        return said_before(self.before, self.questionnaire.questions)

    def is_taken(self) -> bool:
        """Keep what was handed in, if it can be kept; else the form holds the complaints."""
        if not self.form.is_valid():
            return False
        self.form.read()
        for node in self.page.shown if self.without else []:
            node.given = [one for one in node.given if address_of(one) != self.without]
        unfinished = self.later or bool(self.more) or bool(self.without)
        if not unfinished:
            born = whose(self.guest.visit).birth_date
            today = day_of(now(), self.guest.visit.zone)
            known: dict[str, Any] = {"today": today, "born": born, "earlier": self.said_before}
            self.asked_again = self.form.look_over(self.root, self.shown, sure=self.sure, **known)
        if self.form.errors:
            return False
        asks_more = bool({one.path for one in self.page.shown} - self.shown)
        answered = not (unfinished or asks_more)
        by, visit = self.guest.by, self.guest.visit
        try:
            self.sheet = actions.open_sheet(visit, self.questionnaire, by=by, seen=self.sheet.version)
            added = self.form.added()
            enclosing.keep_page(self.sheet, self.root, added, page=self.page.key, answered=answered, by=by)
        except Refusal as refused:
            if refused.rule not in ("version", "full"):
                raise
            self.form.add_error(None, str(refused))
            return False
        self.next = self._next(answered)
        return True

    def _next(self, answered: bool) -> int | None:
        if not answered:
            return self.number
        following = to_do(self.sheet.root, self.sheet.pages)
        return None if following is None else _number_of(following, self.sheet.root)


def filling(request: HttpRequest, guest: Guest, form: Form, number: int) -> Filling | None:
    """The page of this number; None where there is none or nothing is asked on it now."""
    visit = guest.visit
    sheet = _sheet_of(visit, form) or Sheet(
        appointment=visit, form=form, slug=form.slug, patient=whose(visit), label=visit.label
    )
    before = None if guest.sitting else earlier(sheet)
    more = {request.GET["more"]: 1} if request.GET.get("more") else {}
    root = grow(form.questions, sheet.answers)
    wanted = pages(root)
    if not 1 <= number <= len(wanted) or not wanted[number - 1].asks:
        return None
    if not guest.may_read(sheet, wanted[number - 1]):
        return None
    fresh: set[str] = set()
    key = wanted[number - 1].key
    answers = sheet.answers
    if key not in sheet.pages:
        patient, page = Patient() if guest.sitting else sheet.patient, wanted[number - 1]
        reads = guest.by if isinstance(guest.by, User) and guest.sitting is None else None
        known = known_of(sheet, [one.item for one in page.tops], reads)
        answers, fresh = _with_what_we_know(form, sheet, before, page, patient, known)
    root = grow(form.questions, answers, more=more)
    here = pages(root)[number - 1]
    nodes = [one for top in here.tops for one in top.walk()]
    data = request.POST if request.method == "POST" else None
    files = request.FILES if data is not None else None
    page_form = PageForm(
        nodes,
        data,
        files,
        language=translation.get_language() or "en",
        zone=visit.zone,
        fresh=fresh,
        lets_stand=guest.by if guest.by_staff else None,
    )
    asking = [one for one in pages(root) if one.asks]
    heard = heard_in([*answers, *(before.answers if before else [])])  # what we laid before her is not her news
    return Filling(
        guest=guest,
        questionnaire=form,
        sheet=sheet,
        root=root,
        page=here,
        form=page_form,
        number=number,
        of=len(pages(root)) if here not in asking else len(asking),
        before=before,
        shown={one.path for one in here.shown},
        then=request.POST.get("then", ""),
        sure=request.POST.getlist("sure"),
        words=page_form.words(heard) if data else "",
    )


def _with_what_we_know(
    form: Form, sheet: Sheet, before: Sheet | None, page: Page, patient: Patient, more: Known
) -> tuple[list[Any], set[str]]:
    """A page nobody has answered: what she said so far, and where she said nothing, what we know."""
    tops = [one.item for one in page.tops]
    mine = {item.link_id for item in tops}
    said = {one["linkId"] for one in sheet.answers} & mine
    known = said_before(before, form.questions)
    first = first_answers([one for one in tops if one.link_id not in said], patient, known, more)
    inside = {one.link_id for top in tops if top.link_id not in said for one in top.walk()}
    return [*sheet.answers, *first], set(known) & inside


def _sheet_of(appointment: Appointment, form: Form) -> Sheet | None:
    found = Sheet.objects.filter(appointment=appointment, slug=form.slug).select_related("form", "appointment")
    return found.first()


def _number_of(page: Page, root: Node) -> int:
    return [one.key for one in pages(root)].index(page.key) + 1


@dataclass(frozen=True)
class Said:
    """One answer as it is looked over, and the page on which it can be changed."""

    question: str
    answer: str
    href: str


@dataclass(frozen=True)
class Looked:
    """A sheet with its answers, for whoever reads it."""

    sheet: Sheet
    said: list[Said]


def read(sheet: Sheet, language: str, guest: Guest | None = None) -> Looked:
    """All that was answered, in the order of the form; to who sits at the clinic only what she has just said."""
    root, ways = sheet.root, guest.ways if guest else usual_ways(sheet.appointment_id)
    said = [
        Said(node.item.said(language), answer_said(node, language), ways.page(sheet.slug, number))
        for number, page in enumerate(pages(root), 1)
        if guest is None or guest.may_read(sheet, page)
        for node in page.shown
        if node.item.is_question and node.answers
    ]
    return Looked(sheet, said)


def review(guest: Guest, form: Form, language: str) -> tuple[Looked | None, int | None]:
    """What she answered; or, while a page is still open, the number of that page."""
    sheet = _sheet_of(guest.visit, form)
    if sheet is None or sheet.opened_at is None:
        first = to_do(grow(form.questions, []), [])
        return None, _number_of(first, grow(form.questions, [])) if first else 1
    if (following := to_do(sheet.root, sheet.pages)) is not None:
        return None, _number_of(following, sheet.root)
    return read(sheet, language, guest), None
