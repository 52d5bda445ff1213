"""The times of one kind of visit, narrowed to what somebody wished for when she looked for it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db.models import Q
from django.http import HttpRequest

from bedside.directory.models import Post, VisitType
from bedside.people.models import StaffMember
from bedside.triage.models import Screening

from .forms import WishesForm, form_of_wishes
from .hours import Hours
from .hours_form import HoursForm, hours_said
from .models import Slot
from .wishes import OWN, Wishes, own_of, seen_by, seen_lately, wishes_of

FIRST = "first"  # available, anywhere


@dataclass(frozen=True)
class Narrowed:
    """What was wished for, which times that leaves, and the form to wish for something else."""

    wishes: Wishes
    only: Q
    asked: WishesForm
    lately: list[uuid.UUID]  # who saw her at her last visits
    own: StaffMember | None
    hours: HoursForm
    kept: Wishes  # what she wished for, where another way is only looked at now

    @property
    def within(self) -> Hours | None:
        return self.wishes.within

    def said(self) -> list[str]:
        """What was chosen, in words."""
        return [*self.asked.said(), *hours_said(self.wishes)]

    def known(self, slots: Iterable[Slot]) -> list[tuple[StaffMember, int]]:
        """Whose times these are of those who saw her at her last visits, and at how many of these; the most first."""
        people = {slot.staff_member_id: slot.staff_member for slot in slots if slot.staff_member_id in self.lately}
        often = Counter(self.lately)
        return sorted(((one, often[pk]) for pk, one in people.items()), key=lambda one: (-one[1], str(one[0])))

    @classmethod
    def of(cls, request: HttpRequest, screening: Screening, visit_type: VisitType) -> Self:
        """As she wished; or, by a plain link, the first that are free anywhere, or those of her own clinician."""
        posts = list(Post.objects.offered().filter(service=visit_type.service_id))
        kept, seen = wishes_of(request, screening), seen_by(screening.patient, request.user)
        own = own_of(seen, [post.staff_member for post in posts])
        ways = {FIRST: Wishes(), OWN: Wishes(clinician=OWN)}
        wishes = ways.get(request.GET.get("show", ""), kept)
        return cls(
            wishes=wishes,
            only=wishes.times_with(posts, own.pk if own else None),
            asked=form_of_wishes(posts, seen, wishes, "", modes=()),
            lately=seen_lately(screening.patient, request.user),
            own=own,
            hours=HoursForm(wishes=kept),
            kept=kept,
        )
