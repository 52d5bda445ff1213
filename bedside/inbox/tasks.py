"""What the worker does for the inbox."""

from __future__ import annotations

import uuid

from bedside.jobs.tasks import task

from . import codes as codes  # it names its own work
from . import delivery, enclosing


@task("deliver", together=True)
def deliver(message: str) -> None:
    """Together with its own mark as done: the built-in outbox gets each message exactly once."""
    delivery.deliver(uuid.UUID(message))


def tried_too_often(message: str) -> None:
    delivery.give_up(uuid.UUID(message))


@task("hand_over", given_up=tried_too_often)
def hand_over(message: str) -> None:
    delivery.hand_over(uuid.UUID(message))


def never_answered(enclosure: str) -> None:
    enclosing.give_up(uuid.UUID(enclosure))


@task("check_file", given_up=never_answered)
def check_file(enclosure: str) -> None:
    enclosing.check(uuid.UUID(enclosure))
