"""On SQLite there is one pen in a process: whoever writes has it, the others wait in line."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction

from bedside.config.sqlite import base
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Patient

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def at_once(work: Callable[[], None], threads: int) -> list[Exception]:
    """Let many threads do the same at the same moment; what went wrong."""
    start, wrong = threading.Barrier(threads), []

    def one() -> None:
        start.wait()
        try:
            work()
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    running = [threading.Thread(target=one) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return wrong


def test_of_64_who_write_at_once_none_is_told_that_the_database_is_locked() -> None:
    def write() -> None:
        for _ in range(3):
            people.register(by=HOUSE, given_name="Kept", family_name="Kept")

    assert at_once(write, 64) == []
    assert Patient.objects.count() == 192


def test_the_pen_is_put_down_whatever_happens() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    with pytest.raises(OperationalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nonsense")
    with transaction.atomic():
        connection.close()

    assert at_once(lambda: people.register(by=HOUSE, given_name="A", family_name="B") and None, 2) == []


def test_whoever_waits_too_long_for_the_pen_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PATIENCE", 0.05)

    def write() -> None:
        with transaction.atomic():
            pass

    with transaction.atomic():
        wrong = at_once(write, 1)

    assert [type(error) for error in wrong] == [OperationalError]
    assert at_once(write, 1) == []
