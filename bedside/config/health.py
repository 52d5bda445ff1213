"""Whether this house is well: monitors read it as JSON, people as a page. It tells nothing about patients."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bedside.hours.clock import now
from bedside.jobs.models import Job, State
from bedside.ui.pages import page

from . import witness
from .backups.log import last_backup
from .clock import name_of

GOOD, LOOK, BAD = "good", "look", "not good"
SILENT, A_BACKUP_IS_OLD = timedelta(minutes=5), timedelta(days=2)
MB = 1_000_000
ROOM, HARDLY_ROOM = 1000 * MB, 100 * MB
A_LONG_WAL = 200 * MB


@dataclass(frozen=True)
class Sign:
    """One sign of life: good, worth a look, or not good; its figure for machines and its sentence for people."""

    key: str
    name: str
    state: str
    sentence: str
    figure: float | None = None


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How the house is. Monitors get JSON, browsers a page; 503 when something is not good."""
    signs = look()
    state = next(word for word in (BAD, LOOK, GOOD) if word in {sign.state for sign in signs})
    status = 503 if state == BAD else 200
    works = signs[0].state != BAD  # without the database there is no page to show it on
    if works and request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        return page(request, "config/health.html", signs=signs, state=state, status=status)
    told = {sign.key: {"state": sign.state, "figure": sign.figure, "sentence": sign.sentence} for sign in signs}
    return JsonResponse({"state": state, "at": now().isoformat(timespec="seconds"), "signs": told}, status=status)


def look() -> list[Sign]:
    """Every sign of life there is; without the database, those that can be read without it."""
    database = _database()
    asks: list[Callable[[], Sign]] = [_disk, _backup]
    if database.state != BAD:
        asks = [_worker, _dead_jobs, *asks]
    if settings.ON_SQLITE:
        asks.append(_wal)
    return [database, *(ask() for ask in asks)]


def _database() -> Sign:
    began = time.perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            cursor.fetchone()
    except DatabaseError:
        return Sign("database", _("Database"), BAD, _("It does not answer."))
    took = round((time.perf_counter() - began) * 1000, 1)
    return Sign("database", _("Database"), GOOD, _("It answered in %(number)s ms.") % {"number": took}, took)


def _worker() -> Sign:
    """The clock has work done every minute; the last time that was done tells whether a worker is alive."""
    done = Job.objects.filter(task=name_of(witness.seal), state=State.DONE).order_by("-finished_at").first()
    if done is None or done.finished_at is None:
        return Sign("worker", _("Background work"), LOOK, _("No worker has been at work here yet."))
    silent = now() - done.finished_at
    seconds = max(0, round(silent.total_seconds()))
    sentence = _("It last reported %(number)s seconds ago.") % {"number": seconds}
    return Sign("worker", _("Background work"), BAD if silent > SILENT else GOOD, sentence, seconds)


def _dead_jobs() -> Sign:
    dead = Job.objects.dead().count()
    sentence = ngettext("%(number)s job was given up.", "%(number)s jobs were given up.", dead) % {"number": dead}
    return Sign("dead_jobs", _("Jobs given up"), LOOK if dead else GOOD, sentence, dead)


def _disk() -> Sign:
    free = shutil.disk_usage(settings.DATA).free
    state = BAD if free < HARDLY_ROOM else LOOK if free < ROOM else GOOD
    return Sign("disk", _("Disk"), state, _("%(number)s MB are free.") % {"number": free // MB}, free // MB)


def _wal() -> Sign:
    """A write-ahead log that grows means that somebody reads without end, or that nobody tidies up."""
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    size = log.stat().st_size if log.exists() else 0
    sentence = _("%(number)s MB wait to be moved into the database file.") % {"number": round(size / MB, 1)}
    return Sign("wal", _("Write-ahead log"), LOOK if size > A_LONG_WAL else GOOD, sentence, round(size / MB, 1))


def _backup() -> Sign:
    made = last_backup()
    if made is None:
        state = GOOD if settings.DEMO else LOOK
        return Sign("backup", _("Last backup"), state, _("None was ever made from here."))
    hours = round((now() - made).total_seconds() / 3600, 1)
    state = LOOK if now() - made > A_BACKUP_IS_OLD and not settings.DEMO else GOOD
    return Sign("backup", _("Last backup"), state, _("It was made %(number)s hours ago.") % {"number": hours}, hours)
