"""All the aids there are: those one starts with, and those written here; which edition of each is shown to patients."""

from __future__ import annotations

from itertools import groupby

from .aids import Aid, aids
from .models import Stage, Wording, is_approved


def editions(slug: str) -> list[Aid]:
    """What was ever to be approved under this name, the newest first; one that is no longer shown is not among them."""
    written = Wording.objects.filter(slug=slug, stage=Stage.ASKED)
    found = [*(one.aid for one in written), *(one for one in aids() if one.slug == slug)]
    return sorted(found, key=lambda one: one.edition, reverse=True)


def shown(slug: str) -> Aid | None:
    """The edition that patients see: the newest that two have approved. The older ones stay where they were chosen by;
    when the newest is taken back, none is shown in its place."""
    last = Wording.objects.filter(slug=slug, stage=Stage.RETIRED).order_by("-edition").first()
    found = next((one for one in editions(slug) if is_approved(one)), None)
    return found if found and (last is None or last.edition < found.edition) else None


def newest(slug: str) -> Aid | None:
    """What is to be looked at under this name: the newest edition, approved or not."""
    return next(iter(editions(slug)), None)


def slugs() -> list[str]:
    """The name of every aid, written or begun."""
    return sorted({one.slug for one in aids()} | set(Wording.objects.values_list("slug", flat=True)))


def all_shown() -> list[Aid]:
    """Every aid that may be put before a patient."""
    return [found for slug in slugs() if (found := shown(slug))]


def drafts() -> dict[str, Wording]:
    """What is being written, by its name."""
    found = Wording.objects.filter(stage=Stage.DRAFT).select_related("written_by").order_by("slug")
    return {slug: next(rows) for slug, rows in groupby(found, lambda one: one.slug)}


def draft_of(slug: str) -> Wording | None:
    """What is being written under this name."""
    return Wording.objects.filter(slug=slug, stage=Stage.DRAFT).first()


def handed_over(slug: str) -> Wording | None:
    """The newest edition written here that was handed over."""
    return Wording.objects.filter(slug=slug, stage=Stage.ASKED).order_by("-edition").first()
