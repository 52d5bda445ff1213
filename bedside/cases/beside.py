"""What cases lay beside a patient's brief before a visit: the promises to her that are still open."""

from __future__ import annotations

from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.language import dates
from bedside.people.models import Patient, StaffMember
from bedside.visits.hooks import Line

from .models import Case

SHOWN = 5


def promises(user: User, patient: Patient) -> list[Line]:
    """Her open cases, what cannot wait first: what it is about, by when, and with whom. Above them what should
    have been done about them by now; both are asked for at once, for this page is opened before every visit."""
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    late = Q(todos__done_at=None, todos__left_at=None, todos__due_at__lt=now())
    open_ones = Case.objects.visible_to(user).filter(hers).unfinished().in_turn()
    # each case once for each thing that is late, or once with nothing beside it
    rows: QuerySet[Any] = open_ones.annotate(undone=FilteredRelation("todos", condition=late)).annotate(
        undone_id=F("undone__id"), undone_words=F("undone__words"), undone_by=F("undone__due_at")
    )
    found: list[Case] = list({case.pk: case for case in rows}.values())[:SHOWN]
    undone = sorted((one for one in rows if one.undone_by), key=lambda one: (one.undone_by, one.undone_id))[:SHOWN]
    named = {one.login_id: str(one) for one in StaffMember.objects.filter(login__in=[case.owner_id for case in found])}
    return [
        *(
            Line(
                heading=_("Open promises"),
                text=one.undone_words,
                href=reverse("cases:case", args=[one.pk]),
                aside=_("was due %(day)s") % {"day": dates.day(one.undone_by, get_language() or "en")},
                urgent=True,
            )
            for one in undone
        ),
        *(
            Line(
                heading=_("Open promises"),
                text=str(case),
                href=reverse("cases:case", args=[case.pk]),
                aside=_with(case, named.get(case.owner_id, "") if case.owner_id else ""),
                urgent=case.is_late,
            )
            for case in found
        ),
    ]


def _with(case: Case, owner: str) -> str:
    who = owner or case.get_team_display()
    if not case.is_running:
        return str(who)
    by = dates.day(case.due_at, get_language() or "en")
    said = _("%(who)s, was due %(day)s") if case.due_at < now() else _("%(who)s, by %(day)s")
    return said % {"who": who, "day": by}
