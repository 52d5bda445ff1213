"""What stands around the database: work that was given up, settings that are dangerous, backups that are old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from bedside.hours.clock import now
from bedside.jobs.models import Job

from .. import sqlite
from ..backups.log import last_backup
from .findings import Finding

A_BACKUP_IS_OLD = timedelta(days=2)
HERE_ONLY = {"localhost", "127.0.0.1", "::1"}


def dead_jobs(witness: str) -> Iterator[Finding]:
    dead = Job.objects.dead().count()
    if dead:
        newest = Job.objects.dead()[0]
        jobs = "1 job was" if dead == 1 else f"{dead} jobs were"
        yield Finding(f"{jobs} given up; a person must look. The newest: {newest.task}.", is_fault=False)


def settings_dangers(witness: str) -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("DEBUG is on: error pages would show patients' data to anybody.")
    if settings.ON_SQLITE and (why := sqlite.why_not_wal()):
        yield Finding(why, is_fault=False)
    if not settings.SECURE and urlsplit(settings.PUBLIC_URL).hostname not in HERE_ONLY:
        yield Finding(
            f"The address {settings.PUBLIC_URL} is not https: what patients read can be read on the way.",
            is_fault=False,
        )
    secrets = settings.DATA / "secrets.json"
    if secrets.exists() and secrets.stat().st_mode & 0o077:
        yield Finding(f"Others on this machine may read {secrets}. `chmod 600` makes it private.")
    file = Path(str(connection.settings_dict["NAME"]))
    if settings.ON_SQLITE and file.exists() and file.stat().st_mode & 0o077:
        yield Finding(f"Others on this machine may read {file}. `chmod 600` makes it private.", is_fault=False)


def backups(witness: str) -> Iterator[Finding]:
    last = last_backup()
    if settings.DEMO:
        return
    if last is None:
        yield Finding("No backup was ever made here. `bedside backup` makes one.", is_fault=False)
    elif now() - last > A_BACKUP_IS_OLD:
        yield Finding(f"The last backup was made on {last:%Y-%m-%d %H:%M} UTC.", is_fault=False)
