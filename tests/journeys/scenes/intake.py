"""Before a visit: the town's forms are asked, and Amara has answered one of them and begins the other."""

from __future__ import annotations

from bedside.booking.models import Appointment, Status
from bedside.hours.clock import now
from bedside.intake import actions
from bedside.intake.models import is_open
from bedside.intake.tree import grow, kept
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms

FORM = {"intake:sheet": "?form=sharing", "intake:page": "?form=health"}
AGREES = {"linkId": "agrees", "answer": [{"valueCoding": {"code": "yes", "display": "Yes"}}]}


def set_up(town: Cast) -> None:
    ask_forms()
    to_come = Appointment.objects.filter(status=Status.BOOKED, starts_at__gt=now()).in_order()
    for visit in (one for one in to_come if one.patient in (town.amara, town.tomas) and is_open(one)):
        actions.begin(visit, by=town.sam)
        for form in actions.forms_of(visit):
            if form.slug == "sharing":
                sheet = actions.open_sheet(visit, form, by=town.sam)
                answers = kept(grow(form.questions, [AGREES]))
                actions.keep_page(sheet, answers, page="what", answered=True, by=town.sam)


def asked_with(route: str) -> str:
    """What the address of a page says besides whose visit it is."""
    return FORM.get(route, "")
