"""A process under pressure, made to be killed.

python -m tests.races.press write NAME[:THREADS]…   writes without end; a line "ack NAME KEY" after each commit
python -m tests.races.press work [LEASE]            only does background work
python -m tests.races.press both NAME[:THREADS]…    both, as the one process on SQLite does
python -m tests.races.press look                    told {writer: [keys]} on standard input: finishes the work that is
                                                    left, then prints as JSON every sentence about what does not hold
"""

from __future__ import annotations

import json
import os
import sys
import threading
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")


def main(what: str, *words: str) -> None:
    import django

    django.setup()
    from tests.races import tasks

    tasks.know()
    if what == "look":
        look()
        return
    if what in {"work", "both"}:
        work(float(words[0]) if what == "work" and words else 2.0)
    if what in {"write", "both"}:
        for word in words:
            name, _, threads = word.partition(":")
            for _number in range(int(threads or 1)):
                threading.Thread(target=write, args=[name], daemon=True).start()
    say("ready")
    threading.Event().wait()


def work(lease: float) -> None:
    from django.conf import settings

    from bedside.config import clock, postgres
    from bedside.jobs.actions import take_back
    from bedside.jobs.worker import THREADS, Worker

    if settings.ON_SQLITE and "RACE_MANY" not in os.environ:
        take_back()
    Worker(THREADS, lease=timedelta(seconds=lease)).start()
    threading.Thread(target=clock.listen, args=[threading.Event()], daemon=True).start()
    postgres.begin(live=False, work=True)


def write(name: str) -> None:
    from tests.races.writers import WRITERS

    while True:
        try:
            key = WRITERS[name]()
        except Exception as error:
            say(f"refused {name} {type(error).__name__}")
            continue
        say(f"ack {name} {key}")


def look() -> None:
    from django.db import transaction

    from bedside.hours.clock import now
    from bedside.jobs.actions import take_back
    from bedside.jobs.models import Job, State
    from bedside.jobs.worker import work_off
    from bedside.journal.sealing import seal
    from tests.races.invariants import INVARIANTS

    acknowledged = json.load(sys.stdin)
    take_back()
    with transaction.atomic():  # what a fault put back for a few seconds later is waited for
        Job.objects.filter(task__startswith="races.", state=State.READY).update(run_at=now())
    work_off()
    seal()
    print(json.dumps([sentence for invariant in INVARIANTS for sentence in invariant(acknowledged)]))


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())  # one write: a line is there whole or not at all


if __name__ == "__main__":
    main(*sys.argv[1:])
