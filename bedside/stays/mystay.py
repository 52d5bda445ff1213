"""One stay as its pages show it: food first, then who is there, what happens today, visits, and going home."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.translation import get_language

from bedside.access.models import User
from bedside.directory.opening import hours_said
from bedside.hours.calendar import WEEK
from bedside.hours.clock import now
from bedside.hours.zones import day_of, local
from bedside.journal.models import Entry
from bedside.language import dates
from bedside.people.models import AboutPatient, Patient
from bedside.records.models import Parcel

from .eating import Eating, eating
from .kinds import Course, Line, Shift
from .models import Care, Diet, Fast, GoingHome, Planned, Stay

DAY_BEGINS, NIGHT_BEGINS = time(8), time(20)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class MyStay:
    stay: Stay
    eating: Eating
    diet: Diet | None
    in_record: list[str]  # allergies of which other systems have told us
    more_in_record: bool  # others stand there which this reader may not read
    fasts: list[Fast]
    team: list[tuple[Care, bool]]  # and whether it is their shift now
    today: list[Planned]
    later: list[Planned]
    visiting: str  # today's hours in words; empty where nobody has said
    lines: list[GoingHome]
    changes: list[tuple[date | None, str]]  # earlier days of going home, each with why it changed, the latest first

    @property
    def records(self) -> list[AboutPatient]:
        more: list[AboutPatient] = [self.stay, *self.fasts, *self.today, *self.later, *self.lines]
        return more


def my_stay(stay: Stay, user: User) -> MyStay:
    """All of it that this person may see."""
    moment, today = now(), day_of(now(), stay.zone)
    diet = Diet.objects.visible_to(user).filter(stay=stay).first()
    fasts = list(Fast.objects.visible_to(user).filter(stay=stay).standing())
    planned = list(Planned.objects.visible_to(user).filter(stay=stay, day__gte=today).exclude(course=Course.OFF))
    read = allergies_of([stay], Parcel.objects.visible_to(user))[stay.pk]
    recorded = allergies_of([stay], Parcel.objects.all())[stay.pk]
    planned.sort(key=lambda one: (one.day, one.at is None, one.at or moment))
    return MyStay(
        stay=stay,
        eating=eating([one.order for one in fasts], moment, is_known=Diet.is_enough(diet, recorded)),
        diet=diet,
        in_record=read,
        more_in_record=set(read) != set(recorded),
        fasts=fasts,
        team=team(stay, user, moment),
        today=[one for one in planned if one.day == today],
        later=[one for one in planned if one.day > today],
        visiting=visiting_on(stay, today),
        lines=lines_of(stay, user),
        changes=changes_of_the_day(stay),
    )


def lines_of(stay: Stay, user: User) -> list[GoingHome]:
    """What going home needs, in the order of the list."""
    found = GoingHome.objects.visible_to(user).filter(stay=stay)
    return sorted(
        found.select_related("appointment__place", "settled_by"), key=lambda one: list(Line).index(Line(one.line))
    )


def team(stay: Stay, user: User, moment: datetime) -> list[tuple[Care, bool]]:
    """Who looks after her today; before the day's shift begins, last night's people are still there."""
    here = local(moment, stay.zone)
    today, by_night = here.date(), not DAY_BEGINS <= here.time() < NIGHT_BEGINS
    nights = today - timedelta(days=1) if here.time() < DAY_BEGINS else today
    named = Care.objects.visible_to(user).filter(stay=stay, day__in=[today, nights]).select_related("staff_member")
    wanted = [one for one in named if one.day == (nights if one.shift == Shift.NIGHT else today)]
    found = [(one, (one.shift == Shift.NIGHT) == by_night) for one in wanted]
    return sorted(found, key=lambda pair: (not pair[1], pair[0].part != "nurse"))


def visiting_on(stay: Stay, day: date) -> str:
    """When she may be visited on that day, in words; empty where nobody has said."""
    week = stay.place.visiting
    return hours_said(week.get(WEEK[day.weekday()], ()), get_language() or "en") if week else ""


def changes_of_the_day(stay: Stay) -> list[tuple[date | None, str]]:
    """Which day of going home was said before, and why it changed: as the journal has it."""
    told = Entry.objects.filter(subject_type="stays.stay", subject_id=stay.pk, verb="stay.home_day_changed")
    return [
        (date.fromisoformat(was) if (was := str(one.facts.get("was", ""))) else None, one.because)
        for one in told.order_by("-pk")
        if one.facts.get("was")
    ]


def beds_before(stay: Stay) -> list[tuple[str, datetime, str]]:
    """In which beds she lay before, until when, and why she was moved."""
    told = Entry.objects.filter(subject_type="stays.stay", subject_id=stay.pk, verb="stay.moved").order_by("-pk")
    return [(str(one.facts.get("left", "")), one.happened_at, one.because) for one in told]


def allergies_of(stays: Sequence[Stay], parcels: QuerySet[Parcel]) -> dict[uuid.UUID, list[str]]:
    """For each stay, what these parcels of other systems say she must not have, in their words; all her records
    count, whichever of them she lies here under."""
    roots = {one.pk: one.root.pk for one in stays}
    whose: dict[uuid.UUID | None, uuid.UUID | None] = {root: root for root in roots.values()}
    whose |= {one.pk: one.merged_into_id for one in Patient.objects.filter(merged_into__in=list(whose))}
    told: dict[uuid.UUID | None, list[str]] = {}
    for parcel in parcels.filter(patient__in=list(whose), type="AllergyIntolerance").order_by("pk"):
        if said := parcel.stands_for:
            told.setdefault(whose[parcel.patient_id], []).append(said)
    return {one.pk: list(dict.fromkeys(told.get(roots[one.pk], []))) for one in stays}


def said_when(moment: datetime, zone: str) -> str:
    """Today, 6pm. Midnight belongs to two days and is taken for the wrong one: the minute before it is said."""
    wall = local(moment, zone)
    if (wall.hour, wall.minute) == (0, 0):
        moment -= MINUTE
    language = get_language() or "en"
    day = dates.near_day(day_of(moment, zone), language, day_of(now(), zone))
    return f"{dates.time(moment, language, zone)}{dates.comma(language)} {day}"
