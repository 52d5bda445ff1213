"""Stop and start, by address: a number that said stop gets nothing, whoever has it now and on whatever record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bedside.access.models import PATIENT_SIDE, User
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Entry
from bedside.people import actions as people
from bedside.people.models import CarerWays, Patient

from .models import Channel, Stopping
from .numbers import whole

WISHES = {Channel.SMS: ("phone", "wants_sms"), Channel.EMAIL: ("email", "wants_email")}


@dataclass(frozen=True)
class Reached:
    """One way of reaching somebody, whether its address said stop, and what was ever said about it."""

    channel: str
    address: str
    wished: bool
    stopped: bool
    said: list[Stopping]


def bare(channel: str, address: str) -> str:
    """An address as the whole world writes it: +447700900777, amara@town.example."""
    return address.strip().casefold() if channel == Channel.EMAIL else whole(address)


def has_stopped(channel: str, address: str) -> bool:
    """Whether the last word about this address was stop. A call goes to a number, too, but is asked for by itself."""
    return channel in WISHES and _last(channel, bare(channel, address)) is True


def stopped_among(ways: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these channels with their addresses that said stop: asked once for all."""
    known = {(channel, address): bare(channel, address) for channel, address in ways}
    last: dict[tuple[str, str], bool] = {}
    said = Stopping.objects.filter(address__in=set(known.values())) if known else Stopping.objects.none()
    for one in said.order_by("said_at", "id"):
        last[one.channel, one.address] = one.stops
    return {way for way, address in known.items() if last.get((way[0], address))}


@transaction.atomic
def say(channel: str, address: str, *, stops: bool, by: Hand) -> None:
    """Note stop or start about an address, if that is news."""
    known = bare(channel, address)
    if not known or _last(channel, known) is stops or (not stops and _last(channel, known) is None):
        return
    how = "reply" if not isinstance(by, User) else "patient" if by.acting_as in PATIENT_SIDE else "staff"
    verb = "stopping.stopped" if stops else "stopping.started"
    record(verb, Stopping(channel=channel, address=known, stops=stops, said_by=how), by=by)


def ways_of(patient: Patient | CarerWays) -> list[Reached]:
    """Every address of hers, and what was said about each."""
    found = []
    for channel, (where, wish) in WISHES.items():
        if address := getattr(patient, where):
            said = list(Stopping.objects.at(channel, bare(channel, address))[:20])
            stopped = bool(said) and said[0].stops
            found.append(Reached(channel, address, getattr(patient, wish), stopped, said))
    return found


@transaction.atomic
def wish(patient: Patient | CarerWays, channel: str, word: str, *, by: User) -> None:
    """She, or staff for her, says stop or start about one of her addresses; start is her own wish, too."""
    for one in ways_of(patient):
        if one.channel == channel and word in {"stop", "start"}:
            say(channel, one.address, stops=word == "stop", by=by)
            if word == "start" and not one.wished:
                wished: dict[str, Any] = {WISHES[Channel(channel)][1]: True}
                wishing(patient, by=by, **wished)


def wishing(hers: Patient | CarerWays, *, by: Hand, **wished: Any) -> None:
    """She, or staff for her, wishes to be reached otherwise."""
    if isinstance(hers, Patient):
        people.change_details(hers, by=by, **wished)
    else:
        people.reach_carer(hers, by=by, **wished)


def follow_wishes(entry: Entry) -> None:
    """She, or staff for her, wishes to be written to that way again: the address may be written to as well."""
    whose = CarerWays if entry.verb == "carer.reached_otherwise" else Patient
    patient = whose._default_manager.get(pk=entry.subject_id)
    by = User.objects.filter(pk=entry.actor_id).first() if entry.actor_kind not in {"sms", "email", "house"} else None
    for channel, (where, wish) in WISHES.items():
        if wish in entry.facts.get("changed", []) and getattr(patient, wish) and by is not None:
            known = bare(channel, getattr(patient, where))
            if not Stopping.objects.at(channel, known).filter(said_at__gt=entry.happened_at).exists():
                say(channel, known, stops=False, by=by)  # a later word stands


def _last(channel: str, known: str) -> bool | None:
    return Stopping.objects.at(channel, known).values_list("stops", flat=True).first() if known else None
