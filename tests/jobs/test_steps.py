from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bedside.access.models import User
from bedside.hours.clock import Stopped, stopped_at
from bedside.jobs import steps
from bedside.jobs.actions import dismiss, enqueue, retry, take_back, tidy
from bedside.jobs.models import Job, Lane, State
from bedside.jobs.steps import claim, do, finish, pause_after, renew
from bedside.jobs.worker import work_off
from bedside.town.cast import Cast

from .conftest import Teach

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=30)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Stopped:
    with stopped_at(NOON) as stopped:
        yield stopped  # type: ignore[misc]


def taken(worker: str = "one") -> Job:
    job = claim(Lane.NEWS, worker, LEASE)
    assert job is not None
    return job


def fails() -> None:
    raise ConnectionError("the gateway is away")


def test_a_taken_job_is_not_taken_by_another() -> None:
    enqueue("greet")

    assert claim(Lane.NEWS, "one", LEASE) is not None
    assert claim(Lane.NEWS, "two", LEASE) is None


def test_what_is_due_later_waits(clock: Stopped) -> None:
    enqueue("greet", run_at=NOON + timedelta(hours=1))

    assert claim(Lane.NEWS, "one", LEASE) is None
    clock.move(hours=1)
    assert claim(Lane.NEWS, "one", LEASE) is not None


def test_a_look_that_finds_nothing_writes_nothing(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(2) as queries:  # type: ignore[operator]
        claim(Lane.NEWS, "one", LEASE)

    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_a_job_left_behind_is_taken_again_when_its_lease_ends(clock: Stopped) -> None:
    enqueue("greet")
    taken("one")

    clock.move(seconds=29)
    assert claim(Lane.NEWS, "two", LEASE) is None
    clock.move(seconds=2)
    again = taken("two")

    assert (again.worker, again.attempts) == ("two", 2)


def test_a_renewed_lease_holds_on(clock: Stopped) -> None:
    enqueue("greet")
    job = taken("one")
    clock.move(seconds=20)

    renew([job], "one", LEASE)
    clock.move(seconds=20)

    assert claim(Lane.NEWS, "two", LEASE) is None


def test_who_was_overtaken_closes_nothing(clock: Stopped) -> None:
    enqueue("greet")
    slow = taken("one")
    clock.move(seconds=31)
    quick = taken("two")

    with pytest.raises(steps.Overtaken):
        finish(slow)
    renew([slow], "one", LEASE)
    finish(quick)

    job = Job.objects.get()
    assert (job.state, job.worker) == (State.DONE, "two")


def test_the_same_worker_is_fenced_from_its_own_earlier_try(clock: Stopped) -> None:
    enqueue("greet")
    first = taken("one")
    clock.move(seconds=31)
    taken("one")

    with pytest.raises(steps.Overtaken):
        finish(first)


def test_a_failure_waits_longer_each_time_and_then_is_shown_to_people(teach: Teach, clock: Stopped) -> None:
    teach("send", fails)
    enqueue("send", max_attempts=3)
    pauses = []

    for _ in range(3):
        work_off()
        job = Job.objects.get()
        pauses.append((job.run_at - clock()).total_seconds())
        clock.move_to(job.run_at)

    assert 2.5 <= pauses[0] <= 5
    assert 5 <= pauses[1] <= 10
    assert job.state == State.DEAD
    assert job.reason.startswith("ConnectionError in fails:")
    assert "the gateway is away" in job.error
    assert work_off() == 0


def test_no_pause_is_longer_than_an_hour() -> None:
    assert all(pause_after(tries) <= timedelta(hours=1) for tries in range(1, 200))


def test_whoever_waits_for_the_work_is_told_when_it_is_given_up(teach: Teach) -> None:
    told: list[str] = []
    teach("fails", lambda who: fails(), given_up=lambda who: told.append(who))
    enqueue("fails", max_attempts=2, who="Amara")
    do(taken())
    assert told == []

    Job.objects.update(run_at=NOON)
    do(taken())

    assert told == ["Amara"]
    assert Job.objects.get().state == State.DEAD


def test_a_job_is_buried_though_giving_it_up_fails(teach: Teach, caplog: pytest.LogCaptureFixture) -> None:
    teach("fails", fails, given_up=fails)
    enqueue("fails", max_attempts=1)

    do(taken())

    assert Job.objects.get().state == State.DEAD
    assert "giving it up failed: ConnectionError" in caplog.text


def test_a_dead_job_rings_whoever_watches(teach: Teach) -> None:
    rung: list[Job] = []
    teach("send", fails)
    enqueue("send", max_attempts=1)

    do(taken(), on_dead=rung.append)

    assert [job.task for job in rung] == ["send"]


def test_a_job_that_kills_its_worker_each_time_dies_at_last(clock: Stopped) -> None:
    enqueue("explode", max_attempts=2)
    for _ in range(2):
        taken()
        clock.move(seconds=31)

    assert claim(Lane.NEWS, "one", LEASE) is None
    assert Job.objects.get().state == State.DEAD


def test_a_task_nobody_knows_is_tried_again_and_told_apart() -> None:
    enqueue("no such task")

    work_off()

    job = Job.objects.get()
    assert job.state == State.READY
    assert "No task is called 'no such task'" in job.reason


def test_work_done_together_leaves_nothing_behind_when_it_fails(teach: Teach) -> None:
    def half() -> None:
        User.objects.create_user("half@town.example")
        raise RuntimeError

    teach("half", half, together=True)
    enqueue("half")

    work_off()

    assert not User.objects.exists()
    assert Job.objects.get().state == State.READY


def test_work_done_together_by_one_who_was_overtaken_leaves_nothing_behind(teach: Teach, clock: Stopped) -> None:
    def slow() -> None:
        User.objects.create_user("slow@town.example")
        clock.move(seconds=31)
        taken("two")

    teach("slow", slow, together=True)
    enqueue("slow")

    do(taken("one"))

    assert not User.objects.exists()


def test_the_log_never_tells_what_an_error_said(teach: Teach, caplog: pytest.LogCaptureFixture) -> None:
    def tells() -> None:
        raise ValueError("Amara has a rash")

    teach("tells", tells)
    enqueue("tells")

    with caplog.at_level(logging.DEBUG):
        work_off()

    assert "ValueError" in caplog.text
    assert "rash" not in caplog.text
    assert "rash" in Job.objects.get().error
    assert "rash" not in Job.objects.get().reason


def test_a_dead_job_is_tried_again_from_the_beginning(teach: Teach, town: Cast) -> None:
    done: list[str] = []
    enqueue("later", max_attempts=1)
    work_off()
    dead = Job.objects.dead().get()
    teach("later", lambda: done.append("done"))

    assert retry(dead, by=town.sam)
    work_off()

    assert done == ["done"]
    assert Job.objects.get(task="later").decided_by == f"front_desk:{town.sam.pk}"


def test_a_dead_job_is_put_aside_once(town: Cast) -> None:
    enqueue("later", max_attempts=1)
    work_off()
    dead = Job.objects.dead().get()

    assert dismiss(dead, by=town.sam)
    assert not retry(dead, by=town.ines)

    assert not Job.objects.dead().exists()
    assert work_off() == 0


def test_nobody_decides_about_a_dead_job() -> None:
    with pytest.raises(TypeError, match="by="):
        retry(Job(), by=None)  # type: ignore[arg-type]


def test_a_process_that_is_alone_takes_back_at_once_what_the_last_one_left() -> None:
    enqueue("greet")
    taken()

    assert take_back() == 1
    assert claim(Lane.NEWS, "two", LEASE) is not None


def test_done_jobs_are_forgotten_but_never_the_last_strike_of_the_clock(teach: Teach, clock: Stopped) -> None:
    teach("nightly", lambda: None)
    for night in ("2026-10-01", "2026-10-02"):
        enqueue("nightly", key=f"cron:nightly:{night}")
    enqueue("nightly")
    work_off()
    clock.move(days=4)
    enqueue("nightly")

    assert tidy() == 2

    assert sorted(job.key or "" for job in Job.objects.all()) == ["", "cron:nightly:2026-10-02"]
