"""What cases lay beside a patient's brief before a visit: the promises to her that are still open."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.language import dates
from bedside.people.models import Patient, StaffMember
from bedside.visits.hooks import Line

from .models import Case, ToDo

SHOWN = 5


def promises(user: User, patient: Patient) -> list[Line]:
    """Her open cases, what cannot wait first: what it is about, by when, and with whom."""
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    found = list(Case.objects.visible_to(user).filter(hers).unfinished().in_turn()[:SHOWN])
    named = {one.login_id: str(one) for one in StaffMember.objects.filter(login__in=[case.owner_id for case in found])}
    undone = ToDo.objects.overdue().filter(case__in=Case.objects.visible_to(user).filter(hers).unfinished())
    return [
        *(
            Line(
                heading=_("Open promises"),
                text=one.words,
                href=reverse("cases:case", args=[one.case_id]),
                aside=_("was due %(day)s") % {"day": dates.day(one.due_at, get_language() or "en")},
                urgent=True,
            )
            for one in undone.order_by("due_at", "id")[:SHOWN]
            if one.due_at
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
