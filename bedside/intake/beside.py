"""What stands beside a patient's brief: what she answered on the forms of a visit, for whoever is about to see her."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.people.models import Patient
from bedside.visits.hooks import Line

from .answering import read
from .models import CheckIn, Sheet

LATELY = timedelta(days=4)  # the check-in of the visit she is here for
MOST = 12


def said_before_the_visit(user: User, patient: Patient) -> list[Line]:
    """Her own words first, then each form with its answers."""
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    heading, lines = _("Said before the visit"), []
    since = now() - LATELY
    for told in CheckIn.objects.visible_to(user).filter(hers, told_at__gte=since).order_by("-told_at")[:2]:
        href = reverse("intake:answers", args=[told.appointment_id])
        lines.append(Line(heading, told.reason or _("Nothing was written."), href=href))
        if told.carer_comes:
            lines.append(Line(heading, _("Somebody comes along")))
    language = translation.get_language() or "en"
    lately = Q(done_at__gte=since) | Q(done_at=None, opened_at__gte=since)
    found = Sheet.objects.visible_to(user).filter(hers, lately).exclude(answers=[]).select_related("form")
    for sheet in found.order_by("-opened_at", "slug")[:3]:
        said, name = read(sheet, language).said, str(sheet.form)
        aside = "" if sheet.done_at else str(_("Not handed in yet"))
        lines += [Line(name, f"{one.question} {one.answer}", aside=aside) for one in said[:MOST]]
        if len(said) > MOST:
            href = reverse("intake:answers", args=[sheet.appointment_id])
            lines.append(Line(name, _("See what was said"), href=href))
    return lines
