"""What is counted of how work is shared. Nobody is named in it; a team of fewer than five is in no count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from statistics import median

from django.utils.translation import gettext_noop as _

from bedside.directory.clinic import the_clinic
from bedside.hours.zones import day_of
from bedside.measures.equity import MOST
from bedside.measures.registry import Measure
from bedside.measures.small_numbers import SMALLEST_INSIDE
from bedside.measures.weekly import WEEK, Counted, Source, monday_of, week_bounds

from .weeks import people_by_team
from .weighing import first_of_work, loads

FROM = (
    *("case.given", "case.taken", "case.reassigned", "case.heard"),
    *("contact.taken", "contact.noted", "incident.begun"),
)
EVEN = Measure(
    name="workload.gini",
    title=_("How unevenly work is shared"),
    numerator=_("the Gini of each one's load against the middle of the team: 0 is the same for all, 1 all with one"),
    denominator=_("staff who had any cases or calls in the week, in teams of five or more"),
    exclusions=_("visits; confidential cases and calls; smaller teams"),
    source_events=FROM,
    better="down",
    chart="xmr",
    statistic="gini",
    unit="index",
)
WITHIN_REACH = Measure(
    name="workload.within_reach",
    title=_("Staff with a load near their team's"),
    numerator=_("of these, those whose load is at most 1.3 times the middle of their team"),
    denominator=_("staff who had any cases or calls in the week, in teams of five or more"),
    exclusions=_("visits; confidential cases and calls; smaller teams"),
    source_events=FROM,
    better="up",
    chart="xmr",
    target=100,
)


def against_the_middle(since: datetime, until: datetime) -> Iterator[Counted]:
    """Of each of us, week by week, how many times the middle load of the team hers is."""
    zone, teams = the_clinic().zone, people_by_team()
    everybody = [one for _plan, people in teams for one in people]
    first = first_of_work(everybody, since, until)
    week = monday_of(day_of(first or until, zone))
    while (bounds := week_bounds(week, zone))[0] < until:
        theirs = loads(everybody, *bounds) if first else {}
        for plan, people in teams:
            weighed = sorted(theirs[one.pk].total for one in people if one.pk in theirs)
            middle = median(weighed) if len(weighed) >= SMALLEST_INSIDE else 0
            for load in weighed if middle else ():
                yield Counted(max(bounds[0], since), None, load / middle, team=plan.code)
        week += WEEK


def within_reach(since: datetime, until: datetime) -> Iterator[Counted]:
    for one in against_the_middle(since, until):
        assert one.value is not None
        yield Counted(one.at, None, float(one.value <= MOST), team=one.team)


MEASURES: dict[Measure, Source] = {EVEN: against_the_middle, WITHIN_REACH: within_reach}
