"""Finding the right service: what fits her words, who does it, where, and how soon in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from bedside.directory.models import Place, Post, Service, VisitType
from bedside.directory.search import search
from bedside.people.models import StaffMember

from . import times


@dataclass(frozen=True)
class Found:
    """One service as the find page shows it."""

    service: Service
    because: str
    visit_types: list[VisitType]
    clinicians: list[StaffMember]
    places: list[Place]
    soonest: datetime | None
    how_soon: str


def find(text: str = "") -> list[Found]:
    """The services that fit the words, the best first; all of them when there are no words or none fits."""
    offered = list(Service.objects.filter(is_offered=True).order_by("name"))
    matches = {match.service.pk: match for match in search(text, offered, get_language() or "en")} if text else {}
    shown = [match.service for match in matches.values()] or offered
    first = times.soonest(shown)
    posts = list(Post.objects.offered().filter(service__in=shown))
    types = list(VisitType.objects.filter(service__in=shown, is_offered=True).order_by("minutes"))
    found = []
    for service in shown:
        here = [post for post in posts if post.service_id == service.pk]
        zone = here[0].place.zone if here else "UTC"
        match = matches.get(service.pk)
        found.append(
            Found(
                service=service,
                because=match.because if match else "",
                visit_types=[one for one in types if one.service_id == service.pk],
                clinicians=list(dict.fromkeys(post.staff_member for post in here)),
                places=list(dict.fromkeys(post.place for post in here)),
                soonest=first[service.pk],
                how_soon=times.how_soon(first[service.pk], zone),
            )
        )
    return found
