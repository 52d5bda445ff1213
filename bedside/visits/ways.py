"""The ways that visits hang on pages of rooms below: on the page of an appointment, and after the questions."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.access.models import TREATING, User
from bedside.booking.hooks import Way
from bedside.booking.models import Appointment, Status
from bedside.booking.waiting import where_to_book
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.triage.models import WALK_IN, Screening

from .models import Summary, Visit, may_say_here


def ways(user: User, appointment: Appointment) -> list[Way]:
    """What can be done about this appointment on the day: check in, say that she did not come, see the wait."""
    visit = Visit.objects.visible_to(user).filter(appointment=appointment).first()
    if user.is_staff_member:
        return _for_staff(appointment, visit) + _for_who_treats(user, visit)
    if may_say_here(appointment):
        return [Way(_("I am here"), reverse("visits:checking-in", args=[appointment.pk]), kind="main")]
    if visit and visit.is_open:
        return [Way(_("See your wait"), reverse("visits:wait", args=[visit.pk]), kind="main")]
    if visit and Summary.objects.visible_to(user).signed().filter(visit=visit).exists():
        return [Way(_("What was said"), reverse("visits:told", args=[visit.pk]), kind="main")]
    return []


def _for_staff(appointment: Appointment, visit: Visit | None) -> list[Way]:
    today = day_of(appointment.starts_at, appointment.zone) == day_of(now(), appointment.zone)
    found = []
    if today and appointment.status in (Status.BOOKED, Status.NOSHOW):
        here = _("Arrived") if appointment.status == Status.BOOKED else _("Came after all")
        found.append(Way(here, reverse("visits:arrival", args=[appointment.pk]), posts=True, kind="main"))
    if appointment.status == Status.BOOKED and appointment.starts_at <= now():
        found.append(Way(_("Did not come"), reverse("visits:no-show", args=[appointment.pk]), posts=True))
    if visit and visit.is_open:
        found.append(Way(_("See the queue"), f"{reverse('visits:queue')}?place={appointment.place_id}", kind="main"))
    return found


def _for_who_treats(user: User, visit: Visit | None) -> list[Way]:
    if user.acting_as not in TREATING or visit is None or visit.began_at is None:
        return []
    return [Way(_("Summary"), reverse("visits:writing", args=[visit.pk]), kind="main")]


def after_the_questions(screening: Screening) -> str:
    """Whoever stands at the desk without an appointment gets a ticket; everybody else chooses a time."""
    if screening.channel == WALK_IN:
        return reverse("visits:ticketing", args=[screening.pk])
    return where_to_book(screening)
