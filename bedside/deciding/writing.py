"""Writing an aid on a screen: begun, kept while it is written, handed to a second person, sent back, taken back."""

from __future__ import annotations

import copy
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bedside.access.models import TREATING, User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.models import Refusal

from .aids import begun, faults
from .library import editions, slugs
from .models import Approval, Stage, Wording

WRITTEN_HERE = ("new", "aid")  # names that are taken by pages of ours


@transaction.atomic
def begin(title: str, *, by: User) -> Wording:
    """Begin to write an aid; all but its title is still empty."""
    _treats(by)
    content = {"title": {"en": title}, "about": {}, "time": {}, "sure": {}, "out_of": 100, "ages": [18, 110]}
    content |= {"options": [], "outcomes": [], "matters": [], "sources": [], "written": now().date().isoformat()}
    draft = Wording(slug=_free(title), content=content, written_by=by)
    record("aid.begun", draft, by=by)
    return draft


@transaction.atomic
def begin_edition(slug: str, *, by: User) -> Wording:
    """Write a new edition of an aid. The one that is shown stays shown until two have approved the new one."""
    _treats(by)
    known = editions(slug)
    last = Wording.objects.filter(slug=slug).order_by("-edition").first()
    if not known and last is None:
        raise Refusal(_("There is no such aid."), missing=True)
    edition = max([*(one.edition for one in known), *([last.edition] if last else [])]) + 1
    raw = copy.deepcopy(known[0].raw if known else last.content if last else {})
    for name in ("slug", "edition"):
        raw.pop(name, None)
    raw["written"] = now().date().isoformat()
    draft = Wording(slug=slug, edition=edition, content=raw, written_by=by)
    record("aid.begun", draft, by=by)
    return draft


@transaction.atomic
def keep(draft: Wording, content: dict[str, Any], *, by: User, seen: int | None = None) -> Wording:
    """Keep what was written so far, finished or not."""
    _treats(by)
    _is_written(draft)
    if seen is not None and seen != draft.version:
        raise Refusal(SOMEBODY_ELSE, rule="version")
    if content != draft.content:
        draft.content = content | {"written": now().date().isoformat()}
        draft.written_by = by
        record("aid.written", draft, by=by)
    return draft


@transaction.atomic
def hand_over(draft: Wording, *, by: User) -> Wording:
    """The author answers for it, and a second person is asked. From now on no letter of it changes."""
    _treats(by)
    _is_written(draft)
    if wrong_with(draft):
        raise Refusal(_("Something is still missing or hard to read. It is listed below."), rule="faults")
    draft.stage, draft.said, draft.written_by = Stage.ASKED, "", by
    record("aid.handed_over", draft, by=by)
    aid = draft.aid
    if not Approval.objects.filter(slug=aid.slug, digest=aid.digest, approved_by=by).exists():
        approval = Approval(slug=aid.slug, edition=aid.edition, digest=aid.digest, approved_by=by)
        record("aid.approved", approval, by=by)
    return draft


@transaction.atomic
def take_back(wording: Wording, *, by: User, because: str, approved: bool) -> Wording:
    """Send it back to be written on; or, once it was shown, show it to nobody new. Old choices keep what they said."""
    _treats(by)
    if wording.stage != Stage.ASKED:
        raise Refusal(_("This was changed in the meantime. Please look again."), rule="state")
    if not because.strip():
        raise Refusal(_("Say why."), rule="because")
    wording.stage, wording.said = Stage.RETIRED if approved else Stage.DRAFT, because.strip()[:300]
    record("aid.taken_back" if approved else "aid.sent_back", wording, by=by, because=because)
    return wording


def wrong_with(draft: Wording) -> list[str]:
    """All that keeps it from being handed over. A language is there wholly or not at all."""
    return list(faults(draft.aid.raw, begun(draft.content)))


def _is_written(draft: Wording) -> None:
    if draft.stage != Stage.DRAFT:
        raise Refusal(_("This is not being written any more. Begin a new edition."), rule="state")


def _free(title: str) -> str:
    stem, known = slugify(title)[:50] or "aid", {*slugs(), *WRITTEN_HERE}
    return next(name for n in range(1, 1000) if (name := stem if n == 1 else f"{stem}-{n}") not in known)


def _treats(by: User) -> None:
    if by.hand_kind not in TREATING:
        raise Refusal(_("Only a clinician or a nurse can do this."), rule="role")
