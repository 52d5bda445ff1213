"""Three messages to many: one being written, one that a clinician is asked to read, and one on its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bedside.access.models import Role
from bedside.hours.clock import now
from bedside.mailings import actions
from bedside.mailings.models import Mailing, Whom
from bedside.mailings.preview import look
from bedside.town.cast import Cast


def set_up(town: Cast) -> None:
    town.ines.act_as(Role.MANAGER)
    day = (now() + timedelta(days=1)).date()
    told: dict[str, Any] = {"why": "So that nobody comes in vain.", "whom": Whom.ALL, "last_send_day": day}
    snow = {"en": "We are closed on Tuesday because of snow. We will write to you with a new time."}
    heat = {"en": "These are hot days. Drink more water, and stay in the shade."}
    actions.write(None, name="Snow", words=snow, by=town.ines, **told)
    actions.ask(actions.write(None, name="Heat", words=heat, by=town.ines, **told), by=town.ines)
    sent = actions.write(None, name="Snow again", words=snow, by=town.ines, **told)
    found = look(sent)
    actions.confirm(sent, number=found.number, mark=found.mark, by=town.ines, seen=sent.version)


def things() -> list[Any]:
    return [*Mailing.objects.order_by("pk")]
