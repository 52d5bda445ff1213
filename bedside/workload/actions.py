"""What can be done here. Nothing else writes to this table."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bedside.access.models import User
from bedside.journal.actions import record

from .models import OwnWeek


@transaction.atomic
def open_week(week: date, *, by: User) -> None:
    """She says that she has seen what her week weighed. Said twice, it is as it was."""
    User.objects.select_for_update().get(pk=by.pk)
    if not OwnWeek.objects.filter(who=by, week=week).exists():
        record("own_week.opened", OwnWeek(who=by, week=week), by=by)
