"""What was promised about a case: from when it counts, when it falls due, when somebody must look again.

Only a case's fields are changed here, which the actions record, and a hand-over it has outrun is taken back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.urgency.levels import height

from .clock import STEPS, calendar_for, due, promise_for
from .handing import withdraw
from .models import NO_LONGER, WAITS_AT_MOST, Case, HereBy, Priority, State, Team, priority_of
from .ruling import team_for

CLOCK = ("clock_from", "limit_minutes", "day_and_night", "clock_team", "paused_minutes", "escalated")
RING_AGAIN = timedelta(minutes=2)  # what cannot wait rings until somebody has looked


def promise(case: Case, level: str, *, since: datetime) -> None:
    """Count the promise from a moment. Urgency may rise, and the time grow shorter, never the other way round."""
    if case.level and level and height(level) < height(case.level):
        level = case.level
    case.level = level or case.level
    case.priority = min(Priority(case.priority), priority_of(case.level))
    before = case.team
    if team_for(case.level, case.label) == Team.NURSES:
        case.team = Team.NURSES
    if case.team != before:
        case.here_by, case.here_rule = HereBy.CONFIDENTIAL if case.label else HereBy.URGENT, ""
    if case.team != before or case.priority == Priority.NOW:
        withdraw(case, by=HOUSE)
    wanted = promise_for(case.level, case.kind, since, case.team)
    case.clock_from, case.limit_minutes, case.day_and_night = since, wanted.minutes, wanted.day_and_night
    case.clock_team = case.team  # whoever has it later, what was promised is counted in these hours
    case.due_at = due(
        since, wanted.minutes, calendar_for(case.day_and_night, case.clock_team), paused=case.paused_minutes
    )
    plan_next_look(case)


def promise_sooner(case: Case, level: str, *, since: datetime) -> None:
    """A higher urgency counts from when it was told, unless what was promised before falls due sooner anyway."""
    stood = {name: getattr(case, name) for name in CLOCK}
    due_before = case.due_at
    case.paused_minutes = case.escalated = 0
    promise(case, level, since=since)
    if case.due_at >= due_before:
        for name, value in stood.items():
            setattr(case, name, value)
        case.due_at = due_before
        plan_next_look(case)


def promise_by(case: Case, moment: datetime) -> None:
    """Somebody named the moment by which it must be done: the clock runs out then."""
    minutes = int(calendar_for(case.day_and_night, case.clock_team).minutes_between(case.clock_from, moment))
    case.limit_minutes, case.due_at = max(minutes, 1), moment
    plan_next_look(case)


def plan_next_look(case: Case) -> None:
    """When the next step towards what was promised is reached. That stays, whatever day has been shut since."""
    calendar = calendar_for(case.day_and_night, case.clock_team)
    steps = {
        step: due(case.clock_from, case.limit_minutes, calendar, paused=case.paused_minutes, percent=step)
        for step in STEPS
    }
    moments = {step: min(moment, case.due_at) for step, moment in steps.items()} | {100: case.due_at}
    case.look_again_at = next((moments[step] for step in STEPS if step > case.escalated), None)
    if case.look_again_at is None and case.priority == Priority.NOW and case.is_unread:
        case.look_again_at = now() + RING_AGAIN


def percent(case: Case) -> int:
    """The last step of the promised time that has passed."""
    if now() >= case.due_at:
        return 100
    calendar = calendar_for(case.day_and_night, case.clock_team)
    spent = calendar.minutes_between(case.clock_from, now()) - case.paused_minutes
    return max((step for step in STEPS[:-1] if spent >= case.limit_minutes * step // 100), default=0)


def stood_still(case: Case, since: datetime) -> None:
    """While we waited for the patient the clock did not run: what was promised falls due so much later."""
    calendar = calendar_for(case.day_and_night, case.clock_team)
    paused = ceil(calendar.minutes_between(since, now()))
    case.paused_minutes += paused
    case.due_at = calendar.add_minutes(case.due_at, paused) if paused else case.due_at
    plan_next_look(case)


def wait(case: Case, because: str) -> None:
    """The clock stands until the patient does something, or has taken too long."""
    if not because.strip():
        raise Refusal(_("Say what the patient is to do."), rule="because")
    case.become(State.WAITING)
    case.waiting_since, case.waiting_because = now(), because[:200]
    case.look_again_at = now() + WAITS_AT_MOST


def resume(case: Case) -> None:
    """The clock that stood runs again."""
    if case.waiting_since is None:
        raise Refusal(NO_LONGER, rule="state")
    case.become(State.OPEN)
    if case.answered_at is None:
        stood_still(case, case.waiting_since)
        case.waiting_since, case.waiting_because = None, ""
    else:  # answered, and she never came back: somebody decides what becomes of it, in the usual time
        run_again(case)
        promise(case, case.level, since=now())


def run_again(case: Case) -> None:
    """Whatever stood still runs; what comes now is a promise of its own."""
    if case.state != State.OPEN:
        case.become(State.OPEN)
    case.answered_at = case.waiting_since = case.closed_at = None
    case.waiting_because = case.closed_because = ""
    case.escalated = case.paused_minutes = 0
