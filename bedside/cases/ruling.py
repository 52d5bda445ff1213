"""To which team a case goes, and why: what is safe first, then the managers' rules in their order, then the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bedside.booking.models import Appointment
from bedside.booking.models import Status as Visit
from bedside.hours.clock import now
from bedside.people.models import Label, Patient

from .models import BY_RULES, OF_THE_MANAGERS, Case, HereBy, Kind, Routing, Team, plain, the_routing

CLINICAL = {"E0", "E1", "U2", "H", "U4", "S24"}
ASKS = ("kinds", "channels", "languages", "places", "words")  # what a rule may ask, in the order in which it is told

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """What came in, as far as rules look at it."""

    words: str = ""
    kind: str = Kind.MESSAGE
    channel: str = ""
    language: str = "en"
    place: str = ""  # of her next visit
    level: str = ""
    label: str = ""


@dataclass(frozen=True)
class Way:
    team: Team
    by: HereBy
    rule: str = ""
    name: str = ""


def team_for(level: str, label: str = "", kind: str = "") -> Team | None:
    """What no rule decides: nurses see to what is clinical or confidential, managers to what is theirs."""
    if label or level in CLINICAL or kind == Kind.UNCLEAR:
        return Team.NURSES
    return Team.MANAGERS if kind in OF_THE_MANAGERS else None


def way_of(item: Item, routing: Routing) -> Way:
    """The team, and by what."""
    safe = team_for(item.level, item.label, item.kind)
    if safe is not None:
        urgent = HereBy.URGENT if item.level in CLINICAL else HereBy.KIND
        return Way(safe, HereBy.CONFIDENTIAL if item.label else urgent)
    if item.kind not in BY_RULES:
        return Way(Team.FRONT_DESK, HereBy.KIND)
    for rule in routing.rules:
        if not misses(rule, item):
            return Way(Team(rule["team"]), HereBy.RULE, rule["id"], rule["name"])
    return Way(Team(routing.rest), HereBy.REST)


def misses(rule: Rule, item: Item) -> str:
    """The first thing that a rule asks and this is not; empty where it fits."""
    is_so = {
        "kinds": item.kind in rule["kinds"],
        "channels": item.channel in rule["channels"],
        "languages": item.language in rule["languages"],
        "places": item.place in rule["places"],
        "words": _says(item.words, rule["words"]),
    }
    return next((asked for asked in ASKS if rule[asked] and not is_so[asked]), "")


def _says(text: str, words: list[str]) -> bool:
    """One of them stands there, or begins a word that stands there."""
    said = plain(text)
    return any(re.search(rf"(?<!\w){re.escape(plain(word))}", said) for word in words)


def item_of(case: Case, words: str) -> Item:
    """A case as the rules look at it."""
    talk, chat, patient = case.conversation, case.chat, case.patient
    return Item(
        words=f"{case.subject} {words}",
        kind=case.kind,
        channel=talk.channel if talk else "chat" if chat else "",
        language=patient.language if patient else chat.language if chat else "en",
        place=next_place(patient) if patient else "",
        label=case.label,
    )


def next_place(patient: Patient) -> str:
    """Where she comes next; a confidential visit leaves no echo here."""
    coming = Appointment.objects.filter(patient=patient, label=Label.NONE, status=Visit.BOOKED, starts_at__gte=now())
    found = coming.order_by("starts_at").values_list("place", flat=True).first()
    return str(found) if found else ""


def send_its_way(case: Case, words: str) -> None:
    """Give a new case its team, and let it say why."""
    way = way_of(item_of(case, words), the_routing())
    case.team, case.here_by, case.here_rule, case.here_name = way.team, way.by, way.rule, way.name


def who_knows(case: Case) -> list[str]:
    """Those whom the rule that brought it here names first."""
    if not case.here_rule:
        return []
    return next((rule["first"] for rule in the_routing().rules if rule["id"] == case.here_rule), [])
