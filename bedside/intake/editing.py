"""Writing forms: a draft is changed freely; once it is asked, an edition stays as it is, and a new one is written."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal

from .items import Unreadable, read
from .models import Edition, Form


@transaction.atomic
def write(definition: dict[str, Any], *, slug: str, by: Hand, **more: Any) -> Form:
    """Begin a form, or the next edition of one, as a draft that nobody is asked yet."""
    _can_be_read(definition)
    before = Form.objects.filter(slug=slug).order_by("-edition").first()
    kept = {name: getattr(before, name) for name in ("visit_types", "is_lasting", "place_in_line")} if before else {}
    edition = before.edition + 1 if before else 1
    form = Form(slug=slug, edition=edition, definition=definition, **(kept | more))
    record("form.written", form, by=by)
    return form


@transaction.atomic
def change(draft: Form, *, by: Hand, seen: int | None = None, **told: Any) -> Form:
    """Change a draft. What is asked already stays as it was answered."""
    if draft.status != Edition.DRAFT:
        raise Refusal(_("This edition is asked already. Please write a new one."), rule="status")
    if seen is not None and seen != draft.version:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
    for name, value in told.items():
        setattr(draft, name, value)
    _can_be_read(draft.definition)
    record("form.changed", draft, by=by)
    return draft


@transaction.atomic
def ask(draft: Form, *, by: Hand) -> Form:
    """From now on this edition is asked; the one before it is not asked any more."""
    if draft.status != Edition.DRAFT:
        raise Refusal(_("This edition is asked already. Please write a new one."), rule="status")
    if not read(draft.definition):
        raise Refusal(_("This form has no question yet."), rule="empty")
    for before in Form.objects.filter(slug=draft.slug, status=Edition.ACTIVE):
        retire(before, by=by)
    draft.status = Edition.ACTIVE
    record("form.asked", draft, by=by)
    return draft


@transaction.atomic
def retire(form: Form, *, by: Hand) -> Form:
    """It is asked no longer. What was answered stays."""
    if form.status == Edition.RETIRED:
        raise Refusal(_("This form is not asked any more."), rule="status")
    form.status = Edition.RETIRED
    record("form.retired", form, by=by)
    return form


def _can_be_read(definition: dict[str, Any]) -> None:
    try:
        read(definition)
    except Unreadable as why:
        raise Refusal(_("This form cannot be read (%(why)s).") % {"why": why}, rule="unreadable") from why
