"""What stands beside a patient's brief: choices that are open or were made, and what she said about them."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.people.models import Patient
from bedside.visits.hooks import Line

from .models import Choice, State

SHOWN = 4


def choices(user: User, patient: Patient) -> list[Line]:
    """Each choice with how she leans; below it her own words and her questions."""
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    found = Choice.objects.visible_to(user).filter(hers).exclude(state=State.WITHDRAWN)
    lines: list[Line] = []
    for one in found.order_by("-state", "-opened_at")[:SHOWN]:  # the open ones first
        href, heading = reverse("deciding:together", args=[one.pk]), _("Choices")
        aside = one.decided if one.state == State.DECIDED else one.leans or (_("not sure yet") if one.is_unsure else "")
        lines.append(
            Line(heading, str(one), href=href, aside=str(aside or ""), urgent=one.is_open and bool(one.again_at))
        )
        if one.is_open:
            said = [(_("Thinks again"), one.again_because), (_("What matters"), one.own_words)]
            said.append((_("Asks"), one.questions))
            lines += [Line(heading, words[:300], aside=what) for what, words in said if words]
    return lines
