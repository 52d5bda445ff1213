"""What orders do when something happened below. Each may be told the same thing twice and does it once."""

from __future__ import annotations

from bedside.cases.models import Case, Kind
from bedside.journal.models import Entry

from . import actions
from .models import ORDER, Order


def ask_again(entry: Entry) -> None:
    """A case was closed: if the thing it was about is not settled, it is asked again."""
    case = Case.objects.filter(pk=entry.subject_id, kind=Kind.ORDER).first()
    if case is not None and case.key and case.is_closed:
        order = Order.objects.filter(pk=case.key.removeprefix(ORDER).partition(":")[0]).first()
        if order is not None:
            actions.ask_again(order)
