"""Pages are put together one at a time, and nobody is kept from it for long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from bedside.config import turn
from bedside.config.sqlite import base
from bedside.config.turn import in_turn

SOON = 30.0


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody waits so long for a turn that a test fails before somebody goes ahead without one."""
    monkeypatch.setattr(turn, "A_WHILE", 2 * SOON)


def elsewhere(work: Callable[[], object]) -> Future[object]:
    """Make a page on another thread."""

    def page() -> object:
        try:
            with in_turn():
                return work()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(page)
    finally:
        pool.shutdown(wait=False)


def test_of_two_pages_one_is_made_after_the_other(patient: None) -> None:
    made: list[str] = []
    with in_turn():
        second = elsewhere(lambda: made.append("second"))
        made.append("first")
    second.result(SOON)

    assert made == ["first", "second"]


def test_a_long_page_does_not_keep_the_others_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "A_WHILE", 0.01)

    with in_turn():
        assert elsewhere(lambda: "made").result(SOON) == "made"


def test_the_turn_is_free_again_after_a_mistake(patient: None) -> None:
    with pytest.raises(RuntimeError), in_turn():
        raise RuntimeError

    assert elsewhere(lambda: "made").result(SOON) == "made"


def test_whoever_makes_no_page_waits_for_no_turn(patient: None) -> None:
    with in_turn(), ThreadPoolExecutor(1) as worker:
        worker.submit(turn.take).result(SOON)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_whoever_waits_for_the_pen_lets_others_make_their_pages(patient: None) -> None:
    waits = threading.Event()

    def write() -> None:
        waits.set()
        with transaction.atomic():
            pass

    with transaction.atomic():
        writer = elsewhere(write)
        waits.wait(SOON)
        assert elsewhere(lambda: "made").result(SOON) == "made"
        assert not writer.done()
    writer.result(SOON)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_while_the_disk_works_others_make_their_pages_and_then_it_is_our_turn_again(
    patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[object] = []
    commit = base.base.DatabaseWrapper._commit

    def slowly(wrapper: object) -> None:
        others.append(elsewhere(lambda: "made").result(SOON))
        commit(wrapper)

    monkeypatch.setattr(base.base.DatabaseWrapper, "_commit", slowly)

    with in_turn():
        with transaction.atomic():
            pass
        assert turn._my.has_the_turn

    assert others == ["made"]
