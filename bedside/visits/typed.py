"""What the patient has typed already, and what was agreed last time, to be taken over into a summary, not retyped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.journal.models import Refusal
from bedside.people.models import Label

from .hooks import Typed, typed_elsewhere
from .summary import Change, Summary
from .summary_forms import LONGEST


def typed(summary: Summary, user: User) -> list[Typed]:
    """Every line that is not in the notes yet: her reason, her answers on the forms, the medicines she had."""
    visit = summary.visit
    found = [Typed(_("Why they came"), visit.reason, why_came=visit.reason)] if visit.reason else []
    found += [*_medicines(summary, user), *typed_elsewhere(user, visit)]
    return [one for one in dict.fromkeys(found) if one.text not in summary.original]


def taken(summary: Summary, chosen: Sequence[Typed]) -> dict[str, Any]:
    """What the summary says once these lines are taken over: each into the notes, and where it belongs besides."""
    words: dict[str, Any] = {"original": _under(summary.original, [one.text for one in chosen])}
    with translation.override(summary.language):
        said = [_("You said: “%(words)s”") % {"words": one.why_came.strip()} for one in chosen if one.why_came]
    if said:
        words["why_came"] = _under(summary.why_came, said)
    named = {one["name"].casefold() for one in summary.medicines}
    rows = [one.medicine for one in chosen if one.medicine and one.medicine[0].casefold() not in named]
    if rows:
        kept = [{"name": name, "dose": dose, "change": str(Change.SAME), "why": why} for name, dose, why in rows]
        words["medicines"] = [*summary.medicines, *kept]
    return words


def grouped(found: Sequence[Typed]) -> dict[str, list[Typed]]:
    """The lines under their headings."""
    under: dict[str, list[Typed]] = {}
    for one in found:
        under.setdefault(one.heading, []).append(one)
    return under


def _medicines(summary: Summary, user: User) -> list[Typed]:
    """Those of her last signed summary that were not stopped; of a confidential one only into such a one."""
    hers = Summary.objects.visible_to(user).signed().filter(patient=summary.patient_id)
    last = hers.filter(label__in={Label.NONE, summary.label}).exclude(visit=summary.visit_id)
    before = last.exclude(medicines=[]).order_by("-signed_at").first()
    rows = before.medicines if before else []
    return [
        Typed(
            _("Medicines until now"),
            f"{one['name']}: {one['dose']}".removesuffix(": "),
            medicine=(one["name"], one["dose"], one["why"]),
        )
        for one in rows
        if one["change"] != Change.STOPPED
    ]


def _under(text: str, lines: Sequence[str]) -> str:
    """The text with these lines below it, each once."""
    new = [line for line in dict.fromkeys(lines) if line not in text]
    whole = "\n".join([*([text] if text.strip() else []), *new])
    if len(whole) > LONGEST:
        raise Refusal(_("There is no room left in this part. Please shorten it first."), rule="too_long")
    return whole
