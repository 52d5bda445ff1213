"""How far a check-in is: its steps in their order, what is done, and what comes next."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from bedside.booking.models import Appointment

from .actions import forms_of
from .models import CheckIn, Sheet, whose


@dataclass(frozen=True)
class Ways:
    """Where the pages of one check-in lie, by the door through which she came."""

    begin_with: str
    args: tuple[Any, ...]

    def to(self, name: str) -> str:
        """A page by its name: check-in, details, needs, sheet, page."""
        return reverse(f"{self.begin_with}{name}", args=self.args)

    def form(self, slug: str) -> str:
        """Where she looks over what she answered on this form."""
        return f"{self.to('sheet')}?{urlencode({'form': slug})}"

    def page(self, slug: str, number: int, more: str = "") -> str:
        """Where one page of it is filled in; `more` asks for one more turn of a group."""
        told = {"form": slug, "page": str(number)} | ({"more": more} if more else {})
        return f"{self.to('page')}?{urlencode(told)}"


def usual_ways(visit: uuid.UUID) -> Ways:
    return Ways("intake:", (visit,))


@dataclass(frozen=True)
class Step:
    """One thing to do, and whether it is done; of a form also how far it is."""

    title: str | Promise
    href: str
    done: bool
    begun: bool = False
    sheet: Sheet | None = None


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


def steps_of(appointment: Appointment, ways: Ways | None = None) -> Steps:
    """Details, what the visit needs, then each form."""
    ways = ways or usual_ways(appointment.pk)
    found = CheckIn.objects.filter(appointment=appointment).first()
    check_in = found or CheckIn(appointment=appointment, patient=whose(appointment), label=appointment.label)
    sheets = sheets_of(appointment)
    steps = [
        Step(_("Your details"), ways.to("details"), bool(check_in.details_at)),
        Step(_("This visit"), ways.to("needs"), bool(check_in.told_at)),
    ]
    for one in sheets:
        steps.append(Step(str(one.form), ways.form(one.slug), bool(one.done_at), begun=bool(one.pages), sheet=one))
    return Steps(check_in, sheets, steps)
