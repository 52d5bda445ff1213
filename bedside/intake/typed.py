"""What stands beside a summary that is written: what she answered on the forms of this very visit, line by line."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.visits.hooks import Typed
from bedside.visits.models import Visit

from .answering import read
from .models import CheckIn, Sheet

MOST = 40  # lines of one visit


def answered_before(user: User, visit: Visit) -> list[Typed]:
    """Her reason where she gave another one since she booked, then each answer under its form."""
    if visit.appointment_id is None:
        return []
    language = translation.get_language() or "en"
    hers = {"appointment": visit.appointment_id, "label": visit.label}
    told = CheckIn.objects.visible_to(user).filter(**hers).exclude(reason__in=["", visit.reason])
    found = [Typed(_("Why they came"), one.reason, why_came=one.reason) for one in told]
    sheets = Sheet.objects.visible_to(user).filter(**hers).exclude(answers=[]).select_related("form")
    for sheet in sheets.order_by("slug"):
        found += [Typed(str(sheet.form), f"{one.question} {one.answer}") for one in read(sheet, language).said]
    return found[:MOST]
