"""How many seats of a group are left, and whether a time is a group's at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Count, F

from .models import Slot, Taken


def seats_left(slots: Iterable[Slot]) -> dict[uuid.UUID, int]:
    """Of those that are groups, how many more may join; what is kept for somebody for some minutes is not left."""
    groups = {slot.pk: slot for slot in slots if slot.seats > 1}
    if not groups:
        return {}
    there = Taken.objects.still().filter(slot__in=groups, at=F("slot__starts_at"))
    seated = there.exclude(resource=F("slot__staff_member_id")).order_by().values("slot").annotate(many=Count("pk"))
    taken = dict(seated.values_list("slot", "many"))
    return {pk: max(slot.seats - taken.get(pk, 0), 0) for pk, slot in groups.items()}
