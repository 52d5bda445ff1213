"""One week of a team, and of one of us. Somebody's own figures are shown to others only once she could see them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bedside.access.models import Role, User
from bedside.cases.models import Rest, RestKind
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Entry, Sight
from bedside.measures.equity import MOST, gini, most_to_middle
from bedside.measures.small_numbers import SMALLEST_INSIDE
from bedside.measures.weekly import WEEK, monday_of, week_bounds
from bedside.teams.calendars import calendar_by
from bedside.teams.models import Team, TeamPlan, plans

from .models import OwnWeek
from .weighing import Load, loads

FIRST = 2  # working days in which a week that is over is hers alone, unless she has said that she saw it
QUARTER = 15  # minutes: what is done outside the hours is counted in these
WROTE = ("message.answered", "chatline.answered", "conversation.began")


@dataclass(frozen=True)
class TeamWeek:
    """How evenly a week was shared among those of a team who had any of it. Of few nothing is said."""

    plan: TeamPlan
    week: date
    n: int
    gini: float | None = None
    most: float | None = None  # times the middle one
    each: tuple[tuple[User, float], ...] = ()  # only once all of them could see their own
    turned: tuple[Rest, ...] = ()  # for whom somebody else takes what is new today

    @property
    def is_uneven(self) -> bool:
        return self.most is not None and self.most > MOST


@dataclass(frozen=True)
class Mine:
    """Her own week."""

    week: date
    load: Load
    middle: float | None  # of her team; of a small one it would tell of somebody
    n: int
    late_minutes: int
    late_messages: int


def this_week() -> date:
    return monday_of(day_of(now(), the_clinic().zone))


def mine(user: User, week: date) -> Mine:
    """What her week weighs, against the middle of her team, and what she did outside its hours."""
    plan, people = next(((one, who) for one, who in people_by_team() if user in who), (None, []))
    bounds = week_bounds(week, the_clinic().zone)
    of_all = loads({*people, user}, *bounds)
    theirs = [of_all[one.pk].total for one in people if one.pk in of_all]
    late = _outside_hours(user, plan, *bounds)
    middle = median(theirs) if len(theirs) >= SMALLEST_INSIDE else None
    return Mine(week, of_all.get(user.pk, Load()), middle, len(theirs), *late)


def shared(user: User, week: date) -> list[TeamWeek]:
    """The teams that somebody answers for: managers all of them, a lead those she leads."""
    everything = user.acting_as == Role.MANAGER
    hers = [(one, who) for one, who in people_by_team() if everything or one.lead == str(user.pk)]
    return [of_team(one, who, week) for one, who in hers]


def people_by_team() -> list[tuple[TeamPlan, list[User]]]:
    """Each of us once: in the first team that names her, else in the first whose work is her role's."""
    known: set[uuid.UUID] = set()
    found = {}
    for plan in sorted(plans(), key=lambda one: not one.members):
        those = [one for one in plan.people().order_by("name", "pk") if one.pk not in known]
        known |= {one.pk for one in those}
        found[plan.code] = (plan, those)
    return [found[one.value] for one in Team if found[one.value][1]]


def of_team(plan: TeamPlan, people: Sequence[User], week: date) -> TeamWeek:
    weighed = loads(people, *week_bounds(week, the_clinic().zone))
    values = [one.total for one in weighed.values()]
    turned = Rest.objects.running().filter(who__in=people, kind=RestKind.TURNS).select_related("who")
    told = tuple(turned.order_by("ends_at", "pk"))
    if len(values) < SMALLEST_INSIDE:
        return TeamWeek(plan, week, len(values), turned=told)
    there = [one for one in people if one.pk in weighed]
    each = tuple((one, weighed[one.pk].total) for one in there) if all_could_see(plan, there, week) else ()
    return TeamWeek(plan, week, len(values), gini(values), most_to_middle(values), each, told)


def all_could_see(plan: TeamPlan, people: Sequence[User], week: date) -> bool:
    """Each of them has said that she saw this week since it was over, or two working days have passed: one alone
    could else be worked out from the others."""
    sunday = week + WEEK - timedelta(days=1)
    today = day_of(now(), the_clinic().zone)
    if today <= sunday:
        return False
    if today > calendar_by(plan).add_working_days(sunday, FIRST):
        return True
    opened = set(OwnWeek.objects.filter(week=week, who__in=people).values_list("who", flat=True))
    return all(one.pk in opened for one in people)


def _outside_hours(user: User, plan: TeamPlan | None, since: datetime, until: datetime) -> tuple[int, int]:
    """Minutes in which she opened patients' pages outside her team's hours, in quarters of an hour; and how many
    messages she wrote then."""
    if plan is None:
        return 0, 0
    hours = calendar_by(plan)
    seen = Sight.objects.filter(actor_id=str(user.pk), recorded_at__gte=since, recorded_at__lt=until)
    late = [at for at in seen.values_list("recorded_at", flat=True) if not hours.is_open(at)]
    wrote = Entry.objects.filter(verb__in=WROTE, happened_at__gte=since, happened_at__lt=until)
    sent = wrote.filter(actor_id=str(user.pk)).values_list("happened_at", flat=True)
    quarters = {(at.date(), at.hour, at.minute // QUARTER) for at in late}
    return QUARTER * len(quarters), sum(not hours.is_open(at) for at in sent)
