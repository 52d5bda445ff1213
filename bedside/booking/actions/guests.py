"""Booking without an account: a time is kept, a code shows that she is reached where she says, and it is booked.

Until the code is right nothing she says is compared with any record, so that nothing can be learned from our answers.
Who is already known here gets the visit in her own record only if names, birth date and the very phone or e-mail that
was proved stand there together; else it is a new record that nobody has checked, and nothing of another is touched.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.inbox.codes import send_code
from bedside.inbox.models import Channel, Delivered
from bedside.inbox.writers import patients_at
from bedside.journal.digests import keyed
from bedside.journal.hands import Outside
from bedside.journal.models import Refusal
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.people.names import named
from bedside.triage import actions as triage
from bedside.triage.models import Screening

from ..models import TAKEN, Appointment, GuestAsk, GuestCount, Hold, Slot
from .holds import hold, let_go
from .visits import book

CODE_LASTS = timedelta(minutes=10)
TRIES = 5
PROVED_FOR = timedelta(minutes=30)  # who lost her time chooses another without a second code
ASKS_LAST = timedelta(hours=1)
COUNTED_OVER = timedelta(hours=1)
MOST_CODES = {"network": 40, "browser": 6, "target": 5}  # in an hour
MOST_TIMES_KEPT = 60  # by guests of one network, in an hour


@transaction.atomic
def keep_time(screening: Screening, slot: Slot, visit_type: VisitType, *, by: Outside) -> GuestAsk:
    """Keep a time for a guest while she says who she is; the one that was kept before is let go."""
    Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)  # of two first presses one waits
    ask = GuestAsk.objects.select_for_update().filter(screening=screening).first()
    if ask is not None:
        before = Hold.objects.get(pk=ask.hold_id)
        if before.slot_id == slot.pk and before.ended_at is None and before.until > now():
            return ask
        let_go(before, by=by)
    kept = hold(slot, visit_type, by=by, guest=screening.guest, screening=screening)
    if ask is None:
        ask = GuestAsk(screening=screening, guest=screening.guest)
    ask.hold, ask.at = kept, now()
    ask.save()
    return ask


@transaction.atomic
def say_who(ask: GuestAsk, *, network: str, **who: Any) -> bool:
    """She says who she is and where she is reached; a code goes there, whoever that may be. False: too often."""
    ask.refresh_from_db(from_queryset=GuestAsk.objects.select_for_update())
    if ask.visit_id is not None:
        return True  # booked meanwhile: nothing of it is said anew
    for name in ("given_name", "family_name", "birth_date", "channel", "to"):
        setattr(ask, name, who[name])
    ask.proved_at, ask.code, ask.tries_left = None, "", 0
    ask.save()
    return send_again(ask, network=network)


@transaction.atomic
def send_again(ask: GuestAsk, *, network: str) -> bool:
    """Send a code, the only one that counts from now on. False where one was asked for too often, and none goes."""
    ask.refresh_from_db(from_queryset=GuestAsk.objects.select_for_update())
    if ask.visit_id is not None:
        return True
    asked_by = {"network": network, "browser": ask.guest, "target": f"{ask.channel}:{ask.to.casefold()}"}
    if not _count({kind: (what, MOST_CODES[kind]) for kind, what in asked_by.items()}):
        return False
    code = f"{secrets.randbelow(1_000_000):06d}"
    ask.code, ask.code_until, ask.tries_left = _digest(ask, code), now() + CODE_LASTS, TRIES
    ask.save()
    send_code(ask.channel, ask.to, code, language=get_language() or "en", until=ask.code_until)
    return True


def may_keep_another(network: str) -> bool:
    """Whether guests of this network may keep one more time in this hour: nobody empties the book by keeping."""
    with transaction.atomic():
        return _count({"times": (network, MOST_TIMES_KEPT)})


@transaction.atomic
def prove(ask: GuestAsk, code: str) -> bool:
    """Whether this is the code. Each try counts, also of many at the same moment; the right one counts once."""
    ask.refresh_from_db(from_queryset=GuestAsk.objects.select_for_update())
    if ask.code_until is None or ask.code_until <= now() or ask.tries_left < 1 or not ask.code:
        return False
    ask.tries_left -= 1
    right = hmac.compare_digest(ask.code, _digest(ask, code))
    if right:
        ask.proved_at, ask.code, ask.tries_left = now(), "", 0
    ask.save()
    return right


def is_proved(ask: GuestAsk) -> bool:
    return ask.proved_at is not None and now() - ask.proved_at < PROVED_FOR


@transaction.atomic
def book_as_guest(ask: GuestAsk, *, by: Outside) -> Appointment | None:
    """Book the time that was kept. None where her answers, with her true age, ask for a person and not for a time."""
    ask.refresh_from_db(from_queryset=GuestAsk.objects.select_for_update())
    if ask.visit is not None:
        return ask.visit
    if not is_proved(ask):  # somebody else was named since the code was typed
        raise Refusal(TAKEN, rule="hold_over")
    kept = Hold.objects.select_related("slot__service", "slot__place", "visit_type__service").get(pk=ask.hold_id)
    patient = _whose(ask, by=by)
    screening = triage.claim(screening_of(ask), patient, by=by)
    if not screening.lets_book:
        let_go(kept, by=by)
        return None
    visit = book(
        kept.slot, patient, kept.visit_type, by=by, screening=screening, reason=screening.text[:1000], hold=kept
    )
    ask.visit = visit
    ask.given_name = ask.family_name = ask.to = ask.code = ""
    ask.birth_date = None
    ask.save()
    return visit


def screening_of(ask: GuestAsk) -> Screening:
    """Her answers as they stand now, whatever was tried and undone meanwhile."""
    return Screening.objects.get(pk=ask.screening_id)


def forget_guests() -> None:
    """What guests told us on the way is thrown away within the hour. Run by the clock."""
    GuestAsk.objects.filter(at__lt=now() - ASKS_LAST).delete()
    Delivered.objects.filter(message=None, at__lt=now() - ASKS_LAST).delete()  # the codes in the built-in outbox
    GuestCount.objects.filter(since__lt=now() - timedelta(days=1)).delete()


def _whose(ask: GuestAsk, *, by: Outside) -> Patient:
    """Her own record where everything fits one living person, else a new one that nobody has checked.

    Whoever is known waits as long as somebody new: the work for a new record is done for her too, and undone.
    """
    assert ask.birth_date is not None
    alike = [one for one in patients_at(ask.channel, ask.to) if _is(one, ask, ask.birth_date)]
    known = alike[0] if len(alike) == 1 else None
    with transaction.atomic():
        fresh = people.register(
            by=by,
            is_verified=False,
            given_name=ask.given_name,
            family_name=ask.family_name,
            birth_date=ask.birth_date,
            language=get_language() or "en",
            **{"phone" if ask.channel == Channel.SMS else "email": ask.to},
        )
        if known is not None:
            transaction.set_rollback(True)
    return known or fresh


def _is(patient: Patient, ask: GuestAsk, born: date) -> bool:
    return patient.birth_date == born and named(patient, ask.given_name, ask.family_name)


def _count(asked: Mapping[str, tuple[str, int]]) -> bool:
    """Count one more of each, or none of them where one is full. Rows are locked in one order."""
    full = False
    with transaction.atomic():
        for key, most in sorted((keyed("guest", kind, what), most) for kind, (what, most) in asked.items()):
            GuestCount.objects.get_or_create(key=key)
            row = GuestCount.objects.select_for_update().get(key=key)
            if now() - row.since > COUNTED_OVER:
                row.count, row.since = 0, now()
            full = full or row.count >= most
            row.count += 1
            row.save()
        transaction.set_rollback(full)  # what is not counted leaves no row either, however often it is tried
    return not full


def _digest(ask: GuestAsk, code: str) -> str:
    """Keyed, and for this ask alone: a code for one is no code for another."""
    return keyed("guest code", str(ask.pk), ask.to, code)
