"""Building the town, and bringing it up to today."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from bedside.access.hooks import DemoPerson
from bedside.access.models import Role, User
from bedside.attendance import soonest
from bedside.booking.models import Appointment, Session, Status
from bedside.booking.waiting import wait_for
from bedside.directory.models import Clinic, Place, Post, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.insight import rounds as insight
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.wall import actions as wall
from bedside.wall.models import Device

from . import colleagues, in_bed, today
from .cast import DOMAIN, Cast, gather
from .letters import write_letters, write_today
from .population import (
    DAYS_AHEAD,
    WEEKS_BEHIND,
    book_into,
    crowd_of_the_town,
    days_between,
    fill,
    look_back,
    open_days,
    open_sessions,
    settle,
)
from .practising import practise
from .questions import ask_forms

SEED = 20261121
SAYS = {
    "amara": (Role.PATIENT, _("a patient with a sore knee")),
    "lina": (Role.PATIENT, _("a patient who waits for an earlier time")),
    "ana": (Role.PATIENT, _("a patient who reads Spanish")),
    "teresa": (Role.CARER, _("who cares for her son Tomás")),
    "sam": (Role.FRONT_DESK, _("at the front desk")),
    "lin": (Role.NURSE, _("the practice nurse")),
    "osei": (Role.CLINICIAN, _("a GP")),
    "lee": (Role.CLINICIAN, _("another GP, who looks over changes of the safety rules")),
    "ines": (Role.MANAGER, _("the practice manager")),
    "alex": (Role.ADMINISTRATOR, _("the administrator")),
}

Told = Callable[[str], None]


def build(tell: Told = lambda line: None) -> None:
    """Let everybody move in; where a town stands already, bring it up to today. Then count what has happened."""
    if stands():
        catch_up(tell)
    else:
        _found(tell)
    tell("What has happened is counted.")
    soonest.look()
    insight.count_and_look()


def _found(tell: Told) -> None:
    if Clinic.objects.exists() or Patient.objects.exists():
        raise Refusal(gettext("A real clinic lives in this database. The town is built only in an empty one."))
    with transaction.atomic():
        dice = random.Random(SEED)
        tell("The cast moves in.")
        cast = gather()
        ask_forms()
        colleagues.join(cast)
        tell("Some hundreds of people move in.")
        settle(dice)
        day = day_of(now(), cast.riverside.zone)
        tell("Thirty weeks of visits and letters are told.")
        crowd = crowd_of_the_town()
        behind = days_between(day - timedelta(weeks=WEEKS_BEHIND), day - timedelta(days=1))
        ahead = days_between(day + timedelta(days=1), day + timedelta(days=DAYS_AHEAD))
        founded = now() - timedelta(weeks=WEEKS_BEHIND)
        fill(open_days([*behind, *ahead], dice), crowd, dice, founded=founded)
        write_letters(crowd, dice, founded, now() - timedelta(hours=1))
        _begin_the_story(cast)
        write_today(crowd, dice)
        tell("Today begins.")
        _today(crowd, dice)


def stands() -> bool:
    """Whether this database is the town's: its front desk works here."""
    return User.objects.filter(email=f"sam@{DOMAIN}").exists()


def catch_up(tell: Told = lambda line: None) -> None:
    """Some days have passed since the town was built: what was to come is over, and new days are open."""
    place = Place.objects.working().first()
    latest = Session.objects.filter(starts_at__gt=now()).aggregate(at=Max("starts_at"))["at"]
    latest = latest or Session.objects.aggregate(at=Max("starts_at"))["at"]
    if latest is None or place is None:
        return
    horizon, last = day_of(now(), place.zone) + timedelta(days=DAYS_AHEAD), day_of(latest, place.zone)
    with transaction.atomic():
        tell("The town is brought up to today.")
        ask_forms()
        dice = random.Random(f"{SEED} {last} {now():%Y-%m-%d %H}")
        crowd = crowd_of_the_town()
        if last < horizon:
            over = Appointment.objects.filter(status=Status.BOOKED, ends_at__lte=now() - timedelta(hours=18))
            look_back(list(over.in_order().select_related("slot")), dice)
            fill(open_days(days_between(last + timedelta(days=1), horizon), dice), crowd, dice)
            write_letters(crowd, dice, latest - timedelta(days=DAYS_AHEAD), now() - timedelta(hours=1))
        _today(crowd, dice)


def _today(crowd: list[Patient], dice: random.Random) -> None:
    """A working day that is going on, whenever one looks."""
    in_bed.lie_down()
    in_bed.have_their_day()
    near = {"starts_at__gte": now() - timedelta(hours=20), "starts_at__lte": now() + timedelta(hours=20)}
    busy = set(Appointment.objects.filter(**near).values_list("patient", flat=True))
    not_today = [one for one in crowd if one.pk not in busy]
    posts = list(Post.objects.offered().order_by("staff_member__family_name", "service__slug", "place__name"))
    opened = open_sessions(today.sessions_around(now(), posts))
    amara = Patient.objects.filter(login__email=f"amara@{DOMAIN}").first()
    hers = today.amaras_visit(amara) if amara else None  # before the crowd takes every time there is
    book_into([slot for slot in opened if hers is None or slot.pk != hers.slot_id], not_today, dice, once=True)
    today.go_on(crowd, dice)


def _begin_the_story(cast: Cast) -> None:
    """Where the demo begins: Lina would like to be seen about her knee, and nobody has had a time for her yet."""
    practise(cast)
    wait_for(VisitType.objects.get(pk=cast.knee_check.pk), cast.lina, by=HOUSE, reason="my knee clicks and hurts")


def people_of_the_demo() -> Iterable[DemoPerson]:
    """Whom a visitor of the demo may be, in the order of the story."""
    return list(_people())


def _people() -> Iterator[DemoPerson]:
    logins = {user.email: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    for key, (role, says) in SAYS.items():
        if login := logins.get(f"{key}@{DOMAIN}"):
            yield DemoPerson(key=key, login=login, role=role, name=login.name, says=says)


def connect_screen(kind: str) -> tuple[Device, str]:
    """Connect a visitor's browser as a screen in the waiting room at Riverside, and forget the one before it."""
    names = {"display": "The waiting room of the demo", "kiosk": "The kiosk of the demo"}
    place = Place.objects.get(name="Riverside")
    for before in Device.objects.standing().filter(name=names[kind], kind=kind):
        wall.revoke(before, by=HOUSE, because="connected anew")
    return wall.pair_at_once(names[kind], kind=kind, place=place, by=HOUSE)
