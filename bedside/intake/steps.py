"""How far a check-in is: its steps in their order, what is done, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bedside.booking.models import Appointment

from .actions import forms_of
from .models import CheckIn, Sheet, SheetState, whose


@dataclass(frozen=True)
class Step:
    """One thing to do, and whether it is done."""

    title: str | Promise
    href: str
    done: bool
    begun: bool = False


@dataclass(frozen=True)
class Steps:
    check_in: CheckIn
    sheets: list[Sheet]
    steps: list[Step]

    @property
    def following(self) -> Step | None:
        return next((one for one in self.steps if not one.done), None)

    @property
    def ready(self) -> bool:
        return self.following is None


def sheets_of(appointment: Appointment) -> list[Sheet]:
    """A sheet for each form that is asked before this visit; those nobody has begun are not kept yet."""
    begun = {one.slug: one for one in Sheet.objects.filter(appointment=appointment).select_related("form")}
    asked = {one.slug: one for one in forms_of(appointment)}
    sheets = []
    for slug in dict.fromkeys([*asked, *begun]):
        sheet = begun.get(slug)
        if sheet is None or (sheet.opened_at is None and slug in asked):
            fresh = Sheet(appointment=appointment, patient=whose(appointment), form=asked[slug], slug=slug)
            fresh.sent_at = sheet.sent_at if sheet else None
            sheet = fresh
        if slug in asked or sheet.opened_at:
            sheets.append(sheet)
    return sheets


def steps_of(appointment: Appointment) -> Steps:
    """Details, what the visit needs, then each form."""
    found = CheckIn.objects.filter(appointment=appointment).first()
    check_in = found or CheckIn(appointment=appointment, patient=whose(appointment), label=appointment.label)
    sheets = sheets_of(appointment)
    pk = appointment.pk
    steps = [
        Step(_("Your details"), reverse("intake:details", args=[pk]), bool(check_in.details_at)),
        Step(_("This visit"), reverse("intake:needs", args=[pk]), bool(check_in.told_at)),
    ]
    for one in sheets:
        href = reverse("intake:sheet", args=[pk, one.slug])
        steps.append(Step(str(one.form), href, bool(one.done_at), begun=bool(one.pages)))
    return Steps(check_in, sheets, steps)


def states(appointments: Iterable[Appointment]) -> dict[object, SheetState]:
    """How far each visit's check-in is, for a list: the least of all its forms and of the check-in itself."""
    wanted = list(appointments)
    found: dict[object, SheetState] = {}
    for one in CheckIn.objects.filter(appointment__in=wanted):
        state = SheetState.DONE if one.done_at else SheetState.OPENED if one.opened_at else SheetState.SENT
        found[one.appointment_id] = state if (one.sent_at or one.opened_at) else SheetState.NOT_SENT
    return {one.pk: found.get(one.pk, SheetState.NOT_SENT) for one in wanted}
