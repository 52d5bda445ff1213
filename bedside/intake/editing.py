"""Writing forms: a draft is changed freely; once it is asked, an edition stays as it is, and a new one is written."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bedside.journal.actions import record
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal

from . import outline, papers
from .items import Json
from .models import Edition, Form

KEPT = ("visit_types", "is_lasting", "place_in_line")  # by the next edition of a form


@transaction.atomic
def write(definition: Json, *, slug: str, by: Hand, text: str = "", **more: Any) -> Form:
    """Begin a form, or the next edition of one, as a draft that nobody is asked yet.

    `text` is the file it came in, which is kept letter for letter.
    """
    papers.can_be_asked(definition)
    before = Form.objects.filter(slug=slug).order_by("-edition").first()
    kept = {name: getattr(before, name) for name in KEPT} if before else {}
    form = Form(slug=slug, edition=before.edition + 1 if before else 1, **(kept | more))
    _put(form, text or papers.said(definition))
    record("form.written", form, by=by)
    return form


@transaction.atomic
def begin(title: str, *, by: Hand) -> Form:
    """A new form with a name and no question yet."""
    definition = {"resourceType": "Questionnaire", "status": "draft", "subjectType": ["Patient"], "title": title}
    return write(definition, slug=_free_slug(title), by=by)


@transaction.atomic
def write_anew(form: Form, *, by: Hand) -> Form:
    """The next edition of a form, with the same questions until they are changed; or the draft that stands."""
    standing = Form.objects.filter(slug=form.slug, status=Edition.DRAFT).first()
    return standing or write(papers.load(form.as_file), slug=form.slug, text=form.as_file, by=by)


@transaction.atomic
def bring_in(text: str, *, by: Hand) -> Form:
    """A form from a file. One that the house knows by its address in the world becomes the next edition of that."""
    definition = papers.load(text)
    url = definition.get("url")
    known = next((one for one in Form.objects.order_by("-edition") if url and one.definition.get("url") == url), None)
    name = str(definition.get("title") or definition.get("name") or definition.get("id") or "form")
    return write(definition, slug=known.slug if known else _free_slug(name), text=text, by=by)


@transaction.atomic
def change(draft: Form, *, by: Hand, seen: int | None = None, definition: Json | None = None) -> Form:
    """Change a draft. What is asked already stays as it was answered."""
    still_a_draft(draft)
    _not_moved_on(draft, seen)
    if definition is not None:
        papers.can_be_asked(definition)
        _put(draft, papers.said(definition))
    record("form.changed", draft, by=by)
    return draft


@transaction.atomic
def take_out(draft: Form, link_id: str, *, by: Hand, seen: int | None = None) -> Form:
    """Take a question out, unless another is asked only for an answer to it."""
    if hanging := outline.hanging_on(draft.questions, link_id):
        name = hanging[0].said("en") or hanging[0].link_id
        raise Refusal(
            _("Another question depends on it: %(question)s. Change that first.") % {"question": name}, rule="hangs"
        )
    return change(draft, definition=outline.removed(papers.load(draft.as_file), link_id), seen=seen, by=by)


@transaction.atomic
def aim(
    form: Form, *, visit_types: list[str], is_lasting: bool, place_in_line: int, by: Hand, seen: int | None = None
) -> Form:
    """Say before which visits it is asked, in which place, and whether its answer lasts. No question changes by it."""
    if form.status == Edition.RETIRED:
        raise Refusal(_("This form is not asked any more."), rule="status")
    _not_moved_on(form, seen)
    form.visit_types, form.is_lasting, form.place_in_line = visit_types, is_lasting, place_in_line
    record("form.aimed", form, by=by)
    return form


@transaction.atomic
def ask(draft: Form, *, by: Hand, seen: int | None = None) -> Form:
    """From now on this edition is asked; the one before it is not asked any more."""
    still_a_draft(draft)
    _not_moved_on(draft, seen)
    if not any(one.is_question for top in draft.questions for one in top.walk()):
        raise Refusal(_("This form has no question yet."), rule="empty")
    for before in Form.objects.filter(slug=draft.slug, status=Edition.ACTIVE):
        retire(before, by=by)
    draft.status = Edition.ACTIVE
    record("form.asked", draft, by=by)
    return draft


@transaction.atomic
def retire(form: Form, *, by: Hand) -> Form:
    """It is asked no longer. What was answered stays. A draft is thrown away by it."""
    if form.status == Edition.RETIRED:
        raise Refusal(_("This form is not asked any more."), rule="status")
    form.status = Edition.RETIRED
    record("form.retired", form, by=by)
    return form


def _put(form: Form, text: str) -> None:
    """The questions, as the table knows them and as a file has them."""
    form.text, form.definition = text, papers.plain(text)
    form.__dict__.pop("questions", None)


def still_a_draft(form: Form) -> None:
    """Refuse to change what is asked already, or was."""
    if form.status != Edition.DRAFT:
        raise Refusal(_("This edition is asked already. Please write a new one."), rule="status")


def _not_moved_on(form: Form, seen: int | None) -> None:
    if seen is not None and seen != form.version:
        raise Refusal(SOMEBODY_ELSE, rule="version")


def _free_slug(name: str) -> str:
    """The name as it stands in addresses; with a number where another form has it."""
    root = slugify(name)[:50] or "form"
    taken = set(Form.objects.filter(slug__startswith=root).values_list("slug", flat=True))
    return next(one for one in (root, *(f"{root}-{number}" for number in range(2, 1000))) if one not in taken)
