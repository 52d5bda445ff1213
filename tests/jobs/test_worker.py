"""Real threads on a real database."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from bedside.jobs import worker
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Job, Lane, State
from bedside.jobs.worker import Worker

from .conftest import Teach

pytestmark = pytest.mark.django_db(transaction=True)

Start = Callable[..., Worker]


@pytest.fixture
def start() -> Iterator[Start]:
    workers: list[Worker] = []

    def started(**how: object) -> Worker:
        fresh = Worker(**how)  # type: ignore[arg-type]
        workers.append(fresh)
        fresh.start()
        return fresh

    yield started
    assert all(one.stop() for one in workers)


def wait_for(truth: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def test_two_workers_do_each_of_500_jobs_exactly_once(teach: Teach, start: Start) -> None:
    done: Counter[int] = Counter()
    teach("count", lambda number: done.update([number]))
    with transaction.atomic():
        for number in range(500):
            enqueue("count", number=number)

    start(threads={Lane.NEWS: 2})
    start(threads={Lane.NEWS: 2})
    wait_for(lambda: not Job.objects.exclude(state=State.DONE).exists())

    assert done == Counter(range(500))
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_committed_job_wakes_a_resting_worker_at_once(
    teach: Teach, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LOOK_AGAIN", 600)  # it would rest for ten minutes if nobody woke it
    rang = threading.Event()
    teach("ring", rang.set)
    start()
    time.sleep(0.3)

    enqueue("ring", lane=Lane.URGENT)

    assert rang.wait(20)


def test_slow_work_never_stands_before_urgent_work(teach: Teach, start: Start) -> None:
    go_on, urgent = threading.Event(), threading.Event()
    teach("slow", lambda: go_on.wait(10))
    teach("urgent", urgent.set)
    start()
    for _ in range(3):
        enqueue("slow", lane=Lane.NEWS)
    wait_for(lambda: Job.objects.filter(state=State.RUNNING).exists())

    enqueue("urgent", lane=Lane.URGENT)

    assert urgent.wait(5)
    go_on.set()
    wait_for(lambda: not Job.objects.exclude(state=State.DONE).exists())


def test_the_heartbeat_keeps_long_work_from_being_taken_away(teach: Teach, start: Start) -> None:
    begun: list[float] = []

    def long() -> None:
        begun.append(time.monotonic())
        time.sleep(1.5)

    teach("long", long)
    start(threads={Lane.NEWS: 1}, lease=timedelta(seconds=0.6))
    start(threads={Lane.NEWS: 1}, lease=timedelta(seconds=0.6))
    enqueue("long")
    wait_for(lambda: Job.objects.filter(state=State.DONE).exists())

    assert len(begun) == 1


def test_a_lane_goes_on_when_one_job_hangs(teach: Teach, start: Start) -> None:
    let_go, other = threading.Event(), threading.Event()
    teach("hang", lambda: let_go.wait(20), at_most=timedelta(seconds=0.3))
    teach("other", other.set)
    start(threads={Lane.NEWS: 1}, lease=timedelta(seconds=0.6))
    enqueue("hang", max_attempts=1)
    wait_for(lambda: Job.objects.filter(state=State.RUNNING).exists())

    enqueue("other")

    assert other.wait(10)
    wait_for(lambda: Job.objects.filter(task="hang", state=State.DEAD).exists())
    let_go.set()
