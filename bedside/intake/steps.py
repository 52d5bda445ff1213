"""How far a check-in is: its steps in their order, what is done, and what comes next."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from bedside.booking.models import Appointment

from .actions import forms_of
from .models import CheckIn, Sheet, whose


@dataclass(frozen=True)
class Step:
    """One thing to do, and whether it is done."""

    title: str | Promise
    href: str
    done: bool
    begun: bool = False
    is_form: bool = False


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
        steps.append(Step(str(one.form), form_at(pk, one.slug), bool(one.done_at), begun=bool(one.pages), is_form=True))
    return Steps(check_in, sheets, steps)


def form_at(visit: uuid.UUID, slug: str) -> str:
    """Where one looks over what she answered on this form."""
    return f"{reverse('intake:sheet', args=[visit])}?{urlencode({'form': slug})}"


def page_at(visit: uuid.UUID, slug: str, number: int, more: str = "") -> str:
    """Where one page of it is filled in; `more` asks for one more turn of a group."""
    told = {"form": slug, "page": str(number)} | ({"more": more} if more else {})
    return f"{reverse('intake:page', args=[visit])}?{urlencode(told)}"
