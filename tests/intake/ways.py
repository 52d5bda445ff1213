"""A visit of tomorrow in the town, and the ways to its check-in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import now
from bedside.intake import editing
from bedside.intake.models import Form
from bedside.journal.hands import HOUSE
from bedside.people.models import Label
from bedside.town.cast import Cast

MORNING = datetime.fromisoformat("2026-11-24T09:00:00+00:00")


def visit_of(town: Cast, *, days: int = 1, label: str = Label.NONE) -> Appointment:
    start = now() + timedelta(days=days, hours=1)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1), "slot_minutes": 20}
    open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **times)  # type: ignore[arg-type]
    slot = Slot.objects.filter(starts_at=start).get()
    return booking.book(slot, town.amara, town.knee_check, by=town.sam, label=label)


def hers(town: Cast) -> Client:
    client = Client()
    assert town.amara.login
    client.force_login(town.amara.login)
    return client


def at(visit: Appointment, *rest: object) -> str:
    """Where a step is: details, needs; else a form by its name, with the number of a page."""
    start = f"/check-in/{visit.pk}/"
    if not rest or rest[0] in ("details", "needs"):
        return start + "".join(f"{one}/" for one in rest)
    form, *number = rest
    return f"{start}form/page/?form={form}&page={number[0]}" if number else f"{start}form/?form={form}"


def details(town: Cast, **changed: str) -> dict[str, str]:
    kept = {name: getattr(town.amara, name) for name in ("phone", "email", "address", "postcode", "language")}
    return kept | changed


def knocks_right(town: Cast) -> dict[str, object]:
    born = town.amara.birth_date
    assert born
    day = {"birth_date-day": born.day, "birth_date-month": born.month, "birth_date-year": born.year}
    return {"family_name": town.amara.family_name, **day}


def asks(*items: dict[str, object]) -> Form:
    """A form of these questions is asked before every visit."""
    draft = editing.write({"resourceType": "Questionnaire", "item": list(items)}, slug="own", by=HOUSE)
    return editing.ask(draft, by=HOUSE)


def question(link_id: str, kind: str, **more: object) -> dict[str, object]:
    return {"linkId": link_id, "text": link_id, "type": kind, **more}
