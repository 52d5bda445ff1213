"""The clock strikes: what is done, and how often. Read together with urls.py and reactions.py.

Lines are cron lines on the clinic's wall clock: minute, hour, day of the month, month, day of the week. Each hour
that strikes becomes one job, however many workers hear it. What was missed while nobody listened is done once, late.

When the clocks change: a line whose hour is `*` goes by the time that passes, so it strikes through the hour that
happens twice and is not troubled by the hour that does not happen. Any other line goes by the wall: a time that does
not happen strikes at the first moment after the gap, a time that happens twice strikes the first time only.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from croniter import croniter
from django.db import close_old_connections

from bedside.access import actions as access
from bedside.attendance import actions as attendance
from bedside.attendance import soonest
from bedside.booking import actions as booking
from bedside.booking import waiting
from bedside.cases import handing, talking, vowing, words
from bedside.cases import rounds as cases
from bedside.directory.models import Clinic
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, local
from bedside.inbox import chats, mailbox
from bedside.insight import rounds as insight
from bedside.intake import actions as intake
from bedside.jobs import actions as jobs
from bedside.jobs.models import Job, Lane, State
from bedside.jobs.tasks import task
from bedside.live import actions as live
from bedside.mailings import rounds as mailings
from bedside.triage import rounds as triage
from bedside.video import rounds as video
from bedside.visits import announcing as waits
from bedside.visits import away, choices, evening, late
from bedside.wall import actions as wall

from . import witness

log = logging.getLogger("bedside.clock")

# cron line in the clinic's zone -> tasks
CLOCK: dict[str, list[Callable[[], object]]] = {
    "* * * * *": [
        waiting.lapse_old_offers,
        booking.let_go_of_holds,
        triage.call_back_whoever_said_nothing,
        witness.seal,
        late.look_everywhere,
        waits.refresh_all,
        away.recall_whoever_is_next,
        choices.let_go_whoever_has_another_day,
        cases.look_at_the_clock,
        cases.reassign_what_was_left,
        cases.give_out_what_waits,
        vowing.ring_for_broken_promises,
        handing.ring_for_answers,
        cases.notice_dead_work,
        video.tidy,
        mailbox.look,
        mailings.send_on,
    ],
    "*/5 * * * *": [evening.end_the_day],
    "*/10 * * * *": [live.tidy, words.catch_up, intake.send_links],
    "20 3 * * *": [jobs.tidy],
    "17 * * * *": [access.tidy_up, wall.tidy_up, talking.tidy, booking.forget_guests, chats.forget_counts],
    "7 * * * *": [insight.count_the_running_week],
    "40 2 * * *": [insight.count_and_look],
    "10 3 * * 1": [attendance.learn_everywhere],
    "0 10 * * 2": [soonest.look],
}

EACH_MINUTE = 60.0


def name_of(work: Callable[[], object]) -> str:
    return f"{work.__module__}.{work.__qualname__}"


def hang_up() -> None:
    """Make every task of the clock known to the workers."""
    for line, works in CLOCK.items():
        if not croniter.is_valid(line):
            raise ValueError(f"{line!r} is not a cron line.")
        for work in works:
            task(name_of(work))(work)


def last_strike(line: str, moment: datetime, zone: str) -> datetime:
    """The moment when this line last struck, at or before `moment`."""
    shown = local(moment, zone)
    wall = shown.replace(tzinfo=None)
    back = croniter(line, wall + timedelta(microseconds=1), ret_type=datetime)
    while True:
        struck = back.get_prev()
        if line.split()[1] == "*":
            return (struck - (shown.utcoffset() or timedelta())).replace(tzinfo=UTC)
        strike = at_or_after(struck.date(), struck.time(), zone)
        if strike <= moment:
            return strike


def strike(moment: datetime) -> int:
    """Ask for whatever has struck since it was last asked for; how many jobs that made.

    A task seen for the first time has missed nothing: its last hour is noted as done, and it waits for the next.
    """
    zone, asked = clinic_zone(), 0
    for line, works in CLOCK.items():
        hour = last_strike(line, moment, zone)
        for work in works:
            asked += _ask(name_of(work), hour)
    return asked


def _ask(name: str, hour: datetime) -> bool:
    key = f"{jobs.CRON}{name}:{hour:%Y-%m-%dT%H:%M:%SZ}"
    before = Job.objects.filter(key__gte=f"{jobs.CRON}{name}:", key__lt=f"{jobs.CRON}{name};")
    newest = before.order_by("-key").values_list("key", flat=True).first()
    if newest is None:
        Job.objects.bulk_create(
            [Job(task=name, key=key, lane=Lane.UPKEEP, run_at=hour, state=State.DONE, finished_at=now())],
            ignore_conflicts=True,
        )
        return False
    return key > newest and jobs.enqueue(name, key=key, lane=Lane.UPKEEP) is not None


def clinic_zone() -> str:
    return Clinic.objects.values_list("zone", flat=True).first() or "UTC"


def listen(stopping: threading.Event) -> None:
    """Strike every minute until told to stop. One thread of each worker process does only this."""
    while not stopping.is_set():
        try:
            strike(now())
        except Exception:
            log.exception("the clock could not strike; trying again in a minute")
        close_old_connections()
        stopping.wait(EACH_MINUTE - now().timestamp() % EACH_MINUTE + 0.05)
