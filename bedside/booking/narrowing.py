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
from .models import Slot
from .wishes import Wishes, own_of, seen_by, wishes_of


@dataclass(frozen=True)
class Narrowed:
    """What was wished for, which times that leaves, and the form to wish for something else."""

    wishes: Wishes
    only: Q
    asked: WishesForm
    seen: Counter[uuid.UUID]  # how often each clinician has seen her

    def known(self, slots: Iterable[Slot]) -> list[tuple[StaffMember, int]]:
        """Whose times these are of those who have seen her, the most often first."""
        people = {slot.staff_member_id: slot.staff_member for slot in slots if self.seen[slot.staff_member_id]}
        return sorted(((one, self.seen[pk]) for pk, one in people.items()), key=lambda one: (-one[1], str(one[0])))

    @classmethod
    def of(cls, request: HttpRequest, screening: Screening, visit_type: VisitType) -> Self:
        posts = list(Post.objects.offered().filter(service=visit_type.service_id))
        wishes, seen = wishes_of(request, screening), seen_by(screening.patient, request.user)
        own = own_of(seen, [post.staff_member for post in posts])
        only = wishes.times_with(posts, own.pk if own else None)
        return cls(wishes, only, form_of_wishes(posts, seen, wishes, "", modes=()), seen)
