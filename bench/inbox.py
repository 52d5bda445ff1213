"""The desk's inbox: a page of the list among many cases, and hearing a message, beside a bare read.

It runs with Django set up and a migrated, expendable database.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from .figures import Figure, repeat
from .large import cast

OPEN, CLOSED, TIMES = 2_000, 20_000, 60


def measure() -> list[Figure]:
    """The list as a page and as the part that refreshes itself; and a message from its writing to its case."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from bedside.inbox import actions as inbox
    from bedside.jobs.models import Lane
    from bedside.jobs.worker import work_off

    town = cast()
    _fill(town.amara, town.lina)
    client = Client(headers={"Host": "localhost"})
    client.force_login(town.sam)
    before, settings.DEMO = settings.DEMO, True  # staff sign in without a second step
    here = {"HX-Request": "true"}

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM cases_case WHERE state = 'open' ORDER BY priority, due_at, id LIMIT 50")
            assert len(cursor.fetchall()) == 50

    def whole() -> None:
        assert client.get("/desk/inbox/").status_code == 200

    def part() -> None:
        assert client.get("/desk/inbox/part/", headers=here).status_code == 200

    def heard() -> None:
        inbox.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)  # type: ignore[arg-type]
        assert work_off(Lane.URGENT, Lane.NEWS) >= 1

    try:
        least = repeat("bare read of 50 open cases", TIMES, lambda number: bare())
        figures = [least]
        work: list[tuple[str, Callable[[], None]]] = [
            ("inbox list, page, 2,000 open", whole),
            ("inbox list, part", part),
            ("message read for red flags, and its case", heard),
        ]
        for name, do in work:
            figures.append(repeat(name, TIMES, lambda number, do=do: do()).beside(least))  # type: ignore[misc]
    finally:
        settings.DEMO = before
    return figures


def _fill(*patients: object) -> None:
    """Many cases about the same few people, most of them long closed."""
    from bedside.cases.models import Case, Kind
    from bedside.hours.clock import now
    from bedside.inbox.models import Conversation, Message, Way
    from bedside.inbox.models import State as Sent
    from bedside.journal.actions import record_many
    from bedside.journal.hands import HOUSE

    moment = now()
    for number, (count, state) in enumerate(((CLOSED, "closed"), (OPEN, "open"))):
        who = [patients[index % len(patients)] for index in range(count)]
        threads = [Conversation(patient=one, subject=f"Question {index}") for index, one in enumerate(who)]
        record_many("conversation.began", threads, by=HOUSE, at=moment)
        said = [
            Message(patient=thread.patient, conversation=thread, way=Way.IN, channel="portal", body="Can I?" * 20)
            for thread in threads
        ]
        for message in said:
            message.state = Sent.RECEIVED
        record_many("message.received", said, by=HOUSE, at=moment)
        cases = [
            Case(
                kind=Kind.MESSAGE,
                subject=thread.subject,
                patient=thread.patient,
                conversation=thread,
                state=state,
                limit_minutes=480,
                due_at=moment + timedelta(minutes=index + number),
                closed_at=moment if state == "closed" else None,
            )
            for index, thread in enumerate(threads)
        ]
        record_many("case.opened", cases, by=HOUSE, at=moment)
