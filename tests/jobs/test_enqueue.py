from __future__ import annotations

import pytest
from django.db import transaction

from bedside.jobs.actions import enqueue
from bedside.jobs.models import Job, Lane
from bedside.jobs.worker import work_off
from bedside.journal.requests import begin_request

from .conftest import Teach

pytestmark = pytest.mark.django_db


def test_what_was_asked_for_is_done_once(teach: Teach) -> None:
    done: list[str] = []
    teach("greet", lambda name: done.append(name))

    enqueue("greet", name="Amara")

    assert work_off() == 1
    assert work_off() == 0
    assert done == ["Amara"]


def test_what_was_rolled_back_was_never_asked(teach: Teach) -> None:
    done: list[str] = []
    teach("greet", lambda name: done.append(name))

    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue("greet", name="Amara")
        raise RuntimeError

    assert work_off() == 0
    assert done == []


def test_the_same_key_is_asked_for_once_and_the_transaction_goes_on() -> None:
    with transaction.atomic():
        first = enqueue("greet", key="greet:amara", name="Amara")
        second = enqueue("greet", key="greet:amara", name="Amara")
        third = enqueue("greet", key="greet:lina", name="Lina")

    assert first is not None
    assert second is None
    assert third is not None
    assert Job.objects.count() == 2


def test_a_key_stays_used_after_the_job_is_done(teach: Teach) -> None:
    teach("greet", lambda name: None)
    enqueue("greet", key="greet:amara", name="Amara")
    work_off()

    assert enqueue("greet", key="greet:amara", name="Amara") is None


def test_a_lane_nobody_works_in_is_refused_when_asked() -> None:
    with pytest.raises(ValueError, match="express"):
        enqueue("greet", lane="express")


def test_a_job_carries_the_number_of_the_request_that_asked(teach: Teach) -> None:
    from bedside.journal.requests import request_id

    seen: list[str] = []
    teach("look", lambda: seen.append(request_id()))
    begin_request("one-two-three")
    enqueue("look")
    begin_request("")

    work_off()

    assert seen == ["one-two-three"]


def test_lanes_are_worked_separately(teach: Teach) -> None:
    done: list[str] = []
    teach("greet", lambda name: done.append(name))
    enqueue("greet", lane=Lane.UPKEEP, name="slow")
    enqueue("greet", lane=Lane.URGENT, name="urgent")

    work_off(Lane.URGENT)

    assert done == ["urgent"]
