"""What the worker does for cases."""

from __future__ import annotations

import uuid

from bedside.jobs.tasks import task

from . import later


@task(later.TASK, together=True)
def answer_later(answer: str) -> None:
    """Together with its own mark as done: an answer that waited leaves once, whoever is killed on the way."""
    later.leave(uuid.UUID(answer))
