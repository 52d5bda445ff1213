"""Before a visit: the town's forms are asked, Amara has answered one and begins the other, and a third is written."""

from __future__ import annotations

from bedside.booking.models import Appointment, Status
from bedside.hours.clock import now
from bedside.intake import actions, editing
from bedside.intake.models import Form, is_open
from bedside.intake.tree import grow, kept
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms

FORM = {
    "intake:sheet": "?form=sharing",
    "intake:page": "?form=health",
    "intake:desk-sheet": "?form=sharing",
    "intake:desk-page": "?form=health",
    "intake:condition": "?at=sleeps",
}
AGREES = {"linkId": "agrees", "answer": [{"valueCoding": {"code": "yes", "display": "Yes"}}]}


def set_up(town: Cast) -> None:
    ask_forms()
    asked = [{"linkId": "sleeps", "text": "How do you sleep?", "type": "string"}]
    editing.write({"resourceType": "Questionnaire", "title": "Sleep", "item": asked}, slug="sleep", by=HOUSE)
    to_come = Appointment.objects.filter(status=Status.BOOKED, starts_at__gt=now()).in_order()
    for visit in (one for one in to_come if one.patient in (town.amara, town.tomas) and is_open(one)):
        actions.begin(visit, by=town.sam)
        for form in actions.forms_of(visit):
            if form.slug == "sharing":
                sheet = actions.open_sheet(visit, form, by=town.sam)
                answers = kept(grow(form.questions, [AGREES]))
                actions.keep_page(sheet, answers, page="what", answered=True, by=town.sam)


def things() -> list[Form]:
    """The forms: those that are asked, and one that is being written."""
    return list(Form.objects.order_by("slug"))


def asked_with(route: str) -> str:
    """What the address of a page says besides whose visit it is."""
    return FORM.get(route, "")
