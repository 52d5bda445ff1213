"""Finding the right service: what fits her words and wishes, who does it, where, and how soon in words."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils.translation import get_language

from bedside.directory.models import Place, Post, Service, VisitType
from bedside.directory.search import found_and_note, nearest_first
from bedside.people.models import StaffMember

from . import times
from .wishes import Wishes, nearness, own_of

LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """One service as the find page shows it."""

    service: Service
    because: str
    visit_types: list[VisitType]
    clinicians: list[StaffMember]  # her own first
    own: StaffMember | None
    places: list[Place]  # the nearest first, where that is known
    soonest: datetime | None
    how_soon: str


@dataclass(frozen=True)
class Finding:
    """All that was found: what fits words and wishes, what the wishes leave out, and who helps where nothing fits."""

    found: list[Found]
    note: str = ""
    fits: bool = True  # false where nothing fits the words, so that everything is shown
    left_out: list[Service] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)  # everybody who does one of the services that fit the words


def find(text: str = "", wishes: Wishes | None = None, seen: Counter[uuid.UUID] | None = None) -> Finding:
    """The services that fit the words and wishes, the best first; all of them when no words were said or none fits."""
    wishes, seen = wishes or Wishes(), seen or Counter()
    offered = list(Service.objects.filter(is_offered=True).order_by("name"))
    matches, note = found_and_note(text, offered, get_language() or "en") if text else ([], "")
    because = {match.service.pk: match.because for match in matches}
    shown = [match.service for match in matches] or offered
    posts = list(Post.objects.offered().filter(service__in=shown))
    own = own_of(seen, [post.staff_member for post in posts])
    types = list(VisitType.objects.filter(service__in=shown, is_offered=True).order_by("minutes"))
    types = nearest_first(text, types, get_language() or "en") if text else types
    meeting = [post for post in posts if wishes.met_by(post, own.pk if own else None)]
    kinds = [one for one in types if wishes.mode in {"", one.mode}]
    if wishes.narrow:
        able = {post.service_id for post in meeting} & {one.service_id for one in kinds}
        left_out = [service for service in shown if service.pk not in able]
        shown = [service for service in shown if service.pk in able]
    else:
        left_out = []
    first = _first_times(shown, posts, wishes, own)
    found = [
        _found(service, because.get(service.pk, ""), meeting, kinds, wishes, seen, first[service.pk])
        for service in shown
    ]
    return Finding(_in_order(found, wishes), note, bool(matches) or not text, left_out, posts)


def _first_times(
    shown: Sequence[Service], posts: Sequence[Post], wishes: Wishes, own: StaffMember | None
) -> dict[object, datetime | None]:
    only = wishes.times_with(posts, own.pk if own else None)
    return times.soonest(shown, only=only, mode=wishes.mode)


def _found(
    service: Service,
    because: str,
    posts: Sequence[Post],
    types: Sequence[VisitType],
    wishes: Wishes,
    seen: Counter[uuid.UUID],
    first: datetime | None,
) -> Found:
    here = [post for post in posts if post.service_id == service.pk]
    people = list(dict.fromkeys(post.staff_member for post in here))
    places = list(dict.fromkeys(post.place for post in here))
    if wishes.postcode:
        places.sort(key=lambda place: -nearness(place, wishes.postcode))
    own = own_of(seen, people)
    return Found(
        service=service,
        because=because,
        visit_types=[one for one in types if one.service_id == service.pk],
        clinicians=sorted(people, key=lambda one: one != own),
        own=own,
        places=places,
        soonest=first,
        how_soon=times.how_soon(first, places[0].zone if places else "UTC"),
    )


def _in_order(found: list[Found], wishes: Wishes) -> list[Found]:
    """As she wishes: the soonest first, or the nearest; else as they fit."""
    if wishes.order == "soonest":
        return sorted(found, key=lambda one: one.soonest or LATEST)
    if wishes.order == "near" and wishes.postcode:
        return sorted(found, key=lambda one: -max((nearness(p, wishes.postcode) for p in one.places), default=0))
    return found
