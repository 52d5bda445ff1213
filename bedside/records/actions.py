"""What can be done with parcels: keep them, take a newer one for an older, and keep them from most eyes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from bedside.hours.clock import now
from bedside.journal.actions import record, record_many
from bedside.journal.hands import Hand
from bedside.people.models import Label

from . import quick
from .models import Letter, Parcel, ParcelIndex


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Delivery:
    """A parcel on its way in: its row, its words, and what it shall be found by (parameter, value)."""

    parcel: Parcel
    text: str
    found_by: Iterable[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def keep(deliveries: Sequence[Delivery], *, by: Hand) -> None:
    """Keep parcels that we did not have yet, with their words and what they are found by."""
    record_many("parcel.received", [one.parcel for one in deliveries], by=by, at=now())
    letters = ((one.parcel.pk, one.parcel.digest, one.text) for one in deliveries)
    quick.insert(Letter, ["parcel", "digest", "text"], letters)
    _make_findable(deliveries)


@transaction.atomic
def take_newer(delivery: Delivery, *, by: Hand) -> None:
    """Take newer words for a parcel that we have; the older ones stay for whoever must look back."""
    parcel = delivery.parcel
    record("parcel.changed", parcel, by=by)
    Letter.objects.get_or_create(parcel=parcel, digest=parcel.digest, defaults={"text": delivery.text})
    ParcelIndex.objects.filter(parcel=parcel).delete()
    _make_findable([delivery])


@transaction.atomic
def make_confidential(parcel: Parcel, *, by: Hand, because: str) -> None:
    """From now on only the patient and those who treat her see this."""
    parcel.label = Label.CONFIDENTIAL
    record("parcel.made_confidential", parcel, by=by, because=because)


def changed_behind_our_back() -> Iterator[tuple[Parcel, str]]:
    """Parcels whose newest words are missing, or are not those that were received."""
    for parcel in Parcel.objects.order_by("pk").iterator(chunk_size=500):
        text = Letter.objects.filter(parcel=parcel, digest=parcel.digest).values_list("text", flat=True).first()
        if text is None:
            yield parcel, "has lost its words"
        elif digest_of(text) != parcel.digest:
            yield parcel, "says something else than what was received"


def _make_findable(deliveries: Iterable[Delivery]) -> None:
    rows = ((one.parcel.pk, name, value) for one in deliveries for name, value in dict.fromkeys(one.found_by))
    quick.insert(ParcelIndex, ["parcel", "name", "value"], rows)
