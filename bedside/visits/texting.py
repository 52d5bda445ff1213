"""What those who wait are told by text message: few words, seldom, and only where nobody reads her page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from bedside.access.models import PATIENT_SIDE, User
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message, Way
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal, Sight

from .announced import Announced, Reason
from .keys import link_to
from .models import OPEN, Visit

PAGE_IS_OPEN = timedelta(minutes=15)  # whoever has seen her page since then has it before her
BETWEEN_NEWS = timedelta(minutes=20)  # that it takes longer is told no more often
CALL_STANDS = timedelta(minutes=10)  # a call that arrives later than this is no help
LINKS_APART = timedelta(minutes=1)
MOST_LINKS = 3  # by presses at a screen, for one visit
OF_THE_WAIT = ("waiting", "wait_changed", "come_back", "come_now")  # what is true only while she waits
LONGER = (Reason.LONGER, Reason.OVERDUE)


def say_here(visit: Visit, told: Announced | None, *, came_by: str) -> None:
    """She is in the queue: her ticket, how long it may be, and the link to her wait. By her own phone she knows,
    and whoever waits before her screen has it there."""
    if came_by not in PATIENT_SIDE and not visit.is_from_afar:
        _say("waiting", visit, str(visit.pk), told, still=timedelta(hours=1))


def say_longer(visit: Visit, told: Announced) -> None:
    """What she was told does not hold."""
    lately = Message.objects.filter(about_id=visit.pk, way=Way.OUT, due_at__gt=now() - BETWEEN_NEWS)
    if told.reason in LONGER and not visit.is_from_afar and not lately.exists():
        _say("wait_changed", visit, f"{visit.pk}:{told.number}", told, still=BETWEEN_NEWS)


def say_come(visit: Visit, version: int) -> None:
    """It is her turn."""
    _say("come_now", visit, f"{visit.pk}:{version}", None, still=CALL_STANDS)


def _come_now(visit: Visit, version: int) -> str:
    return f"come_now:{visit.pk}:{version}"


def say_come_back(visit: Visit, version: int) -> None:
    """She is out, and her turn comes: she sets out now. This she is told also where her page is open."""
    _say("come_back", visit, f"{visit.pk}:{version}", None, still=CALL_STANDS, always=True)


def say_link_again(visit: Visit, *, by: Hand) -> bool:
    """She has lost the link to her wait; whether there is a way to send it to her. At a screen, where nobody of ours
    sees who presses, it is sent so often and no more."""
    if visit.state not in OPEN:
        raise Refusal(_("That can no longer be done with this visit. Please look again."), rule="state")
    told = Announced.objects.newest([visit.pk]).get(visit.pk)
    stem = f"{visit.pk}:again:"
    sent = Message.objects.filter(key__startswith=f"waiting:{stem}")
    before = len({key.split(":")[3] for key in sent.values_list("key", flat=True) if key})
    if not isinstance(by, User):
        if sent.filter(due_at__gt=now() - LINKS_APART).exists():  # pressed twice: it is on its way
            return True
        if before >= MOST_LINKS:
            return False
    return _say("waiting", visit, f"{stem}{before}", told, still=timedelta(hours=1), always=True, by=by)


def say_another_day(visit: Visit) -> None:
    """She texted that she would rather come on another day: where she chooses one. Her place is kept until then."""
    if visit.another_day_at is None:
        visit.refresh_from_db(fields=["another_day_at", "version"])
    _say("another_day", visit, f"{visit.pk}:{visit.version}", None, still=timedelta(hours=1), always=True)


def say_heard(visit: Visit) -> None:
    """She texted that she feels worse: staff know."""
    if visit.worse_at:
        _say("worse_heard", visit, f"{visit.pk}:{visit.version}", None, still=CALL_STANDS, always=True)


def withdraw(visit: Visit, *, because: str, called: int | None = None) -> None:
    """What waits to be sent about this wait is no longer true; but that she is called, as told of this version, is."""
    waits = Message.objects.about(visit).filter(template__in=OF_THE_WAIT)
    if called is not None:
        waits = waits.exclude(key__startswith=f"{_come_now(visit, called)}:")
    inbox.take_back(waits, by=HOUSE, because=because)


def _say(
    name: str,
    visit: Visit,
    key: str,
    told: Announced | None,
    *,
    still: timedelta,
    always: bool = False,
    by: Hand = HOUSE,
) -> bool:
    patient, key = visit.patient.merged_into or visit.patient, f"{name}:{key}"
    if (reads_her_page(visit) and not always) or Message.objects.filter(key__startswith=f"{key}:").exists():
        return False

    def said(language: str) -> dict[str, str]:
        with translation.override(language):
            return {"wait": told.said if told and told.high else ""}

    link = link_to(visit)
    facts: dict[str, Any] = {"ticket": visit.ticket, "link": link, "sms_link": link, "said": said}
    facts |= {"about": visit, "label": visit.label, "not_after": now() + still}
    return bool(inbox.send(patient, name, by=by, key=key, **facts))


def reads_her_page(visit: Visit) -> bool:
    """Whether she, or whoever cares for her, has her page before them."""
    seen = Sight.objects.filter(patient_id=visit.patient_id, what="visits/wait")
    return seen.filter(recorded_at__gt=now() - PAGE_IS_OPEN).exists()
